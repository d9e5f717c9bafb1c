package org.arbolt.evaluate;

import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.Torsions;

/**
 * Whether a conformation has a cis peptide bond, |ω| below 90°, other than before proline. Turning one takes some 80
 * kJ/mol, so dynamics at usual temperatures keeps those that it began with. Bonds before proline have populations of
 * their own ({@link TorsionState}).
 */
public final class CisPeptideBonds {
    private final List<Torsions.Torsion> bonds;

    public CisPeptideBonds(Topology topology) {
        List<Torsions.Torsion> beforeProline = Torsions.omegaBeforeProline(topology);
        bonds = Torsions.peptideBonds(topology).stream()
                .filter(bond -> !beforeProline.contains(bond))
                .toList();
    }

    /** Whether ω is that of a cis bond. @param omega rad, in (−π, π] */
    static boolean cis(double omega) {
        return Math.abs(omega) < Math.PI / 2;
    }

    /** 1 of conformations with any, 0 of others, [F]. */
    public double[] of(Frames frames) {
        int width = 3 * frames.atoms();
        return IntStream.range(0, frames.count())
                .mapToDouble(f ->
                        bonds.stream().anyMatch(bond -> cis(Torsions.angle(frames.xyz(), f * width, bond))) ? 1 : 0)
                .toArray();
    }
}
