package org.arbolt.cli;

import org.arbolt.experiment.MolecularSystem;
import picocli.CommandLine.Option;

/** What is simulated, beside the peptide itself. */
final class SystemOptions {
  @Option(
      names = "--force-field",
      defaultValue = "amber99sbildn-obc",
      description = "one of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})",
      completionCandidates = ForceFieldNames.class)
  private String forceField;

  @Option(
      names = "--cutoff", paramLabel = "NM|none", defaultValue = "none",
      description = "non-periodic cut-off in nm, or none (default: ${DEFAULT-VALUE})")
  private String cutoff;

  @Option(names = "--temperature", paramLabel = "K", defaultValue = "300", description = "default: ${DEFAULT-VALUE}")
  private double temperature;

  MolecularSystem of(String peptide) {
    return new MolecularSystem(peptide, forceField, cutoff, temperature);
  }
}
