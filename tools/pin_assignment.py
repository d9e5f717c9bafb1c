#!/usr/bin/env python3
"""Prints the pinned numbers of TorsionDistanceTest and ComponentDistanceTest: W2 by SciPy's assignment.

The sets are those of TorsionDistanceTest.points: frame i, torsion k of set s is
(fraction of (i + 1) * sqrt(prime_k) + 0.1 * s) mapped to [-pi, pi), bent by 0.3 * s * sin(2 * angle). They are taken
for torsions, and for points of a plane.

Usage: python3 tools/pin_assignment.py      (needs NumPy and SciPy)
"""

import math

import numpy as np
from scipy.optimize import linear_sum_assignment

PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37]


def points(count, torsions, which):
    i = np.arange(1, count + 1)[:, None]
    fraction = (i * np.sqrt(np.array(PRIMES[:torsions], dtype=float)) + 0.1 * which) % 1.0
    angle = 2 * math.pi * fraction - math.pi
    return angle + 0.3 * which * np.sin(2 * angle)


def on_torus(a, b):
    apart = np.abs(a[:, None, :] - b[None, :, :]) % (2 * math.pi)
    return (np.minimum(apart, 2 * math.pi - apart) ** 2).sum(axis=2)


def in_plane(a, b):
    return ((a[:, None, :] - b[None, :, :]) ** 2).sum(axis=2)


def distance(cost):
    rows, columns = linear_sum_assignment(cost)
    return math.sqrt(cost[rows, columns].mean())


for frames, torsions in [(400, 2), (300, 12), (1000, 2), (1000, 4)]:
    cost = on_torus(points(frames, torsions, 0), points(frames, torsions, 1))
    print(f"torsions: {frames}, {torsions}, {distance(cost):.12f}")
print(f"plane: 1000, {distance(in_plane(points(1000, 2, 0), points(1000, 2, 1))):.12f}")
