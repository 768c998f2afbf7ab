"""Writes metrics.json: figures of merit by scikit-learn, SciPy and statsmodels.

Run beside this file: python metrics.py
"""

import json
import pathlib
import warnings

import numpy as np
import scipy
import scipy.optimize
import scipy.stats
import sklearn
import sklearn.metrics as skm
import statsmodels
import statsmodels.api as sm
from statsmodels.stats.proportion import proportion_confint

warnings.simplefilter("error")


def tied_budget(labels, scores, weights, budget):
    """Positives among the top `budget`, averaged over random orders of equal scores."""
    total = 0.0
    left = float(budget)
    for value in sorted(set(scores), reverse=True):
        run = [i for i in range(len(scores)) if scores[i] == value]
        size = sum(weights[i] for i in run)
        take = min(size, left)
        if size > 0:
            total += take * sum(weights[i] for i in run if labels[i]) / size
        left -= take
    return total


def recalibrate(labels, logits, weights, slope):
    """By SciPy's trust region and a last exact Newton step; checked against statsmodels."""
    fixed = slope is not None
    design = np.ones((len(labels), 1)) if fixed else sm.add_constant(logits)
    offset = slope * logits if fixed else np.zeros(len(labels))

    def loss(beta):
        eta = design @ beta + offset
        return (weights * (np.logaddexp(0, eta) - labels * eta)).sum()

    def gradient(beta):
        return design.T @ (weights * (scipy.special.expit(design @ beta + offset) - labels))

    def hessian(beta):
        mean = scipy.special.expit(design @ beta + offset)
        return design.T @ (design * (weights * mean * (1 - mean))[:, None])

    start = np.array([0.0] if fixed else [0.0, 1.0])
    beta = scipy.optimize.minimize(
        loss, start, jac=gradient, hess=hessian, method="trust-exact", options=dict(gtol=1e-8)
    ).x
    for _ in range(5):
        beta = beta - np.linalg.solve(hessian(beta), gradient(beta))
    assert np.abs(gradient(beta)).max() < 1e-11 * weights.sum()
    if np.abs(logits).max() > 30:
        # IRLS loses its way among saturated means; the gradient above is the proof.
        return beta.tolist()
    other = sm.GLM(
        labels.astype(float), design, family=sm.families.Binomial(), freq_weights=weights,
        offset=offset,
    ).fit(start_params=beta)
    assert np.allclose(other.params, beta, rtol=1e-10, atol=1e-12)
    return beta.tolist()


def bins(labels, probabilities, weights, count):
    order = np.argsort(probabilities, kind="stable")
    total = weights.sum()
    before = 0.0
    table = {}
    for value in np.unique(probabilities):
        run = [i for i in order if probabilities[i] == value]
        size = weights[run].sum()
        place = min(count - 1, int(np.floor(count * (before + size / 2) / total)))
        table.setdefault(place, []).extend(run)
        before += size
    rows = []
    for place in sorted(table):
        run = table[place]
        size = weights[run].sum()
        observed = weights[run][labels[run] == 1].sum()
        low, high = proportion_confint(observed, size, alpha=0.05, method="wilson")
        rows.append(
            dict(
                rows=size,
                observed=observed,
                expected=float((weights[run] * probabilities[run]).sum()),
                lower=float(low),
                upper=float(high),
            )
        )
    return rows


