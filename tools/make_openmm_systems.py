#!/usr/bin/python3
"""Makes the serialised Systems that the reader of System files is tested with, and their energies by OpenMM's Reference
platform.

    tools/make_openmm_systems.py [physics/src/test/resources/org/arbolt/forcefield]

Needs OpenMM (Debian: python3-simtk). Writes systems/NAME.xml as XmlSerializer writes them, and openmm-systems.bin: records
as make_openmm_reference.py writes them, with "system" NAME in the header instead of a force field.
"""
import json
import os
import sys

import numpy as np
import openmm
import openmm.app as app
from openmm import unit

import make_openmm_reference as reference

ADP = ["ACE", "ALA", "NME"]
FRAMES = (2, 1, 1, 1, 1, 1)


class Variant(reference.Molecule):
    def __init__(self, name, files, cutoff, random, adjust, arguments):
        self.files, self.adjust, self.arguments = files, adjust, arguments
        super().__init__("amber99sbildn-obc" if "amber99" in files[0] else "amber14-obc1", ADP, [], cutoff, random)
        self.header = {"system": name, "templates": ADP, "disulfides": []}

    def create(self, field, **arguments):
        system = app.ForceField(*self.files).createSystem(
            self.topology, **dict(arguments, removeCMMotion=True, **{"constraints": None, **self.arguments}))
        self.adjust(system)
        self.serialised = openmm.XmlSerializer.serialize(system)
        for i in reversed(range(system.getNumForces())):
            if isinstance(system.getForce(i), openmm.CMMotionRemover):
                system.removeForce(i)
        return system

    def write(self, folder):
        os.makedirs(os.path.join(folder, "systems"), exist_ok=True)
        with open(os.path.join(folder, "systems", self.header["system"] + ".xml"), "w") as out:
            out.write(self.serialised)


def other_dielectrics(system):
    for force in system.getForces():
        if isinstance(force, openmm.GBSAOBCForce):
            force.setSoluteDielectric(2)
            force.setSolventDielectric(40)
            force.setSurfaceAreaEnergy(1.5)


def two_bond_forces(system):
    """A second force of a type, one more torsion, and an exception with numbers of its own."""
    extra = openmm.HarmonicBondForce()
    extra.addBond(1, 18, 0.7, 500.0)
    system.addForce(extra)
    for force in system.getForces():
        if isinstance(force, openmm.NonbondedForce):
            force.addException(19, 2, 0.1, 0.3, 0.4)


def nothing(system):
    pass


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else "physics/src/test/resources/org/arbolt/forcefield"
    old, new = ("amber99sbildn.xml",), ("amber14-all.xml",)
    variants = [
        ("amber99sbildn-obc", old + ("amber99_obc.xml",), None, nothing, {}),
        ("amber99sbildn-obc-dielectrics", old + ("amber99_obc.xml",), 0.7, other_dielectrics, {}),
        ("amber14-obc1-cut", new + ("implicit/obc1.xml",), 0.6, nothing, {}),
        ("amber14-obc2", new + ("implicit/obc2.xml",), None, nothing, {}),
        ("amber14-obc2-dielectrics-cut", new + ("implicit/obc2.xml",), 0.7, nothing,
         {"soluteDielectric": 2.0, "solventDielectric": 50.0}),
        ("amber14-vacuum", new, None, two_bond_forces, {}),
        ("amber99sbildn-vacuum-reaction-field", old, 0.6, nothing, {}),
        ("amber14-obc1-constraints", new + ("implicit/obc1.xml",), None, nothing,
         {"constraints": app.HBonds, "hydrogenMass": 3 * unit.amu}),
    ]
    random = np.random.default_rng(20)
    with open(os.path.join(folder, "openmm-systems.bin"), "wb") as out:
        for name, files, cutoff, adjust, arguments in variants:
            print(name, flush=True)
            molecule = Variant(name, files, cutoff, random, adjust, arguments)
            out.write(molecule.record(FRAMES))
            molecule.write(folder)


if __name__ == "__main__":
    main()
