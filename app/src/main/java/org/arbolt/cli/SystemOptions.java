package org.arbolt.cli;

import org.arbolt.pipeline.MolecularSystem;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is simulated, beside the peptide itself. */
final class SystemOptions {
    /** What a PEPTIDE may be. */
    static final String PEPTIDE =
            "name, e.g. Ace-A-Nme, AAA, GYDPETGTWG, or a PDB file, whose missing hydrogens are built";

    @Mixin
    private EnergyOptions energy;

    @Option(
            names = "--temperature",
            paramLabel = "K",
            defaultValue = "300",
            description = "temperature in K, 1 to 5000 (default: ${DEFAULT-VALUE})")
    private double temperature;

    MolecularSystem of(String peptide) {
        return MolecularSystem.of(peptide, energy.forceField(), energy.cutoff(), energy.system(), temperature);
    }
}
