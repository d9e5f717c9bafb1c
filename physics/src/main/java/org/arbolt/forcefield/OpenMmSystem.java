package org.arbolt.forcefield;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.arbolt.BadInput;
import org.arbolt.molecule.Element;
import org.arbolt.molecule.Topology;

/**
 * A System of OpenMM as its XmlSerializer writes it: with harmonic bonds and angles, periodic torsions, non-bonded
 * interactions without a cut-off or with a non-periodic one, and no implicit solvent or one of OpenMM's OBC models. Any
 * other force is refused by its name.
 *
 * @param file it was read from
 * @param parameters its numbers, atoms in the order of the file
 * @param cutoff of its non-bonded interactions
 * @param constraints number of constrained distances; they have no energy, but OpenMM's dynamics keeps them
 */
public record OpenMmSystem(Path file, SystemParameters parameters, Cutoff cutoff, int constraints) {
    private static final double HEAVIEST_HYDROGEN = 4.5; // amu
    private static final double LIGHTEST_CARBON = 2.5; // amu, of a methyl group that gave most of its mass away

    /**
     * Reads a file.
     *
     * @throws BadInput if it is damaged or has a force, a method or an expression that is not supported
     */
    public static OpenMmSystem read(Path file) {
        OpenMmSystemReader reader = new OpenMmSystemReader(file);
        Cutoff cutoff = reader.cutoff();
        return new OpenMmSystem(file, reader.parameters(cutoff), cutoff, reader.constraints());
    }

    /** The energy in the vector kernel, atoms in the order of the file. */
    public Potential potential(EnergyPrecision precision) {
        return BatchedPotential.vector(parameters, cutoff, precision);
    }

    /**
     * The same system with its atoms in another order.
     *
     * @param order for every atom of the new order its place in this one
     */
    public OpenMmSystem inOrder(int[] order) {
        return new OpenMmSystem(file, new Reordering(order).of(parameters), cutoff, constraints);
    }

    /**
     * Checks that this is a system of a molecule: as many atoms, of its elements, with its bonds.
     *
     * @throws BadInput if it is not
     */
    public void requireMolecule(Topology topology) {
        if (parameters.atoms() != topology.atomCount()) {
            throw new BadInput(file + " has " + parameters.atoms() + " particles, the molecule has "
                    + topology.atomCount() + " atoms; give a system of this molecule");
        }
        topology.atoms().forEach(this::requireElement);
        if (constraints == 0) { // OpenMM takes the bonds out that it constrains
            requireBonds(topology);
        }
    }

    /**
     * Checks that this is a system of the atoms that a file names: as many, and hydrogens where their names say so.
     *
     * @throws BadInput if it is not
     */
    public void requireAtoms(List<String> names) {
        if (parameters.atoms() != names.size()) {
            throw new BadInput(file + " has " + parameters.atoms() + " particles, the topology has " + names.size()
                    + " atoms (water not counted); give a system of this molecule");
        }
        for (int i = 0; i < names.size(); i++) {
            boolean hydrogen = names.get(i).matches("[0-9]*[HD].*");
            double mass = parameters.masses()[i];
            if (hydrogen ? mass > HEAVIEST_HYDROGEN : mass < LIGHTEST_CARBON) {
                throw new BadInput(file + ": particle " + (i + 1) + " has a mass of " + mass
                        + " amu, but that atom is called " + names.get(i)
                        + "; give a system of this molecule, particles in the order of its atoms");
            }
        }
    }

    /** @throws BadInput if distances are constrained, which Arbolt's dynamics cannot keep */
    public void requireUnconstrained() {
        if (constraints > 0) {
            throw new BadInput(file + " constrains " + constraints
                    + " distances, which can only be given energies, not dynamics or "
                    + "samples; make the System with constraints=None, rigidWater=False");
        }
    }

    private void requireBonds(Topology topology) {
        Set<Topology.Bond> bonds = new HashSet<>();
        int[] atoms = parameters.bonds().atoms();
        for (int n = 0; n < atoms.length; n += 2) {
            bonds.add(new Topology.Bond(Math.min(atoms[n], atoms[n + 1]), Math.max(atoms[n], atoms[n + 1])));
        }
        for (Topology.Bond bond : topology.bonds()) {
            if (!bonds.remove(bond)) {
                throw bondsDiffer(topology, bond, "has no bond");
            }
        }
        if (!bonds.isEmpty()) {
            throw bondsDiffer(topology, bonds.iterator().next(), "has a bond that the molecule has not,");
        }
    }

    private BadInput bondsDiffer(Topology topology, Topology.Bond bond, String what) {
        return new BadInput(file + " " + what + " between " + label(topology, bond.first()) + " and "
                + label(topology, bond.second())
                + "; give a system of this molecule, particles in the order of its atoms");
    }

    /** Mass may have been moved from heavy atoms to their hydrogens, but not so much. */
    private void requireElement(Topology.Atom atom) {
        double mass = parameters.masses()[atom.index()];
        boolean hydrogen = atom.element() == Element.H;
        if (hydrogen ? mass > HEAVIEST_HYDROGEN : mass < LIGHTEST_CARBON) {
            throw new BadInput(file + ": particle " + (atom.index() + 1) + " has a mass of " + mass
                    + " amu, but that atom is a " + atom.element() + " (" + atom.name() + " of residue "
                    + (atom.residue() + 1)
                    + "); give a system of this molecule, particles in the order of its atoms");
        }
    }

    private static String label(Topology topology, int atom) {
        Topology.Atom a = topology.atoms().get(atom);
        return topology.residues().get(a.residue()).name() + (a.residue() + 1) + ":" + a.name();
    }

    /** Renumbers atoms. */
    private record Reordering(int[] order) {
        SystemParameters of(SystemParameters p) {
            int[] place = new int[order.length];
            for (int i = 0; i < order.length; i++) {
                place[order[i]] = i;
            }
            SystemParameters.Nonbonded n = p.nonbonded();
            SystemParameters.Solvent s = p.solvent();
            return new SystemParameters(
                    pick(p.masses()),
                    new SystemParameters.Bonds(
                            renamed(p.bonds().atoms(), place),
                            p.bonds().length(),
                            p.bonds().k()),
                    new SystemParameters.Angles(
                            renamed(p.angles().atoms(), place),
                            p.angles().angle(),
                            p.angles().k()),
                    new SystemParameters.Torsions(
                            renamed(p.torsions().atoms(), place),
                            p.torsions().periodicity(),
                            p.torsions().phase(),
                            p.torsions().k()),
                    new SystemParameters.Nonbonded(
                            pick(n.charge()),
                            pick(n.sigma()),
                            pick(n.epsilon()),
                            ascending(renamed(n.exceptionAtoms(), place)),
                            n.exceptionCharge(),
                            n.exceptionSigma(),
                            n.exceptionEpsilon()),
                    new SystemParameters.Solvent(s.model(), pick(s.charge()), pick(s.radius()), pick(s.scale())));
        }

        private double[] pick(double[] values) {
            return Arrays.stream(order).mapToDouble(i -> values[i]).toArray();
        }

        private static int[] renamed(int[] atoms, int[] place) {
            return Arrays.stream(atoms).map(i -> place[i]).toArray();
        }

        private static int[] ascending(int[] pairs) {
            for (int n = 0; n < pairs.length; n += 2) {
                Arrays.sort(pairs, n, n + 2);
            }
            return pairs;
        }
    }
}
