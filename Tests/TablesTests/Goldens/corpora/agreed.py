"""Writes agreed.json: what the files of each corpus mean, and how they are written.

The records are those of the corpus's own JSON where it has one, else those of Python's csv module,
without the empty lists that it gives for wholly blank lines. Run it in its own folder.
"""

import csv
import io
import json
import pathlib

HERE = pathlib.Path(__file__).parent

# How a file is written, where it is not UTF-8 with commas and quotes.
WRITTEN = {
    "csvkit/dummy.tsv": {"delimiter": "\t"},
    "csvkit/sniff_limit.csv": {"delimiter": ";"},
    "csvkit/test_latin1.csv": {"encoding": "iso-8859-1"},
    "csvkit/test_utf16_big.csv": {"encoding": "utf-16"},
    "csvkit/test_utf16_little.csv": {"encoding": "utf-16"},
    "rust-csv/smallpop-colon.csv": {"delimiter": ":"},
    "rust-csv/strange.csv": {"delimiter": ";", "escape": "\\", "comment": "#"},
    "rust-csv/uspop-latin1.csv": {"encoding": "iso-8859-1"},
}


def records(path, written):
    encoding = written.get("encoding", "utf-8-sig")
    text = path.read_bytes().decode(encoding)
    if "comment" in written:
        lines = text.splitlines(keepends=True)
        text = "".join(line for line in lines if not line.startswith(written["comment"]))
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=written.get("delimiter", ","),
        escapechar=written.get("escape"),
        doublequote="escape" not in written,
    )
    return [row for row in reader if row]


def own(path):
    """The corpus's JSON: a list of objects by header."""
    file = path.with_suffix(".json")
    if not file.exists():
        return None
    rows = json.loads(file.read_text(encoding="utf-8"))
    return [list(rows[0])] + [list(row.values()) for row in rows] if rows else None


agreed = {}
for path in sorted(HERE.glob("*/*.[ct]sv")):
    name = path.relative_to(HERE).as_posix()
    written = WRITTEN.get(name, {})
    found = records(path, written)
    stated = own(path)
    if stated is not None and stated != found:
        print(f"{name}: the corpus and Python differ\n  {stated}\n  {found}")
    agreed[name] = {**written, "records": stated if stated is not None else found}
text = json.dumps(agreed, ensure_ascii=False, indent=1)
(HERE / "agreed.json").write_text(text + "\n", encoding="utf-8")
