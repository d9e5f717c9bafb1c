package org.arbolt.molecule;

import java.util.BitSet;
import org.arbolt.molecule.Topology.Bond;

/**
 * How crowded a conformation is. Pairs of atoms few bonds apart are left out: their distance is a matter of bonds and
 * angles, and up to three bonds of torsions.
 */
final class Contacts {
    private static final int BONDS_LEFT_OUT = 3;

    private final double[] radius; // [A], nm
    private final BitSet[] near; // [A], atoms so few bonds away that they do not count, itself included

    /** Leaves out what is up to three bonds apart. */
    Contacts(Topology topology) {
        this(topology, BONDS_LEFT_OUT);
    }

    /** @param bondsLeftOut pairs of atoms up to so many bonds apart do not count */
    Contacts(Topology topology, int bondsLeftOut) {
        int atoms = topology.atomCount();
        radius = new double[atoms];
        near = new BitSet[atoms];
        for (int i = 0; i < atoms; i++) {
            radius[i] = radius(topology.atoms().get(i).element());
            near[i] = new BitSet(atoms);
            near[i].set(i);
        }
        for (int step = 0; step < bondsLeftOut; step++) {
            grow(topology);
        }
    }

    private void grow(Topology topology) {
        BitSet[] before = new BitSet[near.length];
        for (int i = 0; i < near.length; i++) {
            before[i] = (BitSet) near[i].clone();
        }
        for (Bond bond : topology.bonds()) {
            near[bond.first()].or(before[bond.second()]);
            near[bond.second()].or(before[bond.first()]);
        }
    }

    /** Van der Waals radius, nm. Bondi, J. Phys. Chem. 68, 441 (1964), table I. */
    private static double radius(Element element) {
        return switch (element) {
            case H -> 0.120;
            case C -> 0.170;
            case N -> 0.155;
            case O -> 0.152;
            case S -> 0.180;
        };
    }

    /** Whether the distance of two atoms counts. */
    boolean counts(int i, int j) {
        return !near[i].get(j);
    }

    /** Distance of two atoms over the sum of their van der Waals radii, squared. */
    double ratioSquared(double[] xyz, int i, int j) {
        double sum = radius[i] + radius[j];
        return Geometry.distanceSquared(xyz, 3 * i, 3 * j) / (sum * sum);
    }

    /** The smallest ratio of a distance to the sum of van der Waals radii of all pairs that count; +∞ without pairs. */
    double closest(double[] xyz) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < near.length; i++) {
            for (int j = near[i].nextClearBit(0); j < i; j = near[i].nextClearBit(j + 1)) {
                least = Math.min(least, ratioSquared(xyz, i, j));
            }
        }
        return Math.sqrt(least);
    }
}
