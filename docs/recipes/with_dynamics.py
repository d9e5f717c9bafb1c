"""What a restraint of a distance costs by dynamics: free and restrained frames, by Bennett's acceptance ratio.

Usage: python3 with_dynamics.py FREE.npz RESTRAINED.npz ATOM ATOM NM SIGMA   (atoms from 0, as "serial" - 1)
"""
import sys

import numpy as np


def reduced_bias(file):
    frames = np.load(file)
    a, b = (frames["positions"][:, int(atom)] for atom in sys.argv[3:5])
    centre, sigma = map(float, sys.argv[5:7])
    return 0.5 * ((np.linalg.norm(a - b, axis=1) - centre) / sigma) ** 2, frames["ladder"]


def cost(free, restrained):  # -ln(Z_restrained / Z_free), kT
    m = np.log(len(free) / len(restrained))
    low, high = -100.0, 100.0
    while high - low > 1e-10:
        f = (low + high) / 2
        left = np.sum(1 / (1 + np.exp(m + free - f)))
        low, high = (f, high) if left < np.sum(1 / (1 + np.exp(f - m - restrained))) else (low, f)
    return f


def variance(of, ladder):  # jackknife: ladders are independent, the frames of one are not
    values = np.array([of(ladder != out) for out in np.unique(ladder)])
    return (len(values) - 1) * np.var(values)


free, free_ladder = reduced_bias(sys.argv[1])
restrained, ladder = reduced_bias(sys.argv[2])
if min(len(np.unique(free_ladder)), len(np.unique(ladder))) < 2:
    sys.exit("the error comes from the scatter of ladders: give frames of two or more (arbolt md --ladders)")
error = np.sqrt(variance(lambda kept: cost(free[kept], restrained), free_ladder)
                + variance(lambda kept: cost(free, restrained[kept]), ladder))
print(f"the restraint costs {cost(free, restrained):.6f} +- {error:.6f} kT")
