package org.arbolt.molecule;

/**
 * A molecule with one conformation.
 *
 * @param name what to call it, e.g. {@code Ace-A-Nme}
 * @param topology its atoms, bonds and residues
 * @param xyz [A][3] flattened, nm
 */
public record Molecule(String name, Topology topology, double[] xyz) {
    public Molecule {
        if (xyz.length != 3 * topology.atomCount()) {
            throw new IllegalArgumentException(
                    name + " has " + topology.atomCount() + " atoms but " + xyz.length + " coordinates");
        }
    }

    /** The conformation as a batch of one frame; it shares the array. */
    public Frames frames() {
        return new Frames(topology.atomCount(), xyz);
    }
}
