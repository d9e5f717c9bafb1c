#!/usr/bin/python3
"""Makes the pinned energies and forces that the force-field tests compare with, by OpenMM's Reference platform.

    tools/make_openmm_reference.py [physics/src/test/resources/org/arbolt/forcefield]

Needs OpenMM (Debian: python3-simtk). Each file holds records one after another; a record is a line of JSON
{"forceField", "cutoff" (nm or null), "templates", "disulfides", "atoms", "frames"} and then little-endian arrays:
coordinates float32 [F][A][3] in nm, energies float64 [F][5] in kJ/mol (bond, angle, torsion, nonbonded, gb), forces
float32 [F][A][3] in kJ/mol/nm. Coordinates are rounded to float32 before OpenMM sees them. Frames come from dynamics at
300, 600 and 1000 K, random torsions, small noise, and clashing structures. Molecules are grown at random and minimised:
the hands of their stereocentres are therefore arbitrary, which no energy term minds.
"""
import json
import os
import sys

import numpy as np
import openmm
import openmm.app as app
from openmm import unit

FORCES = {openmm.HarmonicBondForce: 0, openmm.HarmonicAngleForce: 1, openmm.PeriodicTorsionForce: 2,
          openmm.NonbondedForce: 3, openmm.GBSAOBCForce: 4, openmm.CustomGBForce: 4}
FILES = {"amber99sbildn-obc": ("amber99sbildn.xml", "amber99_obc.xml"),
         "amber14-obc1": ("amber14-all.xml", "implicit/obc1.xml"),
         "amber14-obc2": ("amber14-all.xml", "implicit/obc2.xml")}
ELEMENTS = {"H": app.element.hydrogen, "C": app.element.carbon, "N": app.element.nitrogen, "O": app.element.oxygen,
            "S": app.element.sulfur}
LETTERS = dict(zip("ARNDCQEGHILKMFPSTWYV", ["ALA", "ARG", "ASN", "ASP", "CYS", "GLN", "GLU", "GLY", "HIE", "ILE", "LEU",
                                            "LYS", "MET", "PHE", "PRO", "SER", "THR", "TRP", "TYR", "VAL"]))
ALL = "ALA ARG ASN ASP CYS GLN GLU GLY HID HIE HIP ILE LEU LYS MET PHE PRO SER THR TRP TYR VAL".split()


def peptide(sequence):
    """Templates of a peptide with free ends."""
    names = [LETTERS[letter] for letter in sequence]
    names[0], names[-1] = "N" + names[0], "C" + names[-1]
    return names


def make_topology(field, templates, disulfides):
    topology = app.Topology()
    chain = topology.addChain()
    residues = []
    for name in templates:
        template = field._templates[name]
        residue = topology.addResidue(name, chain)
        atoms = [topology.addAtom(atom.name, atom.element, residue) for atom in template.atoms]
        for a, b in template.bonds:
            topology.addBond(atoms[a], atoms[b])
        residues.append((residue, {atom.name: atom for atom in atoms}))
    for (_, left), (_, right) in zip(residues, residues[1:]):
        topology.addBond(left["C"], right["N"])
    for a, b in disulfides:
        topology.addBond(residues[a][1]["SG"], residues[b][1]["SG"])
    return topology, {residue: residue.name for residue, _ in residues}


