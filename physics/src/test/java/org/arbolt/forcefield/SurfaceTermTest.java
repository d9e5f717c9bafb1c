package org.arbolt.forcefield;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The surface term alone, of atoms without charge: E = Σ s (ρ + 0.14 nm)² (ρ/B)⁶ with s = 28.3919551 kJ/mol/nm²
 * (Schaefer, Bartels, Karplus, J. Mol. Biol. 284, 835 (1998), as OpenMM has it). Numbers of pairs were found as in
 * {@link GeneralisedBornTest}.
 */
class SurfaceTermTest {
    private record Pair(GbModel model, boolean engulfed, double r, double energy, double push) {}

    private static final Pair[] PAIRS = {
        new Pair(GbModel.CUSTOM_OBC1, false, 0.4, 7.124401630244314, -1.241141995051231),
        new Pair(GbModel.CUSTOM_OBC2, false, 0.4, 7.095532156683228, -1.537076715138346),
        new Pair(GbModel.NATIVE_OBC2, false, 0.2, 5.848561950568978, -5.369150901108884),
        new Pair(GbModel.CUSTOM_OBC1, false, 0.2, 6.076593459902333, -4.702081142048579),
        new Pair(GbModel.CUSTOM_OBC2, true, 0.08, 7.806050385270253, 21.75259484677943),
        new Pair(GbModel.NATIVE_OBC2, true, 0.08, 6.59979454371767, -0.02474282306599957),
    };

    static Stream<Arguments> pairs() {
        return Stream.of(EnergyKernel.values())
                .flatMap(kernel -> Stream.of(PAIRS).map(pair -> Arguments.of(kernel, pair)));
    }

    /** 28.3919551 · 0.31² · (0.17/0.161)⁶. */
    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void aLoneAtomShowsAllOfItsSurface(EnergyKernel kernel) {
        FewAtoms atom =
                new FewAtoms(1).solvent(GbModel.CUSTOM_OBC2, 0).radii(0.17).scales(0.8);
        kernel.require(atom, EnergyComponent.GB, new double[3], 3.781437783441318, new double[3]);
    }

    /** What descreens also covers: neutral atoms attract each other. */
    @ParameterizedTest
    @MethodSource("pairs")
    void energyAndForceOfTwoNeutralAtoms(EnergyKernel kernel, Pair pair) {
        FewAtoms molecule = new FewAtoms(2).solvent(pair.model, 0, 0);
        molecule = pair.engulfed
                ? molecule.radii(0.12, 0.30).scales(0.85, 0.9)
                : molecule.radii(0.17, 0.15).scales(0.72, 0.85);
        kernel.require(
                molecule,
                EnergyComponent.GB,
                new double[] {0.1, 0.2, 0.3, 0.1, 0.2, 0.3 + pair.r},
                pair.energy,
                new double[] {0, 0, -pair.push, 0, 0, pair.push});
    }

    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void aModelWithoutItHasNone(EnergyKernel kernel) {
        FewAtoms atom = new FewAtoms(1).solvent(GbModel.CUSTOM_OBC2.withoutSurface(), 0);
        kernel.require(atom, EnergyComponent.GB, new double[3], 0, new double[3]);
    }
}
