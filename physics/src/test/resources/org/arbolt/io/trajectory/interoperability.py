"""Reads what Arbolt wrote and writes the same frames, each with MDTraj, MDAnalysis and NumPy.

usage: interoperability.py FOLDER    (FOLDER holds ours.pdb, ours.dcd, ours.xtc, ours.npz, ours.npy, ours.tar)

Prints one line per reading, "what greatest-deviation", deviations in nm from the numbers of ours.npy; writes
mdtraj.{pdb,dcd,xtc}, mdanalysis.{pdb,dcd,xtc}, numpy.{npz,npy}, deflated.npz and python.tar for Arbolt to read.
"""
import io
import sys
import tarfile
import warnings

import numpy as np

warnings.filterwarnings("ignore")
folder = sys.argv[1] + "/"
exact = np.load(folder + "ours.npy")  # [F,A,3], nm, float32
frames, atoms, _ = exact.shape


def tell(what, found):
    found = np.asarray(found, dtype=np.float64)
    assert found.shape == exact.shape, (what, found.shape, exact.shape)
    print(what, np.abs(found - exact).max())


def with_numpy():
    archive = np.load(folder + "ours.npz")
    tell("numpy npz", archive["positions"])
    assert archive["energy"].tolist() == [0.5 * f for f in range(frames)]
    assert archive["names"].tolist() == ["CA", "HH31"]
    np.savez(folder + "numpy.npz", positions=exact)
    np.savez_compressed(folder + "deflated.npz", positions=exact.astype(np.float64))
    np.save(folder + "numpy.npy", exact)


def with_tarfile():
    with tarfile.open(folder + "ours.tar") as archive:
        members = archive.getmembers()
        assert all(m.name.startswith("AG_") for m in members)
        tell("tarfile tar", [np.frombuffer(archive.extractfile(m).read(), "<f4").reshape(atoms, 3) for m in members])
    with tarfile.open(folder + "python.tar", "w") as archive:
        for f in range(frames):
            info = tarfile.TarInfo(f"data/AG_{f}.bin")
            info.mtime = 1.5e9 + 0.25  # makes tarfile write pax settings
            info.size = 12 * atoms
            archive.addfile(info, io.BytesIO(exact[f].astype("<f4").tobytes()))


def with_mdtraj():
    import mdtraj

    for ending in ("pdb", "dcd", "xtc"):
        loaded = mdtraj.load(folder + "ours." + ending, top=folder + "ours.pdb")
        tell("mdtraj " + ending, loaded.xyz)
    topology = mdtraj.load(folder + "ours.pdb").topology
    assert [r.name for r in topology.residues] == ["ALA", "GLY"]
    trajectory = mdtraj.Trajectory(exact, topology)
    for ending in ("pdb", "dcd", "xtc"):
        trajectory.save(folder + "mdtraj." + ending)


def with_mdanalysis():
    import MDAnalysis

    for ending in ("pdb", "dcd", "xtc"):
        universe = MDAnalysis.Universe(folder + "ours.pdb", folder + "ours." + ending)
        tell("mdanalysis " + ending, [step.positions.copy() / 10 for step in universe.trajectory])
    universe = MDAnalysis.Universe(folder + "ours.pdb", exact.astype(np.float64) * 10, order="fac")
    for ending in ("pdb", "dcd", "xtc"):
        with MDAnalysis.Writer(folder + "mdanalysis." + ending, atoms, multiframe=True) as out:
            for _ in universe.trajectory:
                out.write(universe.atoms)


with_numpy()
with_tarfile()
for name, work in (("mdtraj", with_mdtraj), ("MDAnalysis", with_mdanalysis)):
    try:
        __import__(name)
    except ImportError:
        print("missing", name)
        continue
    work()
