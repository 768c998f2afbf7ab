"""Times features + scores of the reference workload: ours and each peer in turn, several times.

usage: compare.py WORK_FOLDER PROJECTS RUNS

Prints for each the medians of wall time, CPU time and peak memory, and the ratio of medians to
ours. The order within a round is stated and the same in every round: after a large process fresh
pages cost more, so a figure belongs to its place in the order.
"""
import csv, json, os, resource, shutil, statistics, subprocess, sys, time

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "reference")
WATCHPOST = os.environ.get("WATCHPOST_BINARY", ".build/release/watchpost")
AS_OF = "2024-12-31"


def generated(folder, projects):
    """The workload's CSV files, made once, with our description of them beside."""
    if not os.path.exists(f"{folder}/outcomes.csv"):
        subprocess.run([sys.executable, f"{HERE}/gen.py", folder, str(projects)], check=True)
    for name in ("datapackage.yaml", "features.yaml"):
        shutil.copy(f"{HERE}/{name}", folder)
    return folder


def trained(work):
    """A linear model over the 41 features, fitted on a small sample of the same workload."""
    model = f"{work}/model.json"
    sample = generated(f"{work}/sample", 20000)
    subprocess.run(
        [WATCHPOST, "features", sample, "--as-of", AS_OF, "-o", f"{work}/sample.csv"], check=True,
        stdout=subprocess.DEVNULL)
    with open(f"{sample}/outcomes.csv") as file:
        labels = {row["project_id"]: row["confirmed"] for row in csv.DictReader(file)}
    with open(f"{work}/sample.csv") as file, open(f"{work}/labelled.csv", "w") as out:
        reader = csv.DictReader(file)
        writer = csv.DictWriter(out, reader.fieldnames + ["confirmed"], lineterminator="\n")
        writer.writeheader()
        for row in reader:
            writer.writerow(row | {"confirmed": labels[row["project_id"]]})
    subprocess.run(
        [WATCHPOST, "train", f"{work}/labelled.csv", "--label", "confirmed", "--id", "project_id",
         "--kind", "logistic", "-o", model], check=True, stdout=subprocess.DEVNULL)
    return model


def timed(command):
    """Wall seconds, CPU seconds and peak MB of a command that must succeed."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{command[0]} failed: {errors.decode()[-2000:]}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    work, projects, runs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    data = generated(f"{work}/data-{projects}", projects)
    model = trained(work)
    out = f"{work}/out.csv"
    peers = f"{HERE}/peers"
    commands = {
        "watchpost": [WATCHPOST, "score", data, "--model", model, "--as-of", AS_OF, "--no-reasons", "-o", out],
        "DuckDB (SQL)": [sys.executable, f"{peers}/duckdb_sql.py", data, out],
        "ClickHouse (SQL)": [sys.executable, f"{peers}/clickhouse_sql.py", data, out],
        "Polars + NumPy": [sys.executable, f"{peers}/polars_pipeline.py", data, out],
    }
    figures = {name: [] for name in commands}
    for round in range(runs + 1):
        for name, command in commands.items():
            result = timed(command)
            if round > 0:  # the first round warms the page cache and is not counted
                figures[name].append(result)
    size = sum(
        os.path.getsize(f"{data}/{name}.csv")
        for name in ("projects", "milestones", "payments", "complaints", "tenders"))
    print(f"{projects:,} projects, {size / 1e6:,.0f} MB of CSV, 41 features, scores to CSV")
    print(f"medians of {runs} rounds after a warm-up; order: {', '.join(commands)}")
    print(f"{'':18}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}{'wall /ours':>12}{'memory /ours':>14}")
    ours = [statistics.median(column) for column in zip(*figures["watchpost"])]
    for name, rows in figures.items():
        wall, cpu, peak = (statistics.median(column) for column in zip(*rows))
        print(f"{name:18}{wall:9.2f}{cpu:9.2f}{peak:9.0f}{wall / ours[0]:12.2f}{peak / ours[2]:14.2f}")


if __name__ == "__main__":
    main()
