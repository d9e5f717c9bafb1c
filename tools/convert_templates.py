#!/usr/bin/python3
"""Writes the residue templates of Amber's protein force fields as one JSON resource.

Reads OpenMM's data files (Debian package python3-simtk): amber99sbildn.xml and amber14/protein.ff14SB.xml for atoms,
bonds and external bonds, which must agree between the two, and pdbNames.xml for other names of the same atoms. The
places of atoms come from ff14SB's bonded terms (template_geometry.py).

Usage: /usr/bin/python3 tools/convert_templates.py
"""
import json
import os
import sys
import xml.etree.ElementTree as ElementTree

import openmm

import template_geometry

DATA = os.path.join(os.path.dirname(openmm.__file__), 'app', 'data')
HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.join(HERE, '..', 'physics', 'src', 'main', 'resources', 'org', 'arbolt', 'molecule', 'templates.json')

LETTERS = {'ALA': 'A', 'ARG': 'R', 'ASN': 'N', 'ASP': 'D', 'CYS': 'C', 'GLN': 'Q', 'GLU': 'E', 'GLY': 'G', 'HIE': 'H',
           'ILE': 'I', 'LEU': 'L', 'LYS': 'K', 'MET': 'M', 'PHE': 'F', 'PRO': 'P', 'SER': 'S', 'THR': 'T', 'TRP': 'W',
           'TYR': 'Y', 'VAL': 'V'}
INNER = sorted(list(LETTERS) + ['HID', 'HIP', 'CYX'])
# Protonations that Amber has inside a chain only, and the residues whose atoms have the same names in PDB files.
VARIANTS = {'ASH': 'ASP', 'CYM': 'CYS', 'GLH': 'GLU', 'LYN': 'LYS'}
PDB_RESIDUE = {'HID': 'HIS', 'HIE': 'HIS', 'HIP': 'HIS', 'CYX': 'CYS', 'NHE': 'NH2'}
# The caps are called in the force-field files as in AmberTools' libraries; Arbolt uses the names of a PDB file.
CAP_NAMES = {'ACE': {'HH31': 'H1', 'HH32': 'H2', 'HH33': 'H3'},
             'NME': {'CH3': 'C', 'HH31': 'H1', 'HH32': 'H2', 'HH33': 'H3'},
         'NHE': {}}
# What pdbNames.xml leaves open: which of the two hydrogens of an N-terminal proline other programs' names mean.
MORE_ALIASES = {'NPRO': {'H1': 'H3', 'H': 'H3', '1H': 'H3', 'HN1': 'H3', 'HT1': 'H2', 'HT2': 'H3'}}


def read_force_field(name):
    """Template name -> (atoms [(name, element)], bonds {(i, j)}, external atom names)."""
    root = ElementTree.parse(os.path.join(DATA, name)).getroot()
    elements = {t.get('name'): t.get('element') for t in root.find('AtomTypes')}
    templates = {}
    for residue in root.find('Residues'):
        atoms = [(a.get('name'), elements[a.get('type')]) for a in residue.findall('Atom')]
        names = [a[0] for a in atoms]

        def index(bond, by_index, by_name):
            return int(bond.get(by_index)) if bond.get(by_index) is not None else names.index(bond.get(by_name))

        bonds = {tuple(sorted((index(b, 'from', 'atomName1'), index(b, 'to', 'atomName2'))))
                 for b in residue.findall('Bond')}
        external = {names[index(b, 'from', 'atomName')] for b in residue.findall('ExternalBond')}
        templates[residue.get('name')] = (atoms, sorted(bonds), sorted(external))
    return templates


def read_aliases():
    """PDB residue name -> {canonical atom name: [other names]}; 'Protein' holds those of all residues."""
    root = ElementTree.parse(os.path.join(DATA, 'pdbNames.xml')).getroot()
    return {r.get('name'): {a.get('name'): [v for k, v in a.attrib.items() if k != 'name'] for a in r.findall('Atom')}
            for r in root}


