"""Writes the workbooks that the tests read, and what stands in them as another program reads it.

    python3 -m venv v && v/bin/pip install openpyxl==3.1.5 xlsxwriter==3.2.9
    v/bin/python workbooks.py

types.xlsx      every type of cell, written by openpyxl, 1900 dates
mac.xlsx        dates counted from 1904 on
formats.xlsx    a number under each built-in format that could be a date, and under custom ones
texts.xlsx      shared strings with runs, phonetic readings and escapes, by hand
merged.xlsx     a header of merged cells;  title.xlsx  a merged title above the header
body.xlsx       merged cells under the header
sheets.xlsx     three sheets, the first one hidden;  chart.xlsx  a chart sheet comes first
xlsxwriter.xlsx the same table as types.xlsx from another writer, with text in line
NAME.tsv        row, then the cells, as openpyxl reads them with days and errors as we write them
"""

import datetime
import io
import zipfile
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.chart import BarChart
from openpyxl.utils.datetime import CALENDAR_MAC_1904

OUT = Path(__file__).parent / "workbooks"
OUT.mkdir(exist_ok=True)
D = datetime.datetime


def save(book, name):
    """Saves without the time of day, so that the same script makes the same bytes."""
    book.properties.created = book.properties.modified = D(2026, 1, 1)
    raw = io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(OUT / name, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(zipfile.ZipInfo(part, (2026, 1, 1, 0, 0, 0)), old.read(part),
                         zipfile.ZIP_DEFLATED)


def cell(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, float):
        text = repr(value)
        return text[:-2] if text.endswith(".0") else text
    if isinstance(value, str) and value.startswith("#") and value != "#1":
        return "!" + value
    return str(value).replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace(
        "\r", "\\r")


def golden(name, sheet=None):
    book = openpyxl.load_workbook(OUT / name, data_only=True)
    sheet = book[sheet] if sheet else book.worksheets[0]
    with open(OUT / name.replace(".xlsx", ".tsv"), "w", newline="") as file:
        for index, row in enumerate(sheet.iter_rows(values_only=True), 1):
            if any(value is not None for value in row):
                file.write("\t".join([str(index)] + [cell(value) for value in row]) + "\n")


ROWS = [
    ["id", "名称", "amount", "on", "open", "note"],
    [1, "Bridge", 0.1 + 0.2, D(2024, 3, 5), True, "a\nb"],
    [2, "桥 & <路>", 1e21, D(1900, 1, 2), False, None],
    [],
    [1001, "  spaces ", -1.5e-7, D(1900, 2, 28), None, "#N/A"],
    ["0012", "tab\there", 9007199254740993, D(1900, 3, 1), True, "#1"],
    [None, None, None, D(2024, 3, 5, 17, 30, 1), None, None],
    [5, "last", 123456789012345680, D(9999, 12, 31), True, "x"],
]


def types():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in ROWS:
        sheet.append(row)
    for row in sheet.iter_rows(min_row=2, min_col=4, max_col=4):
        row[0].number_format = "yyyy-mm-dd"
    sheet["F7"].number_format = "0.00"  # a cell with a style and nothing in it
    sheet["Z9"].number_format = "0.00"
    save(book, "types.xlsx")
    golden("types.xlsx")


def mac():
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.append(["on"])
    for day in [D(1904, 1, 2), D(1904, 2, 29), D(2024, 3, 5), D(2024, 3, 5, 23, 59, 59)]:
        sheet.append([day])
    save(book, "mac.xlsx")
    golden("mac.xlsx")


CODES = [
    "General", "0.00", "#,##0", "0%", "0.00E+00", "@", "yyyy-mm-dd", 'yyyy"年"m"月"d"日"',
    "[$-804]yyyy/m/d;@", "dd.mm.yyyy hh:mm", "mmm-yy", "h:mm AM/PM", "[h]:mm:ss", "mm:ss.0",
    '"day "0', "\\d0", "[Red]0.0;[Blue]-0.0", '_-* #,##0.00" d"_-', "[$-409]d-mmm-yyyy;@", "m/d",
    "0.0;yyyy", "[mm]:ss", "yyyy", "d", "[DBNum1][$-804]yyyy年m月d日",
]


def formats():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["value", "code"])
    for code in CODES:
        for value in [45356, 45356.75, 0.75]:
            sheet.append([value, code])
            sheet.cell(sheet.max_row, 1).number_format = code
    for number in list(range(1, 23)) + list(range(37, 50)):
        code = openpyxl.styles.numbers.BUILTIN_FORMATS.get(number)
        if code:
            sheet.append([45356, "built-in"])
            sheet.cell(sheet.max_row, 1).number_format = code
    save(book, "formats.xlsx")
    book = openpyxl.load_workbook(OUT / "formats.xlsx")
    raw = openpyxl.load_workbook(OUT / "formats.xlsx", data_only=True)
    with open(OUT / "formats.tsv", "w") as file:
        for index, row in enumerate(raw.active.iter_rows(values_only=True), 1):
            value = row[0]
            if isinstance(value, datetime.timedelta):  # we leave durations as days
                value = value.total_seconds() / 86400
            file.write(f"{index}\t{cell(value)}\t{row[1]}\n")


