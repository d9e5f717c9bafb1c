package org.arbolt.forcefield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.arbolt.molecule.Frames;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for any potential energy of a free molecule, and for any way of cutting a batch into tiles. */
class EnergyLawsTest {
    private static final OpenMmReference DIPEPTIDE =
            OpenMmReference.read("openmm-alanine-dipeptide.bin").get(0);
    private static final Frames FRAMES = DIPEPTIDE.frames().slice(0, 100); // 300 K
    private static final int WIDTH = 3 * FRAMES.atoms();

    private static Potential potential(EnergyPrecision precision) {
        return BatchedPotential.vector(DIPEPTIDE.parameters(), Cutoff.NONE, precision);
    }

    /** In every force field, without a cut-off, with two and with a reaction field. */
    @ParameterizedTest
    @EnumSource(ForceField.class)
    void forcesAreMinusTheGradientInEveryForceField(ForceField forceField) {
        SystemParameters parameters = forceField.assign(DIPEPTIDE.topology());
        for (Cutoff cutoff : new Cutoff[] {Cutoff.NONE, new Cutoff(0.6), new Cutoff(2), new Cutoff(0.7, 78.3)}) {
            requireGradient(BatchedPotential.vector(parameters, cutoff, EnergyPrecision.DOUBLE));
            requireGradient(BatchedPotential.reference(parameters, cutoff));
        }
    }

    /** Central differences over 2e-6 nm: rounding 1e-13 of the energy over that is 1e-5 kJ/mol/nm, curvature less. */
    private static void requireGradient(Potential potential) {
        double h = 1e-6;
        Frames frame = FRAMES.slice(3, 4);
        double[] forces = potential.evaluate(frame, true).forces();
        double[] shifted = new double[2 * WIDTH * WIDTH];
        for (int k = 0; k < 2 * WIDTH; k++) {
            System.arraycopy(frame.xyz(), 0, shifted, k * WIDTH, WIDTH);
            shifted[k * WIDTH + k / 2] += k % 2 == 0 ? h : -h;
        }
        double[] energies =
                potential.evaluate(new Frames(frame.atoms(), shifted), false).total();
        for (int k = 0; k < WIDTH; k++) {
            assertThat(forces[k])
                    .as("coordinate %d", k)
                    .isCloseTo(
                            (energies[2 * k + 1] - energies[2 * k]) / (2 * h),
                            within(1e-2 + 1e-5 * Math.abs(forces[k])));
        }
    }

    @ParameterizedTest
    @EnumSource(EnergyPrecision.class)
    void forcesAndTorquesAddUpToNothing(EnergyPrecision precision) {
        Energies energies = potential(precision).evaluate(FRAMES, true);
        double allowed = precision == EnergyPrecision.DOUBLE ? 1e-8 : 0.05; // kJ/mol/nm, of forces up to 1e4
        for (int f = 0; f < FRAMES.count(); f++) {
            double[] sum = new double[6];
            for (int a = 0; a < FRAMES.atoms(); a++) {
                for (int axis = 0; axis < 3; axis++) {
                    int y = (axis + 1) % 3;
                    int z = (axis + 2) % 3;
                    int at = f * WIDTH + 3 * a;
                    sum[axis] += energies.forces()[at + axis];
                    sum[3 + axis] += FRAMES.get(f, a, y) * energies.forces()[at + z];
                    sum[3 + axis] -= FRAMES.get(f, a, z) * energies.forces()[at + y];
                }
            }
            assertThat(sum).containsExactly(new double[6], within(allowed));
        }
    }

    @ParameterizedTest
    @EnumSource(EnergyPrecision.class)
    void energiesDoNotDependOnPlaceAndDirection(EnergyPrecision precision) {
        double[] moved = new double[FRAMES.xyz().length];
        double c = Math.cos(1.1);
        double s = Math.sin(1.1);
        for (int k = 0; k < moved.length; k += 3) {
            moved[k] = c * FRAMES.xyz()[k] - s * FRAMES.xyz()[k + 1] + 500;
            moved[k + 1] = s * FRAMES.xyz()[k] + c * FRAMES.xyz()[k + 1] - 300;
            moved[k + 2] = FRAMES.xyz()[k + 2] + 1;
        }
        double[] here = potential(precision).evaluate(FRAMES, false).total();
        double[] there = potential(precision)
                .evaluate(new Frames(FRAMES.atoms(), moved), false)
                .total();
        assertThat(there).containsExactly(here, within(precision == EnergyPrecision.DOUBLE ? 1e-7 : 0.01));
    }

