package org.arbolt.forcefield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The polar energy alone: E = −½ τ Σ_ij q_i q_j/f_ij with f² = r² + B_i B_j exp(−r²/(4 B_i B_j)) (Still et al., J. Am.
 * Chem. Soc. 112, 6127 (1990), eq. 4 and 5), τ = K (1/ε_in − 1/ε_out), and Born radii 1/B = 1/ρ̃ − tanh(αψ − βψ² +
 * γψ³)/ρ, ψ = ρ̃ I, ρ̃ = ρ − 0.009 nm (Onufriev, Bashford, Case, Proteins 55, 383 (2004), eq. 6). I is the integral of
 * 1/r⁴ over 4π, over the part of the other atom's descreening sphere, radius s = scale · ρ̃', that is outside ρ̃
 * (Hawkins, Cramer, Truhlar, J. Phys. Chem. 100, 19824 (1996)).
 *
 * <p>The numbers were found from these formulas with 30 digits, I by quadrature over spherical shells: the share of the
 * shell at distance t that lies in a sphere at distance r is (s² − (t − r)²)/(4 r t). Forces are the numerical
 * derivatives by r.
 */
class GeneralisedBornTest {
    private static final GbModel OBC1 = GbModel.CUSTOM_OBC1.withoutSurface();
    private static final GbModel OBC2 = GbModel.CUSTOM_OBC2.withoutSurface();
    private static final GbModel NATIVE = GbModel.NATIVE_OBC2.withoutSurface();

    /**
     * A pair's numbers: Born radii, nm; energy of charges 0.5 and −0.4, kJ/mol; its push on the second atom, kJ/mol/nm.
     */
    private record Pair(
            GbModel model, boolean engulfed, double r, double born0, double born1, double energy, double push) {

        /** Radii 0.17 and 0.15 nm; or 0.12 and 0.3 nm, the one inside the other's descreening sphere. */
        FewAtoms molecule(double charge0, double charge1) {
            FewAtoms pair = new FewAtoms(2).solvent(model, charge0, charge1);
            return engulfed
                    ? pair.radii(0.12, 0.30).scales(0.85, 0.9)
                    : pair.radii(0.17, 0.15).scales(0.72, 0.85);
        }
    }

    private static final Pair[] PAIRS = {
        // spheres apart: I is s/(r² − s²)/2 − ln((r + s)/(r − s))/4r
        new Pair(OBC1, false, 0.4, 0.1614942162808573, 0.1413376180231486, -116.0574841565201, 163.4070703476507),
        new Pair(OBC2, false, 0.4, 0.1616162507215872, 0.1414212037723148, -115.9344636801924, 164.6498413019765),
        new Pair(NATIVE, false, 0.4, 0.1616162507215872, 0.1414212037723148, -115.9306198360564, 164.6443822839512),
        // each sphere reaches into the other atom
        new Pair(OBC1, false, 0.2, 0.1655178629886081, 0.1454397088455337, -62.99671608469164, 362.6306104683922),
        new Pair(OBC2, false, 0.2, 0.1665275976152499, 0.1464176765825003, -62.16412289365365, 362.3634903865477),
        new Pair(NATIVE, false, 0.2, 0.1665275976152499, 0.1464176765825003, -62.16206182232362, 362.3514761094001),
        // r + ρ̃ < s: the small atom inside the large one's sphere. OpenMM's CustomGBForce leaves out the full shells
        // up
        // to s − r, its GBSAOBCForce counts them; and r + s' < ρ̃': the small atom's sphere takes nothing from the
        // large
        new Pair(OBC1, true, 0.08, 0.1270557428839265, 0.291, -38.48705317961204, -10.04739316802129),
        new Pair(OBC2, true, 0.08, 0.1296413359679161, 0.291, -36.98586522192076, -30.27685235855857),
        new Pair(NATIVE, true, 0.08, 0.4293948546891185, 0.291, -1.483710078049203, 50.09494679283972),
    };

    static Stream<Arguments> pairs() {
        return Stream.of(EnergyKernel.values())
                .flatMap(kernel -> Stream.of(PAIRS).map(pair -> Arguments.of(kernel, pair)));
    }

    private static double[] apart(double r) {
        return new double[] {0.1, -0.2, 0.3, 0.1, -0.2 + r, 0.3};
    }

