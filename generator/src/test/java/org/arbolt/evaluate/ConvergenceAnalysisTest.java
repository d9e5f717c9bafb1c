package org.arbolt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.arbolt.dynamics.ExchangeRecord;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.InternalCoordinates;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.Torsions;
import org.arbolt.peptide.Peptide;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Trajectories that switch between a structure and its mirror image, whose φ has the other sign, at random. */
class ConvergenceAnalysisTest {
    private static final Molecule MOLECULE = Peptide.of("Ace-A-Nme");
    private static final int LADDERS = 16;
    private static final int MOMENTS = 400;
    private static final int RUNGS = 2;

    /** @param share probability of the mirror image as a function of time in [0, 1) */
    private static ConvergenceReport report(DoubleUnaryOperator share) {
        double[] mirrored = Arrays.stream(MOLECULE.xyz()).map(x -> -x).toArray();
        return report(MOLECULE.topology(), MOLECULE.xyz(), mirrored, share);
    }

    /** @param share probability of the second structure as a function of time in [0, 1) */
    private static ConvergenceReport report(
            Topology topology, double[] first, double[] second, DoubleUnaryOperator share) {
        int count = LADDERS * MOMENTS * RUNGS;
        Frames frames = Frames.allocate(count, topology.atomCount());
        double[] energy = new double[count];
        int[] ladder = new int[count];
        RandomStream random = new Seed(9).stream("frames", 0);
        for (int f = 0; f < count; f++) {
            int moment = f / (LADDERS * RUNGS);
            double[] xyz = random.nextDouble() < share.applyAsDouble(moment / (double) MOMENTS) ? second : first;
            System.arraycopy(xyz, 0, frames.xyz(), f * xyz.length, xyz.length);
            ladder[f] = f / RUNGS % LADDERS;
            energy[f] = random.nextGaussian();
        }
        ExchangeRecord exchanges =
                new ExchangeRecord(new double[] {300, 300, 400}, new double[] {Double.NaN, 0.3}, 0.2, 100, RUNGS, 0.5);
        return ConvergenceAnalysis.of(
                topology, new BitSet(), new Trajectory(frames, energy, ladder, ladder), exchanges, new Seed(1));
    }

    /** A molecule with another angle of a torsion, rad. */
    private static double[] turned(Molecule molecule, Torsions.Torsion torsion, double angle) {
        InternalCoordinates internal = InternalCoordinates.of(molecule.topology());
        double[] q = new double[internal.count()];
        internal.toInternal(molecule.xyz(), 0, q, 0);
        int soft = IntStream.range(0, q.length)
                .filter(i -> internal.soft(i)
                        && internal.torsionAtoms(i)[1] == torsion.c()
                        && internal.torsionAtoms(i)[2] == torsion.b())
                .findFirst()
                .orElseThrow();
        q[soft] += angle - Torsions.angle(molecule.xyz(), 0, torsion);
        double[] xyz = new double[molecule.xyz().length];
        internal.toCartesian(q, 0, xyz, 0);
        return xyz;
    }

    @Test
    void aSideChainThatDriftsIsTold() {
        Molecule serine = Peptide.of("Ace-S-Nme");
        Topology topology = serine.topology();
        Torsions.Torsion chi1 = Torsions.chi1(topology).getFirst();
        double[] minus = turned(serine, chi1, -Math.PI / 3);
        double[] trans = turned(serine, chi1, Math.PI);
        ConvergenceReport still = report(topology, minus, trans, time -> 0.25);
        assertThat(still.reasons()).noneMatch(reason -> reason.contains("chi1")); // the backbone stands still
        assertThat(still.torsionStates())
                .extracting(ConvergenceReport.Average::name)
                .containsExactly(
                        "chi1 SER 2 −60°", "chi1 SER 2 +60°", "chi1 SER 2 180°", "omega ACE 1 cis", "omega SER 2 cis");
        assertThat(still.torsionStates().get(2).value()).isEqualTo(0.25, Offset.offset(0.02)); // as above
        assertThat(still.text()).contains("chi1 SER 2 180°");
        ConvergenceReport drifts = report(topology, minus, trans, time -> time < 0.5 ? 0.2 : 0.3);
        assertThat(drifts.reasons())
                .anyMatch(reason -> reason.contains("chi1 SER 2 180° drifts by"))
                .noneMatch(reason -> reason.contains("+60°"));
    }

    @Test
    void theCisFormOfAPeptideBondHasAPopulation() {
        Molecule proline = Peptide.of("Ace-P-Nme");
        double[] cis = turned(proline, Torsions.peptideBonds(proline.topology()).getFirst(), 0);
        ConvergenceReport report = report(proline.topology(), proline.xyz(), cis, _ -> 0.25);
        assertThat(report.torsionStates())
                .extracting(ConvergenceReport.Average::name)
                .containsExactly("omega ACE 1 cis", "omega PRO 2 cis");
        assertThat(report.torsionStates().getFirst().value()).isEqualTo(0.25, Offset.offset(0.02)); // as above
        assertThat(report.torsionStates().getLast().value()).isZero();
    }

    private static ConvergenceReport.Average left(ConvergenceReport report) {
        return report.residues().getFirst().basins().stream()
                .filter(b -> b.name().startsWith("αL"))
                .findFirst()
                .orElseThrow();
    }

    /**
     * 12800 independent frames. Bounds of 5 standard errors, false alarm 6e-7 each; the error itself has 15 degrees of
     * freedom. The seed is fixed.
     */
    @Test
    void independentFramesSpeakForConvergence() {
        ConvergenceReport report = report(time -> 0.25);
        assertThat(report.reasons()).isEmpty();
        assertThat(report.converged()).isTrue();
        assertThat(report.lengthPs()).isEqualTo(200);
        assertThat(left(report).value()).isEqualTo(0.25, Offset.offset(0.02));
        assertThat(left(report).autocorrelationPs()).isEqualTo(0.5, Offset.offset(0.1));
        assertThat(left(report).worth()).isBetween(12800 / 4.0, 12800 * 4.0);
        assertThat(report.leastWorth())
                .isPositive()
                .isLessThanOrEqualTo(left(report).worth());
        assertThat(report.exchanges().pairs()).hasSize(1); // equal temperatures are no pair
        assertThat(report.text()).contains("300 K –30 %– 400 K, 100 round trips", "Nothing speaks against");
    }

    @Test
    void aDriftIsTold() {
        ConvergenceReport report = report(time -> time < 0.5 ? 0.2 : 0.3);
        assertThat(left(report).drift()).isEqualTo(0.1, Offset.offset(0.04));
        assertThat(report.converged()).isFalse();
        assertThat(report.reasons())
                .anyMatch(reason -> reason.contains("αL/C7ax of ALA 2 drifts"))
                .anyMatch(reason -> reason.startsWith("φ/ψ of ALA 2 differ"));
        assertThat(report.text()).contains("NOT CONVERGED");
    }
}
