"""Working days between dates, counted by NumPy with the holidays of chinesecalendar.

usage: python working_days.py > working_days.csv     (numpy, chinesecalendar 1.11.0)

`china` counts by Calendars/china.csv, `weekends` by Monday to Friday, `friday` by a week that ends with
Friday and Saturday off. Each line: calendar, a, b, the working days after a up to and including b.
"""

import datetime
import random

import chinese_calendar
import numpy

DAY = datetime.timedelta(1)
FIRST, LAST = datetime.date(2004, 1, 1), datetime.date(2026, 12, 31)
# A working day by the notice for 2006 that the package leaves out.
EXTRA = {datetime.date(2005, 12, 31)}


def is_workday(day):
    return day in EXTRA or chinese_calendar.is_workday(day)


every = [FIRST + n * DAY for n in range((LAST - FIRST).days + 1)]
closed = [day for day in every if not is_workday(day)]


def count(calendar, a, b):
    if b < a:
        return -count(calendar, b, a)
    # busday_count takes the first day and leaves the last one out.
    begin, end = a + DAY, b + DAY
    if calendar == "china":
        return int(numpy.busday_count(begin, end, weekmask="1111111", holidays=closed))
    mask = "1111100" if calendar == "weekends" else "1111001"
    return int(numpy.busday_count(begin, end, weekmask=mask))


draw = random.Random(5)
pairs = [(FIRST, LAST), (FIRST, FIRST), (LAST - DAY, LAST)]
pairs += [tuple(draw.choice(every) for _ in range(2)) for _ in range(150)]
for _ in range(150):
    a = draw.choice(every[:-40])
    pairs.append((a, a + draw.randrange(40) * DAY))
for calendar in ["china", "weekends", "friday"]:
    for a, b in pairs if calendar == "china" else pairs[:60]:
        print(calendar, a, b, count(calendar, a, b), sep=",")
wide = [datetime.date(1, 1, 1), datetime.date(1, 1, 7), datetime.date(1969, 12, 31), datetime.date(9999, 12, 30)]
for a in wide:
    for b in wide:
        print("weekends", a, b, count("weekends", a, b), sep=",")
