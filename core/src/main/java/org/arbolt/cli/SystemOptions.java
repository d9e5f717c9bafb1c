package org.arbolt.cli;

import java.nio.file.Path;
import org.arbolt.experiment.MolecularSystem;
import picocli.CommandLine.Option;

/** What is simulated, beside the peptide itself. */
final class SystemOptions {
  /** What a PEPTIDE may be. */
  static final String PEPTIDE = "name, e.g. Ace-A-Nme, AAA, GYDPETGTWG, or a PDB file, whose missing hydrogens are built";

  private static final String FORCE_FIELD = "amber99sbildn-obc";
  private static final String CUTOFF = "none";

  @Option(
      names = "--force-field",
      description = "one of ${COMPLETION-CANDIDATES} (default: " + FORCE_FIELD + ")",
      completionCandidates = ForceFieldNames.class)
  private String forceField;

  @Option(
      names = "--cutoff", paramLabel = "NM|none",
      description = "non-periodic cut-off in nm, or none (default: " + CUTOFF + ")")
  private String cutoff;

  @Option(
      names = "--system", paramLabel = "SYSTEM.xml",
      description = "a System that OpenMM serialised, instead of a force field and a cut-off; particles in the order of the PDB file")
  private Path system;

  @Option(names = "--temperature", paramLabel = "K", defaultValue = "300", description = "default: ${DEFAULT-VALUE}")
  private double temperature;

  MolecularSystem of(String peptide) {
    return system == null
        ? MolecularSystem.of(
            peptide, forceField == null ? FORCE_FIELD : forceField, cutoff == null ? CUTOFF : cutoff, null, temperature)
        : MolecularSystem.of(peptide, forceField, cutoff, system, temperature);
  }
}
