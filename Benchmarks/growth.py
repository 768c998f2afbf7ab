"""Times features + scores of the reference workload at growing sizes: is it linear?

usage: growth.py WORK_FOLDER RUNS PROJECTS [PROJECTS ...]

Prints for each size the medians of wall time, CPU time and peak memory, and the wall time of a
million projects at that pace. Data are made once and kept in the work folder.
"""
import os, statistics, sys

from workload import AS_OF, WATCHPOST, generated, timed, trained


def main():
    work, runs, sizes = sys.argv[1], int(sys.argv[2]), [int(size) for size in sys.argv[3:]]
    model = trained(work)
    print(f"watchpost score at growing sizes, medians of {runs} runs after a warm-up")
    print(f"{'projects':>12}{'CSV MB':>9}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}{'s per million':>15}")
    for projects in sizes:
        data = generated(f"{work}/data-{projects}", projects)
        command = [WATCHPOST, "score", data, "--model", model, "--as-of", AS_OF, "--no-reasons",
                   "-o", f"{work}/out.csv"]
        figures = [timed(command) for _ in range(runs + 1)][1:]
        wall, cpu, peak = (statistics.median(column) for column in zip(*figures))
        size = sum(
            os.path.getsize(f"{data}/{name}.csv")
            for name in ("projects", "milestones", "payments", "complaints", "tenders"))
        print(f"{projects:12,}{size / 1e6:9,.0f}{wall:9.2f}{cpu:9.2f}{peak:9.0f}"
              f"{wall / projects * 1e6:15.2f}", flush=True)


main()
