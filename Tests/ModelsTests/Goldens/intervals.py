"""Writes intervals_expected.csv from logistic_data.csv.

    python3 intervals.py

95% intervals of the linear predictor of every eighth row. Without a penalty they are those of
statsmodels (GLM, binomial, get_prediction on the linear scale, offset 0); with one, a Newton iteration
in NumPy and the inverse of the penalised Hessian. Versions stand in the first line.
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


def numbers(name):
    return np.array([float(row[name]) if row[name] not in ("", "NA") else np.nan for row in rows])


label, weight, offset = numbers("label"), numbers("weight"), numbers("offset")
sector = np.array([row["sector"] for row in rows])


def standardised(name, weights):
    x = numbers(name)
    present = ~np.isnan(x)
    mean = np.average(x[present], weights=weights[present])
    scale = np.sqrt(np.average((x[present] - mean) ** 2, weights=weights[present]))
    return np.where(present, (x - mean) / scale, 0.0)


def design(weights, penalised, absences=False):
    names = ["slip", "budget"] + (["changes", "bids", "spread", "age"] if absences else [])
    columns = [standardised(name, weights) for name in names]
    levels = sorted(set(sector))
    if not penalised:
        levels.remove(max(levels, key=lambda level: weights[sector == level].sum()))
    columns += [(sector == level).astype(float) for level in levels]
    if absences:  # bids and spread are missing together
        columns += [np.isnan(numbers(name)).astype(float) for name in ["changes", "bids", "age"]]
    return np.column_stack(columns + [np.ones(n)])


lines = []


def write(case, predictor, low, high):
    for row in range(0, n, 8):
        lines.append(f"{case},{row},{float(predictor[row])!r},{float(low[row])!r},{float(high[row])!r}")


def unpenalised(case, weights, offsets):
    x = design(weights, penalised=False)
    fit = sm.GLM(
        label, x, family=sm.families.Binomial(), offset=offsets, freq_weights=weights
    ).fit(tol=1e-14, maxiter=200)
    prediction = fit.get_prediction(x, offset=np.zeros(n), which="linear")
    low, high = prediction.conf_int().T
    write(case, prediction.predicted, low, high)


def penalised(case, penalty, weights, absences=False):
    x = design(weights, penalised=True, absences=absences)
    ridge = np.diag([penalty] * (x.shape[1] - 1) + [0.0])
    b = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ b))
        hessian = x.T @ (x * (weights * p * (1 - p))[:, None]) + ridge
        b = b - np.linalg.solve(hessian, x.T @ (weights * (p - label)) + ridge @ b)
    error = np.sqrt(np.einsum("ij,jk,ik->i", x, np.linalg.inv(hessian), x))
    margin = norm.ppf(0.975) * error
    write(case, x @ b, x @ b - margin, x @ b + margin)


penalised("plain", 1.0, np.ones(n))
penalised("weighted", 10.0, weight)
penalised("absences", 2.0, np.ones(n), absences=True)
penalised("absences weighted", 0.5, weight, absences=True)
unpenalised("unpenalised", np.ones(n), np.zeros(n))
unpenalised("unpenalised offset", weight, offset)

with open("intervals_expected.csv", "w") as file:
    file.write(HEADER + "\ncase,row,predictor,low,high\n" + "\n".join(lines) + "\n")
