package org.arbolt.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.arbolt.BadInput;
import org.arbolt.pipeline.ControlPlan;
import org.arbolt.pipeline.EvaluationPlan;
import org.arbolt.pipeline.MolecularSystem;
import org.arbolt.pipeline.Pipeline;
import org.arbolt.pipeline.Presets;
import org.arbolt.pipeline.RunConfig;
import org.arbolt.pipeline.TrainingPlan;
import org.arbolt.pipeline.TrainingPlan.CoordinateKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "From a peptide's name to a weighted ensemble and its report.",
            "",
            "Makes reference dynamics, takes the model that ships, samples, reweights, evaluates and writes "
                    + "report.html. Of a peptide that no model knows well it trains one, within --minutes. Stopped "
                    + "at any moment, the same command goes on where it was; with more --samples it tops up."
        },
        footer = {
            "",
            "Examples:",
            "  arbolt run Ace-A-Nme                    with the model that ships",
            "  arbolt run YGGFL                        any peptide, trained here, within 20 minutes",
            "  arbolt run YGGFL --minutes 60           the same with more time: more effective samples",
            "  arbolt run Ace-A-Nme --train            trained from nothing, with no bound on its time",
            "  arbolt run Ace-A-Nme --quick            the whole path in miniature, for a look"
        })
final class RunCommand extends RecordedCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PEPTIDE", description = SystemOptions.PEPTIDE)
    private String peptide;

    @Option(
            names = "--train",
            description =
                    "train from nothing instead of using a model that ships; without --minutes as long as it takes")
    private boolean train;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description =
                    "what the whole run may take, at least 1: a trained model is tried, and adapted where it is too "
                            + "poor (default: " + MINUTES + " where no model of PEPTIDE ships)")
    private Double minutes;

    @Option(names = "--quick", description = "the whole path in miniature, trained from nothing in about a minute")
    private boolean quick;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "a trained model (.safetensors) instead of the one that ships")
    private Path model;

    @Option(
            names = "--coordinates",
            description = "coordinates of a model that is trained: torsions, the others by their energy; internal, all "
                    + "of them; or cartesian as in the paper (default: torsions; internal under control, with --smc, "
                    + "--reflect or a changed distribution)")
    private CoordinateKind coordinates;

    @Option(names = "--samples", description = "samples to draw (default: 10000; 2000 with --quick)")
    private Integer samples;

    @Option(
            names = "--compare-frames",
            paramLabel = "N",
            defaultValue = "10000",
            description = "frames compared with the reference on each side, at most (default: ${DEFAULT-VALUE})")
    private int frames;

    @Mixin
    private SamplingOptions sampling;

    @Mixin
    private ControlOptions control;

    @Mixin
    private VariableOptions profiles;

    @Mixin
    private SystemOptions system;

    @Mixin
    private DeviceOptions device;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "run folder (default: runs/PEPTIDE; -internal, -cartesian, -quick or -train added)")
    private Path output;

    private static final int MINUTES = 20;

    @Override
    public Integer call() {
        device.apply();
        if (minutes != null && (quick || model != null)) {
            throw new BadInput(
                    "--minutes is for runs that may train a model; leave out --quick or --model, or --minutes");
        }
        if ((train ? 1 : 0) + (quick ? 1 : 0) + (model != null ? 1 : 0) > 1) {
            throw new BadInput("--train, --quick and --model exclude one another; give one of them");
        }
        int wanted = samples != null ? samples : quick ? 2000 : 10_000;
        Path given = modelFile();
        ControlPlan controls = control.plan();
        String held = controls == null || given != null ? null : controls.fix(); // a model made here can begin there
        List<Path> candidates = given != null || train || quick || held != null ? List.of() : candidates();
        MolecularSystem simulated =
                system.of(peptide, given != null || candidates.isEmpty() ? given : candidates.getFirst());
        boolean bounded = minutes != null || given == null && !train && !quick;
        RunConfig config = bounded
                ? within(Given.or(minutes, (double) MINUTES), simulated, held)
                : new RunConfig(simulated, seed(), Presets.reference(quick), source(given, held), sampling.plan());
        config = config.withControl(controls);
        print(Pipeline.run(
                folder(),
                config,
                candidates,
                wanted,
                EvaluationPlan.ONCE.comparing(frames).with(profiles.variables()),
                typed(),
                ConsoleStages.INSTANCE));
        return 0;
    }

    /** A model that is there; null where one is trained, or is to be found. */
    private Path modelFile() {
        if (model != null) {
            return model;
        }
        return train || quick || minutes != null || cartesian()
                ? null
                : Presets.shippedModel(Installation.home(), MolecularSystem.name(peptide), whole());
    }

    /** Whether a model must draw all coordinates: control and changed distributions are of these. */
    private boolean whole() {
        return coordinates == CoordinateKind.INTERNAL
                || control.plan() != null
                || !sampling.plan().asTrained();
    }

    private boolean cartesian() {
        return coordinates == CoordinateKind.CARTESIAN;
    }

    /** What a model that is trained here is written in. */
    private CoordinateKind written() {
        return Given.or(coordinates, whole() ? CoordinateKind.INTERNAL : CoordinateKind.TORSIONS);
    }

    /** Models to try where one may be trained: that of the peptide, and that of many. */
    private List<Path> candidates() {
        return cartesian()
                ? List.of()
                : Presets.candidates(Installation.home(), MolecularSystem.name(peptide), whole());
    }

    private RunConfig within(double time, MolecularSystem simulated, String held) {
        RunConfig.requireMinutes(time);
        TrainingPlan training = beginning(Presets.within(time, written()), held);
        return RunConfig.within(
                time, simulated, seed(), new RunConfig.ModelSource(null, null, training), sampling.plan());
    }

    /** With coordinates that begin with what is to be held. */
    private TrainingPlan beginning(TrainingPlan plan, String held) {
        return plan.coordinates() == CoordinateKind.INTERNAL ? plan.beginningWith(held) : plan;
    }

    private RunConfig.ModelSource source(Path given, String held) {
        return given == null
                ? new RunConfig.ModelSource(null, null, beginning(Presets.training(written(), quick), held))
                : Presets.file(given);
    }

    private Path folder() {
        if (output != null) {
            return output;
        }
        String kind = coordinates == null || coordinates == CoordinateKind.TORSIONS
                ? ""
                : "-" + coordinates.name().toLowerCase(Locale.ROOT);
        return Path.of("runs", MolecularSystem.label(peptide) + kind + (quick ? "-quick" : train ? "-train" : ""));
    }
}
