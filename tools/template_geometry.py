"""Where the atoms of a residue stand relative to each other: the minimum of ff14SB's bonded terms, as a Z-matrix.

A residue is minimised between caps from many random positions, bonds, angles and torsions only; the lowest energy with
every stereocentre as in L-amino acids is kept. Its bond lengths, angles and torsions are then read off along a tree that
grows from the N to the C terminus.
"""
import numpy
import openmm
from openmm import app, unit

TRIES = 60
AROMATIC = {'PHE': 'CG', 'TYR': 'CG', 'TRP': 'CG', 'HID': 'CG', 'HIE': 'CG', 'HIP': 'CG'}
REMOTENESS = 'ABGDEZH'  # alpha, beta, gamma ... in atom names
BACKBONE = {'N': 180, 'CA': -120, 'C': 135}  # omega, phi, psi of an extended chain, degrees


def minimum(templates):
    """Positions (nm) of the atoms of each residue of a chain of templates [(name, atoms, bonds)] at the minimum."""
    topology, residue_atoms = _topology(templates)
    field = app.ForceField('amber14/protein.ff14SB.xml')
    system = field.createSystem(topology, nonbondedMethod=app.NoCutoff)
    for i in reversed(range(system.getNumForces())):
        if isinstance(system.getForce(i), (openmm.NonbondedForce, openmm.CMMotionRemover)):
            system.removeForce(i)
    context = openmm.Context(system, openmm.VerletIntegrator(0.001), openmm.Platform.getPlatformByName('Reference'))
    random = numpy.random.default_rng(1)
    best, positions = numpy.inf, None
    for _ in range(TRIES):
        context.setPositions(random.normal(scale=0.3, size=(system.getNumParticles(), 3)))
        openmm.LocalEnergyMinimizer.minimize(context, 1e-3, 2000)
        state = context.getState(getEnergy=True, getPositions=True)
        energy = state.getPotentialEnergy().value_in_unit(unit.kilojoule_per_mole)
        xyz = state.getPositions(asNumpy=True).value_in_unit(unit.nanometer)
        xyz = next((x for x in (xyz.copy(), -xyz) if set_hands(templates, residue_atoms, x)), None)
        if xyz is not None and energy < best - 1e-3:
            best, positions = energy, xyz
    if positions is None:
        raise SystemExit(f'no natural minimum of {[t[0] for t in templates]}')
    return [{name: positions[i] for name, i in atoms.items()} for atoms in residue_atoms]


def _topology(templates):
    topology = app.Topology()
    chain = topology.addChain()
    residue_atoms, handles = [], []
    for name, atoms, bonds in templates:
        residue = topology.addResidue(name, chain)
        added = [topology.addAtom(n, app.Element.getBySymbol(e), residue) for n, e in atoms]
        for i, j in bonds:
            topology.addBond(added[i], added[j])
        handles.append({a.name: a for a in added})
        residue_atoms.append({a.name: a.index for a in added})
    for before, after in zip(handles, handles[1:]):
        topology.addBond(before['C'], after['N'])
    return topology, residue_atoms


def set_hands(templates, residue_atoms, xyz):
    """Gives interchangeable hydrogens the names that IUPAC gives them; says whether all other centres are natural.

    With a substituent order of inwards, hydrogens, outwards (else as in the template), the volume spanned around every
    tetrahedral centre of an L-amino acid is negative. That is CORN's rule at CA, HB2 before HB3 clockwise seen from CA, and
    pro-R CG1 of valine and CD1 of leucine (Markley et al., Pure Appl. Chem. 70, 117 (1998)).
    """
    for (_, names, bonds), atoms in zip(templates, residue_atoms):
        elements = dict(names)
        for centre in elements:
            around = neighbours_in_order(centre, names, bonds)
            if elements[centre] == 'H' or len(around) < 4:
                continue
            a, b, c, d = (xyz[atoms[n]] for n in around)
            if numpy.cross(a - d, b - d) @ (c - d) < 0:
                continue
            if elements[around[1]] != 'H' or elements[around[2]] != 'H':
                return False
            swapped = [atoms[around[1]], atoms[around[2]]]
            xyz[swapped] = xyz[swapped[::-1]]
    return True


def neighbours_in_order(centre, names, bonds):
    """Neighbours of an atom inside its residue: the inward one first, then hydrogens, then the others."""
    elements = dict(names)
    order = [n for n, _ in names]
    around = [order[j if order[i] == centre else i] for i, j in bonds if centre in (order[i], order[j])]

    def remoteness(name):
        if name == 'N':
            return -1 if centre == 'CA' else 9
        return REMOTENESS.index(name[1]) if name[1:] and name[1] in REMOTENESS else 8

    inward = min((n for n in around if elements[n] != 'H'), key=remoteness, default=None)
    return sorted(around, key=lambda n: (n != inward, elements[n] != 'H', order.index(n)))


