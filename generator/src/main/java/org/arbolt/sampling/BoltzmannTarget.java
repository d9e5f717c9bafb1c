package org.arbolt.sampling;

import java.util.BitSet;
import org.arbolt.forcefield.Potential;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Stereocentres;
import org.arbolt.units.Units;

/**
 * The Boltzmann distribution of a molecule, restricted to the right chirality and made normalisable by a density of the
 * centroid (docs/method.md, "Centroid, rotation, handedness"): u(x) = U(x)/kT − log g(c(x)) with g = N(0, σ² I).
 * Molecular observables do not depend on g. Thread safe.
 */
public final class BoltzmannTarget implements Target {
    /** Centroid deviation that says: the centroid is not free. */
    public static final double AT_REST = 0;

    private final Potential potential;
    private final double temperatureKelvin;
    private final double centroidDeviation;
    private final Stereocentres chirality;

    /**
     * @param potential energy U of the molecule
     * @param temperatureKelvin temperature, K
     * @param centroidDeviation σ, nm; {@link #AT_REST} where some atoms are at rest, and there is no g
     * @param chirality the stereocentres that a conformation must have
     */
    public BoltzmannTarget(
            Potential potential, double temperatureKelvin, double centroidDeviation, Stereocentres chirality) {
        if (!(centroidDeviation >= 0) || Double.isInfinite(centroidDeviation)) {
            throw new IllegalArgumentException(
                    "centroid deviation must be positive and finite, was " + centroidDeviation);
        }
        this.potential = potential;
        this.temperatureKelvin = temperatureKelvin;
        this.centroidDeviation = centroidDeviation;
        this.chirality = chirality;
    }

    /**
     * σ of the density N(0, σ² I) that fits the centroids of frames best, nm: for proposals with no centroid density of
     * their own.
     */
    public static double fittedCentroidDeviation(Frames frames) {
        CentroidFit fit = new CentroidFit();
        fit.add(frames);
        return fit.deviation();
    }

    /** The fit to frames that come in pieces; the same to the bit, however they are cut. */
    public static final class CentroidFit {
        private double squares; // nm²
        private long count;

        public void add(Frames frames) {
            for (int f = 0; f < frames.count(); f++) {
                squares += squaredCentroid(frames.xyz(), 3 * f * frames.atoms(), frames.atoms());
            }
            count += frames.count();
        }

        /** σ, nm. */
        public double deviation() {
            return Math.sqrt(squares / (3.0 * count));
        }
    }

    @Override
    public int atoms() {
        return potential.atoms();
    }

    /** Of the energy among some atoms, wherever they are and whatever their chirality. */
    @Override
    public Target part(BitSet atoms) {
        Potential among = potential.part(atoms);
        return among == null ? null : new BoltzmannTarget(among, temperatureKelvin, AT_REST, Stereocentres.NONE);
    }

    @Override
    public Evaluation evaluate(Frames frames) {
        return evaluate(frames, potential.energies(frames));
    }

    /**
     * The same of conformations whose energies are known.
     *
     * @param energies [F], kJ/mol
     */
    public Evaluation evaluate(Frames frames, double[] energies) {
        double thermal = Units.thermalEnergy(temperatureKelvin);
        double[] reduced = new double[frames.count()];
        Exclusion[] exclusion = new Exclusion[frames.count()];
        for (int f = 0; f < reduced.length; f++) {
            int offset = 3 * f * atoms();
            exclusion[f] = exclusion(energies[f], frames.xyz(), offset);
            reduced[f] = exclusion[f] == Exclusion.NONE
                    ? energies[f] / thermal
                            - (centroidDeviation == AT_REST ? 0 : logCentroidDensity(frames.xyz(), offset))
                    : Double.POSITIVE_INFINITY;
        }
        return new Evaluation(reduced, energies, exclusion);
    }

    private Exclusion exclusion(double energy, double[] xyz, int offset) {
        if (!Double.isFinite(energy)) {
            return Exclusion.NOT_FINITE;
        }
        return chirality.agree(xyz, offset) ? Exclusion.NONE : Exclusion.HANDEDNESS;
    }

    /** log g(c), per nm³, of the unweighted mean c of the atoms. */
    private double logCentroidDensity(double[] xyz, int offset) {
        double variance = centroidDeviation * centroidDeviation;
        return -squaredCentroid(xyz, offset, atoms()) / (2 * variance) - 1.5 * Math.log(2 * Math.PI * variance);
    }

    /** |c|², nm². */
    private static double squaredCentroid(double[] xyz, int offset, int atoms) {
        double squares = 0;
        for (int axis = 0; axis < 3; axis++) {
            double mean = 0;
            for (int atom = 0; atom < atoms; atom++) {
                mean += xyz[offset + 3 * atom + axis];
            }
            mean /= atoms;
            squares += mean * mean;
        }
        return squares;
    }
}
