package org.arbolt.cli;

import java.nio.file.Path;
import org.arbolt.generator.ModelConditions;
import org.arbolt.pipeline.MolecularSystem;
import org.arbolt.pipeline.Presets;
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
            description = "temperature in K, 1 to 5000 (default: that of the model, where its file says one, else 300)")
    private Double temperature;

    MolecularSystem of(String peptide) {
        return of(peptide, (Path) null);
    }

    /**
     * What is simulated by a model: what it was trained for, where no option says another.
     *
     * @param model its file; null for none
     */
    MolecularSystem of(String peptide, Path model) {
        if (model == null) {
            return of(peptide, EnergyOptions.USUAL);
        }
        Presets.requireModel(model);
        return of(peptide, ModelConditions.of(model).orElse(EnergyOptions.USUAL));
    }

    private MolecularSystem of(String peptide, ModelConditions usual) {
        return MolecularSystem.of(
                peptide,
                energy.forceField(usual),
                energy.cutoff(usual),
                energy.system(),
                Given.or(temperature, usual.temperatureKelvin()));
    }
}
