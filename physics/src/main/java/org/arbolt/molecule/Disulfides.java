package org.arbolt.molecule;

import java.util.ArrayList;
import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.molecule.TopologyBuilder.Disulfide;

/** Finds the disulfide bridges of a structure. */
public final class Disulfides {
    /** Sulfurs closer than this are bonded, nm: a bond is 0.205 nm, a contact about 0.36 nm. */
    public static final double LONGEST = 0.25;

    private Disulfides() {}

    /**
     * @param residues [S] index of the residue of every SG without hydrogen, ascending
     * @param xyz [S][3] flattened, position of that SG, nm
     * @return the bridges, in sequence
     * @throws BadInput if a sulfur is within reach of two others
     */
    public static List<Disulfide> find(int[] residues, double[] xyz) {
        List<Disulfide> found = new ArrayList<>();
        boolean[] taken = new boolean[residues.length];
        for (int i = 0; i < residues.length; i++) {
            for (int j = i + 1; j < residues.length; j++) {
                if (Geometry.distance(xyz, 3 * i, 3 * j) < LONGEST) {
                    requireFree(taken, residues, i);
                    requireFree(taken, residues, j);
                    taken[i] = true;
                    taken[j] = true;
                    found.add(new Disulfide(residues[i], residues[j]));
                }
            }
        }
        return List.copyOf(found);
    }

    private static void requireFree(boolean[] taken, int[] residues, int i) {
        if (taken[i]) {
            throw new BadInput(
                    ("the sulfur of residue %d is within %.2f nm of two other sulfurs; give a structure with one "
                                    + "partner each")
                            .formatted(residues[i] + 1, LONGEST));
        }
    }
}
