"""Times the features of twelve monthly as-of dates against those of one, over the same files.

usage: panel.py WORK_FOLDER PROJECTS RUNS

The command is `watchpost evaluate`, which judges a model over dates; what is compared is what it
says of reading the tables and computing the features (`--profile`), not the judging.
"""
import datetime, os, shutil, statistics, subprocess, sys

import workload

DATES = {1: ("2024-12-31", "2024-12-31"), 12: ("2024-01-31", "2024-12-31")}
OUTCOMES = """
  - name: outcomes
    path: dated_outcomes.csv
    schema:
      fields:
        - {name: project_id, type: string}
        - {name: happened, type: date}
        - {name: state, type: string}
    watchpost: {role: outcome, happened: happened, covers: {from: 2015-01-01, to: 2025-12-31}}
"""


def dated(work, projects):
    """The workload with a day for each outcome, so that a model can be judged over dates."""
    data = workload.generated(f"{work}/data-{projects}", projects)
    folder = f"{work}/panel-{projects}"
    os.makedirs(folder, exist_ok=True)
    for name in ("projects", "milestones", "payments", "complaints", "tenders"):
        if not os.path.lexists(f"{folder}/{name}.csv"):
            os.symlink(os.path.abspath(f"{data}/{name}.csv"), f"{folder}/{name}.csv")
    shutil.copy(f"{data}/features.yaml", folder)
    with open(f"{data}/datapackage.yaml") as file, open(f"{folder}/datapackage.yaml", "w") as out:
        out.write(file.read().rstrip("\n") + OUTCOMES)
    with open(f"{folder}/watchpost.yaml", "w") as out:
        out.write("features: features.yaml\noutcome: {positive: [confirmed]}\n")
    first = datetime.date(2024, 1, 1)
    with open(f"{data}/outcomes.csv") as file, open(f"{folder}/dated_outcomes.csv", "w") as out:
        out.write("project_id,happened,state\n")
        next(file)
        for row, line in enumerate(file):
            project, confirmed = line.strip().split(",")
            if confirmed == "1":
                day = first + datetime.timedelta(days=row * 7919 % 700)
                out.write(f"{project},{day},confirmed\n")
    return folder


def profiled(command):
    """Wall seconds and CPU seconds of reading and computing, and the peak MB of the command."""
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"{command[0]} failed: {run.stderr[-2000:]}")
    lines = [line.split() for line in run.stderr.splitlines()]
    total = next(line for line in lines if line[:1] == ["all"])
    peak = next(line for line in lines if line[:2] == ["peak", "memory:"])
    return float(total[1]), float(total[2]), float(peak[2].replace(",", ""))


def main():
    work, projects, runs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    data = dated(work, projects)
    model = workload.trained(work)
    figures = {count: [] for count in DATES}
    for _ in range(runs + 1):
        for count, (first, last) in DATES.items():
            figures[count].append(profiled(
                [workload.WATCHPOST, "evaluate", data, "--model", model, "--from", first, "--to", last,
                 "--every", "month", "--horizon", "90", "--replicates", "0", "--profile"]))
    print(f"{projects:,} projects: tables read and 41 features computed for 1 and for 12 as-of dates")
    print(f"medians of {runs} rounds after a warm-up; order: 1, 12")
    print(f"{'as-of dates':18}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}")
    medians = {
        count: [statistics.median(column) for column in zip(*rows[1:])]
        for count, rows in figures.items()
    }
    for count, (wall, cpu, peak) in medians.items():
        print(f"{count:<18}{wall:9.2f}{cpu:9.2f}{peak:9.0f}")
    ratios = [many / one for one, many in zip(*(medians[count][:2] for count in (1, 12)))]
    print(f"{'12 dates / 1 date':18}{ratios[0]:9.2f}{ratios[1]:9.2f}")


main()
