package org.arbolt.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.evaluate.ConvergenceReport;
import org.arbolt.generator.ModelConditions;
import org.arbolt.generator.TrainedModel;
import org.arbolt.io.trajectory.PublishedData;
import org.arbolt.io.trajectory.TrajectoryFile;
import org.arbolt.io.trajectory.TrajectoryFormat;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;
import org.arbolt.report.Weighting;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;
import org.arbolt.run.SourceFile;
import org.arbolt.run.Stages;
import org.arbolt.tensor.Collective;
import org.arbolt.units.Units;

/** The commands as a library sees them: each opens a run folder, does what is not done yet, and says what came out. */
public final class Pipeline {
    private static final int FRAMES_OF_TRIAL = 500; // that are compared: no verdict depends on distances

    private Pipeline() {}

    /**
     * The whole path: reference dynamics, model, samples, weights, evaluation, report.
     *
     * @param path run folder
     * @param samples number of samples; a finished run is topped up to it
     * @param command the command line, for the record
     * @return the result in numbers
     */
    public static Summary run(Path path, RunConfig config, int samples, String command, Stages stages) {
        return run(path, config, List.of(), samples, EvaluationPlan.ONCE, command, stages);
    }

    /**
     * The same within minutes, where the configuration has such.
     *
     * @param candidates trained models to try before one is trained, the first that knows the peptide
     * @param plan of the comparison with the reference
     */
    public static Summary run(
            Path path,
            RunConfig asked,
            List<Path> candidates,
            int samples,
            EvaluationPlan plan,
            String command,
            Stages stages) {
        RunConfig.SamplingPlan.requireSamples(samples);
        RunConfig known = continued(path, asked, candidates);
        Summary summary = attempt(path, known, candidates, samples, plan, command, stages);
        return summary != null ? summary : attempt(path, config(path), candidates, samples, plan, command, stages);
    }

    /** Null where a model was on trial, which is settled now. */
    private static Summary attempt(
            Path path,
            RunConfig known,
            List<Path> candidates,
            int samples,
            EvaluationPlan plan,
            String command,
            Stages stages) {
        try (RunContext bench = RunContext.open(path, known, command, stages)) {
            bench.requireVariables(plan);
            RunConfig begun = bench.folder().config(RunConfig.class);
            if (begun.model().training() != null && !bench.folder().has(RunFiles.MODEL)) {
                KnownLimits.tell(bench);
            }
            requireTrainable(bench, begun);
            RunConfig config = planned(bench, candidates, samples);
            requireUnchanged(bench, config, samples);
            requireModel(bench, config);
            dynamics(
                    bench,
                    WorthStage.REFERENCE,
                    RunFiles.REFERENCE,
                    config.dynamics(),
                    bench.seed().child("reference"));
            Path model = model(bench, config);
            if (config.model().awaitsVerdict()) {
                sample(bench, config, model, TimePlanner.judged(samples));
                settle(bench, config, plan, samples);
                return null;
            }
            sample(bench, config, model, samples);
            return report(bench, config, ownReference(bench, config), plan, path);
        }
    }

    /** Decides by its samples what becomes of the model on trial. */
    private static void settle(RunContext bench, RunConfig config, EvaluationPlan plan, int samples) {
        Findings findings = new Findings(bench, bench.folder().path());
        Evaluation evaluation = compared(
                bench,
                config,
                findings,
                ownReference(bench, config),
                plan.comparing(FRAMES_OF_TRIAL).with(List.of()));
        RunConfig settled = new TimePlanner(bench, config, samples).settled(findings.verdict(evaluation));
        bench.forgetTrial(settled.model().training() != null);
        bench.folder().replace(settled);
    }

    /** The run asked for, with what an earlier process has planned for it. */
    static RunConfig continued(Path path, RunConfig asked, List<Path> candidates) {
        if (asked.planned() || !Files.isRegularFile(path.resolve(RunFiles.CONFIG))) {
            return asked;
        }
        try (RunFolder folder = RunFolder.toRead(path)) {
            return asked.continued(folder.config(RunConfig.class), !candidates.isEmpty());
        }
    }

    /** The run with all that is known of how much it does; planned now, unless it is. */
    private static RunConfig planned(RunContext bench, List<Path> candidates, int samples) {
        RunConfig config = bench.folder().config(RunConfig.class);
        if (!config.planned()) {
            bench.always("planning", () -> {
                bench.folder().replace(new TimePlanner(bench, config, samples).plan(candidates));
                return 0;
            });
        }
        return bench.folder().config(RunConfig.class);
    }

