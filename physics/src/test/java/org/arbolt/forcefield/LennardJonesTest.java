package org.arbolt.forcefield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.arbolt.molecule.Topology;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * E = 4 ε [(σ/r)¹² − (σ/r)⁶], repulsion (24 ε/r) [2 (σ/r)¹² − (σ/r)⁶]; between unlike atoms σ is the arithmetic and ε
 * the geometric mean (Lorentz, Berthelot).
 */
class LennardJonesTest {
    /** σ = (0.3 + 0.4)/2 = 0.35 nm, ε = √(0.4·0.9) = 0.6 kJ/mol. */
    private static final FewAtoms PAIR = new FewAtoms(2).sigmas(0.3, 0.4).epsilons(0.4, 0.9);

    private record Point(double r, double energy, double repulsion) {}

    private static final Point[] POINTS = {
        new Point(0.3, 9.208735648615627, 489.3874917882465), // (7/6)^6 = 2.5216
        new Point(0.35, 0, 41.14285714285714), // r = σ: the repulsion is 24 ε/σ
        new Point(0.39286171690828054, -0.6, 0), // r = 2^(1/6) σ: −ε
        new Point(0.7, -0.0369140625, -0.3113839285714286) // r = 2σ: 2.4 (2^−12 − 2^−6)
    };

    static Stream<Arguments> points() {
        return Stream.of(EnergyKernel.values())
                .flatMap(kernel -> Stream.of(POINTS).map(point -> Arguments.of(kernel, point)));
    }

    private static double[] apart(double r) {
        return new double[] {0.1, 0.2, 0.3, 0.1, 0.2, 0.3 + r};
    }

    private static double[] along(double repulsion) {
        return new double[] {0, 0, -repulsion, 0, 0, repulsion};
    }

    @ParameterizedTest
    @MethodSource("points")
    void repulsionMinimumAndAttraction(EnergyKernel kernel, Point point) {
        kernel.require(PAIR, EnergyComponent.NONBONDED, apart(point.r), point.energy, along(point.repulsion));
    }

    /** Up to the cut-off nothing is shifted, beyond there is nothing. */
    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void aCutoffCutsAndDoesNotShift(EnergyKernel kernel) {
        Point far = POINTS[3];
        kernel.require(
                PAIR, new Cutoff(0.7001), EnergyComponent.NONBONDED, apart(far.r), far.energy, along(far.repulsion));
        kernel.require(PAIR, new Cutoff(0.6999), EnergyComponent.NONBONDED, apart(far.r), 0, new double[6]);
    }

    /** An exception has numbers of its own, whatever its atoms have, and knows no cut-off. */
    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void anExceptionStandsInForThePair(EnergyKernel kernel) {
        Point far = POINTS[3];
        FewAtoms halved = new FewAtoms(2).sigmas(0.3, 0.4).epsilons(0.4, 0.9).exception(0, 1, 0, 0.35, 0.3);
        for (Cutoff cutoff : new Cutoff[] {Cutoff.NONE, new Cutoff(0.5)}) {
            kernel.require(
                    halved, cutoff, EnergyComponent.NONBONDED, apart(far.r), far.energy / 2, along(far.repulsion / 2));
        }
        FewAtoms excluded = new FewAtoms(2).sigmas(0.3, 0.4).epsilons(0.4, 0.9).exception(0, 1, 0, 1, 0);
        kernel.require(excluded, EnergyComponent.NONBONDED, apart(0.05), 0, new double[6]);
    }

    /** Atoms at 0, σ and 3σ on a line: pairs at σ (0), 2σ and 3σ: 4·0.5·[(2^−12 − 2^−6) + (3^−12 − 3^−6)]. */
    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void pairsAddUp(EnergyKernel kernel) {
        FewAtoms three = new FewAtoms(3).sigmas(0.3, 0.3, 0.3).epsilons(0.5, 0.5, 0.5);
        double one = 24 * 0.5 / 0.3; // at σ
        double two = 24 * 0.5 / 0.6 * (2 * Math.pow(2, -12) - Math.pow(2, -6));
        double all = 24 * 0.5 / 0.9 * (2 * Math.pow(3, -12) - Math.pow(3, -6));
        kernel.require(
                three,
                EnergyComponent.NONBONDED,
                new double[] {0, 0, 0, 0.3, 0, 0, 0.9, 0, 0},
                2 * (Math.pow(2, -12) - Math.pow(2, -6) + Math.pow(3, -12) - Math.pow(3, -6)),
                new double[] {-one - all, 0, 0, one - two, 0, 0, two + all, 0, 0});
    }

    /** Amber halves ε and divides q q' by 1.2 between atoms three bonds apart (Cornell et al. 1995, below eq. 1). */
    @Test
    void amberScalesPairsThreeBondsApartAndLeavesOutNearerOnes() {
        Topology topology = Peptide.topology("Ace-A-Nme");
        Connectivity bonds = new Connectivity(topology);
        SystemParameters.Nonbonded n =
                ForceField.named("amber99sbildn-obc").assign(topology).nonbonded();
        for (int e = 0; e < n.exceptionCharge().length; e++) {
            int i = n.exceptionAtoms()[2 * e];
            int j = n.exceptionAtoms()[2 * e + 1];
            boolean scaled = bonds.separation(i, j) == 3;
            double charges = scaled ? n.charge()[i] * n.charge()[j] / 1.2 : 0;
            double epsilon = scaled ? 0.5 * Math.sqrt(n.epsilon()[i] * n.epsilon()[j]) : 0;
            assertThat(n.exceptionCharge()[e]).as("atoms %d and %d", i, j).isCloseTo(charges, within(1e-6));
            assertThat(n.exceptionEpsilon()[e]).as("atoms %d and %d", i, j).isCloseTo(epsilon, within(1e-12));
        }
    }
}