class Molecule:
    def __init__(self, force_field, templates, disulfides, cutoff, random):
        field = app.ForceField(*FILES[force_field])
        self.header = {"forceField": force_field, "cutoff": cutoff, "templates": templates, "disulfides": disulfides}
        self.cutoff = cutoff
        self.random = random
        self.topology, chosen = make_topology(field, templates, disulfides)
        self.bonds = [(a.index, b.index) for a, b in self.topology.bonds()]
        self.atoms = self.topology.getNumAtoms()
        self.neighbours = [[] for _ in range(self.atoms)]
        for a, b in self.bonds:
            self.neighbours[a].append(b)
            self.neighbours[b].append(a)
        method = {"nonbondedMethod": app.NoCutoff} if cutoff is None else {
            "nonbondedMethod": app.CutoffNonPeriodic, "nonbondedCutoff": cutoff * unit.nanometer}
        self.system = self.create(field, residueTemplates=chosen, **method)
        for force in self.system.getForces():
            force.setForceGroup(FORCES[type(force)])
        self.reference = openmm.Context(self.system, openmm.VerletIntegrator(0.001),
                                        openmm.Platform.getPlatformByName("Reference"))
        self.integrator = openmm.LangevinMiddleIntegrator(300, 1, 0.001)
        self.integrator.setRandomNumberSeed(7)
        self.mover = openmm.Context(self.system, self.integrator,
                                    openmm.Platform.getPlatformByName("Reference"))

    def create(self, field, **arguments):
        return field.createSystem(self.topology, constraints=None, removeCMMotion=False, **arguments)

    def grow(self):
        """Atoms placed one by one a bond length from their parent, the best of many random directions."""
        x = np.zeros((self.atoms, 3))
        placed = [0]
        for parent in placed:
            for child in self.neighbours[parent]:
                if child not in placed:
                    step = self.random.normal(size=(200, 3))
                    tries = x[parent] + 0.13 * step / np.linalg.norm(step, axis=1)[:, None]
                    gaps = np.linalg.norm(tries[:, None] - x[placed][None], axis=2)
                    x[child] = tries[np.argmax(np.minimum(gaps, 1).min(axis=1) + 0.01 * np.log(gaps).mean(axis=1))]
                    placed.append(child)
        return x

    def relaxed(self):
        self.mover.setPositions(self.grow())
        openmm.LocalEnergyMinimizer.minimize(self.mover, maxIterations=2000)
        return self.position()

    def position(self):
        return self.mover.getState(getPositions=True).getPositions(asNumpy=True).value_in_unit(unit.nanometer)

    def dynamics(self, start, kelvin, count, stride):
        self.mover.setPositions(start)
        self.integrator.setTemperature(kelvin)
        self.mover.setVelocitiesToTemperature(kelvin, 3)
        frames = []
        for _ in range(count):
            self.integrator.step(stride)
            frames.append(self.position())
        return frames

    def twisted(self, x, turns):
        """Random rotations about random bonds that part the molecule in two."""
        x = x.copy()
        for _ in range(turns):
            a, b = self.bonds[self.random.integers(len(self.bonds))]
            side = self.side(a, b)
            if side is None or len(side) < 2:
                continue
            axis = (x[b] - x[a]) / np.linalg.norm(x[b] - x[a])
            angle = self.random.uniform(-np.pi, np.pi)
            v = x[side] - x[a]
            x[side] = x[a] + v * np.cos(angle) + np.cross(axis, v) * np.sin(angle) \
                + np.outer(v @ axis, axis) * (1 - np.cos(angle))
        return x

    def side(self, a, b):
        """Atoms beyond bond a-b, or None if a ring holds it."""
        seen, todo = {b}, [n for n in self.neighbours[b] if n != a]
        while todo:
            n = todo.pop()
            if n == a:
                return None
            if n not in seen:
                seen.add(n)
                todo.extend(self.neighbours[n])
        return sorted(seen)

    def frames(self, counts):
        """counts: how many at 300, 600, 1000 K, twisted, noisy, clashing."""
        start = self.relaxed()
        warm = self.dynamics(start, 300, max(counts[0], 1), 100)
        pick = lambda: warm[self.random.integers(len(warm))]
        frames = warm[:counts[0]]
        frames += self.dynamics(start, 600, counts[1], 50)
        frames += self.dynamics(start, 1000, counts[2], 50)
        frames += [self.twisted(pick(), 6) for _ in range(counts[3])]
        frames += [pick() + self.random.normal(scale=0.005, size=start.shape) for _ in range(counts[4])]
        for n in range(counts[5]):
            scale = self.random.uniform(0.01, 0.05)
            frames.append(self.twisted(pick(), 20) * self.random.uniform(0.6, 1)
                          + self.random.normal(scale=scale, size=start.shape) if n % 3 else self.grow())
        frames = [np.asarray(frame, dtype="<f4") for frame in frames]
        return [frame for frame in frames if not self.near_cutoff(frame)]

    def near_cutoff(self, x):
        if self.cutoff is None:
            return False
        r = np.linalg.norm(x[:, None].astype(float) - x[None], axis=2)
        return np.any(np.abs(r - self.cutoff) < 2e-5)

    def record(self, counts):
        frames = self.frames(counts)
        energies = np.zeros((len(frames), 5))
        forces = np.zeros((len(frames), self.atoms, 3))
        for f, frame in enumerate(frames):
            self.reference.setPositions(frame.astype(float))
            for group in range(5):
                state = self.reference.getState(getEnergy=True, groups={group})
                energies[f, group] = state.getPotentialEnergy().value_in_unit(unit.kilojoule_per_mole)
            state = self.reference.getState(getForces=True)
            forces[f] = state.getForces(asNumpy=True).value_in_unit(unit.kilojoule_per_mole / unit.nanometer)
        finite = np.isfinite(energies).all(axis=1) & (np.abs(forces).max(axis=(1, 2)) < 1e30)
        header = dict(self.header, atoms=self.atoms, frames=int(finite.sum()))
        return (json.dumps(header).encode() + b"\n" + np.array(frames, dtype="<f4")[finite].tobytes()
                + energies[finite].astype("<f8").tobytes() + forces[finite].astype("<f4").tobytes())


