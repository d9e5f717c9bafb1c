package org.arbolt.molecule;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A factor of whole conformations that depends on some atoms alone.
 *
 * @param involved those atoms
 * @param factor log of the factor
 */
record ControlOfAtoms(BitSet involved, LogWeight factor) implements Control {

    @Override
    public double logWeight(double[] xyz, int offset) {
        return factor.of(xyz, offset);
    }

    @Override
    public Control part(BitSet atoms) {
        BitSet missing = (BitSet) involved.clone();
        missing.andNot(atoms);
        if (!missing.isEmpty()) {
            return NONE;
        }
        int[] present = atoms.stream().toArray();
        double[] whole = new double[3 * atoms.length()];
        Arrays.fill(whole, Double.NaN); // an atom that is not there must not count
        return Control.weight((xyz, offset) -> {
            double[] placed = whole.clone();
            for (int i = 0; i < present.length; i++) {
                System.arraycopy(xyz, offset + 3 * i, placed, 3 * present[i], 3);
            }
            return factor.of(placed, 0);
        });
    }
}