    /** Equilibrium frames alone, and how converged they are. */
    public static String dynamics(
            Path path, RunConfig config, Set<TrajectoryFormat> formats, String command, Stages stages) {
        try (RunContext bench = RunContext.open(path, config, command, stages)) {
            dynamics(
                    bench,
                    "dynamics",
                    RunFiles.TRAJECTORY,
                    bench.folder().config(RunConfig.class).dynamics(), // as it was begun
                    bench.seed().child("dynamics"));
            if (config.part() != null) {
                return config.part() + ": " + bench.folder().file(RunFiles.part(RunFiles.TRAJECTORY));
            }
            Frames frames = bench.trajectory(RunFiles.TRAJECTORY).frames();
            for (TrajectoryFormat format : formats) {
                format.write(
                        bench.folder().file("trajectory." + format),
                        bench.molecule().topology(),
                        frames);
            }
            ConvergenceReport report = new TrajectoryAnalysis(
                            bench, bench.folder().file(RunFiles.TRAJECTORY))
                    .convergence(bench.seed().child("convergence"));
            bench.folder().writeJson(RunFiles.CONVERGENCE, report);
            return report.text() + System.lineSeparator() + "frames: "
                    + bench.folder().file(RunFiles.TRAJECTORY);
        }
    }

    /** The benchmark data set of a system; {@code config.dynamics()} makes its training set. */
    public static String data(Path path, RunConfig config, String command, Stages stages) {
        try (RunContext bench = RunContext.open(path, config, command, stages)) {
            DynamicsPlan begun = bench.folder().config(RunConfig.class).dynamics();
            DataStage stage =
                    new DataStage(bench, begun, (name, file, plan, seed) -> dynamics(bench, name, file, plan, seed));
            if (config.part() != null) {
                stage.simulate();
                return config.part() + ": " + bench.folder().path();
            }
            DataReport report = stage.run();
            return report.text() + System.lineSeparator() + "data: "
                    + bench.folder().path();
        }
    }

    /**
     * A model alone, from frames of a file or of dynamics made here; by all processes that {@code mpirun} started.
     *
     * @return null in all of them but the first
     */
    public static String train(Path path, RunConfig asked, GivenFrames data, String command, Stages aloud) {
        RunConfig config = asked.on(data.identity(List.of()));
        return DistributedRun.run(path, aloud, (all, place, stages) -> {
            try (RunContext bench = RunContext.open(place, config, command, stages)) {
                boolean done = all.broadcast(bench.folder().has(RunFiles.MODEL) ? 1 : 0)[0] == 1;
                if (!done) {
                    KnownLimits.tell(bench);
                    tellOtherConditions(bench, data);
                }
                if (all.leads() || !done) {
                    RunConfig known = config.withSteps(steps(bench)); // those measured before for the same minutes
                    TrainingPlan plan = known.model().training();
                    train(
                            bench,
                            plan,
                            all,
                            () -> frames(bench, data, plan),
                            steps -> bench.folder().replace(known.withSteps(steps)));
                }
                return "model: " + bench.folder().file(RunFiles.MODEL);
            }
        });
    }

    private static void tellOtherConditions(RunContext bench, GivenFrames data) {
        String ours = bench.system().conditionsInWords();
        data.simulated()
                .map(MolecularSystem::conditionsInWords)
                .filter(theirs -> !theirs.equals(ours))
                .ifPresent(theirs -> bench.stages()
                        .note("the frames of " + data.path() + " were simulated with " + theirs
                                + ", the model is trained for " + ours + " (--force-field, --cutoff, --temperature)"));
    }

    private static long steps(RunContext bench) {
        RunConfig config = bench.folder().config(RunConfig.class);
        return config.model().training().settings().schedule().steps();
    }

    /** Makes a trajectory in the run's folder, or the part of it, or goes on with one, unless it is there. */
    private static void dynamics(RunContext bench, String name, String whole, DynamicsPlan plan, Seed seed) {
        String file = bench.part() == null ? whole : RunFiles.part(whole);
        bench.stage(name, file, () -> {
            double kelvin = bench.system().temperatureKelvin();
            DynamicsStage free =
                    new DynamicsStage(bench.simulated(), PeriodicSave.INTERVAL_SECONDS).telling(bench::saved);
            DynamicsStage stage = whole.equals(RunFiles.TRAINING) ? free : free.under(bench.controls(), kelvin);
            Path path = bench.folder().file(file);
            Progress progress = bench.stages().begin(name, "exchanges");
            return bench.part() == null
                    ? stage.run(path, plan, kelvin, seed, progress)
                    : stage.part(path, plan, bench.part(), kelvin, seed, progress);
        });
    }

