package org.arbolt.forcefield;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * E = k (1 + cos(n φ − φ0)) (Cornell et al. 1995, eq. 1). The axis from atom 1 to atom 2 is z, atom 0 stands at azimuth
 * 0 and atom 3 at φ, which is IUPAC's sign. An end atom at distance ρ from the axis feels ±E'(φ)/ρ around it; what the
 * two atoms on the axis feel follows from no net force and no net torque: that at height L feels −(z0 F0 + z3 F3)/L.
 */
class TorsionTest {
    private static final double AXIS = 0.15; // L, nm
    private static final double HALF_ROOT_3 = 0.8660254037844386;

    /** Where the ends stand: their distances from the axis and heights above atom 1, nm. */
    private record Ends(double rho0, double z0, double rho3, double z3) {

        double[] positions(double phi) {
            return new double[] {
                rho0, 0, z0, 0, 0, 0, 0, 0, AXIS, rho3 * Math.cos(phi), rho3 * Math.sin(phi), z3,
            };
        }

        /** Forces where the energy's slope is {@code slope}, kJ/mol/rad. */
        double[] forces(double phi, double slope) {
            double y0 = slope / rho0;
            double x3 = slope / rho3 * Math.sin(phi);
            double y3 = -slope / rho3 * Math.cos(phi);
            double x2 = -z3 * x3 / AXIS;
            double y2 = -(z0 * y0 + z3 * y3) / AXIS;
            return new double[] {0, y0, 0, -x2 - x3, -y0 - y2 - y3, 0, x2, y2, 0, x3, y3, 0};
        }
    }

    /** A chain with bond angles of about 110°. */
    private static final Ends CHAIN = new Ends(0.1, -0.04, 0.12, 0.2);

    /**
     * φ = 90°, n = 1: E = 2 (1 + cos 90°) = 2, E' = −2; at right angles to the axis each end's force has one partner.
     */
    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void aQuarterTurnGoesOnToTrans(EnergyKernel kernel) {
        kernel.require(
                new FewAtoms(4).torsion(1, 0, 2),
                EnergyComponent.TORSION,
                new double[] {0.1, 0, 0, 0, 0, 0, 0, 0, AXIS, 0, 0.2, AXIS},
                2,
                new double[] {0, -20, 0, 0, 20, 0, 10, 0, 0, -10, 0, 0});
    }

    static Stream<Arguments> turns() {
        return Stream.of(EnergyKernel.values())
                .flatMap(kernel -> Stream.of(-180.0, -179.9, -120.0, -60.0, 0.0, 0.1, 60.0, 90.0, 135.0, 180.0)
                        .map(degrees -> Arguments.of(kernel, degrees)));
    }

    /** At 0 and ±180° too, where a formula through arccos φ would divide by zero. */
    @ParameterizedTest
    @MethodSource("turns")
    void everyPeriodicityAndPhase(EnergyKernel kernel, double degrees) {
        double phi = Math.toRadians(degrees);
        for (int n = 1; n <= 6; n++) {
            for (double phase : new double[] {0, Math.PI, 0.4}) {
                kernel.require(
                        new FewAtoms(4).torsion(n, phase, 3),
                        EnergyComponent.TORSION,
                        CHAIN.positions(phi),
                        3 * (1 + Math.cos(n * phi - phase)),
                        CHAIN.forces(phi, -3 * n * Math.sin(n * phi - phase)));
            }
        }
    }

    /** φ = 60°: 0.6 (1 + cos 180°) + 1.4 (1 + cos(120° − 180°)) = 0 + 2.1; slopes −1.8 sin 180° and −2.8 sin(−60°). */
    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void torsionsOfTheSameAtomsAddUp(EnergyKernel kernel) {
        kernel.require(
                new FewAtoms(4).torsion(3, 0, 0.6).torsion(2, Math.PI, 1.4),
                EnergyComponent.TORSION,
                CHAIN.positions(Math.PI / 3),
                2.1,
                CHAIN.forces(Math.PI / 3, 2.8 * HALF_ROOT_3));
    }

    /**
     * An improper torsion is the same formula with the central atom third, n = 2, φ0 = 180°: bonds of 0.1 nm at 120° to
     * the axis, in the plane at φ = 180°. There both energy and force are 0; at φ = 150°, E = k (1 + cos 120°) = k/2
     * and E' = −2 k sin 120° = −√3 k.
     */
    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void anImproperTorsionKeepsTheCentralAtomInThePlane(EnergyKernel kernel) {
        Ends bonds = new Ends(0.1 * HALF_ROOT_3, AXIS + 0.05, 0.1 * HALF_ROOT_3, AXIS + 0.05);
        FewAtoms molecule = new FewAtoms(4).torsion(2, Math.PI, 4.6);
        kernel.require(molecule, EnergyComponent.TORSION, bonds.positions(Math.PI), 0, new double[12]);
        double phi = Math.toRadians(150);
        kernel.require(
                molecule,
                EnergyComponent.TORSION,
                bonds.positions(phi),
                2.3,
                bonds.forces(phi, -4.6 * 2 * HALF_ROOT_3));
    }
}
