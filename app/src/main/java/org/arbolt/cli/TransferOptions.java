package org.arbolt.cli;

import java.nio.file.Path;
import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.pipeline.DynamicsPlan;
import org.arbolt.pipeline.MolecularSystem;
import org.arbolt.pipeline.TrainingPlan;
import org.arbolt.pipeline.TransferableTrainingConfig;
import picocli.CommandLine.Option;

/** One model for many peptides. */
final class TransferOptions {
    private static final int FRAMES = 10_000;
    private static final int SAMPLES = 2000;
    private static final int LADDERS = 16;
    private static final int COLD_RUNGS = 4;

    @Option(
            names = "--peptides",
            paramLabel = "FILE",
            description =
                    "train one model for many peptides, conditioned on their atoms: names, one a line, # begins a "
                            + "comment")
    private Path list;

    @Option(
            names = "--held-out",
            paramLabel = "NAMES",
            split = ",",
            description = "with --peptides: peptides it never sees, on which it is tried, e.g. AS,SG")
    private List<String> heldOut;

    @Option(
            names = "--frames",
            paramLabel = "N",
            description = "with --peptides: frames to make of each peptide (default: " + FRAMES + ")")
    private Integer frames;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "with --peptides: samples to draw of each held-out peptide (default: " + SAMPLES + ")")
    private Integer samples;

    /** @throws BadInput if one of them is given where there is one peptide */
    void requireAbsent() {
        if (heldOut != null || frames != null || samples != null) {
            throw new BadInput("--held-out, --frames and --samples are for a model of many; give --peptides, or leave"
                    + " them out");
        }
    }

    Path list() {
        return list;
    }

    /**
     * @param from the model that training goes on from; null for none
     * @throws BadInput if the list cannot be read or used
     */
    TransferableTrainingConfig config(SystemOptions options, Path from, TrainingPlan plan, long seed) {
        List<String> names = PeptideList.read(list);
        MolecularSystem system = options.of(names.getFirst(), from);
        if (system.system() != null || system.structure() != null) {
            throw new BadInput(
                    "a model of many peptides is trained on peptides by name with a force field; leave out --system");
        }
        DynamicsPlan dynamics =
                new DynamicsPlan(LADDERS, 4, COLD_RUNGS, 600, 10, 0.5, 1).withFrames(Given.or(frames, FRAMES));
        return new TransferableTrainingConfig(
                names,
                heldOut == null ? List.of() : heldOut,
                system.forceField(),
                system.cutoff(),
                system.temperatureKelvin(),
                seed,
                plan.with(dynamics),
                Given.or(samples, SAMPLES));
    }
}
