#!/usr/bin/env python3
"""The peer of bench/transport.sh: SciPy's assignment of the same points.

  transport_peer.py points FOLDER N      writes FOLDER/{plane,torus}.{a,b}.f64, little-endian doubles [N][K]
  transport_peer.py solve FOLDER KIND    prints SciPy's version, seconds, largest resident memory (MB), distance
"""
import resource
import sys
import time

import numpy as np


def points(folder, n):
    """Two samples of a mixture: five states in a plane, six in ten torsions, with unequal populations."""
    rng = np.random.default_rng(1)
    for kind, dims, states, width in (("plane", 2, 5, 0.3), ("torus", 10, 6, 0.35)):
        centres = rng.uniform(-2, 2, (states, dims)) if kind == "plane" else rng.uniform(-np.pi, np.pi, (states, dims))
        share = rng.dirichlet(np.full(states, 2.0))
        for side, tilt in (("a", 1.0), ("b", 1.1)):
            p = share * np.linspace(1, tilt, states)
            state = rng.choice(states, n, p=p / p.sum())
            x = centres[state] + width * rng.standard_normal((n, dims))
            x.astype("<f8").tofile(f"{folder}/{kind}.{side}.f64")


def solve(folder, kind):
    import scipy
    from scipy.optimize import linear_sum_assignment

    dims = 2 if kind == "plane" else 10
    a, b = (np.fromfile(f"{folder}/{kind}.{side}.f64", "<f8").reshape(-1, dims) for side in "ab")
    start = time.perf_counter()
    cost = np.zeros((len(a), len(b)))
    for k in range(dims):
        apart = a[:, k, None] - b[None, :, k]
        if kind == "torus":
            apart = (apart + np.pi) % (2 * np.pi) - np.pi
        cost += apart * apart
    rows, columns = linear_sum_assignment(cost)
    distance = np.sqrt(cost[rows, columns].mean())
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(scipy.__version__, f"{seconds:.1f}", f"{memory:.0f}", f"{distance:.9f}")


if __name__ == "__main__":
    if sys.argv[1] == "points":
        points(sys.argv[2], int(sys.argv[3]))
    else:
        solve(sys.argv[2], sys.argv[3])
