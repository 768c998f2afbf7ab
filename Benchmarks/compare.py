"""Times features + scores of the reference workload: ours and each peer in turn, several times.

usage: compare.py WORK_FOLDER PROJECTS RUNS

Prints for each the medians of wall time, CPU time and peak memory, and the ratio of medians to
ours. The order within a round is stated and the same in every round: after a large process fresh
pages cost more, so a figure belongs to its place in the order.
"""
import os, statistics, sys

import workload


def main():
    work, projects, runs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    data = workload.generated(f"{work}/data-{projects}", projects)
    model = workload.trained(work)
    out = f"{work}/out.csv"
    peers = f"{workload.HERE}/peers"
    commands = {
        "watchpost": [workload.WATCHPOST, "score", data, "--model", model, "--as-of", workload.AS_OF, "--no-reasons", "-o", out],
        "DuckDB (SQL)": [sys.executable, f"{peers}/duckdb_sql.py", data, out],
        "ClickHouse (SQL)": [sys.executable, f"{peers}/clickhouse_sql.py", data, out],
        "Polars + NumPy": [sys.executable, f"{peers}/polars_pipeline.py", data, out],
    }
    figures = {name: [] for name in commands}
    for round in range(runs + 1):
        for name, command in commands.items():
            result = workload.timed(command)
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
