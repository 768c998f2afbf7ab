"""Writes china.csv, the working days of mainland China as the State Council announced them.

usage: python3 -m venv venv && venv/bin/pip install chinesecalendar==1.11.0 holidays==0.109
       venv/bin/python Calendars/make.py

chinesecalendar (MIT licence) holds the yearly notices of the General Office of the State Council on
public holidays; holidays (MIT licence), gathered by other people, must agree on every single day.
A year is written only as a whole; newer releases of the packages add years.
"""

import csv
import datetime
import pathlib

import chinese_calendar
import holidays as independent

holidays = chinese_calendar.constants.holidays
# The package leaves out what the notice for 2006 (国办发明电〔2005〕35号) says of the year before:
# 12月31日（星期六）上班.
missing = {datetime.date(2005, 12, 31): "New Year's Day"}
assert not missing.keys() & chinese_calendar.constants.workdays.keys(), "the package has it now"
workdays = chinese_calendar.constants.workdays | missing
titles = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}

years = sorted({day.year for day in holidays})
assert years == list(range(years[0], years[-1] + 1)), "a year is missing"
first, last = datetime.date(years[0], 1, 1), datetime.date(years[-1], 12, 31)

days = [(day, "off", titles[name]) for day, name in holidays.items()]
days += [(day, "work", titles[name] + "调休") for day, name in workdays.items()]

# Each day once, and every day as both packages judge it.
kinds = {day: kind for day, kind, _ in days}
assert len(kinds) == len(days), "a day is given twice"
other = independent.country_holidays("CN", years=range(years[0], years[-1] + 1))
for number in range((last - first).days + 1):
    day = first + datetime.timedelta(number)
    works = kinds.get(day, "work" if day.weekday() < 5 else "off") == "work"
    assert works == (day in missing or chinese_calendar.is_workday(day)), day
    assert works == other.is_working_day(day), day

path = pathlib.Path(__file__).with_name("china.csv")
with path.open("w", encoding="utf-8", newline="") as file:
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(["date", "kind", "name"])
    rows.writerow([first, "from", "有国务院通知的第一天"])
    rows.writerow([last, "to", "有国务院通知的最后一天"])
    rows.writerows(sorted(days))
print(f"{path.name}: {years[0]}-{years[-1]}, {len(holidays)} days off, {len(workdays)} make-up days")
