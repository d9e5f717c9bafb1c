#!/usr/bin/env python3
"""Writes shards in the layout of the published data of many peptides from folders that `arbolt md` wrote.

    tools/make_shards.py OUTPUT SHARDS RUN...

RUN is a folder NAME with trajectory.npz and topology.pdb. OUTPUT gets SHARDS tar archives with an entry NAME_NNNNNNNN.bin per
frame (little-endian float32 [A,3], nm), frames of all peptides in random order, and NAME.pdb of each peptide.
"""
import io
import pathlib
import random
import shutil
import sys
import tarfile

import numpy


def main(output, shards, runs):
    output.mkdir(parents=True, exist_ok=True)
    frames = []
    for run in runs:
        positions = numpy.load(run / "trajectory.npz")["positions"].astype("<f4")
        frames += [(run.name, number, frame) for number, frame in enumerate(positions)]
        shutil.copy(run / "topology.pdb", output / f"{run.name}.pdb")
    random.Random(1).shuffle(frames)
    for shard in range(shards):
        with tarfile.open(output / f"shard-{shard:05d}.tar", "w") as archive:
            for name, number, frame in frames[shard::shards]:
                entry = tarfile.TarInfo(f"{name}_{number:08d}.bin")
                entry.size = frame.nbytes
                archive.addfile(entry, io.BytesIO(frame.tobytes()))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), int(sys.argv[2]), [pathlib.Path(run) for run in sys.argv[3:]])
