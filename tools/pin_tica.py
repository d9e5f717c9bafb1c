#!/usr/bin/env python3
"""Prints the pinned numbers of TicaTest: TICA with Koopman reweighting of made-up series, by NumPy and SciPy.

The series are those of TicaTest.series: autoregressive, started far from equilibrium, mixed, and one feature too many.
Written from Wu et al., J. Chem. Phys. 146, 154104 (2017): weights from the left eigenvector of eigenvalue one of the
extended Koopman matrix, then the generalised symmetric eigenproblem; the Java code solves a linear system instead and
whitens.

Usage: python3 tools/pin_tica.py      (needs NumPy and SciPy)
"""

import math

import numpy as np
import scipy.linalg

LAG = 10
EPSILON = 1e-6
PERSISTENCE = [0.97, 0.9, 0.5]


def series(length, seed):
    state = seed
    hidden = [4.0, -3.0, 1.0]
    out = np.empty((length, 4))
    for t in range(length):
        for k in range(3):
            noise = 0.0
            for _ in range(4):
                state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
                noise += (state >> 11) / 2.0**53 - 0.5
            hidden[k] = PERSISTENCE[k] * hidden[k] + noise
        mixed = [sum(math.sin((1 + i) * (1 + k)) * hidden[k] for k in range(3)) for i in range(3)]
        out[t] = [mixed[0], mixed[1], mixed[2], mixed[0] - mixed[1]]
    return out


trajectories = [series(600, 1), series(400, 2)]
x = np.concatenate([t[:-LAG] for t in trajectories])
y = np.concatenate([t[LAG:] for t in trajectories])
count = len(x)

mean = x.mean(axis=0)
x0, y0 = x - mean, y - mean
values, vectors = np.linalg.eigh(x0.T @ x0 / count)
kept = values > EPSILON
whiten = vectors[:, kept] / np.sqrt(values[kept])
basis_x = np.hstack([x0 @ whiten, np.ones((count, 1))])
basis_y = np.hstack([y0 @ whiten, np.ones((count, 1))])
koopman = basis_x.T @ basis_y / count
left_values, left = np.linalg.eig(koopman.T)
one = np.argmin(np.abs(left_values - 1))
u = np.real(left[:, one])
u /= u[-1]
weight = basis_x @ u
weight /= weight.sum()

centre = 0.5 * (weight @ x + weight @ y)
xc, yc = x - centre, y - centre
c0 = 0.5 * ((xc * weight[:, None]).T @ xc + (yc * weight[:, None]).T @ yc)
ct = 0.5 * ((xc * weight[:, None]).T @ yc + (yc * weight[:, None]).T @ xc)
values, vectors = np.linalg.eigh(c0)
reduce = vectors[:, values > EPSILON]
lam, r = scipy.linalg.eigh(reduce.T @ ct @ reduce, reduce.T @ c0 @ reduce)
order = np.argsort(-np.abs(lam))
lam, r = lam[order], reduce @ r[:, order]
print("smallest and largest weight, times the number of pairs:", weight.min() * count, weight.max() * count)
print("eigenvalues:", ", ".join(f"{v:.12f}" for v in lam))
projected = (trajectories[0] - centre) @ (r * lam)
for frame in (0, 100, 599):
    print(f"|components| of frame {frame}:", ", ".join(f"{abs(v):.10f}" for v in projected[frame, :2]))