def aliases_of(template, residue, names, table):
    """Other name -> name in the template. A template's own name is never an alias; the residue's rules go first."""
    out = {}

    def add(alias, name):
        if name in names and alias not in names and alias not in out:
            out[alias] = name

    for alias, name in MORE_ALIASES.get(template, {}).items():
        add(alias, name)
    for rules in (table.get(residue, {}), {} if template in CAP_NAMES else table['Protein']):
        for name, others in rules.items():
            # pdbNames.xml calls the first hydrogen of the N-terminus H; the force fields call it H1.
            target = 'H1' if name == 'H' and 'H1' in names and template not in CAP_NAMES else name
            for alias in [name] + others:
                add(alias, target)
    return out


def geometry(templates):
    """Template name -> Z-matrix and torsions, each residue measured in a chain of its form between alanines' caps."""
    out = {}
    chains = [(core, chain) for core in INNER
              for chain in (['ACE', core, 'NME'], ['N' + core, 'NME'], ['ACE', 'C' + core])]
    chains += [(core, ['ACE', core, 'NME']) for core in VARIANTS] + [('ALA', ['ACE', 'ALA', 'NHE'])]
    for core, chain in chains:
        # Amber's cystine cannot stand alone; cysteine has its geometry, less one hydrogen.
        built = [name.replace('CYX', 'CYS') for name in chain]
        print(' '.join(chain), file=sys.stderr, flush=True)
        positions = template_geometry.minimum([(name, *templates[name][:2]) for name in built])
        for i, name in enumerate(chain):
            if name not in out:
                out[name] = template_geometry.z_matrix(
                    core if name not in CAP_NAMES else name, *templates[name], around(positions, i, built))
    return out


def around(positions, i, chain):
    """Positions of a residue's atoms and of those atoms of its neighbours that it hangs on or carries."""
    out = dict(positions[i])
    if i > 0:
        before = ('C', 'CH3', 'HH31') if chain[i - 1] == 'ACE' else ('C', 'CA', 'N')
        out.update({f'-{k + 1}': positions[i - 1][name] for k, name in enumerate(before)})
    if i + 1 < len(chain):
        out['+1'] = positions[i + 1]['N']
    return out


def renamed_rows(rows, renamed):
    """Rows of a Z-matrix as text, with the atoms of a cap called as in a PDB file."""
    return [' '.join(str(renamed.get(cell, cell)) for cell in row) for row in rows]


def convert():
    old, new = read_force_field('amber99sbildn.xml'), read_force_field(os.path.join('amber14', 'protein.ff14SB.xml'))
    table = read_aliases()
    places = geometry(new)
    wanted = (['ACE', 'NME'] + INNER + ['N' + r for r in INNER] + ['C' + r for r in INNER] + list(VARIANTS) + ['NHE'])
    lines = []
    for template in wanted:
        if old[template] != new[template]:
            raise SystemExit(f'{template} differs between the force fields')
        atoms, bonds, external = new[template]
        core = template if template in (*INNER, *VARIANTS, *CAP_NAMES) else template[1:]
        residue = PDB_RESIDUE.get(core, core)
        renamed = CAP_NAMES.get(template, {})
        names = [renamed.get(name, name) for name, _ in atoms]
        record = {
            'name': template,
            'residue': residue,
            'form': 'CAP' if template in CAP_NAMES else 'INNER' if template == core
                    else 'N_TERMINAL' if template[0] == 'N' else 'C_TERMINAL',
            'core': core,
            'atoms': names,
            'elements': [element for _, element in atoms],
            'bonds': bonds,
            'external': [renamed.get(name, name) for name in external],
            'places': renamed_rows(places[template][0], renamed),
            'torsions': {renamed.get(name, name): values for name, values in places[template][1].items()},
            'aliases': aliases_of(template, VARIANTS.get(residue, residue), names, table)}
        lines.append(json.dumps(record))
    return lines


def main():
    header = {
        'generated': 'by tools/convert_templates.py; do not edit',
        'source': f'OpenMM {openmm.version.short_version}, openmm/app/data: amber99sbildn.xml (Lindorff-Larsen et al. '
                  '2010), amber14/protein.ff14SB.xml (Maier et al. 2015; its bonded minimum gives the places), '
                  'pdbNames.xml',
        'letters': {letter: core for core, letter in sorted(LETTERS.items(), key=lambda e: e[1])}}
    with open(TARGET, 'w', encoding='ascii') as out:
        out.write(json.dumps(header, indent=1)[:-2] + ',\n "templates": [\n  ' + ',\n  '.join(convert()) + '\n ]\n}\n')


if __name__ == '__main__':
    main()