def parts(name, sheet, **more):
    """A workbook of one sheet by hand."""
    types = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="application/vnd.openxmlformats-'
        f'officedocument.spreadsheetml.{part}+xml"/>' for part in more)
    links = "".join(
        f'<Relationship Id="r{i}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{part}" Target="{part}.xml"/>' for i, part in enumerate(more, 2))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    files = {
        "[Content_Types].xml": f'{head}<Types xmlns="http://schemas.openxmlformats.org/package/2006'
        '/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
        'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-office'
        'document.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/sheet.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        f'{types}</Types>',
        "_rels/.rels": f'{head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="r1" Type="{rel}/officeDocument" Target="/xl/workbook.xml"'
        '/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'{head}<Relationships xmlns="http://schemas.openxmlformats.org'
        f'/package/2006/relationships"><Relationship Id="r1" Type="{rel}/worksheet" '
        f'Target="./sheet.xml"/>{links}</Relationships>',
        "xl/workbook.xml": f'{head}<x:workbook xmlns:x="http://schemas.openxmlformats.org/spreadsheet'
        f'ml/2006/main" xmlns:q="{rel}"><x:sheets><x:sheet name="Only" sheetId="1" q:id="r1"/>'
        '</x:sheets></x:workbook>',
        "xl/sheet.xml": f"{head}<worksheet {main}>{sheet}</worksheet>",
    }
    for part, body in more.items():
        files[f"xl/{part}.xml"] = head + body.replace("MAIN", main)
    with zipfile.ZipFile(OUT / name, "w", zipfile.ZIP_DEFLATED) as new:
        for path, text in files.items():
            new.writestr(zipfile.ZipInfo(path, (2026, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)


def texts():
    strings = """<sst MAIN count="6" uniqueCount="6"><si><t>plain</t></si>
<si><r><rPr><b/></rPr><t xml:space="preserve">bold </t></r><r><t>and not</t></r></si>
<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si>
<si><t>line_x000D_end _x005F_x000D_ _xZZZZ_ _xD83D__xDE00_</t></si><si><t></t></si>
<si><t><![CDATA[a < b]]> &amp; &#x6865;</t></si></sst>"""
    sheet = """<cols><col min="1" max="3" width="9"/></cols><sheetData>
<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="inlineStr"><is><t>in</t></is></c><c r="C2" t="s"
><v>2</v></c></row>
<row><c t="s"><v>1</v></c><c/><c t="s"><v>3</v></c></row>
<row r="7"><c r="B7" t="s"><v>4</v></c><c r="C7" t="s"><v>5</v></c></row>
<row r="8"><c r="A8" t="str"><f>A2&amp;"!"</f><v>plain!</v></c><c r="B8"><f>1/3</f><v>0.3333333333333333
</v></c><c r="C8" t="inlineStr"><is><r><t>run </t></r><r><t>on</t></r><rPh sb="0" eb="1"><t>no</t>
</rPh></is></c></row>
<row r="9"><c r="A9" t="str"><f>""</f><v></v></c></row>
<row r="10"><c r="A10" t="d"><v>2024-03-05T00:00:00</v></c><c r="B10" t="d"><v>2024-03-05T10:00:00</v>
</c><c r="C10"><v>1E+05</v></c></row>
<row r="11"><c r="A11"><f>NOW()</f><v></v></c><c r="B11" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>
<row r="12"><c r="A12"><v>1</v></c><c r="E12"><v>2</v></c></row>
</sheetData>"""
    parts("texts.xlsx", sheet, sharedStrings=strings)


def merged():
    for name, ranges, rows in [
        ("merged.xlsx", ["B1:C1", "A1:A2"], [["id", "when", None], [None, "from", "to"], [1, 2, 3]]),
        ("title.xlsx", ["A1:C1"], [["Projects of 2024", None, None], ["id", "a", "b"], [1, 2, 3]]),
        ("body.xlsx", ["B2:B3"], [["id", "a"], [1, "x"], [2, None], [3, "y"]]),
        ("beside.xlsx", ["D1:E2"], [["id", "a"], [1, "x"]]),
    ]:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        for cells in ranges:
            book.active.merge_cells(cells)
        book.active.title = "Data"
        save(book, name)


def sheets():
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["note"])
    book.active.sheet_state = "hidden"
    other = book.create_sheet("项目 2024")
    other.append(["id", "name"])
    other.append(["p1", "Bridge"])
    book.create_sheet("Empty")
    save(book, "sheets.xlsx")
    golden("sheets.xlsx", "项目 2024")
    book = openpyxl.Workbook()
    book.active.append(["id"])
    chart = book.create_chartsheet("Chart", 0)
    chart.add_chart(BarChart())
    save(book, "chart.xlsx")


def other_writer():
    options = {"in_memory": True, "strings_to_numbers": False, "constant_memory": True}
    book = xlsxwriter.Workbook(OUT / "xlsxwriter.xlsx", options)
    book.set_properties({"created": D(2026, 1, 1)})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for r, row in enumerate(ROWS):
        for c, value in enumerate(row):
            if value is None:
                sheet.write_blank(r, c, None, day)
            elif isinstance(value, D):
                sheet.write_datetime(r, c, value, day)
            elif isinstance(value, bool):
                sheet.write_boolean(r, c, value)
            elif value == "#N/A":
                sheet.write_formula(r, c, "=NA()", None, value)
            elif isinstance(value, str):
                sheet.write_string(r, c, value)
            else:
                sheet.write_number(r, c, value)
    book.close()


types()
mac()
formats()
texts()
merged()
sheets()
other_writer()
