package org.arbolt.model.transformer;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Element;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.InternalCoordinates;
import org.arbolt.molecule.Topology;

/** Molecules and conformations for tests of coordinates. */
public final class Molecules {
    // Deviations given the coordinates before are 0.6 of these, nm and rad.
    public static final double BOND = 0.003;
    public static final double ANGLE = 0.07;

    private Molecules() {}

    /** A chain of carbons. */
    public static Topology chain(int atoms) {
        List<Topology.Atom> list = new ArrayList<>();
        List<Topology.Bond> bonds = new ArrayList<>();
        for (int i = 0; i < atoms; i++) {
            list.add(new Topology.Atom(i, "C" + i, Element.C, 0));
            if (i > 0) {
                bonds.add(new Topology.Bond(i - 1, i));
            }
        }
        return new Topology(list, bonds, List.of());
    }

    /**
     * Conformations with soft torsions anywhere and stiff coordinates that vibrate about means of their own, each
     * depending on the coordinates before it; float32.
     */
    public static Frames vibrating(Topology topology, int count, Seed seed) {
        InternalCoordinates internal = InternalCoordinates.of(topology);
        RandomGenerator means = seed.stream("means", 0);
        double[] mean = new double[internal.count()];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = switch (internal.kind(i)) {
                case BOND -> means.nextDouble(0.1, 0.15);
                case ANGLE -> means.nextDouble(1.8, 2.1);
                case TORSION -> means.nextDouble(-Math.PI, Math.PI);
            };
        }
        Frames frames = Frames.allocate(count, topology.atomCount());
        RandomGenerator random = seed.stream("frames", 0);
        double[] q = new double[mean.length];
        for (int f = 0; f < count; f++) {
            double torsion = 0;
            double wave = 0;
            for (int i = 0; i < q.length; i++) {
                if (internal.soft(i)) {
                    torsion = random.nextDouble(-Math.PI, Math.PI);
                    q[i] = torsion;
                } else {
                    wave = 0.6 * wave + 0.6 * Math.cos(torsion) + 0.6 * random.nextGaussian();
                    q[i] = mean[i] + (internal.kind(i) == InternalCoordinates.Kind.BOND ? BOND : ANGLE) * wave;
                }
            }
            internal.toCartesian(q, 0, frames.xyz(), 3 * f * topology.atomCount());
        }
        for (int i = 0; i < frames.xyz().length; i++) {
            frames.xyz()[i] = (float) frames.xyz()[i];
        }
        return frames;
    }
}
