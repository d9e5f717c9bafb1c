"""Weighted averages of a run. Usage: python3 with_numpy.py RUN"""
import sys

import numpy as np

samples = np.load(sys.argv[1] + "/samples.npz")
log_w = samples["log_weight_smoothed"]  # reports average with these; "log_weight" has the raw ones
kept = np.isfinite(log_w)  # the others have weight zero, and perhaps no finite energy
w = np.exp(log_w[kept] - log_w[kept].max())
w /= w.sum()

energy = samples["energy"][kept]  # kJ/mol
mean = np.sum(w * energy)
error = np.sqrt(np.sum(w**2 * (energy - mean) ** 2))
print(f"mean energy {mean:.6f} +- {error:.6f} kJ/mol")

raw = samples["log_weight"]
top = raw.max()
share = np.exp(raw - top)
print(f"raw effective samples {share.sum() ** 2 / np.sum(share**2):.6f} of {len(raw)}")
print(f"log Z {top + np.log(share.mean()):.6f}")
