package org.arbolt.molecule;

import java.util.BitSet;

/**
 * Atoms that keep a geometry, at rest in space.
 *
 * @param selection which
 * @param reference [A][3], nm, float32 numbers: where they are; other atoms' entries say nothing
 */
public record HeldAtoms(AtomSelection selection, double[] reference) {
    private static final double SAME_PLACE = 1e-6; // nm

    public HeldAtoms {
        reference = reference.clone();
        for (int i = 0; i < reference.length; i++) {
            reference[i] = (float) reference[i];
        }
    }

    /** The set of their indices. */
    public BitSet set() {
        BitSet set = new BitSet();
        selection.atoms().forEach(set::set);
        return set;
    }

    /** Puts them where they belong. @param xyz [..][A][3] from {@code offset} on */
    public void putInto(double[] xyz, int offset) {
        for (int atom : selection.atoms()) {
            System.arraycopy(reference, 3 * atom, xyz, offset + 3 * atom, 3);
        }
    }

    /** Whether they are there. */
    public boolean areIn(double[] xyz, int offset) {
        return selection.atoms().stream().allMatch(atom -> {
            int at = 3 * atom;
            return Math.abs(xyz[offset + at] - reference[at]) <= SAME_PLACE
                    && Math.abs(xyz[offset + at + 1] - reference[at + 1]) <= SAME_PLACE
                    && Math.abs(xyz[offset + at + 2] - reference[at + 2]) <= SAME_PLACE;
        });
    }
}
