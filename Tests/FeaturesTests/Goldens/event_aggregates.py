"""Aggregates over dated numbers by NumPy and SciPy, for AggregateGoldenTests.

usage: python3 event_aggregates.py > event_aggregates.csv

Each line: name, value, how many rows, their days (before the as-of date), their numbers.
"""
import itertools

import numpy as np
import scipy
from scipy import stats

rng = np.random.default_rng(20240701)
print(f"# numpy {np.__version__}, scipy {scipy.__version__}")


def line(name, value, days, x):
    cells = [name, repr(float(value)), str(len(x)), *map(str, days), *(repr(float(v)) for v in x)]
    print(",".join(cells))


for index in range(30):
    n = int(rng.integers(3, 40))
    days = rng.choice(2000, size=n, replace=index % 2 == 0)
    days[0], days[1] = 0, 1999
    slope = rng.normal() * 10.0 ** rng.integers(-2, 4)
    x = 10.0 ** rng.integers(0, 7) - slope * days + rng.normal(size=n) * 50
    if index % 3 == 0:
        x = np.round(x, 2)
    line("trend", stats.linregress(-days.astype(float), x).slope, days, x)
    line("longest_gap", np.diff(np.sort(days)).max(), days, x)
    mad = stats.median_abs_deviation(x)
    line("robust_zscore", (x[0] - np.median(x)) / (1.4826 * mad), days, x)
    if index % 2 == 1:  # days differ, so that they order the rows
        truths = (x > np.median(x))[np.argsort(-days)]
        runs = [len(list(group)) for truth, group in itertools.groupby(truths) if truth]
        line("longest_run", max(runs, default=0), days, x)

for index in range(4):
    n = int(rng.integers(300, 400))
    x = np.round(rng.lognormal(8, 1 + index, size=n) * rng.choice([-1, 1], size=n), 2)
    x[:index] = 0
    digits = [np.format_float_scientific(abs(v))[0] for v in x if v != 0]
    if len(digits) < 300:
        continue
    shares = np.array([digits.count(str(d)) for d in range(1, 10)]) / len(digits)
    expected = np.log10(1 + 1 / np.arange(1, 10))
    line("benford_mad", np.abs(shares - expected).mean(), rng.choice(2000, size=n), x)
