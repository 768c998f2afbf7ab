"""Aggregates of seeded numbers by NumPy and SciPy, for AggregateGoldenTests.

usage: python3 aggregates.py > aggregates.csv

Each line: name, share, value, then the numbers.
"""
import numpy as np
from scipy import stats

rng = np.random.default_rng(20240630)
print(f"# numpy {np.__version__}")
for index in range(40):
    n = int(rng.integers(2, 60))
    scale = 10.0 ** rng.integers(-3, 7)
    x = rng.normal(size=n) * scale + rng.choice([0.0, scale * 100])
    if index % 3 == 0 and scale >= 10:
        x = np.round(x)
    q = float(np.round(rng.random(), 3))
    numbers = ",".join(repr(float(v)) for v in x)
    def line(name, share, value):
        print(f"{name},{share!r},{float(value)!r},{numbers}")
    line("sum", 0.0, np.sum(x))
    line("avg", 0.0, np.mean(x))
    line("stddev_samp", 0.0, np.std(x, ddof=1))
    line("median", 0.5, np.median(x))
    line("quantile", q, np.quantile(x, q, method="linear"))
    line("zscore", 0.0, stats.zscore(x, ddof=1)[0])
    line("rank", 0.0, stats.rankdata(x, method="min")[0])
    line("percent_rank", 0.0, (stats.rankdata(x, method="min")[0] - 1) / (n - 1))
    shares = np.abs(x) / np.abs(x).sum()
    line("hhi", 0.0, np.sum(shares ** 2))
    line("share_of_largest", 0.0, shares.max())
