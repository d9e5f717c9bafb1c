#!/usr/bin/env python3
"""Prints the pinned numbers of ParetoSmoothingTest: PSIS of 1,000 made-up log-weights, and W1 and W2 of made-up numbers.

Written from the papers alone: Zhang and Stephens, Technometrics 51, 316 (2009); Vehtari et al., JMLR 25 (2024),
algorithm 1 and appendix. The log-weights are those of ParetoSmoothingTest: 0.5 * k * -log(1 - u) with u the fraction of
(i + 1) * sqrt(2), k 0.6 for odd i and 1.4 for even i.

Usage: python3 tools/pin_psis.py      (needs NumPy)
"""

import numpy as np

N = 1000


def fit(x):
    """Shape and scale of a generalised Pareto distribution; x ascending excesses."""
    n = len(x)
    m = 30 + int(np.sqrt(n))
    j = np.arange(1, m + 1)
    quartile = x[int(np.floor(n / 4 + 0.5)) - 1]
    theta = 1 / x[-1] + (1 - np.sqrt(m / (j - 0.5))) / (3 * quartile)
    k = np.log1p(-theta[:, None] * x[None, :]).mean(axis=1)
    likelihood = n * (np.log(-theta / k) - k - 1)
    weight = 1 / np.exp(likelihood[None, :] - likelihood[:, None]).sum(axis=1)
    best = (theta * weight).sum()
    shape = np.log1p(-best * x).mean()
    return (n * shape + 5) / (n + 10), -shape / best


i = np.arange(N)
u = ((i + 1) * np.sqrt(2.0)) % 1.0
raw = 0.5 * np.where(i % 2 == 1, 0.6, 1.4) * -np.log(1 - u)
tail = int(np.ceil(min(0.2 * N, 3 * np.sqrt(N))))
order = np.argsort(raw)
top = raw.max()
cut = np.exp(raw[order[-tail - 1]] - top)
k, sigma = fit(np.exp(raw[order[-tail:]] - top) - cut)
p = (np.arange(tail) + 0.5) / tail
smoothed = raw.copy()
smoothed[order[-tail:]] = top + np.minimum(0, np.log(cut + sigma * np.expm1(-k * np.log1p(-p)) / k))
weights = np.exp(smoothed - smoothed.max())
print("shape", repr(float(k)))
print("effective", repr(float(weights.sum() ** 2 / (weights**2).sum())))
print("largest", repr(float(smoothed.max())))
a = np.sort(np.sin(1.7 * i) + 0.1 * np.cos(0.3 * i * i))
b = np.sort(1.1 * np.sin(2.3 * i) + 0.2)
print("w1", repr(float(np.abs(a - b).mean())))
print("w2", repr(float(np.sqrt(((a - b) ** 2).mean()))))