    private static double[] along(double push) {
        return new double[] {0, -push, 0, 0, push, 0};
    }

    /** Born's ion: E = −½ τ q²/B, B = ρ̃ = 0.161 nm where nothing descreens. */
    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void aLoneIonHasBornsEnergy(EnergyKernel kernel) {
        double[] origin = new double[3];
        FewAtoms ion = new FewAtoms(1).radii(0.17).scales(0.8);
        kernel.require(ion.solvent(OBC2, 1), EnergyComponent.GB, origin, -425.9801435099102, new double[3]);
        kernel.require(ion.solvent(OBC1, -1), EnergyComponent.GB, origin, -425.9801435099102, new double[3]);
        kernel.require(ion.solvent(NATIVE, 1), EnergyComponent.GB, origin, -425.9660200023293, new double[3]);
    }

    /** A charge beside a neutral atom shows its own Born radius: B = −½ τ q²/E. */
    @ParameterizedTest
    @MethodSource("pairs")
    void bornRadii(EnergyKernel kernel, Pair pair) {
        double half = 0.5 * pair.model.strength();
        kernel.requireEnergy(
                kernel.evaluate(pair.molecule(1, 0), Cutoff.NONE, apart(pair.r)),
                EnergyComponent.GB,
                -half / pair.born0);
        kernel.requireEnergy(
                kernel.evaluate(pair.molecule(0, 1), Cutoff.NONE, apart(pair.r)),
                EnergyComponent.GB,
                -half / pair.born1);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void energyAndForceOfTwoCharges(EnergyKernel kernel, Pair pair) {
        kernel.require(pair.molecule(0.5, -0.4), EnergyComponent.GB, apart(pair.r), pair.energy, along(pair.push));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void chargesOfZeroHaveNoPolarEnergy(EnergyKernel kernel, Pair pair) {
        kernel.require(pair.molecule(0, 0), EnergyComponent.GB, apart(pair.r), 0, new double[6]);
    }

    /**
     * Beyond a cut-off the atoms neither interact nor descreen each other: two lone ions, −½ τ (0.25/0.161 +
     * 0.16/0.141). Within, the pair's 1/f is shifted by 1/r_c: with r_c = 1, −τ q q' (−1) = −0.2 τ is added.
     */
    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void aCutoffEndsDescreeningAndShiftsThePair(EnergyKernel kernel) {
        Pair pair = PAIRS[1];
        FewAtoms molecule = pair.molecule(0.5, -0.4);
        double tau = OBC2.strength();
        kernel.require(
                molecule,
                new Cutoff(0.39),
                EnergyComponent.GB,
                apart(0.4),
                -0.5 * tau * (0.25 / 0.161 + 0.16 / 0.141),
                new double[6]);
        kernel.require(
                molecule, new Cutoff(1), EnergyComponent.GB, apart(0.4), pair.energy - 0.2 * tau, along(pair.push));
    }

    /** Far apart the solvent screens: what remains besides the ions' own energies is −τ q q'/r. */
    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void farApartThePairIsScreenedCoulomb(EnergyKernel kernel) {
        double tau = OBC2.strength();
        double r = 1000; // descreening falls as 1/r⁴: 1e-15 of a radius
        FewAtoms molecule =
                new FewAtoms(2).solvent(OBC2, 1, 1).radii(0.17, 0.17).scales(0.8, 0.8);
        kernel.require(molecule, EnergyComponent.GB, apart(r), -tau / 0.161 - tau / r, along(-tau / (r * r)));
    }

    /** OBC's two sets of coefficients, Onufriev, Bashford, Case 2004, p. 387; τ = K (1 − 1/ε). */
    @Test
    void modelsHaveTheirPublishedCoefficients() {
        assertThat(new double[] {OBC1.alpha(), OBC1.beta(), OBC1.gamma()}).containsExactly(0.8, 0, 2.909125);
        for (GbModel model : new GbModel[] {OBC2, NATIVE}) {
            assertThat(new double[] {model.alpha(), model.beta(), model.gamma()})
                    .containsExactly(1, 0.8, 4.85);
        }
        assertThat(OBC1.strength()).isCloseTo(137.1656062101911, within(1e-10));
        assertThat(NATIVE.strength()).isCloseTo(137.16105844075, within(1e-10));
    }
}
