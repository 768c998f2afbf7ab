#!/usr/bin/env python3
"""Turns the published file into the tables of this data package.

    python3 make.py Capital_Project_Schedules_and_Budgets.csv

Writes projects.csv, milestones.csv, building_history.csv and outcomes.csv beside itself and prints
the counts that README.md quotes. Standard library only; the same input gives the same bytes.
"""

import collections
import csv
import datetime
import hashlib
import os
import sys

# The published headers (their trailing blanks removed), in file order.
DISTRICT, BUILDING, SCHOOL, TYPE, DESCRIPTION, PHASE, STATUS = (
    "Project Geographic District", "Project Building Identifier", "Project School Name",
    "Project Type", "Project Description", "Project Phase Name", "Project Status Name")
START, PLAN, END = (
    "Project Phase Actual Start Date", "Project Phase Planned End Date",
    "Project Phase Actual End Date")
BUDGET, ESTIMATE, SPENDING, DSF = (
    "Project Budget Amount", "Final Estimate of Actual Costs Through End of Phase Amount",
    "Total Phase Actual Spending Amount", "DSF Number(s)")
PUBLISHED = [DISTRICT, BUILDING, SCHOOL, TYPE, DESCRIPTION, PHASE, STATUS, START, PLAN, END,
             BUDGET, ESTIMATE, SPENDING, DSF]
ADDED = ["Phase ID", "Job ID", "Borough", "Watched From"]

BOROUGHS = {"K": "Brooklyn", "M": "Manhattan", "Q": "Queens", "R": "Staten Island", "X": "Bronx"}
GRACE = 30  # days after the planned end before a phase counts as late


def day(text):
    """The date in a cell, or None for a code or an empty cell."""
    try:
        return datetime.datetime.strptime(text, "%m/%d/%Y").date()
    except ValueError:
        return None


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        headers = [header.strip() for header in next(rows)]
        if headers != PUBLISHED:
            sys.exit(f"{path}: the headers are not the published ones: {headers}")
        return [dict(zip(headers, (cell.strip() for cell in row))) for row in rows]


def short_hash(*parts):
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:6]


def name_phases(rows):
    """Gives every row the keys of its job and its phase.

    A job is one building, one description and one set of funding numbers. Its phases are told
    apart by name, and where a name repeats, by start, planned end and the remaining cells: the
    numbers do not depend on the order of the file.
    """
    same = collections.defaultdict(list)
    for row in rows:
        row["Job ID"] = f"{row[BUILDING]}-{short_hash(row[DESCRIPTION], row[DSF])}"
        slug = "".join(c for c in row[PHASE] if c.isalnum()) or "Unnamed"
        same[(row["Job ID"], slug)].append(row)
    for (job, slug), twins in same.items():
        twins.sort(key=lambda row: (day(row[START]) or datetime.date.max,
                                    day(row[PLAN]) or datetime.date.max,
                                    [row[name] for name in PUBLISHED]))
        for number, row in enumerate(twins, 1):
            row["Phase ID"] = f"{job}-{slug}" + (f"-{number}" if number > 1 else "")
    if len({row["Phase ID"] for row in rows}) != len(rows):
        sys.exit("two phases have one key: lengthen short_hash")


def write(name, headers, rows):
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), name)
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(headers)
        out.writerows(rows)
    return len(rows)


def text(date):
    return date.isoformat() if date else ""


def related(phase, others, last):
    """The started phases among `others` that could be known while `phase` was running."""
    until = phase["end"] or last
    return sorted((other for other in others
                   if other is not phase and other["start"] and other["start"] <= until),
                  key=lambda other: (other["start"], other["Phase ID"]))


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    rows = read(sys.argv[1])
    name_phases(rows)
    for row in rows:
        row["start"], row["plan"], row["end"] = day(row[START]), day(row[PLAN]), day(row[END])
        row["Borough"] = BOROUGHS.get(row[BUILDING][:1], "")
        watched = row["start"] is not None and row["plan"] is not None
        row["Watched From"] = text(row["start"]) if watched else ""
    last = max(date for row in rows for date in (row["start"], row["end"]) if date)
    watched = [row for row in rows if row["Watched From"]]

    by_job, by_building = collections.defaultdict(list), collections.defaultdict(list)
    for row in rows:
        by_job[row["Job ID"]].append(row)
        by_building[row[BUILDING]].append(row)

    milestones, history, outcomes = [], [], []
    for row in watched:
        for other in related(row, by_job[row["Job ID"]], last):
            milestones.append([row["Phase ID"], other["Phase ID"], other[PHASE],
                               text(other["start"]), text(other["plan"]), text(other["end"])])
        neighbours = [other for other in by_building[row[BUILDING]]
                      if other["Job ID"] != row["Job ID"] and other["plan"]]
        for other in related(row, neighbours, last):
            history.append([row["Phase ID"], other["Phase ID"], other[PHASE],
                            text(other["start"]), text(other["plan"]), text(other["end"])])
        due = row["plan"] + datetime.timedelta(days=GRACE + 1)
        if due <= last and (row["end"] is None or row["end"] >= due):
            outcomes.append([row["Phase ID"], text(due), text(due), "late"])
    outcomes.sort(key=lambda outcome: (outcome[1], outcome[0]))

    sibling = ["phase_id", "other_phase_id", "milestone", "started_on", "planned_on", "actual_on"]
    write("projects.csv", ADDED + PUBLISHED,
          [[row[name] for name in ADDED + PUBLISHED] for row in rows])
    write("milestones.csv", sibling, milestones)
    write("building_history.csv", sibling, history)
    write("outcomes.csv", ["phase_id", "happened", "recorded", "state"], outcomes)

    due = [row for row in watched if row["plan"] + datetime.timedelta(days=GRACE + 1) <= last]
    print(f"phases {len(rows)}, jobs {len(by_job)}, buildings {len(by_building)}")
    print(f"watched {len(watched)}; never started {sum(row['start'] is None for row in rows)}; "
          f"started without a planned end "
          f"{sum(row['start'] is not None and row['plan'] is None for row in rows)}")
    print(f"last fact {last}; due by then {len(due)}, of them late {len(outcomes)} "
          f"({len(outcomes) / len(due):.1%}); open at the snapshot "
          f"{sum(row['end'] is None for row in watched)}")
    print(f"milestones {len(milestones)}, building_history {len(history)}")


if __name__ == "__main__":
    main()
