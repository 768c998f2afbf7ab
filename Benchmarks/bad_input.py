"""Reads files that are wrong at a size that nobody wants in a test, and measures time and memory.

- a quote that is opened and never closed in a file of 1 GB: an error with the line where it opened
- a hundred million values that are no numbers: all counted, the run done, the memory bounded

BAD_INPUT_BYTES and BAD_INPUT_ROWS set other sizes. Exits 1 where an outcome is not as it should be.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

BINARY = os.environ.get("WATCHPOST_BINARY", ".build/release/watchpost")
BYTES = int(os.environ.get("BAD_INPUT_BYTES", 1_000_000_000))
ROWS = int(os.environ.get("BAD_INPUT_ROWS", 100_000_000))

PACKAGE = """name: bad
resources:
  - name: projects
    path: projects.csv
    schema: {primaryKey: [project_id], fields: [{name: project_id, type: string}]}
    watchpost: {role: entity, snapshot_on: 2024-12-31}
  - name: events
    path: events.csv
    schema:
      foreignKeys:
        - {fields: [project_id], reference: {resource: projects, fields: [project_id]}}
      fields:
        - {name: project_id, type: string}
        - {name: "on", type: date}
        - {name: amount, type: number}
        - {name: note, type: string}
    watchpost: {role: event, happened: "on"}
"""
FEATURES = "features:\n  number: count(*) from events\n  paid: sum(amount) from events\n"
KEYS = 1000


def dataset(folder, write):
    (folder / "datapackage.yaml").write_text(PACKAGE)
    (folder / "features.yaml").write_text(FEATURES)
    keys = "".join(f"P{key}\n" for key in range(KEYS))
    (folder / "projects.csv").write_text("project_id\n" + keys)
    (folder / "out.csv").write_text("as it was\n")
    with open(folder / "events.csv", "wb") as file:
        file.write(b"project_id,on,amount,note\n")
        write(file)


def block(cells):
    return b"".join(b"P%d,2024-03-05,%b\n" % (row % KEYS, cells) for row in range(10_000))


def unclosed(file):
    good = block(b"12.5,an ordinary note")
    file.write(good + b'P1,2024-03-05,12.5,"opened here\n')
    for _ in range(BYTES // len(good)):
        file.write(good)


def wrong(file):
    bad = block(b"x,")
    for _ in range(ROWS // 10_000):
        file.write(bad)


def run(folder):
    """The exit code, what was said, seconds, and the peak memory in MB."""
    command = [BINARY, "features", str(folder), "--features", str(folder / "features.yaml")]
    command += ["--as-of", "2024-06-30", "--max-field-rejects", "1", "-o", str(folder / "out.csv")]
    with tempfile.TemporaryFile() as errors:
        start = time.monotonic()
        process = subprocess.Popen(command, stderr=errors, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        said = errors.read().decode()
    return process.returncode, said, seconds, usage.ru_maxrss / 1024


def study(name, write, code, words, intact, most):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="watchpost-bad-"))
    try:
        dataset(folder, write)
        size = (folder / "events.csv").stat().st_size
        found, said, seconds, memory = run(folder)
        is_intact = (folder / "out.csv").read_text() == "as it was\n"
        ok = found == code and words in said and is_intact == intact and memory <= most
        print(f"{name}: {size / 1e9:.2f} GB, exit {found}, {seconds:.1f} s, {memory:.0f} MB")
        if not ok:
            print(f"  expected exit {code}, «{words}», at most {most} MB; it said:\n{said}")
        return ok
    finally:
        shutil.rmtree(folder)


results = [
    study("a quote never closed", unclosed, 2, "events.csv:10002:", True, 400),
    study("rejects by the million", wrong, 0, f"rejects: {ROWS:,}", False, 600),
]
sys.exit(0 if all(results) else 1)
