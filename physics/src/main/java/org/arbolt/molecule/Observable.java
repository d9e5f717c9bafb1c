package org.arbolt.molecule;

import org.arbolt.molecule.Torsions.Torsion;

/**
 * A number that every conformation has. Write your own as a lambda:
 *
 * <pre>{@code
 * Observable height = (frames, f) -> frames.get(f, 0, 2); // z of the first atom, nm
 * }</pre>
 */
@FunctionalInterface
public interface Observable {

    /**
     * Its value in one conformation.
     *
     * @param frames [F][A][3], nm
     * @param frame which of them, from 0
     */
    double of(Frames frames, int frame);

    /**
     * Its values in all conformations.
     *
     * @param frames [F][A][3], nm
     * @return [F]
     */
    default double[] of(Frames frames) {
        double[] values = new double[frames.count()];
        for (int f = 0; f < values.length; f++) {
            values[f] = of(frames, f);
        }
        return values;
    }

    /**
     * The angle of a torsion, rad, in (−π, π].
     *
     * @param torsion e.g. the first of {@link Torsions#phi}
     */
    static Observable torsion(Torsion torsion) {
        return (frames, f) -> Torsions.angle(frames.xyz(), 3 * frames.atoms() * f, torsion);
    }

    /**
     * The distance of two atoms, nm.
     *
     * @param first index of an atom, as {@link Topology#atom} gives it
     * @param second index of the other
     */
    static Observable distance(int first, int second) {
        return (frames, f) -> frames.distance(f, first, second);
    }
}
