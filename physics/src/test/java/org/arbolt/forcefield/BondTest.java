package org.arbolt.forcefield;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * E = ½ k (r − r0)²; the force on the first atom is −k (r − r0) (x1 − x2)/r (Cornell et al. 1995, eq. 1, with k twice
 * as large).
 */
class BondTest {
    private static final FewAtoms MOLECULE = new FewAtoms(2).bond(0.12, 2000);

    /** r = 0.15, r − r0 = 0.03: E = ½·2000·0.0009 = 0.9; the force k (r − r0) = 60 pulls along (1, 2, 2)/3. */
    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void aStretchedBondPulls(EnergyKernel kernel) {
        kernel.require(MOLECULE, EnergyComponent.BOND, new double[] {0.2, -0.1, 0.3, 0.25, 0, 0.4}, 0.9, new double[] {
            20, 40, 40, -20, -40, -40
        });
    }

    /** r = 0.09, r − r0 = −0.03: the same energy, the opposite force. */
    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void aShortBondPushes(EnergyKernel kernel) {
        kernel.require(MOLECULE, EnergyComponent.BOND, new double[] {0, 0, 0, 0.03, 0.06, 0.06}, 0.9, new double[] {
            -20, -40, -40, 20, 40, 40
        });
    }

    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void aBondOfItsLengthHasNeitherEnergyNorForce(EnergyKernel kernel) {
        kernel.require(MOLECULE, EnergyComponent.BOND, new double[] {0, 0, 0, 0, 0.12, 0}, 0, new double[6]);
    }

    /** Non-bonded cut-offs do not reach bonds: r = 2.12, E = ½·2000·4. */
    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void aBondKnowsNoCutoff(EnergyKernel kernel) {
        kernel.require(
                MOLECULE, new Cutoff(1), EnergyComponent.BOND, new double[] {0, 0, 0, 0, 0, 2.12}, 4000, new double[] {
                    0, 0, 4000, 0, 0, -4000
                });
    }
}
