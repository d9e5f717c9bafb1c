"""Writes weights.colvar for plumed.dat. Usage: python3 with_plumed.py RUN"""
import sys

import numpy as np

run = sys.argv[1]
log_w = np.load(run + "/samples.npz")["log_weight_smoothed"]
kT = 8.31446261815324e-3 * 300  # kJ/mol: the run's temperature, and TEMP in plumed.dat
bias = kT * np.maximum(log_w - log_w.max(), -700)  # PLUMED weighs by exp(bias/kT)
with open(run + "/weights.colvar", "w") as out:
    out.write("#! FIELDS time w.bias\n")
    for time, value in enumerate(bias):
        out.write(f"{time} {value:.10f}\n")
