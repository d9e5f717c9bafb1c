#!/usr/bin/env python3
"""Chooses the peptides that the transferable model is trained on, and those it never sees.

    tools/choose_peptides.py models

writes peptides.txt (training), held-out-4.txt and held-out-8.txt (30 tetra- and 30 octapeptides). Every amino acid
stands equally often at each place of a length; no training peptide contains a held-out sequence, nor is it one of those
that the documents show. Python's random numbers with a fixed seed: the same lists every time.
"""
import random
import sys
from pathlib import Path

LETTERS = "ARNDCQEGHILKMFPSTWYV"
SHOWN = ["YGGFL", "YGGFM", "GYDPETGTWG", "YYDPETGTWY", "RGD", "DDRE"]
LETTER_OF = {"[HID]": "H", "[HIP]": "H", "[ASH]": "D", "[GLH]": "E", "[LYN]": "K"}
VARIANTS = list(LETTER_OF)


def balanced(rng, length, copies, taken):
    """20 · copies sequences of a length, each letter copies times at every place, none of them taken."""
    while True:
        columns = []
        for _ in range(length):
            column = list(LETTERS) * copies
            rng.shuffle(column)
            columns.append(column)
        rows = ["".join(letters) for letters in zip(*columns)]
        if len(set(rows)) == len(rows) and not set(rows) & taken:
            return rows


def main(folder):
    rng = random.Random(1)
    held = {n: balanced(rng, n, 2, set(SHOWN))[:30] for n in (4, 8)}
    forbidden = set(held[4]) | set(held[8]) | set(SHOWN)
    peptides = []
    for length, copies in ((2, 2), (3, 2), (4, 2), (5, 1)):
        while True:
            rows = balanced(rng, length, copies, forbidden)
            if not any(never in row for row in rows for never in forbidden):
                break
        peptides += rows
    pairs = balanced(rng, 2, 1, set())
    peptides += [f"Ace-{row}-Nme" for row in pairs[:10]] + [f"{row}-NH2" for row in pairs[10:]]
    peptides += [f"Ace-{letter}-Nme" for letter in LETTERS]
    rng.shuffle(places := list(LETTERS))
    for i, v in enumerate(VARIANTS):
        before = "" if places[i] == LETTER_OF[v] else places[i]  # a bracket changes the letter before it
        peptides.append(f"Ace-{before}{v}{places[-1 - i]}-NH2")
    peptides += [f"{v}{places[5 + i]}{v}" for i, v in enumerate(["[HID]", "[HIP]"])]
    peptides += sorted({a + b for a in LETTERS for b in LETTERS} - set(peptides))
    for length in (6, 8):
        while True:
            rows = balanced(rng, length, 1, forbidden)
            if not any(never in row for row in rows for never in forbidden):
                break
        peptides += rows
    Path(folder, "peptides.txt").write_text("\n".join(peptides) + "\n")
    for length, rows in held.items():
        Path(folder, f"held-out-{length}.txt").write_text("\n".join(rows) + "\n")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "models")
