package org.arbolt.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.arbolt.BadInput;
import org.arbolt.Remarks;
import org.arbolt.pipeline.CentroidDensity;
import org.arbolt.pipeline.EvaluationPlan;
import org.arbolt.pipeline.GivenFrames;
import org.arbolt.pipeline.MolecularSystem;
import org.arbolt.pipeline.OfflineConfig;
import org.arbolt.pipeline.OfflineEvaluation;
import org.arbolt.pipeline.Pipeline;
import org.arbolt.pipeline.Summary;
import org.arbolt.run.SourceFile;
import org.arbolt.units.LengthUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Judges samples of any source: compares them with a reference, and weighs them where their file says how.",
            "",
            "SAMPLES is a file of conformations (.npz, .npy, .dcd, .xtc, .pdb) from dynamics, from another program's "
                    + "generator or from arbolt, or a folder that arbolt run or arbolt sample wrote. Writes "
                    + "metrics.json, report.html and its figures.",
            "Weights come from the arrays of an .npz file: from log_weight, else from log_q (per nm) and energies; "
                    + "without either, all samples count alike. Energies (kJ/mol) are computed where there is no "
                    + "array energy."
        },
        footer = {
            "",
            "Examples:",
            "  arbolt evaluate samples.npz --topology top.pdb --reference md.dcd --output judged",
            "  arbolt evaluate traj.xtc --topology top.pdb --reference long.xtc --system system.xml --lag 50 "
                    + "--output judged",
            "  arbolt evaluate runs/Ace-A-Nme --reference runs/Ace-A-Nme-md/trajectory.npz"
        })
final class EvaluateCommand extends RecordedCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "SAMPLES",
            description = "a file of conformations, or a folder that arbolt run or arbolt sample wrote")
    private Path samples;

    @Option(
            names = "--topology",
            paramLabel = "T.pdb",
            description = "the molecule of a file of samples, its atoms in the order of the files of frames (default: "
                    + "none, it must be given; a folder has its own)")
    private Path topology;

    @Option(
            names = "--reference",
            paramLabel = "R",
            description = "frames to compare with (default: none; a folder's own reference.npz)")
    private Path reference;

    @Option(
            names = "--reference-weights",
            paramLabel = "ARRAY",
            description =
                    "array of the reference's .npz file, or a .npy file, with the weights of its frames; logarithms "
                            + "of them where its name begins with log (default: all alike)")
    private String referenceWeights;

    @Option(
            names = "--reference-unit",
            paramLabel = "UNIT",
            description = "of coordinates in the reference, where it is a .npz or .npy file (default: as --unit)")
    private LengthUnit referenceUnit;

    @Mixin
    private EnergyOptions energy;

    @Option(
            names = "--temperature",
            paramLabel = "K",
            description = "temperature of samples and reference in K (default: 300)")
    private Double temperature;

    @Option(
            names = "--weights",
            paramLabel = "HOW",
            description = "treatment of the weights: none, psis or clip:SHARE, e.g. clip:0.002 (default: psis)")
    private String weights;

    @Option(
            names = "--centroid",
            paramLabel = "WHAT",
            description =
                    "what log_q says of the centroid: included (a Gaussian is fitted to the samples'), none (log_q is "
                            + "per nm^(3A-3)), or the Gaussian's σ in nm (default: the file's centroid_deviation, "
                            + "else included)")
    private String centroid;

    @Option(
            names = "--compare-frames",
            paramLabel = "N",
            defaultValue = "10000",
            description = "frames compared on each side, at most (default: ${DEFAULT-VALUE})")
    private int frames;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "times that samples are resampled by their weights, and bootstrap samples for errors (default: "
                            + "${DEFAULT-VALUE})")
    private int repeats;

    @Option(
            names = "--lag",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "frames of the reference between those that TICA correlates (default: the longest up to 100 that "
                            + "is remembered)")
    private int lag;

    @Mixin
    private VariableOptions profiles;

    @Mixin
    private FrameOptions reading;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "folder for metrics.json, report.html and the figures (default: the run's own folder)")
    private Path output;

    @Override
    public Integer call() {
        print(Files.isRegularFile(samples) ? ofFile() : ofRun());
        return 0;
    }

    private Summary ofRun() {
        refuse("--topology", topology);
        refuse("--temperature", temperature);
        refuse("--weights", weights);
        refuse("--centroid", centroid);
        refuse("--seed", seedTyped());
        energy.refuseFor(samples + " is the folder of a run, whose energies are known");
        return Pipeline.evaluate(samples, reference(), plan(), output, typed(), ConsoleStages.INSTANCE);
    }

    private void refuse(String option, Object value) {
        if (value != null) {
            throw new BadInput(
                    option + ": " + samples + " is the folder of a run, which says this itself; leave it out");
        }
    }

    private Summary ofFile() {
        require("--topology", topology, "the PDB file of the molecule");
        require("--output", output, "a folder for what is found");
        OfflineConfig config = new OfflineConfig(
                MolecularSystem.of(
                        topology.toString(),
                        energy.forceField(),
                        energy.cutoff(),
                        energy.system(),
                        temperature == null ? 300 : temperature),
                seed(),
                SourceFile.of(samples),
                reference == null ? null : SourceFile.of(reference),
                weights == null ? "psis" : weights,
                centroid == null ? null : CentroidDensity.parse(centroid),
                plan());
        GivenFrames given = new GivenFrames(samples, reading.of(Remarks.NONE));
        return OfflineEvaluation.run(given, reference(), config, output, typed(), ConsoleStages.INSTANCE);
    }

    private static void require(String option, Path value, String what) {
        if (value == null) {
            throw new BadInput("a file of samples needs " + option + ", " + what);
        }
    }

    private EvaluationPlan plan() {
        return new EvaluationPlan(frames, repeats, lag, referenceWeights, profiles.variables());
    }

    private GivenFrames reference() {
        return reference == null ? null : new GivenFrames(reference, reading.of(referenceUnit, Remarks.NONE));
    }
}
