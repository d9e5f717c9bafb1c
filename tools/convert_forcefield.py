#!/usr/bin/python3
"""Writes Arbolt's force-field resources from the data files of an installed OpenMM (Debian: python3-simtk).

    tools/convert_forcefield.py [physics/src/main/resources/org/arbolt/forcefield]

Two files come out, each naming its sources: `amber99sbildn.json` (amber99sbildn.xml + amber99_obc.xml) and
`ff14SB.json` (amber14/protein.ff14SB.xml, with mbondi2 radii by the published rule). Only protein templates are kept,
and only the terms that their atom classes can match, in the order of the XML files: where several terms match, the
order decides. Units: nm, kJ/mol, e, amu, rad.

    types     name -> [class, mass, sigma, epsilon]
    residues  name -> {atoms: [[name, element, type, charge, GB radius, GB scale]...], bonds: [[i, j]...]}
    bonds     [class, class, length, k]
    angles    [class, class, class, angle, k]
    propers, impropers  [class, class, class, class, [periodicity, phase, k]...]; class "" matches any; the central atom
              of an improper comes first
"""
import itertools
import json
import os
import sys
import xml.etree.ElementTree as ElementTree

import openmm
import openmm.app

DATA = os.path.join(os.path.dirname(openmm.app.__file__), "data")
AMINO = "ALA ARG ASN ASP CYS CYX GLN GLU GLY HID HIE HIP ILE LEU LYS MET PHE PRO SER THR TRP TYR VAL".split()
RESIDUES = (["ACE", "NME"] + AMINO + ["ASH", "CYM", "GLH", "LYN", "NHE"]
            + ["N" + name for name in AMINO] + ["C" + name for name in AMINO])
# Arbolt names the caps' atoms as current Amber and PDB files do; OpenMM's templates keep older names.
CAP_NAMES = {
    "ACE": {"HH31": "H1", "HH32": "H2", "HH33": "H3"},
    "NME": {"CH3": "C", "HH31": "H1", "HH32": "H2", "HH33": "H3"},
}
# mbondi2 radii in nm (Onufriev, Bashford, Case, Proteins 55, 383 (2004)) and screening factors, by element.
MBONDI2 = {"C": 0.17, "N": 0.155, "O": 0.15, "S": 0.18}
SCREENING = {"H": 0.85, "C": 0.72, "N": 0.79, "O": 0.85, "S": 0.96}


def parse(path):
    return ElementTree.parse(os.path.join(DATA, path)).getroot()


def classes_of(element, count):
    names = [element.get(f"class{i}", element.get(f"type{i}")) for i in range(1, count + 1)]
    return [name.removeprefix("protein-") for name in names]


def read_types(root):
    types = {}
    for entry in root.find("AtomTypes"):
        types[entry.get("name")] = {"class": entry.get("class"), "mass": float(entry.get("mass")),
                                    "element": entry.get("element")}
    for entry in root.find("NonbondedForce").findall("Atom"):
        record = types.get(entry.get("type"))
        if record is not None:
            record["sigma"] = float(entry.get("sigma"))
            record["epsilon"] = float(entry.get("epsilon"))
            if entry.get("charge") is not None:
                record["charge"] = float(entry.get("charge"))
    return types


def read_residue(element, types, gb_of):
    rename = CAP_NAMES.get(element.get("name"), {})
    names, atoms = [], []
    for atom in element.findall("Atom"):
        kind = types[atom.get("type")]
        charge = float(atom.get("charge")) if atom.get("charge") is not None else kind["charge"]
        names.append(atom.get("name"))
        atoms.append([rename.get(atom.get("name"), atom.get("name")), kind["element"], atom.get("type"), charge])
    bonds = []
    for bond in element.findall("Bond"):
        if bond.get("from") is not None:
            ends = int(bond.get("from")), int(bond.get("to"))
        else:
            ends = names.index(bond.get("atomName1")), names.index(bond.get("atomName2"))
        bonds.append(sorted(ends))
    for index, atom in enumerate(atoms):
        neighbours = [atoms[j if i == index else i][1] for i, j in bonds if index in (i, j)]
        atom.extend(gb_of(atom, neighbours))
    return {"atoms": atoms, "bonds": sorted(bonds)}