    @ParameterizedTest
    @EnumSource(EnergyPrecision.class)
    void aFrameHasTheSameEnergyInAnyBatch(EnergyPrecision precision) {
        Potential potential = potential(precision);
        Energies all = potential.evaluate(FRAMES, true);
        int lanes = potential.newKernel().lanes();
        for (int count : new int[] {0, 1, lanes - 1, lanes, lanes + 1, 2 * lanes + 1, 99}) {
            Energies some = potential.evaluate(FRAMES.slice(100 - count, 100), true);
            assertThat(some.total()).containsExactly(last(all.total(), count));
            assertThat(some.components()).containsExactly(last(all.components(), count * EnergyComponent.COUNT));
            assertThat(some.forces()).containsExactly(last(all.forces(), count * WIDTH));
        }
    }

    private static double[] last(double[] values, int count) {
        return java.util.Arrays.copyOfRange(values, values.length - count, values.length);
    }

    @Tag("slow")
    @Test
    void theNumberOfThreadsDoesNotShow() {
        Frames many =
                FRAMES.select(IntStream.range(0, 3000).map(i -> i * 7 % 100).toArray());
        Potential potential = potential(EnergyPrecision.FLOAT);
        double[] here = potential.evaluate(many, false).total();
        try (ForkJoinPool one = new ForkJoinPool(1);
                ForkJoinPool five = new ForkJoinPool(5)) {
            assertThat(one.submit(() -> potential.evaluate(many, false).total()).join())
                    .containsExactly(here);
            assertThat(five.submit(() -> potential.evaluate(many, false).total())
                            .join())
                    .containsExactly(here);
            assertThat(five.submit(() -> potential.energies(many)).join()).containsExactly(here);
        }
    }

    @ParameterizedTest
    @EnumSource(EnergyPrecision.class)
    void totalsAreSumsOfComponentsAndForcesChangeNoEnergy(EnergyPrecision precision) {
        Energies plain = potential(precision).evaluate(FRAMES, false);
        Energies withForces = potential(precision).evaluate(FRAMES, true);
        assertThat(plain.forces()).isNull();
        assertThat(plain.components()).containsExactly(withForces.components());
        assertThat(potential(precision).energies(FRAMES)).containsExactly(plain.total());
        for (int f = 0; f < FRAMES.count(); f++) {
            double sum = 0;
            for (int c = 0; c < EnergyComponent.COUNT; c++) {
                sum += plain.components()[f * EnergyComponent.COUNT + c];
            }
            assertThat(plain.total()[f]).isEqualTo(sum);
        }
    }

    @ParameterizedTest
    @EnumSource(EnergyPrecision.class)
    void aBrokenFrameIsReportedAndHarmsNoNeighbour(EnergyPrecision precision) {
        double[] xyz = FRAMES.xyz().clone();
        xyz[WIDTH + 5] = Double.NaN;
        xyz[2 * WIDTH + 7] = Double.POSITIVE_INFINITY;
        java.util.Arrays.fill(xyz, 3 * WIDTH, 4 * WIDTH, 0.25); // all atoms in one place
        double[] sound = potential(precision).evaluate(FRAMES, false).total();
        double[] energies = potential(precision)
                .evaluate(new Frames(FRAMES.atoms(), xyz), false)
                .total();
        assertThat(energies[1]).isNaN();
        assertThat(Double.isFinite(energies[2])).isFalse();
        assertThat(energies[3])
                .satisfiesAnyOf(e -> assertThat(e).isNaN(), e -> assertThat(e).isGreaterThan(1e20));
        for (int f = 4; f < FRAMES.count(); f++) {
            assertThat(energies[f]).isEqualTo(sound[f]);
        }
    }

    /**
     * In a process of its own, as dynamics is: what else a virtual machine has run decides what its compiler inlines.
     */
    @Tag("slow")
    @ParameterizedTest
    @EnumSource(EnergyPrecision.class)
    void kernelsAllocateNothingOnceCompiled(EnergyPrecision precision) throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                KernelAllocation.class.getName(),
                precision.name());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).isZero();
        assertThat(Long.parseLong(told)).as("bytes per call").isLessThanOrEqualTo(100);
    }
}