    private static void train(
            RunContext bench, TrainingPlan plan, Collective all, Supplier<TrainingData> data, LongConsumer measured) {
        bench.stage(WorthStage.TRAINING, RunFiles.MODEL, () -> {
            try (TrainingData frames = data.get()) {
                new TrainStage(bench, plan, all).run(frames, bench.folder().file(RunFiles.MODEL), measured);
            }
            return 0;
        });
    }

    private static TrainingData inMemory(RunContext bench, Trajectory trajectory) {
        return InMemoryTrainingData.split(List.of(bench.learned(trajectory)));
    }

    /** Frames to learn from: those of shards are streamed, those of any other file read. */
    private static TrainingData frames(RunContext bench, GivenFrames data, TrainingPlan plan) {
        List<Path> shards = PublishedData.shards(data.path());
        return shards.isEmpty()
                ? inMemory(
                        bench,
                        TrainingFile.read(
                                data.with(bench.remarks()), bench.molecule().topology(), bench::energies))
                : new StreamedTrainingData(
                        shards,
                        List.of(bench.molecule().topology()),
                        (_, some) -> Units.reduced(
                                bench.energies(some), bench.system().temperatureKelvin()),
                        plan);
    }

    /**
     * A model improved by its own weighted samples.
     *
     * @param heldOut frames to judge the models of all rounds by; null for none
     * @return what the samples of each round's model said
     */
    public static String improve(Path path, RunConfig asked, GivenFrames heldOut, String command, Stages stages) {
        RunConfig config = heldOut == null ? asked : asked.judgedBy(heldOut.identity(List.of()));
        try (RunContext bench = RunContext.open(path, config, command, stages)) {
            Trajectory frames = heldOut == null
                    ? null
                    : TrainingFile.read(
                            heldOut.with(bench.remarks()), bench.molecule().topology(), bench::energies);
            String rounds = new ImprovementStage(bench, Path.of(config.model().file()), config.improvement(), frames)
                    .run().stream().map(ImprovementRound::text).collect(Collectors.joining(System.lineSeparator()));
            return rounds + System.lineSeparator() + "model: " + bench.folder().file(RunFiles.MODEL);
        }
    }

    /** Samples of a model, weighed and judged by their weights alone. */
    public static Summary sample(
            Path path, RunConfig config, int samples, EvaluationPlan plan, String command, Stages stages) {
        RunConfig.SamplingPlan.requireSamples(samples);
        try (RunContext bench = RunContext.open(path, config, command, stages)) {
            bench.requireVariables(plan);
            requireModel(bench, config);
            sample(bench, config, Path.of(config.model().file()), samples);
            return new Findings(bench, path)
                    .ofWeights(
                            new Evaluation.Samples(
                                    new SampleStage(bench, config.sampling()).read(), Weighting.Origin.MODEL),
                            plan);
        }
    }

    /** The samples of a part. */
    public static String samplePart(Path path, RunConfig config, String command, Stages stages) {
        try (RunContext bench = RunContext.open(path, config, command, stages)) {
            requireModel(bench, config);
            return samplePart(bench, config, Path.of(config.model().file()));
        }
    }

    /**
     * Evaluates the samples of a folder and writes its report again.
     *
     * @param path a folder that {@code run} or {@code sample} wrote
     * @param reference frames to compare with instead of the folder's own; null for those
     * @param output folder for {@code metrics.json} and the report; null for the run's own
     */
    public static Summary evaluate(
            Path path, GivenFrames reference, EvaluationPlan plan, Path output, String command, Stages stages) {
        RunConfig config = config(path);
        try (RunContext bench = RunContext.open(path, config, command, stages)) {
            if (!bench.folder().has(RunFiles.SAMPLES)) {
                throw new BadInput(
                        path + " has no " + RunFiles.SAMPLES + "; run arbolt run or arbolt sample into it first");
            }
            return report(
                    bench,
                    config,
                    reference == null ? ownReference(bench, config) : reference,
                    plan,
                    output == null ? bench.folder().path() : output);
        }
    }