def read_terms(root, path, count, used, values):
    """Terms that the used classes can match; refuses two different terms for the same classes."""
    terms, seen = [], {}
    for element in root.findall(path):
        classes = classes_of(element, count)
        if any(name and name not in used for name in classes):
            continue
        term = classes + values(element)
        key = min(tuple(classes), tuple(classes[::-1]))
        if "Improper" not in path and key in seen:
            if seen[key] != term[count:]:
                raise ValueError(f"two different terms for {key}")
            continue
        seen[key] = term[count:]
        terms.append(term)
    return terms


def series(element):
    terms = []
    for i in itertools.count(1):
        if element.get(f"periodicity{i}") is None:
            return terms
        terms.append([int(element.get(f"periodicity{i}")), float(element.get(f"phase{i}")),
                      float(element.get(f"k{i}"))])


def convert(sources, ordering, gb_of):
    root = parse(sources[0])
    types = read_types(root)
    residues = {}
    for element in root.find("Residues"):
        if element.get("name") in RESIDUES:
            residues[element.get("name")] = read_residue(element, types, gb_of)
    missing = set(RESIDUES) - set(residues)
    if missing:
        raise ValueError(f"{sources[0]} lacks {sorted(missing)}")
    used_types = {atom[2] for residue in residues.values() for atom in residue["atoms"]}
    used = {types[name]["class"] for name in used_types}
    nonbonded = root.find("NonbondedForce")
    return {
        "comment": "Generated by tools/convert_forcefield.py; do not edit.",
        "sources": [f"OpenMM {openmm.__version__} openmm/app/data/{path}" for path in sources],
        "improperOrdering": ordering,
        "lennardJones14": float(nonbonded.get("lj14scale")),
        "coulomb14": float(nonbonded.get("coulomb14scale")),
        "types": {name: [types[name]["class"], types[name]["mass"], types[name]["sigma"], types[name]["epsilon"]]
                  for name in types if name in used_types},
        "residues": {name: residues[name] for name in RESIDUES},
        "bonds": read_terms(root, "HarmonicBondForce/Bond", 2, used,
                            lambda e: [float(e.get("length")), float(e.get("k"))]),
        "angles": read_terms(root, "HarmonicAngleForce/Angle", 3, used,
                             lambda e: [float(e.get("angle")), float(e.get("k"))]),
        "propers": read_terms(root, "PeriodicTorsionForce/Proper", 4, used, series),
        "impropers": read_terms(root, "PeriodicTorsionForce/Improper", 4, used, series),
    }


def listed_gb(path):
    table = {e.get("type"): (float(e.get("radius")), float(e.get("scale")), float(e.get("charge")))
             for e in parse(path).find("GBSAOBCForce")}

    def gb_of(atom, neighbours):
        radius, scale, charge = table[atom[2]]
        if charge != atom[3]:
            raise ValueError(f"type {atom[2]} has charge {atom[3]}, but {charge} in {path}")
        return [radius, scale]

    return gb_of


def mbondi2(atom, neighbours):
    element = atom[1]
    radius = (0.13 if neighbours == ["N"] else 0.12) if element == "H" else MBONDI2[element]
    return [radius, SCREENING[element]]


def write(folder, name, content):
    lines = []
    for key, value in content.items():
        if isinstance(value, dict):
            items = ",\n".join(f"    {json.dumps(k)}: {json.dumps(v)}" for k, v in value.items())
            lines.append(f"  {json.dumps(key)}: {{\n{items}\n  }}")
        elif isinstance(value, list) and value and isinstance(value[0], list):
            items = ",\n".join(f"    {json.dumps(v)}" for v in value)
            lines.append(f"  {json.dumps(key)}: [\n{items}\n  ]")
        else:
            lines.append(f"  {json.dumps(key)}: {json.dumps(value)}")
    with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
        out.write("{\n" + ",\n".join(lines) + "\n}\n")


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else "physics/src/main/resources/org/arbolt/forcefield"
    os.makedirs(folder, exist_ok=True)
    write(folder, "amber99sbildn.json",
          convert(["amber99sbildn.xml", "amber99_obc.xml"], "default", listed_gb("amber99_obc.xml")))
    write(folder, "ff14SB.json", convert(["amber14/protein.ff14SB.xml"], "amber", mbondi2))


if __name__ == "__main__":
    main()
