package org.arbolt.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Geometry;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.Torsions;

/**
 * What {@link Tica} sees of a conformation: the distances of all pairs of C, N and S atoms, nm, then sine and cosine of
 * every φ, ψ and ω.
 */
public final class TicaFeatures {
    private static final Set<String> HEAVY = Set.of("C", "N", "S");

    private final int[] atoms;
    private final List<Torsions.Torsion> torsions;

    public TicaFeatures(Topology topology) {
        atoms = topology.atoms().stream()
                .filter(atom -> HEAVY.contains(atom.element().name()))
                .mapToInt(Topology.Atom::index)
                .toArray();
        torsions = new ArrayList<>(Torsions.phiPsi(topology));
        torsions.addAll(Torsions.omega(topology));
    }

    /** Number of features, K. */
    public int count() {
        return atoms.length * (atoms.length - 1) / 2 + 2 * torsions.size();
    }

    /** [F][K] */
    public double[][] of(Frames frames) {
        double[][] features = new double[frames.count()][];
        for (int f = 0; f < features.length; f++) {
            features[f] = of(frames.xyz(), 3 * f * frames.atoms());
        }
        return features;
    }

    private double[] of(double[] xyz, int offset) {
        double[] features = new double[count()];
        int at = 0;
        for (int i = 0; i < atoms.length; i++) {
            for (int j = i + 1; j < atoms.length; j++) {
                features[at++] = Geometry.distance(xyz, offset + 3 * atoms[i], offset + 3 * atoms[j]);
            }
        }
        for (Torsions.Torsion torsion : torsions) {
            double angle = Torsions.angle(xyz, offset, torsion);
            features[at++] = Math.sin(angle);
            features[at++] = Math.cos(angle);
        }
        return features;
    }
}