    /** The samples of a folder, as a file to go on from. */
    public static SourceFile samplesOf(Path folder) {
        config(folder);
        Path samples = folder.resolve(RunFiles.SAMPLES);
        if (!Files.isRegularFile(samples)) {
            throw new BadInput(folder + " has no " + RunFiles.SAMPLES
                    + "; name a folder of arbolt run or arbolt sample that is finished");
        }
        return SourceFile.of(samples);
    }

    /**
     * Goes on from the samples of a folder: resamples them, moves them by forces, and judges what comes of it.
     *
     * @param from a folder that {@code run} or {@code sample} wrote
     * @param path folder of what comes of it
     */
    public static Summary anneal(
            Path from, Path path, AnnealPlan plan, EvaluationPlan comparison, String command, Stages stages) {
        RunConfig before = config(from);
        if (before.sampling() == null) {
            throw new BadInput(from + " holds no samples of a model; name a folder of arbolt run or arbolt sample");
        }
        if (before.sampling().annealing() != null) {
            throw new BadInput(from + " is annealed already; anneal the samples it came from, with more --steps");
        }
        if (before.conditionals() != null && before.conditionals().truncates()) {
            throw new BadInput(from + " is of the support that --top-k or --top-p kept, which moves would leave; "
                    + "anneal samples without them");
        }
        Path samples = from.resolve(RunFiles.SAMPLES);
        RunConfig config = before.annealed(plan);
        RunContext.takeSources(from, path, config);
        try (RunContext bench = RunContext.open(path, config, command, stages)) {
            bench.requireVariables(comparison);
            bench.stage(
                    "annealing",
                    RunFiles.SAMPLES,
                    () -> new AnnealStage(bench, config.sampling(), PeriodicSave.INTERVAL_SECONDS)
                            .run(samples, stages.begin("annealing", "moves")));
            return report(
                    bench,
                    config,
                    ownReference(bench, config),
                    comparison,
                    bench.folder().path());
        }
    }

    /** That of the folder, or of the one whose samples were annealed; null where neither has one. */
    private static GivenFrames ownReference(RunContext bench, RunConfig config) {
        AnnealPlan annealing =
                config.sampling() == null ? null : config.sampling().annealing();
        Path reference = annealing == null
                ? bench.folder().file(RunFiles.REFERENCE)
                : Path.of(annealing.samples().path()).resolveSibling(RunFiles.REFERENCE);
        return Files.isRegularFile(reference) ? GivenFrames.of(reference) : null;
    }

    private static RunConfig config(Path path) {
        try (RunFolder folder = RunFolder.existing(path)) {
            RunConfig config = folder.config(RunConfig.class);
            if (config.part() != null) {
                throw new BadInput(path + " holds part " + config.part().text()
                        + " of a run; make the run of all its parts first, by arbolt merge");
            }
            return config;
        }
    }

    /** Says at which conditions a model is used. */
    static void tellConditions(RunContext bench, Path model) {
        ModelConditions.of(model)
                .ifPresent(own -> bench.stages()
                        .note("conditions: " + bench.system().conditionsInWords()
                                + (bench.system().isAt(own)
                                        ? ", those the model was trained for"
                                        : "; the model was trained for " + own.words())));
    }

    /** Refuses to go on with a model whose file has changed, and says the conditions of one that is to be trained. */
    private static void requireUnchanged(RunContext bench, RunConfig config, int samples) {
        RunConfig.ModelSource source = config.model();
        if (source.file() != null) {
            if (new SampleStage(bench, config.sampling()).count() < samples) {
                source.requireUnchanged();
            }
        } else if (!bench.folder().has(RunFiles.MODEL)) {
            if (source.training().start() != null) {
                source.training().start().requireUnchanged();
                tellConditions(bench, Path.of(source.training().start().file()));
            } else {
                bench.stages().note("conditions: " + bench.system().conditionsInWords());
            }
        }
    }

    /** Refuses a model that cannot be used before anything long begins. */
    private static void requireModel(RunContext bench, RunConfig config) {
        RunConfig.ModelSource source = config.model();
        if (source.file() != null) {
            Topology topology = bench.molecule().topology();
            TrainedModel model =
                    TrainedModel.load(Path.of(source.file()), bench.system().peptide(), bench.molecule());
            model.remarks(bench.controls().distribution(config.sampling()), topology)
                    .forEach(bench.remarks()::add);
            if (!bench.controls().asTrained(config.sampling())) {
                model.requireWhole();
            }
            if (config.sampling().smc() != null) {
                SmcStage.require(model);
            }
            tellConditions(bench, Path.of(source.file()));
        }
    }

