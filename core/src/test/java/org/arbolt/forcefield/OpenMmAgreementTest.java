package org.arbolt.forcefield;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every term against OpenMM's Reference platform, from 300 K snapshots to clashing structures. */
class OpenMmAgreementTest {

  static Stream<OpenMmReference> pinned() {
    return Stream.of("openmm-alanine-dipeptide.bin", "openmm-benchmarks.bin", "openmm-residues.bin",
            "openmm-systems.bin")
        .flatMap(name -> OpenMmReference.read(name).stream());
  }

  @ParameterizedTest
  @MethodSource("pinned")
  void scalarReferenceAgreesToSixDigits(OpenMmReference reference) {
    requireAgreement(reference, BatchedPotential.reference(reference.parameters(), reference.cutoff()), 1e-6, 0, 1e-6);
  }

  @ParameterizedTest
  @MethodSource("pinned")
  void doubleKernelAgreesToSixDigits(OpenMmReference reference) {
    requireAgreement(reference, potential(reference, Precision.DOUBLE), 1e-6, 0, 1e-6);
  }

  @ParameterizedTest
  @MethodSource("pinned")
  void floatKernelAgreesToTwentyPartsInAMillionOrTenJoule(OpenMmReference reference) {
    requireAgreement(reference, potential(reference, Precision.FLOAT), 2e-5, 0.01, 1e-4);
  }

  private static Potential potential(OpenMmReference reference, Precision precision) {
    return BatchedPotential.vector(reference.parameters(), reference.cutoff(), precision);
  }

  /**
   * @param relative allowed error of a component, relative
   * @param absolute or this, kJ/mol
   * @param force allowed error of a force component, relative to the frame's largest
   */
  private static void requireAgreement(
      OpenMmReference reference, Potential potential, double relative, double absolute, double force) {
    Energies energies = potential.evaluate(reference.frames(), true);
    int width = 3 * reference.frames().atoms();
    for (int f = 0; f < reference.frames().count(); f++) {
      for (Component component : Component.values()) {
        double wanted = reference.components()[f * Component.COUNT + component.ordinal()];
        double error = Math.abs(energies.components()[f * Component.COUNT + component.ordinal()] - wanted);
        assertThat(error).as("%s of frame %d of %s, %s kJ/mol", component, f, reference, wanted)
            .isLessThanOrEqualTo(Math.max(relative * Math.abs(wanted), absolute));
      }
      double largest = 0;
      double worst = 0;
      for (int k = f * width; k < (f + 1) * width; k++) {
        largest = Math.max(largest, Math.abs(reference.forces()[k]));
        worst = Math.max(worst, Math.abs(energies.forces()[k] - reference.forces()[k]));
      }
      assertThat(worst).as("forces of frame %d of %s, largest %s", f, reference, largest)
          .isLessThanOrEqualTo(force * largest);
    }
  }
}