def case(name, labels, probabilities, weights=None):
    labels = np.asarray(labels, dtype=int)
    probabilities = np.asarray(probabilities, dtype=float)
    given = weights is not None
    weights = np.asarray(weights, dtype=float) if given else np.ones(len(labels))
    kwargs = dict(sample_weight=weights)
    fpr, tpr, _ = skm.roc_curve(labels, probabilities, drop_intermediate=False, **kwargs)
    edge = np.finfo(float).eps
    clipped = np.clip(probabilities, edge, 1 - edge)
    logits = scipy.special.logit(clipped)
    a, b = recalibrate(labels, logits, weights, None)
    (large,) = recalibrate(labels, logits, weights, 1.0)
    prevalence = float((weights * labels).sum() / weights.sum())
    budgets = [1, 3, 10]
    found = [
        tied_budget(labels.tolist(), probabilities.tolist(), weights.tolist(), k)
        for k in budgets
    ]
    positives = float((weights * labels).sum())
    ks = float(np.max(np.abs(tpr - fpr)))
    if not given:
        # Two roads to the same number.
        other = scipy.stats.ks_2samp(probabilities[labels == 1], probabilities[labels == 0])
        assert abs(other.statistic - ks) < 1e-12
    return dict(
        name=name,
        labels=labels.tolist(),
        probabilities=probabilities.tolist(),
        weights=weights.tolist() if given else None,
        figures=dict(
            auc=float(skm.roc_auc_score(labels, probabilities, **kwargs)),
            average_precision=float(
                skm.average_precision_score(labels, probabilities, **kwargs)
            ),
            ks=ks,
            brier=float(skm.brier_score_loss(labels, probabilities, **kwargs)),
            log_loss=float(skm.log_loss(labels, probabilities, **kwargs)),
            calibration_in_the_large=large,
            calibration_intercept=a,
            calibration_slope=b,
            prevalence=prevalence,
            **{f"precision_at_{k}": f / k for k, f in zip(budgets, found)},
            **{f"recall_at_{k}": f / positives for k, f in zip(budgets, found)},
            **{f"lift_at_{k}": f / k / prevalence for k, f in zip(budgets, found)},
        ),
        bins=bins(labels, probabilities, weights, 5),
    )


def draw(seed, rows, digits):
    """Probabilities that are right on average but too sure of themselves."""
    random = np.random.default_rng(seed)
    signal = random.normal(size=rows)
    probabilities = np.round(scipy.special.expit(1.6 * signal - 1.2), digits)
    labels = random.uniform(size=rows) < scipy.special.expit(signal - 1.0)
    return labels.astype(int), probabilities


cases = []
for seed, rows, digits in [(1, 40, 15), (2, 60, 1), (3, 200, 2), (4, 25, 15)]:
    labels, probabilities = draw(seed, rows, digits)
    cases.append(case(f"rows {rows}, {digits} digits", labels, probabilities))
labels, probabilities = draw(5, 80, 2)
weights = np.random.default_rng(6).integers(0, 4, size=80)
cases.append(case("whole weights, some zero", labels, probabilities, weights))
labels, probabilities = draw(7, 80, 1)
weights = np.round(np.random.default_rng(8).uniform(0.2, 3, size=80), 3)
cases.append(case("fractional weights", labels, probabilities, weights))
cases.append(case("certain but wrong", [0, 1, 1, 0, 1, 0, 0, 0, 1, 1, 0, 0],
                  [1, 0, 1, 0, 0.5, 0.5, 0.2, 0.2, 0.7, 0.2, 0.9, 0.1]))

random = np.random.default_rng(9)
values = random.normal(size=37)
document = dict(
    versions=dict(
        numpy=np.__version__, scipy=scipy.__version__,
        sklearn=sklearn.__version__, statsmodels=statsmodels.__version__,
    ),
    cases=cases,
    wilson=[
        dict(positives=x, count=n, lower=float(lo), upper=float(hi))
        for x, n in [(0, 1), (1, 1), (0, 10), (3, 10), (10, 10), (7, 1000), (999, 1000)]
        for lo, hi in [proportion_confint(x, n, alpha=0.05, method="wilson")]
    ],
    quantiles=dict(
        values=values.tolist(),
        lower=float(np.percentile(values, 2.5)),
        upper=float(np.percentile(values, 97.5)),
    ),
)
target = pathlib.Path(__file__).with_name("metrics.json")
target.write_text(json.dumps(document, indent=1) + "\n")
