package org.arbolt.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.DoublePredicate;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.Torsions;
import org.arbolt.molecule.Torsions.Torsion;

/**
 * A state of a torsion whose population is told beside those of the backbone's basins: a third of the circle, in which
 * χ₁ of a side chain stands, or the cis form of a peptide bond.
 *
 * @param name e.g. {@code chi1 SER 2 −60°} or {@code omega ALA 1 cis}
 * @param torsion whose it is
 * @param holds whether an angle in rad, in (−π, π], is of this state
 * @param usual whether it is told however few frames are of it
 */
public record TorsionState(String name, Torsion torsion, DoublePredicate holds, boolean usual) {
    private static final double THIRD = 2 * Math.PI / 3;

    /** Those of a molecule, torsions that atoms at rest fix left out. */
    public static List<TorsionState> of(Topology topology, BitSet atRest) {
        List<TorsionState> states = new ArrayList<>();
        for (Torsion chi1 : Torsions.free(Torsions.chi1(topology), atRest)) {
            states.add(new TorsionState(chi1.name() + " −60°", chi1, angle -> angle >= -THIRD && angle < 0, true));
            states.add(new TorsionState(chi1.name() + " +60°", chi1, angle -> angle >= 0 && angle <= THIRD, true));
            states.add(new TorsionState(chi1.name() + " 180°", chi1, angle -> Math.abs(angle) > THIRD, true));
        }
        for (Torsion omega : Torsions.free(Torsions.peptideBonds(topology), atRest)) {
            states.add(new TorsionState(omega.name() + " cis", omega, angle -> Math.abs(angle) < Math.PI / 2, false));
        }
        return List.copyOf(states);
    }

    /** [F], 1 where a frame is in this state, else 0. */
    double[] indicator(Frames frames) {
        return Arrays.stream(BackboneResidue.angles(frames, torsion))
                .map(angle -> holds.test(angle) ? 1 : 0)
                .toArray();
    }
}
