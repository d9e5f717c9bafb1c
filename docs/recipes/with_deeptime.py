"""Weighted mean and covariance by deeptime, torsions by MDTraj. Usage: python3 with_deeptime.py RUN"""
import sys

import mdtraj
import numpy as np
from deeptime.covariance import Covariance

run = sys.argv[1]
log_w = np.load(run + "/samples.npz")["log_weight_smoothed"]
w = np.exp(log_w - log_w.max())

frames = mdtraj.load(run + "/samples.dcd", top=run + "/topology.pdb")
angles = np.hstack([mdtraj.compute_phi(frames)[1], mdtraj.compute_psi(frames)[1]])
features = np.hstack([np.sin(angles), np.cos(angles)]).astype(float)
estimator = Covariance(lagtime=0, remove_data_mean=True, bessels_correction=False)
model = estimator.fit(features, weights=w).fetch_model()
print("mean", " ".join(f"{mean:.6f}" for mean in model.mean_0))
variance, components = np.linalg.eigh(model.cov_00)  # principal components, the largest last
print("variances", " ".join(f"{v:.6f}" for v in variance))
