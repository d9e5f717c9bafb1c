package org.arbolt.forcefield;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every term against OpenMM's Reference platform, from 300 K snapshots to clashing structures: all residues in their
 * forms, the benchmark systems, disulfides, and serialised Systems. Prints the worst errors it finds.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenMmAgreementTest {
    private final Map<String, Worst> found = new TreeMap<>();

    /** Largest errors of one implementation in one force field. */
    private static final class Worst {
        double relative; // of a component
        double absolute; // kJ/mol, of a component whose relative error exceeds what is allowed
        double force; // relative to the largest of its frame
        int frames;
    }

    static Stream<OpenMmReference> pinned() {
        return Stream.of(
                        "openmm-alanine-dipeptide.bin",
                        "openmm-benchmarks.bin",
                        "openmm-residues.bin",
                        "openmm-variants.bin",
                        "openmm-systems.bin")
                .flatMap(name -> OpenMmReference.read(name).stream());
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("pinned")
    void scalarReferenceAgreesToSixDigits(OpenMmReference reference) {
        Potential scalar = BatchedPotential.reference(reference.parameters(), reference.cutoff());
        requireAgreement("scalar", reference, scalar, 1e-6, 0, 1e-6);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("pinned")
    void doubleKernelAgreesToSixDigits(OpenMmReference reference) {
        requireAgreement("double", reference, potential(reference, EnergyPrecision.DOUBLE), 1e-6, 0, 1e-6);
    }

    @ParameterizedTest
    @MethodSource("pinned")
    void floatKernelAgreesToTwentyPartsInAMillionOrTenJoule(OpenMmReference reference) {
        requireAgreement("float", reference, potential(reference, EnergyPrecision.FLOAT), 2e-5, 0.01, 1e-4);
    }

    @AfterAll
    void printTheWorst() {
        found.forEach((name, worst) -> System.out.printf(
                Locale.ROOT,
                "agreement with OpenMM, %s: %d frames, energy of a term %.1e relative%s, force %.1e of the largest%n",
                name,
                worst.frames,
                worst.relative,
                worst.absolute > 0 ? String.format(Locale.ROOT, " or %.4f kJ/mol", worst.absolute) : "",
                worst.force));
    }

    private static Potential potential(OpenMmReference reference, EnergyPrecision precision) {
        return BatchedPotential.vector(reference.parameters(), reference.cutoff(), precision);
    }

    /**
     * @param relative allowed error of a component, relative
     * @param absolute or this, kJ/mol
     * @param force allowed error of a force component, relative to the frame's largest
     */
    private void requireAgreement(
            String kind,
            OpenMmReference reference,
            Potential potential,
            double relative,
            double absolute,
            double force) {
        Worst worst = found.computeIfAbsent(reference.family() + ", " + kind, name -> new Worst());
        Energies energies = potential.evaluate(reference.frames(), true);
        int width = 3 * reference.frames().atoms();
        for (int f = 0; f < reference.frames().count(); f++) {
            worst.frames++;
            for (EnergyComponent component : EnergyComponent.values()) {
                double wanted = reference.components()[f * EnergyComponent.COUNT + component.ordinal()];
                double error =
                        Math.abs(energies.components()[f * EnergyComponent.COUNT + component.ordinal()] - wanted);
                if (error <= relative * Math.abs(wanted)) {
                    worst.relative = Math.max(worst.relative, wanted == 0 ? 0 : error / Math.abs(wanted));
                } else {
                    worst.absolute = Math.max(worst.absolute, error);
                }
                assertThat(error)
                        .as("%s of frame %d of %s, %s kJ/mol", component, f, reference, wanted)
                        .isLessThanOrEqualTo(Math.max(relative * Math.abs(wanted), absolute));
            }
            double largest = 0;
            double off = 0;
            for (int k = f * width; k < (f + 1) * width; k++) {
                largest = Math.max(largest, Math.abs(reference.forces()[k]));
                off = Math.max(off, Math.abs(energies.forces()[k] - reference.forces()[k]));
            }
            worst.force = Math.max(worst.force, off / largest);
            assertThat(off)
                    .as("forces of frame %d of %s, largest %s", f, reference, largest)
                    .isLessThanOrEqualTo(force * largest);
        }
    }
}
