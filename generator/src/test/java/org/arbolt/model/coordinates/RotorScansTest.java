package org.arbolt.model.coordinates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.arbolt.forcefield.Cutoff;
import org.arbolt.forcefield.EnergyComponent;
import org.arbolt.forcefield.EnergyPrecision;
import org.arbolt.forcefield.ForceField;
import org.arbolt.forcefield.SystemParameters;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.InternalCoordinates;
import org.arbolt.molecule.Molecule;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;

class RotorScansTest {
    private static final ForceField FIELD = ForceField.AMBER14_OBC1;
    private static final int BINS = TokenScans.PLACES; // so that places are midpoints of bins

    /**
     * Of the last soft torsion, which decides where every atom is: the Lennard-Jones energy of whole conformations, by
     * the force field, changes as the scan says, about the least one of it; so do the charges, by a sum over all pairs.
     */
    @Test
    void aScanSaysHowEnergiesOfWholeConformationsChange() {
        Molecule molecule = Peptide.of("Ace-AF-Nme");
        InternalTokens tokens = tokens(molecule);
        int last = lastSoft(tokens);
        RandomStream random = new Seed(3).stream("drawn", 0);
        int tried = 0;
        while (tried < 5) {
            int[] drawn = new int[tokens.tokens()];
            Arrays.setAll(drawn, t -> tokens.soft(t) ? random.nextInt(BINS) : BINS / 2);
            float[][] scan = tokens.scans().of(drawn, 0, last);
            Frames turned = Frames.allocate(TokenScans.PLACES, tokens.atoms());
            for (int p = 0; p < TokenScans.PLACES; p++) {
                drawn[last] = p;
                tokens.complete(drawn, 0, tokens.tokens(), turned.xyz(), 3 * p * turned.atoms());
            }
            double[][] energies = energies(molecule, turned);
            if (Arrays.stream(energies[0]).max().orElseThrow() > 1000) {
                continue; // atoms so near that a scan counts them as farther
            }
            tried++;
            double least = Arrays.stream(energies[0]).min().orElseThrow();
            double mean = Arrays.stream(energies[1]).average().orElseThrow();
            for (int p = 0; p < TokenScans.PLACES; p++) {
                double repulsion = bent((energies[0][p] - least) / 2.5);
                assertThat((double) scan[0][p]).isCloseTo(repulsion, within(0.1 + 0.02 * Math.abs(repulsion)));
                assertThat((double) scan[1][p]).isCloseTo(bent((energies[1][p] - mean) / 2.5), within(0.1));
            }
        }
    }

    /** What comes later changes nothing; what comes before does. */
    @Test
    void aScanDependsOnTheTokensBeforeItsOwnAlone() {
        InternalTokens tokens = tokens(Peptide.of("Ace-AF-Nme"));
        int last = lastSoft(tokens);
        RandomStream random = new Seed(4).stream("drawn", 0);
        int[] drawn = random.ints(tokens.tokens(), 0, BINS).toArray();
        int[] other = random.ints(tokens.tokens(), 0, BINS).toArray();
        for (int t = 0; t < last; t++) {
            if (tokens.scans().at(t)) {
                int[] mixed = other.clone();
                System.arraycopy(drawn, 0, mixed, 0, t);
                assertThat(tokens.scans().of(mixed, 0, t))
                        .isDeepEqualTo(tokens.scans().of(drawn, 0, t));
            }
        }
        assertThat(tokens.scans().of(other, 0, last)[0])
                .isNotEqualTo(tokens.scans().of(drawn, 0, last)[0]);
    }

    private static double bent(double x) {
        return -x / (1 + Math.abs(x) / 15);
    }

    private static int lastSoft(InternalTokens tokens) {
        return IntStream.range(0, tokens.tokens()).filter(tokens::soft).max().orElseThrow();
    }

    /** Stiff coordinates hardly move, so that they stand where they are expected whatever is known. */
    private static InternalTokens tokens(Molecule molecule) {
        InternalCoordinates internal = InternalCoordinates.of(molecule.topology());
        double[] start = new double[internal.count()];
        internal.toInternal(molecule.xyz(), 0, start, 0);
        RandomStream random = new Seed(1).stream("frames", 0);
        Frames frames = Frames.allocate(3000, molecule.topology().atomCount());
        for (int f = 0; f < frames.count(); f++) {
            double[] q = start.clone();
            for (int i = 0; i < q.length; i++) {
                q[i] = internal.soft(i)
                        ? 2 * Math.PI * random.nextDouble() - Math.PI
                        : q[i] + 1e-4 * random.nextGaussian();
            }
            internal.toCartesian(q, 0, frames.xyz(), 3 * f * frames.atoms());
        }
        return InternalTokens.fit(
                molecule.topology(), FramePasses.of(frames), BINS, InternalTokens.Layout.DEFAULT.toldOf(FIELD));
    }

    /** Lennard-Jones energies by the force field without charges, and the scans' electrostatics, kJ/mol. */
    private static double[][] energies(Molecule molecule, Frames frames) {
        SystemParameters p = FIELD.assign(molecule.topology());
        SystemParameters.Nonbonded n = p.nonbonded();
        int atoms = frames.atoms();
        double[] repulsion = new double[frames.count()];
        double[] charges = new double[frames.count()];
        boolean[] exceptional = new boolean[atoms * atoms];
        for (int k = 0; k < n.exceptionCharge().length; k++) {
            exceptional[n.exceptionAtoms()[2 * k] * atoms + n.exceptionAtoms()[2 * k + 1]] = true;
        }
        double[] components = FIELD.potential(molecule.topology(), Cutoff.NONE, EnergyPrecision.DOUBLE)
                .evaluate(frames, false)
                .components();
        for (int f = 0; f < frames.count(); f++) {
            double coulomb = 0;
            for (int i = 0; i < atoms; i++) {
                for (int j = i + 1; j < atoms; j++) {
                    if (!exceptional[i * atoms + j]) {
                        double r = distance(frames, f, i, j);
                        coulomb += 138.93545764 * n.charge()[i] * n.charge()[j] / r;
                        charges[f] += screened(n.charge()[i] * n.charge()[j], r);
                    }
                }
            }
            for (int k = 0; k < n.exceptionCharge().length; k++) {
                double r = distance(frames, f, n.exceptionAtoms()[2 * k], n.exceptionAtoms()[2 * k + 1]);
                coulomb += 138.93545764 * n.exceptionCharge()[k] / r;
                charges[f] += n.exceptionCharge()[k] == 0 ? 0 : screened(n.exceptionCharge()[k], r);
            }
            repulsion[f] = components[EnergyComponent.COUNT * f + EnergyComponent.NONBONDED.ordinal()] - coulomb;
        }
        return new double[][] {repulsion, charges};
    }

    private static double screened(double charges, double r) {
        double born = 0.2 * 0.2 / (1 + r * r / (4 * 0.2 * 0.2));
        return 138.93545764 * charges * (1 / r - (1 - 1 / 78.5) / Math.sqrt(r * r + born));
    }

    private static double distance(Frames frames, int frame, int i, int j) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            double d = frames.xyz()[3 * (frame * frames.atoms() + i) + k]
                    - frames.xyz()[3 * (frame * frames.atoms() + j) + k];
            sum += d * d;
        }
        return Math.sqrt(sum);
    }
}