def write(folder, name, cases, seed):
    random = np.random.default_rng(seed)
    with open(os.path.join(folder, name), "wb") as out:
        for force_field, templates, disulfides, cutoff, counts in cases:
            print(name, force_field, cutoff, " ".join(templates), flush=True)
            out.write(Molecule(force_field, templates, disulfides, cutoff, random).record(counts))


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else "physics/src/test/resources/org/arbolt/forcefield"
    chosen = sys.argv[2:]
    os.makedirs(folder, exist_ok=True)
    adp = ["ACE", "ALA", "NME"]
    few = (2, 1, 1, 1, 1, 2)
    benchmarks = [adp, peptide("AAA"), ["ACE", "ALA", "ALA", "ALA", "NME"], peptide("AAAAAA"), peptide("GYDPETGTWG"),
                  peptide("IFGWVYTG")]
    # every residue in its three forms
    forms = [["N" + name, ALL[(i + 7) % len(ALL)], "C" + ALL[(i + 13) % len(ALL)]] for i, name in enumerate(ALL)]
    bridges = [(["NCYX", "GLY", "PRO", "CCYX"], [(0, 3)]), (["ACE", "CYX", "GLY", "PRO", "CYX", "NME"], [(1, 4)])]
    variants = [["ACE", "ASH", "GLH", "NME"], ["ACE", "LYN", "CYM", "NHE"], ["NALA", "ASH", "LYN", "NHE"],
                ["NPRO", "CYM", "GLH", "CALA"], ["NALA", "ALA", "ALA", "NHE"]]
    amber14 = [f for f in FILES if f.startswith("amber14")]
    files = {
        "openmm-alanine-dipeptide.bin": [("amber99sbildn-obc", adp, [], None, (110, 60, 50, 40, 30, 40))],
        "openmm-benchmarks.bin":
            [(f, t, [], c, few if len(t) < 6 else (1, 0, 1, 0, 0, 1))
             for f in FILES for t in benchmarks for c in (None, 2.0)]
            + [(f, adp, [], 0.45, few) for f in FILES],
        "openmm-residues.bin":
            [(f, t, [], None, (0, 0, 1, 0, 0, 1)) for f in FILES for t in forms]
            + [(f, t, [], 2.0, (0, 0, 1, 0, 0, 0)) for f in amber14 for t in forms]
            + [(f, *bridge, c, few) for f in FILES for bridge in bridges for c in (None, 2.0)],
        "openmm-variants.bin": [(f, t, [], c, few) for f in FILES for t in variants for c in (None, 2.0)],
    }
    for seed, (name, cases) in enumerate(files.items()):
        if not chosen or name in chosen:
            write(folder, name, cases, seed)


if __name__ == "__main__":
    main()
