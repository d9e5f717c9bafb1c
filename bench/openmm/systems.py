#!/usr/bin/python3
"""Writes the OpenMM systems of the benchmark as XML, made by OpenMM's own force-field reader.

    bench/openmm/systems.py FOLDER      (needs OpenMM's Python package; Debian: python3-simtk)
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools"))
from make_openmm_reference import FILES, make_topology, peptide  # noqa: E402

import openmm  # noqa: E402
import openmm.app as app  # noqa: E402
from openmm import unit  # noqa: E402

SYSTEMS = {"Ace-A-Nme": ("amber99sbildn-obc", ["ACE", "ALA", "NME"], None),
           "AAA": ("amber14-obc1", peptide("AAA"), 2.0),
           "AAAAAA": ("amber14-obc1", peptide("AAAAAA"), 2.0),
           "GYDPETGTWG": ("amber14-obc1", peptide("GYDPETGTWG"), 2.0)}


def write(folder, name, force_field, templates, cutoff):
    field = app.ForceField(*FILES[force_field])
    topology, chosen = make_topology(field, templates, [])
    method = {"nonbondedMethod": app.NoCutoff} if cutoff is None else {
        "nonbondedMethod": app.CutoffNonPeriodic, "nonbondedCutoff": cutoff * unit.nanometer}
    system = field.createSystem(topology, residueTemplates=chosen, constraints=None, removeCMMotion=False, **method)
    with open(os.path.join(folder, name + ".xml"), "w") as out:
        out.write(openmm.XmlSerializer.serialize(system))


for system_name, (force_field_name, template_names, cutoff_nm) in SYSTEMS.items():
    write(sys.argv[1], system_name, force_field_name, template_names, cutoff_nm)