def tree(names, bonds, seeds):
    """[(atom, (parent, grandparent, great-grandparent))] in an order in which it can be built.

    An inner residue grows from -1, -2, -3: the carbonyl carbon of the residue before, what that hangs on, and so on. The
    first residue of a chain grows from three seeds, which have no complete references.
    """
    neighbours = {n: [] for n in names}
    for i, j in bonds:
        neighbours[names[i]].append(names[j])
        neighbours[names[j]].append(names[i])
    if seeds:
        parent = {seeds[0]: seeds[1], seeds[1]: seeds[0], seeds[2]: seeds[1]}
        third = {(seeds[0], seeds[1]): seeds[2], (seeds[1], seeds[0]): seeds[2]}
        order = [(seeds[0], ()), (seeds[1], (seeds[0],)), (seeds[2], (seeds[1], seeds[0]))]
    else:
        parent = {'N': '-1', '-1': '-2', '-2': '-3'}
        third = {}
        order = [('N', ('-1', '-2', '-3'))]
    queue = [atom for atom, _ in order]
    placed = set(queue)
    while queue:
        at = queue.pop(0)
        for atom in sorted(neighbours[at], key=names.index):
            if atom not in placed:
                above = parent[at]
                order.append((atom, (at, above, third.get((at, above), parent.get(above)))))
                parent[atom] = at
                placed.add(atom)
                queue.append(atom)
    return order


def internal(positions, atom, references):
    """Bond length (nm), angle and torsion (degrees) of an atom relative to its references."""
    points = [positions[atom]] + [positions[r] for r in references]
    out = []
    if len(points) > 1:
        out.append(float(numpy.linalg.norm(points[1] - points[0])))
    if len(points) > 2:
        a, b = points[0] - points[1], points[2] - points[1]
        out.append(float(numpy.degrees(numpy.arccos(a @ b / numpy.linalg.norm(a) / numpy.linalg.norm(b)))))
    if len(points) > 3:
        b1, b2, b3 = (q - p for p, q in zip(points, points[1:]))
        n1, n2 = numpy.cross(b1, b2), numpy.cross(b2, b3)
        out.append(float(numpy.degrees(numpy.arctan2(numpy.linalg.norm(b2) * (b1 @ n2), n1 @ n2))))
    return out


def in_ring(bond, names, bonds):
    """Whether two bonded atoms stay connected without their bond."""
    reached, grown = {bond[0]}, True
    while grown:
        grown = False
        for i, j in bonds:
            pair = {names[i], names[j]}
            if pair != set(bond) and len(pair & reached) == 1:
                reached |= pair
                grown = True
    return bond[1] in reached


def choices(core, at, above, leader, elements, degree):
    """Torsions (degrees) worth trying about the bond from above to at; the first is the preferred one."""
    planar = {a for a in elements if elements[a] in 'CN' and degree[a] == 3}
    if core == 'ARG' and at in ('CZ', 'NH1', 'NH2'):  # NH1 is the one cis to CD
        return [0]
    if elements.get(leader) == 'H' and elements[at] in 'CN' or core == 'ACE':
        return [180]
    if at in BACKBONE:
        return [BACKBONE[at]]
    if above in planar:
        return [180, 0]
    if at in planar and elements[at] == 'N':
        return [180, 90, -90]
    if at in planar:
        return [90, -90] if AROMATIC.get(core) == at else [90, -90, 0, 180]
    return [180, -60, 60]


def leader_of(members, elements):
    """The atom whose torsion is that of a bond: what continues the chain, else the first heavy atom, else the first."""
    for name in ('+1', 'CA', 'C'):
        if name in members:
            return name
    return next((m for m in members if elements[m] != 'H'), members[0])


def z_matrix(core, atoms, bonds, external, positions):
    """(rows [atom, references..., length, angle, torsion], {atom: torsions to try}).

    Torsions about a bond that may turn are relative to the bond's leading atom, so that the value chosen for the bond is
    that atom's torsion. Positions holds '-1', '-2', '-3' of the residue before and '+1', the nitrogen of the one after.
    """
    names = [n for n, _ in atoms]
    elements = dict(atoms)
    degree = {n: sum(n in (names[i], names[j]) for i, j in bonds) + (n in external) for n in names}
    seeds = ('HH31', 'CH3', 'C') if core == 'ACE' else None if 'N' in external else ('N', 'CA', 'C')
    order = tree(names, bonds, seeds)
    groups = {}
    for atom, references in order:
        if len(references) == 3 and references[0] != '-1':
            groups.setdefault(references, []).append(atom)
    zero, turning = {}, {}
    for (at, above, third), members in groups.items():
        if seeds and (at, above, third) == (seeds[1], seeds[0], seeds[2]) or in_ring((at, above), names, bonds):
            continue
        leader = leader_of(members + ['+1'] * (at == 'C' and 'C' in external), elements)
        zero.update(dict.fromkeys(members, internal(positions, leader, (at, above, third))[2]))
        turning[at] = choices(core, at, above, leader, elements, degree)
    rows = []
    for atom, references in order:
        values = internal(positions, atom, references)
        if references and references[0] == '-1':
            values[2] = 0.0
        elif len(values) == 3:
            values[2] = (values[2] - zero.get(atom, 0.0) + 180.0) % 360.0 - 180.0
        rows.append([atom, *references, *(round(v, d) for v, d in zip(values, (5, 2, 2)))])
    return rows, turning
