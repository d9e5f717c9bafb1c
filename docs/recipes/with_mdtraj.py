"""A population by MDTraj, and frames that need no weights. Usage: python3 with_mdtraj.py RUN"""
import sys

import mdtraj
import numpy as np

run = sys.argv[1]
log_w = np.load(run + "/samples.npz")["log_weight_smoothed"]
w = np.exp(log_w - log_w.max())
w /= w.sum()

frames = mdtraj.load(run + "/samples.dcd", top=run + "/topology.pdb")
phi = mdtraj.compute_phi(frames)[1][:, 0]  # rad, of the first residue that has one
left = (phi >= 0) & (phi < np.radians(150))
print(f"population of phi in 0..150 degrees {w[left].sum():.6f}")

drawn = np.random.default_rng(1).choice(len(w), size=len(w), p=w)  # for programs that know no weights
frames[drawn].save_dcd(run + "/resampled.dcd")
