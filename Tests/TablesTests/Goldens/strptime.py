"""Writes strptime.tsv: what Python's datetime.strptime makes of texts by formats.

Run: python3 strptime.py > strptime.tsv
"""

import datetime
import random
import sys

random.seed(20240305)

formats = [
    "%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d/%m/%Y %I:%M:%S %p", "%Y%m%d", "%d%m%Y", "%y%m%d",
    "%d-%b-%Y", "%d %B %Y", "%B %d, %Y", "%b %d %Y %H:%M", "%Y-%j", "%Y%j", "%Y/%m/%d %H:%M:%S.%f",
    "%Y-%m-%dT%H:%M:%S%z", "%a %d %b %Y", "%A, %d %B %Y", "%d.%m.%y", "%m/%d/%y", "%%%Y-%m-%d",
    "%Y %m %d", "x%Yx%mx%dX",
]
fixed = [
    ("5/03/2016 5:00:00 PM", "%d/%m/%Y %I:%M:%S %p"),
    ("5/03/2016 05:00:00 pm", "%d/%m/%Y %I:%M:%S %p"),
    ("5/03/2016 13:00:00 PM", "%d/%m/%Y %I:%M:%S %p"),
    ("5/03/2016  5:00:00   PM", "%d/%m/%Y %I:%M:%S %p"),
    ("5/03/2016 5:00:60 PM", "%d/%m/%Y %I:%M:%S %p"),
    ("5/03/2016 5:60:00 PM", "%d/%m/%Y %I:%M:%S %p"),
    ("5032016", "%d%m%Y"), ("05032016", "%d%m%Y"), ("1132016", "%d%m%Y"),
    ("29/02/2023", "%d/%m/%Y"), ("29/02/2024", "%d/%m/%Y"), ("31/04/2024", "%d/%m/%Y"),
    ("32/04/2024", "%d/%m/%Y"), ("00/04/2024", "%d/%m/%Y"), ("1/13/2024", "%d/%m/%Y"),
    ("05/03/2016 ", "%d/%m/%Y"), ("05/03/16", "%d/%m/%Y"), ("5-MAR-2016", "%d-%b-%Y"),
    ("5-march-2016", "%d-%b-%Y"), ("5 may 2016", "%d %B %Y"), ("5 May  2016", "%d %B %Y"),
    ("0000-01-01", "%Y-%m-%d"), ("0001-01-01", "%Y-%m-%d"), ("9999-12-31", "%Y-%m-%d"),
    ("10000-01-01", "%Y-%m-%d"), ("2024-060", "%Y-%j"), ("2024-366", "%Y-%j"), ("2024-367", "%Y-%j"),
    ("2024-0", "%Y-%j"), ("2024-1", "%Y-%j"), ("2024 3 5", "%Y %m %d"), ("202435", "%Y%m%d"),
    ("2024-03-05T17:00:00Z", "%Y-%m-%dT%H:%M:%S%z"),
    ("2024-03-05T17:00:00+0800", "%Y-%m-%dT%H:%M:%S%z"),
    ("2024-03-05T17:00:00+08:00", "%Y-%m-%dT%H:%M:%S%z"),
    ("2024-03-05T17:00:00+08:00:30", "%Y-%m-%dT%H:%M:%S%z"),
    ("2024-03-05T17:00:00+08:00:30.5", "%Y-%m-%dT%H:%M:%S%z"),
    ("2024-03-05T17:00:00+0800:30", "%Y-%m-%dT%H:%M:%S%z"),
    ("2024-03-05T17:00:00+080030", "%Y-%m-%dT%H:%M:%S%z"),
    ("2024-03-05T17:00:00+24:00", "%Y-%m-%dT%H:%M:%S%z"),
    ("2024-03-05T17:00:00z", "%Y-%m-%dT%H:%M:%S%z"),
    ("2024-03-05T17:00:00", "%Y-%m-%dT%H:%M:%S%z"),
    ("2024-03-05t17:00:00Z", "%Y-%m-%dT%H:%M:%S%z"),
    ("2024/03/05 1:2:3.4", "%Y/%m/%d %H:%M:%S.%f"),
    ("2024/03/05 1:2:3.1234567", "%Y/%m/%d %H:%M:%S.%f"),
    ("1.2.68", "%d.%m.%y"), ("1.2.69", "%d.%m.%y"), ("1.2.1999", "%d.%m.%y"),
    ("%2024-03-05", "%%%Y-%m-%d"), ("X2024X3X5x", "x%Yx%mx%dX"), ("", "%Y-%m-%d"),
    ("Wed 05 Mar 2016", "%a %d %b %Y"), ("Xyz 05 Mar 2016", "%a %d %b %Y"),
]


def written(day, fmt):
    text = day.strftime(fmt)
    if random.random() < 0.4:
        text = text.replace("/0", "/").replace("-0", "-").lstrip("0")
    if random.random() < 0.3:
        text = text.upper() if random.random() < 0.5 else text.lower()
    if random.random() < 0.35 and text:
        at = random.randrange(len(text))
        text = text[:at] + random.choice("0123456789/-: xA") + text[at + random.randrange(2):]
    return text.strip()


cases = list(fixed)
for fmt in formats:
    for _ in range(60):
        day = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(
            seconds=random.randrange(-2_000_000_000, 4_000_000_000))
        cases.append((written(day, fmt), fmt))

print("# python", ".".join(map(str, sys.version_info[:3])))
seen = set()
for text, fmt in cases:
    # Python rolls day 366 of a common year into the next year; we refuse it.
    if (text, fmt) in seen or "\t" in text or ("%j" in fmt and "366" in text):
        continue
    seen.add((text, fmt))
    try:
        answer = datetime.datetime.strptime(text, fmt).date().isoformat()
    except (ValueError, OverflowError):
        answer = "-"
    print(fmt, text, answer, sep="\t")