    /** The same of a model that is to be trained. */
    private static void requireTrainable(RunContext bench, RunConfig config) {
        if (config.model().training() != null) {
            TrainingPlan plan = config.model().training();
            new TrainStage(bench, plan, Collective.ALONE).requireHoldable();
            if (config.sampling().smc() != null) {
                SmcStage.require(plan.start() != null || plan.coordinates() == TrainingPlan.CoordinateKind.INTERNAL);
            }
            boolean changed = !bench.controls().asTrained(config.sampling());
            if (changed && plan.coordinates() == TrainingPlan.CoordinateKind.TORSIONS) {
                throw new BadInput("a model of torsions alone cannot be controlled, nor its distribution changed; give "
                        + "--coordinates internal, or leave out the change");
            }
        }
    }

    private static Path model(RunContext bench, RunConfig config) {
        RunConfig.ModelSource source = config.model();
        if (source.file() != null) {
            return Path.of(source.file());
        }
        TrainingPlan plan = source.training();
        if (!bench.folder().has(RunFiles.MODEL)) {
            dynamics(
                    bench,
                    WorthStage.FRAMES,
                    RunFiles.TRAINING,
                    plan.data(),
                    bench.seed().child("training dynamics"));
        }
        train(
                bench,
                plan,
                Collective.ALONE,
                () -> inMemory(bench, bench.trajectory(RunFiles.TRAINING)),
                steps -> bench.folder().replace(config.withSteps(steps)));
        return bench.folder().file(RunFiles.MODEL);
    }

    private static void sample(RunContext bench, RunConfig config, Path model, int samples) {
        SampleStage stage = new SampleStage(bench, config.sampling());
        int there = stage.count();
        if (there >= samples) {
            bench.stages()
                    .note("sampling: reusing the " + there + " samples of "
                            + bench.folder().file(RunFiles.SAMPLES));
            SamplePortions.deleteStale(bench.folder(), there);
            return;
        }
        bench.always(WorthStage.SAMPLING, () -> {
            Progress progress = bench.stages().begin("sampling", "samples");
            if (config.sampling().smc() == null) {
                stage.run(model, samples, progress);
            } else {
                new SmcStage(bench, config.sampling()).run(model, samples, progress);
            }
            return 0;
        });
    }

    private static String samplePart(RunContext bench, RunConfig config, Path model) {
        String file = RunFiles.part(RunFiles.SAMPLES);
        bench.stage(WorthStage.SAMPLING, file, () -> {
            Progress progress = bench.stages().begin("sampling", "samples");
            if (config.sampling().smc() == null) {
                new SampleStage(bench, config.sampling()).part(model, config.part(), progress);
            } else {
                new SmcStage(bench, config.sampling()).part(model, config.part(), progress);
            }
            return 0;
        });
        return config.part() + ": " + bench.folder().file(file);
    }

    private static Summary report(
            RunContext bench, RunConfig config, GivenFrames reference, EvaluationPlan plan, Path output) {
        Findings findings = new Findings(bench, output);
        return findings.write(compared(bench, config, findings, reference, plan), modelFile(config));
    }

    private static Evaluation compared(
            RunContext bench, RunConfig config, Findings findings, GivenFrames reference, EvaluationPlan plan) {
        Evaluation.Samples samples =
                new Evaluation.Samples(new SampleStage(bench, config.sampling()).read(), Weighting.Origin.MODEL);
        return findings.compare(samples, reference == null ? null : reference(bench, reference, plan), plan);
    }

    /** Null where the model is trained in the run. */
    private static Path modelFile(RunConfig config) {
        String file = config.model().file();
        return file == null ? null : Path.of(file);
    }

    private static ReferenceFile reference(RunContext bench, GivenFrames given, EvaluationPlan plan) {
        GivenFrames told = given.with(bench.remarks());
        boolean own = given.path().startsWith(bench.folder().path());
        Controls controls = bench.controls();
        if (!own && (controls.held() != null || !controls.restraints().isEmpty())) {
            bench.remarks()
                    .add("this run holds atoms or has restraints, and " + given.path()
                            + " is taken to be of dynamics with the same; without them the two differ");
        }
        ReferenceFile read = ReferenceFile.read(
                given.path(),
                file -> TrajectoryFile.open(file, bench.molecule().topology(), told.options()),
                plan.referenceWeights(),
                frames -> bench.energies("energies of the reference", frames),
                bench.seed());
        return read.inside(bench.controls(), bench.remarks());
    }
}
