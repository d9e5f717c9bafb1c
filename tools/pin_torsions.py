#!/usr/bin/python3
"""Pins the backbone torsions that MDTraj finds in a few peptides with random coordinates, for TorsionsTest.

Usage: /usr/bin/python3 tools/pin_torsions.py (needs Debian's python3-mdtraj)
"""
import json
import os

import mdtraj
import numpy

HERE = os.path.dirname(os.path.abspath(__file__))
TEMPLATES = os.path.join(HERE, '..', 'physics', 'src', 'main', 'resources', 'org', 'arbolt', 'molecule', 'templates.json')
TARGET = os.path.join(HERE, '..', 'physics', 'src', 'test', 'resources', 'org', 'arbolt', 'molecule', 'torsions.json')
PEPTIDES = {'Ace-A-Nme': 'ACE ALA NME', 'AAA': 'NALA ALA CALA', 'Ace-GPW-Nme': 'ACE GLY PRO TRP NME',
            'KH-Nme': 'NLYS HIE NME', 'Ace-TC': 'ACE THR CCYS'}


def topology(names, templates):
    out = mdtraj.Topology()
    chain = out.add_chain()
    for number, name in enumerate(names):
        template = templates[name]
        residue = out.add_residue(template['residue'], chain, resSeq=number + 1)
        for atom, element in zip(template['atoms'], template['elements']):
            out.add_atom(atom, mdtraj.element.get_by_symbol(element), residue)
    return out


def main():
    with open(TEMPLATES, encoding='ascii') as file:
        templates = {t['name']: t for t in json.load(file)['templates']}
    random = numpy.random.default_rng(7)
    pinned = []
    for peptide, names in PEPTIDES.items():
        top = topology(names.split(), templates)
        xyz = random.normal(size=(1, top.n_atoms, 3)).round(3)
        frame = mdtraj.Trajectory(xyz, top)
        record = {'name': peptide, 'xyz': [float(x) for x in xyz.ravel()]}
        for kind, compute in (('phi', mdtraj.compute_phi), ('psi', mdtraj.compute_psi), ('omega', mdtraj.compute_omega)):
            atoms, angles = compute(frame, opt=False)
            record[kind] = [{'atoms': a.tolist(), 'angle': round(float(v), 6)} for a, v in zip(atoms, angles[0])]
        pinned.append(json.dumps(record))
    with open(TARGET, 'w', encoding='ascii') as file:
        file.write('{"generated": "by tools/pin_torsions.py, MDTraj %s", "peptides": [\n%s\n]}\n'
                   % (mdtraj.version.version, ',\n'.join(pinned)))


if __name__ == '__main__':
    main()
