"""Writes logistic_data.csv, logistic_expected.csv, calibration_data.csv, calibration_expected.csv.

    python3 logistic.py

Coefficients of standardised columns from scikit-learn (newton-cholesky, tol 1e-14) and statsmodels
(GLM, binomial); calibration lines from scikit-learn's sigmoid calibration and from a Newton
iteration in NumPy on the same objective. Versions stand in the first line of the expected files.
"""

import numpy as np
import scipy
import sklearn
import statsmodels
import statsmodels.api as sm
from sklearn.calibration import _sigmoid_calibration
from sklearn.linear_model import LogisticRegression

HEADER = f"# numpy {np.__version__}, scikit-learn {sklearn.__version__}, statsmodels {statsmodels.__version__}"
SECTORS = ["bridge", "road", "school", "water"]
random = np.random.default_rng(20240501)
n = 240

slip = random.normal(30, 60, n)
budget = np.exp(random.normal(15, 1.2, n))
changes = random.poisson(2, n).astype(float)
bids = random.integers(1, 9, n).astype(float)
spread = random.uniform(0, 0.3, n)
age = random.normal(400, 120, n)
sector = random.choice(SECTORS, n, p=[0.15, 0.4, 0.3, 0.15])
no_tender = random.uniform(size=n) < 0.2          # bids and spread are missing together
no_age = random.uniform(size=n) < 0.1
not_applicable = random.uniform(size=n) < 0.15    # changes do not apply
weight = random.choice([0.5, 1.0, 2.0, 3.0], n)
offset = random.normal(0, 0.5, n)
logit = 0.01 * slip - 0.3 * (bids - 4) + 0.4 * (sector == "road") + 0.3 * no_tender - 0.8
label = (random.uniform(size=n) < 1 / (1 + np.exp(-logit))).astype(int)


def text(value, absent):
    return np.where(absent, "", [repr(float(v)) for v in value])


with open("logistic_data.csv", "w") as file:
    file.write("slip,budget,changes,bids,spread,age,sector,weight,offset,label\n")
    columns = [
        text(slip, False), text(budget, False), np.where(not_applicable, "NA", text(changes, False)),
        text(bids, no_tender), text(spread, no_tender), text(age, no_age), sector,
        text(weight, False), text(offset, False), label.astype(str),
    ]
    for row in zip(*columns):
        file.write(",".join(row) + "\n")


def standardised(x, weights, present=None):
    present = np.ones(len(x), bool) if present is None else present
    mean = np.average(x[present], weights=weights[present])
    scale = np.sqrt(np.average((x[present] - mean) ** 2, weights=weights[present]))
    return np.where(present, (x - mean) / scale, 0.0)


def design(weights, reference=None, absences=False):
    ones = np.ones(n, bool)
    named = {
        "slip": standardised(slip, weights),
        "budget": standardised(budget, weights),
    }
    if absences:
        named["changes"] = standardised(changes, weights, ~not_applicable)
        named["bids"] = standardised(bids, weights, ~no_tender)
        named["spread"] = standardised(spread, weights, ~no_tender)
        named["age"] = standardised(age, weights, ~no_age)
    for name in SECTORS:
        if name != reference:
            named[f"sector = {name}"] = (sector == name).astype(float)
    if absences:
        named["changes not applicable"] = not_applicable.astype(float)
        named["bids missing + spread missing"] = no_tender.astype(float)
        named["age missing"] = no_age.astype(float)
    return list(named), np.column_stack(list(named.values()))


lines = []


def penalised(case, c, weights, absences=False):
    names, x = design(weights, absences=absences)
    fit = LogisticRegression(C=c, solver="newton-cholesky", tol=1e-14, max_iter=1000)
    fit.fit(x, label, sample_weight=weights)
    for name, value in zip(names, fit.coef_[0]):
        lines.append((case, name, value))
    lines.append((case, "the intercept", fit.intercept_[0]))


penalised("plain", 1.0, np.ones(n))
penalised("weighted", 0.1, weight)
penalised("absences", 0.5, np.ones(n), absences=True)
penalised("absences weighted", 2.0, weight, absences=True)

ones = np.ones(n)
counts = {name: (sector == name).sum() for name in SECTORS}
names, x = design(ones, reference=max(counts, key=counts.get))
fit = sm.GLM(label, sm.add_constant(x), family=sm.families.Binomial()).fit(tol=1e-14, maxiter=200)
for name, value in zip(["the intercept"] + names, fit.params):
    lines.append(("unpenalised", name, value))

weighted_counts = {name: weight[sector == name].sum() for name in SECTORS}
names, x = design(weight, reference=max(weighted_counts, key=weighted_counts.get))
fit = sm.GLM(
    label, sm.add_constant(x), family=sm.families.Binomial(), offset=offset, freq_weights=weight
).fit(tol=1e-14, maxiter=200)
for name, value in zip(["the intercept"] + names, fit.params):
    lines.append(("unpenalised offset", name, value))

with open("logistic_expected.csv", "w") as file:
    file.write(HEADER + "\ncase,column,coefficient\n")
    for case, name, value in lines:
        file.write(f"{case},{name},{float(value)!r}\n")

# Calibration: raw logits that are too extreme, and shifted.
m = 180
raw = random.normal(-1, 2, m)
outcome = (random.uniform(size=m) < 1 / (1 + np.exp(-(0.6 * raw - 0.4)))).astype(int)
with open("calibration_data.csv", "w") as file:
    file.write("raw_logit,label\n")
    for pair in zip(raw, outcome):
        file.write(f"{float(pair[0])!r},{pair[1]}\n")


def newton(x, target):
    """The minimiser of Σ log(1 + exp(x·b)) − t·x·b."""
    b = np.zeros(x.shape[1])
    for _ in range(100):
        p = 1 / (1 + np.exp(-x @ b))
        b = b - np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]), x.T @ (p - target))
    return b


positives, negatives = outcome.sum(), m - outcome.sum()
targets = np.where(outcome == 1, (positives + 1) / (positives + 2), 1 / (negatives + 2))
slope, intercept = newton(np.column_stack([raw, np.ones(m)]), targets)
a, b = _sigmoid_calibration(raw, outcome)
shift = scipy.optimize.brentq(
    lambda c: (1 / (1 + np.exp(-raw - c))).sum() - outcome.sum(), -20, 20, xtol=1e-15, rtol=1e-15
)
with open("calibration_expected.csv", "w") as file:
    file.write(HEADER + "\ncase,slope,intercept\n")
    file.write(f"platt,{float(slope)!r},{float(intercept)!r}\n")
    file.write(f"scikit-learn,{float(-a)!r},{float(-b)!r}\n")
    file.write(f"intercept,1.0,{float(shift)!r}\n")
