"""Writes clusters_expected.csv from logistic_data.csv.

    python3 clusters.py

95% intervals of the linear predictor of every eighth row with cluster-robust covariances. Row i is of
group i·i mod 61, or of its own ("rows"), which is checked to be n/(n − p) times HC0, the definition of
HC1 (statsmodels leaves that factor out of a GLM's "HC1"). Without a penalty they are those of
statsmodels (GLM, binomial, cov_type="cluster"); with one, the sandwich in NumPy around the penalised
Hessian. Versions stand in the first line.
"""

import csv

import numpy as np
import statsmodels
import statsmodels.api as sm
from scipy.stats import norm

HEADER = f"# numpy {np.__version__}, statsmodels {statsmodels.__version__}"
with open("logistic_data.csv") as file:
    rows = list(csv.DictReader(file))
n = len(rows)
label = np.array([float(row["label"]) for row in rows])
sector = np.array([row["sector"] for row in rows])
groups = np.arange(n) ** 2 % 61


def design(penalised):
    columns = []
    for name in ["slip", "budget"]:
        x = np.array([float(row[name]) for row in rows])
        columns.append((x - x.mean()) / x.std())
    levels = sorted(set(sector))
    if not penalised:
        levels.remove(max(levels, key=lambda level: (sector == level).sum()))
    columns += [(sector == level).astype(float) for level in levels]
    return np.column_stack(columns + [np.ones(n)])


lines = []


def write(case, x, b, covariance):
    margin = norm.ppf(0.975) * np.sqrt(np.einsum("ij,jk,ik->i", x, covariance, x))
    for row in range(0, n, 8):
        eta = float(x[row] @ b)
        lines.append(f"{case},{row},{eta!r},{eta - float(margin[row])!r},{eta + float(margin[row])!r}")


def unpenalised(case, **options):
    x = design(penalised=False)
    fit = sm.GLM(label, x, family=sm.families.Binomial()).fit(tol=1e-14, maxiter=200, **options)
    write(case, x, fit.params, fit.cov_params())
    return fit.cov_params()


def penalised(case, penalty):
    x = design(penalised=True)
    ridge = np.diag([penalty] * (x.shape[1] - 1) + [0.0])
    b = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ b))
        hessian = x.T @ (x * (p * (1 - p))[:, None]) + ridge
        b = b - np.linalg.solve(hessian, x.T @ (p - label) + ridge @ b)
    p = 1 / (1 + np.exp(-x @ b))
    scores = np.array([(x * (label - p)[:, None])[groups == g].sum(0) for g in np.unique(groups)])
    count = len(scores)
    factor = count / (count - 1) * (n - 1) / (n - x.shape[1])
    bread = np.linalg.inv(hessian)
    write(case, x, b, factor * bread @ scores.T @ scores @ bread)


unpenalised("clusters", cov_type="cluster", cov_kwds={"groups": groups})
own = unpenalised("rows", cov_type="cluster", cov_kwds={"groups": np.arange(n)})
x = design(penalised=False)
hc0 = sm.GLM(label, x, family=sm.families.Binomial()).fit(tol=1e-14, maxiter=200, cov_type="HC0")
assert np.allclose(own, hc0.cov_params() * n / (n - x.shape[1]), rtol=1e-10, atol=0)
penalised("penalised", 2.0)

with open("clusters_expected.csv", "w") as file:
    file.write(HEADER + "\ncase,row,predictor,low,high\n" + "\n".join(lines) + "\n")
