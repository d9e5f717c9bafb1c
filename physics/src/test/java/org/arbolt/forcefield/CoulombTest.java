package org.arbolt.forcefield;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** E = K q q'/r with K = 138.93545764438198 kJ/mol nm/e², and what a cut-off makes of it. */
class CoulombTest {
    private static final double K = 138.93545764438198;
    private static final FewAtoms PAIR = new FewAtoms(2).charges(0.5, -0.4);

    private static double[] apart(double r) {
        return new double[] {0.1, 0.2, 0.3, 0.1 + r, 0.2, 0.3};
    }

    /** @param attraction of the first atom by the second, kJ/mol/nm */
    private static double[] along(double attraction) {
        return new double[] {attraction, 0, 0, -attraction, 0, 0};
    }

    /** r = 0.25: −0.2 K/0.25 and 0.2 K/0.0625. */
    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void oppositeChargesAttract(EnergyKernel kernel) {
        kernel.require(PAIR, EnergyComponent.NONBONDED, apart(0.25), -111.1483661155056, along(444.5934644620223));
    }

    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void chargesOfZeroDoNothing(EnergyKernel kernel) {
        kernel.require(new FewAtoms(2), EnergyComponent.NONBONDED, apart(0.25), 0, new double[6]);
        kernel.require(new FewAtoms(2).charges(0, 1), EnergyComponent.NONBONDED, apart(0.25), 0, new double[6]);
    }

    /** Shifted by 1/r_c: at r = 0.25, r_c = 1, −0.2 K (4 − 1); the force is the plain one. */
    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void aCutoffShiftsTheEnergyOnly(EnergyKernel kernel) {
        kernel.require(
                PAIR,
                new Cutoff(1),
                EnergyComponent.NONBONDED,
                apart(0.25),
                -83.36127458662919,
                along(444.5934644620223));
    }

    /** So the energy goes to 0 at the cut-off, the force to 0.2 K/r_c², and there is neither beyond. */
    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void atTheCutoffTheEnergyEnds(EnergyKernel kernel) {
        double r = 1 - 1e-4;
        kernel.require(
                PAIR,
                new Cutoff(1),
                EnergyComponent.NONBONDED,
                apart(r),
                -0.2 * K * (1 / r - 1),
                along(0.2 * K / (r * r)));
        kernel.require(PAIR, new Cutoff(1), EnergyComponent.NONBONDED, apart(1 + 1e-4), 0, new double[6]);
    }

    /**
     * Tironi, Sperb, Smith, van Gunsteren, J. Chem. Phys. 102, 5451 (1995): K q q' (1/r + k r² − c), k = (ε − 1)/(2ε +
     * 1)/r_c³, c = 3ε/(2ε + 1)/r_c. With ε = 78.3 and r_c = 1, k = 77.3/157.6 and c = 234.9/157.6; at r = 0.25, −0.2 K
     * (4 + 0.0306551 − 1.4904822) and 0.2 K (16 − 0.2452411).
     */
    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void aReactionFieldAddsItsSquare(EnergyKernel kernel) {
        kernel.require(
                PAIR,
                new Cutoff(1, 78.3),
                EnergyComponent.NONBONDED,
                apart(0.25),
                -70.58401704073286,
                along(437.778927104211));
    }

    /** At the cut-off a reaction field leaves no energy, and of the force 1 − 2k = 3/(2ε + 1). */
    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void atTheCutoffOfAReactionFieldBothEnd(EnergyKernel kernel) {
        double r = 1 - 1e-5;
        double k = 77.3 / 157.6;
        kernel.require(
                PAIR,
                new Cutoff(1, 78.3),
                EnergyComponent.NONBONDED,
                apart(r),
                -0.2 * K * (1 / r + k * r * r - 234.9 / 157.6),
                along(0.2 * K * (1 / (r * r) - 2 * k * r)));
        kernel.require(PAIR, new Cutoff(1, 78.3), EnergyComponent.NONBONDED, apart(1 + 1e-5), 0, new double[6]);
    }

    /** An exception is a plain Coulomb term: no cut-off, no shift, no reaction field. */
    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void anExceptionKnowsNoCutoff(EnergyKernel kernel) {
        FewAtoms scaled = new FewAtoms(2).charges(0.5, -0.4).exception(0, 1, -0.2 / 1.2, 0.3, 0);
        for (Cutoff cutoff : new Cutoff[] {Cutoff.NONE, new Cutoff(1), new Cutoff(0.2), new Cutoff(1, 78.3)}) {
            kernel.require(
                    scaled,
                    cutoff,
                    EnergyComponent.NONBONDED,
                    apart(0.25),
                    -111.1483661155056 / 1.2,
                    along(444.5934644620223 / 1.2));
        }
    }

    /**
     * Charges 1, −1, 2, −1, 1 on a line, 0.5 nm apart. Products at 0.5: −1, −2, −2, −1; at 1: 2, 1, 2; at 1.5: −1, −1;
     * at 2: 1.
     */
    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void pairsAddUp(EnergyKernel kernel) {
        Energies found = kernel.evaluate(
                new FewAtoms(5).charges(1, -1, 2, -1, 1), Cutoff.NONE, 0, 0, 0, 0.5, 0, 0, 1, 0, 0, 1.5, 0, 0, 2, 0, 0);
        kernel.requireEnergy(found, EnergyComponent.NONBONDED, K * (-6 / 0.5 + 5 / 1.0 - 2 / 1.5 + 1 / 2.0));
    }
}
