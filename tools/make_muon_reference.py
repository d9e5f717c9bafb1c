#!/usr/bin/env python3
"""Writes generator/src/test/resources/org/arbolt/tensor/muon.csv: matrices of three shapes and a vector, trained for a few steps
by Muon (K. Jordan et al. 2024) and AdamW as written out here in numpy and double precision. Run with any Python that has
numpy: python3 tools/make_muon_reference.py
The loss is a sum of quadratics, gradient = curvature * (w - goal), so that nothing but the optimiser matters.
"""
import pathlib

import numpy as np

STEPS, RATE, MOMENTUM, DECAY = 4, 0.02, 0.95, 0.1
FACTORS = [1.0, 0.25, 1.0, 1.0]  # what clipping multiplies the gradients by
BETAS, EPSILON, ADAM_DECAY = (0.9, 0.95), 1e-8, 0.05
SHAPES = {"tall": (6, 3), "wide": (3, 7), "square": (4, 4), "vector": (5,)}
OUTPUT = pathlib.Path(__file__).resolve().parent.parent / "generator/src/test/resources/org/arbolt/tensor/muon.csv"


def newton_schulz(g):
    a, b, c = 3.4445, -4.7750, 2.0315
    x = g / (np.linalg.norm(g) + 1e-7)
    transposed = x.shape[0] > x.shape[1]
    if transposed:
        x = x.T
    for _ in range(5):
        s = x @ x.T
        x = a * x + (b * s + c * s @ s) @ x
    return x.T if transposed else x


def muon(w, gradient, m):
    m[...] = MOMENTUM * m + (1 - MOMENTUM) * gradient
    update = newton_schulz((1 - MOMENTUM) * gradient + MOMENTUM * m)
    update *= max(1.0, w.shape[0] / w.shape[1]) ** 0.5
    w[...] = w * (1 - RATE * DECAY) - RATE * update


def adamw(w, gradient, m, v, t):
    rate = 0.1 * RATE
    m[...] = BETAS[0] * m + (1 - BETAS[0]) * gradient
    v[...] = BETAS[1] * v + (1 - BETAS[1]) * gradient**2
    step = m / (1 - BETAS[0] ** t) / (np.sqrt(v / (1 - BETAS[1] ** t)) + EPSILON)
    w[...] = w * (1 - rate * ADAM_DECAY) - rate * step


def main():
    random = np.random.default_rng(7)
    lines = []
    for name, shape in SHAPES.items():
        start, goal, curvature = (random.normal(size=shape).round(3) for _ in range(3))
        curvature = np.abs(curvature) + 0.1
        w, m, v = start.copy(), np.zeros(shape), np.zeros(shape)
        for t in range(STEPS):
            gradient = FACTORS[t] * curvature * (w - goal)
            if len(shape) == 2:
                muon(w, gradient, m)
            else:
                adamw(w, gradient, m, v, t + 1)
        for what, values in (("start", start), ("goal", goal), ("curvature", curvature), ("end", w)):
            numbers = ",".join(f"{value:.9g}" for value in values.ravel())
            lines.append(f"{name},{what},{'x'.join(map(str, shape))},{numbers}")
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
