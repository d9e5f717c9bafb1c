package org.arbolt.cli;

import java.nio.file.Path;
import org.arbolt.BadInput;
import org.arbolt.generator.ModelConditions;
import picocli.CommandLine.Option;

/** What gives the energy: a force field and a cut-off, or a System of OpenMM that brings both. */
final class EnergyOptions {
    private static final String FORCE_FIELD = "amber99sbildn-obc";
    private static final String CUTOFF = "none";

    /** What is taken where nothing says another. */
    static final ModelConditions USUAL = new ModelConditions(FORCE_FIELD, CUTOFF, 300);

    @Option(
            names = "--force-field",
            description = "one of ${COMPLETION-CANDIDATES} (default: " + FORCE_FIELD + ")",
            completionCandidates = ForceFieldNames.class)
    private String forceField;

    @Option(
            names = "--cutoff",
            paramLabel = "NM|none",
            description = "non-periodic cut-off in nm, or none (default: " + CUTOFF + ")")
    private String cutoff;

    @Option(
            names = "--system",
            paramLabel = "SYSTEM.xml",
            description =
                    "a System that OpenMM serialised, instead of a force field and a cut-off; its particles are the "
                            + "atoms of the PDB file, in the same order")
    private Path system;

    /** Null with a System. */
    String forceField() {
        return forceField(USUAL);
    }

    /** In nm, or {@code none}; null with a System. */
    String cutoff() {
        return cutoff(USUAL);
    }

    /** Null with a System. @param usual where no option says another */
    String forceField(ModelConditions usual) {
        return chosen("--force-field", forceField, usual.forceField());
    }

    /** In nm, or {@code none}; null with a System. @param usual where no option says another */
    String cutoff(ModelConditions usual) {
        return chosen("--cutoff", cutoff, usual.cutoff());
    }

    /** Null with a force field. */
    Path system() {
        return system;
    }

    /** @throws BadInput if any of them was given. @param why they cannot be */
    void refuseFor(String why) {
        if (forceField != null || cutoff != null || system != null) {
            throw new BadInput("--force-field, --cutoff and --system: " + why + "; leave them out");
        }
    }

    private String chosen(String option, String given, String otherwise) {
        if (system == null) {
            return given == null ? otherwise : given;
        }
        if (given != null) {
            throw new BadInput(option + " and --system exclude one another: a System brings its own; give one of them");
        }
        return null;
    }
}
