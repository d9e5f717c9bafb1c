package org.arbolt.forcefield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.arbolt.molecule.Frames;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Batches of 1 to 33 frames, which fill no tile, some and one more, of two atoms with a bond and charges in solvent.
 */
class TileEdgesTest {
    private static final double K = 138.93545764438198;
    private static final FewAtoms MOLECULE = new FewAtoms(2)
            .bond(0.3, 1000)
            .charges(1, -1)
            .solvent(GbModel.CUSTOM_OBC2.withoutSurface(), 1, 0)
            .radii(0.15, 0.15);

    private static double distance(int frame) {
        return 0.25 + 0.01 * frame;
    }

    /**
     * ½·1000·(r − 0.3)², −K/r and, as nothing descreens, −½ τ/0.141; the second atom is pulled by 1000 (r − 0.3) +
     * K/r².
     */
    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void everyFrameOfEveryBatchHasItsOwnEnergyAndForce(EnergyKernel kernel) {
        Potential potential = kernel.potential(MOLECULE.parameters(), Cutoff.NONE);
        for (int count = 1; count <= 33; count++) {
            Frames frames = Frames.allocate(count, 2);
            for (int f = 0; f < count; f++) {
                frames.xyz()[6 * f + 4] = distance(f);
            }
            Energies found = potential.evaluate(frames, true);
            assertThat(found.total()).hasSize(count);
            for (int f = 0; f < count; f++) {
                double r = distance(f);
                double stretch = r - 0.3;
                double[] wanted = {500 * stretch * stretch, 0, 0, -K / r, -0.5 * GbModel.CUSTOM_OBC2.strength() / 0.141
                };
                double pull = 1000 * stretch + K / (r * r);
                for (int c = 0; c < wanted.length; c++) {
                    assertThat(found.components()[f * EnergyComponent.COUNT + c])
                            .as("%s, frame %d of %d", EnergyComponent.values()[c], f, count)
                            .isCloseTo(wanted[c], within(kernel.tolerance * Math.max(1, Math.abs(wanted[c]))));
                }
                double[] forces = java.util.Arrays.copyOfRange(found.forces(), 6 * f, 6 * f + 6);
                assertThat(forces)
                        .as("frame %d of %d", f, count)
                        .containsExactly(
                                new double[] {0, pull, 0, 0, -pull, 0}, within(kernel.tolerance * Math.abs(pull)));
            }
        }
    }
}
