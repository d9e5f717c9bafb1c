#!/usr/bin/env python3
"""Pins small samples of the benchmark data for the tests: every n-th frame of the test sets that `arbolt data` made.

    ./arbolt data AAA --output data/AAA      (and the other systems)
    tools/pin_data.py data/AAA data/Ace-A-Nme ...

Writes app/src/test/resources/org/arbolt/pipeline/data/NAME.npz. Needs NumPy.
"""
import pathlib
import sys

import numpy as np

FRAMES = 400
TARGET = pathlib.Path(__file__).parent.parent / "app/src/test/resources/org/arbolt/pipeline/data"

for folder in map(pathlib.Path, sys.argv[1:]):
    with np.load(folder / "test.npz") as data:
        chosen = np.arange(FRAMES) * len(data["energy"]) // FRAMES
        kept = {name: data[name][chosen] for name in ("positions", "energy", "ladder", "walker")}
    np.savez(TARGET / f"{folder.name}.npz", **kept)
