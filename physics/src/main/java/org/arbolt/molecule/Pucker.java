package org.arbolt.molecule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A change of the pucker of a ring of five atoms. Its torsions are {@code ν_j = τ cos(P + 144° j)}, with a phase P
 * that goes round a circle of puckers (Altona and Sundaralingam, J. Am. Chem. Soc. 94, 8205 (1972)). Where one torsion
 * of the coordinates makes the pucker, it changes its sign; where two do, P grows by some fifths of the circle.
 */
public final class Pucker {
    private static final double THIRD = 2 * Math.PI / 3;
    private static final double FIFTH = 2 * Math.PI / 5;
    private static final double FLAP = 1.2; // how much farther than a torsion the last atom's goes up and down
    private static final double FLAP_PHASE = Math.toRadians(75);

    private final int[] within; // coordinates that are torsions of four atoms of the ring: one, or ν_0 and the last
    private final int beside; // ν_1 but for a third of the circle, as it is of an atom that hangs on the ring; or −1
    private final int fifths;

    private Pucker(int[] within, int beside, int fifths) {
        this.within = within;
        this.beside = beside;
        this.fifths = fifths;
    }

    /** Those of a molecule. */
    static List<Pucker> of(ZMatrix z, SmallRings rings) {
        List<Pucker> all = new ArrayList<>();
        BitSet seen = new BitSet();
        for (int atom = 0; atom < z.order().length; atom++) {
            if (rings.puckers(atom) && !seen.get(rings.number()[atom])) {
                seen.set(rings.number()[atom]);
                all.addAll(of(z, rings, rings.number()[atom]));
            }
        }
        return List.copyOf(all);
    }

    private static List<Pucker> of(ZMatrix z, SmallRings rings, int ring) {
        List<Integer> within = new ArrayList<>();
        int beside = -1;
        for (int s = 3; s < z.order().length; s++) {
            boolean about = rings.number()[z.order()[s]] == ring
                    && rings.number()[z.bond()[s]] == ring
                    && rings.number()[z.angle()[s]] == ring
                    && z.base()[s] < 0;
            if (about && rings.number()[z.torsion()[s]] == ring) {
                within.add(3 * s - 4);
            } else if (about) {
                beside = 3 * s - 4;
            }
        }
        int[] torsions = within.stream().mapToInt(Integer::intValue).toArray();
        if (torsions.length != 2 || beside < 0) {
            return List.of(new Pucker(torsions, -1, 0));
        }
        List<Pucker> turns = new ArrayList<>();
        for (int fifths = 1; fifths < 5; fifths++) {
            turns.add(new Pucker(torsions, beside, fifths));
        }
        return turns;
    }

    /** Changes the pucker. @param q coordinates, changed */
    public void change(double[] q) {
        if (fifths == 0) {
            for (int i : within) {
                q[i] = -q[i];
            }
            return;
        }
        double hung = Math.copySign(THIRD, q[beside]);
        double cosine = q[within[0]]; // τ cos P
        double up = wrapped(q[within[1]] - Math.PI);
        double sine = (cosine * Math.cos(FLAP_PHASE) + up / FLAP) / Math.sin(FLAP_PHASE); // τ sin P
        double turn = fifths * FIFTH;
        double newCosine = cosine * Math.cos(turn) - sine * Math.sin(turn);
        double newSine = cosine * Math.sin(turn) + sine * Math.cos(turn);
        q[within[0]] = newCosine;
        q[within[1]] = wrapped(Math.PI - FLAP * (newCosine * Math.cos(FLAP_PHASE) - newSine * Math.sin(FLAP_PHASE)));
        q[beside] = wrapped(hung + newCosine * Math.cos(2 * FIFTH) - newSine * Math.sin(2 * FIFTH));
    }

    private static double wrapped(double angle) {
        return Math.IEEEremainder(angle, 2 * Math.PI);
    }
}
