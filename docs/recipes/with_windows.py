"""The profile of a torsion from runs whose windows cover the circle. Usage: python3 with_windows.py NAME RUN RUN ..."""
import sys

import numpy as np

name, runs = sys.argv[1], sys.argv[2:]
log_z, shares = [], []
for run in runs:
    log_w = np.load(run + "/samples.npz")["log_weight"]  # -inf where a sample lies outside; it counts in the mean
    log_z.append(log_w.max() + np.log(np.mean(np.exp(log_w - log_w.max()))))
    profile = np.load(run + "/profiles.npz")
    shares.append(profile[name + ".probability"])
part = np.exp(np.array(log_z) - max(log_z))
p = np.sum(part[:, None] * np.array(shares), axis=0) / part.sum()
edges = profile[name + ".edges"]  # the same in all runs, as a torsion's are

for run, z, share in zip(runs, log_z, part / part.sum()):
    print(f"{run}: log Z {z:.6f}, population {share:.6f}")
with np.errstate(divide="ignore"):
    free_energy = -np.log(p / p.max())  # kT
for low, high, probability, kT in zip(edges, edges[1:], p, free_energy):
    print(f"{(low + high) / 2:8.2f} degrees  probability {probability:.6f}  free energy {kT:.4f} kT")
