package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.generator.TrainedModel;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Handedness;
import org.arbolt.report.Judgement;
import org.arbolt.report.Verdict;
import org.arbolt.sampling.ChunkedSampling;
import org.arbolt.sampling.ConformationSampler;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.ImportanceWeights;
import org.arbolt.sampling.Proposal;
import org.arbolt.sampling.WeightStatistics;

/**
 * What a run does in the minutes it has. A trained model is tried first, that of the peptide or else one of many. Where
 * its samples are worth enough, the run draws its own and judges them: with the verdict to trust them it is the model.
 * Else it is adapted to the peptide in the time that is left, by training that begins with it, on dynamics of the
 * peptide's own; one of random weights is trained where no model knows the peptide. How fast dynamics and drawing are
 * is measured here, training when it begins; what fits stands in {@code config.yaml} and alone determines the result.
 */
final class TimePlanner {
    private static final double TRAINING_DYNAMICS = 0.17; // of the minutes
    private static final double MOST_TRAINING_DYNAMICS = 0.25; // where that makes few frames: training sees them twice
    private static final double ENOUGH_FRAMES = 200_000;
    private static final double REFERENCE = 0.12;
    private static final double REFERENCE_AT_MOST = 2; // min, where a trained model may do
    private static final double END = 0.5; // min, for weights, comparison and report
    private static final double DRAWING = 0.02; // s a sample where no trial measured it, but not more than the next
    private static final double DRAWING_AT_MOST = 0.16; // of the minutes
    private static final double TRAINING_AT_LEAST = 0.3; // of the minutes

    private static final double EQUILIBRATION = 0.2; // of the time of dynamics
    private static final double MOST_EQUILIBRATION_PS = 200;
    private static final double TRAINING_SPACING_PS = 0.5;
    private static final double MOST_SPACING_PS = 2; // of training frames; those of AAA forget in 3 ps

    private static final int TRIED = 1000; // samples of a trained model
    private static final int MOST_JUDGED = 40_000; // samples of the run's own: 800 effective of the least share
    private static final int WARM_UP = 128; // before them, not timed
    private static final double MARGIN = 2; // times the effective samples that the verdict asks for
    private static final double LEAST_SHARE = 0.02; // that 1000 samples tell
    private static final double ENOUGH_SHARE = 0.3; // however few samples are wanted

    private final RunContext bench;
    private final RunConfig config;
    private final int samples;
    private final long begun = System.nanoTime();

    /** @param samples that are wanted */
    TimePlanner(RunContext bench, RunConfig config, int samples) {
        this.bench = bench;
        this.config = config;
        this.samples = samples;
    }

    /**
     * The run with all that is known before training.
     *
     * @param candidates trained models, the first of which that knows the peptide is tried
     */
    RunConfig plan(List<Path> candidates) {
        Trial trial = candidates.stream()
                .map(this::tried)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
        double perPs = secondsPerPs(Presets.reference(false));
        if (trial != null && suffices(trial.worth)) {
            double minutes = Math.min(REFERENCE_AT_MOST, REFERENCE * config.minutes());
            DynamicsPlan reference = reference(perPs, minutes);
            RunConfig.ModelSource file = Presets.file(trial.model);
            tellPlan(words(reference, perPs, "reference dynamics"), drawing(trial));
            return config.with(reference, isJudged() ? file.tried() : file);
        }
        TrainingPlan asked = config.model().training();
        TrainingPlan training = trial == null ? asked : asked.from(Presets.start(trial.model), Presets.ADAPTING_RATE);
        DynamicsPlan reference = reference(perPs, REFERENCE * config.minutes());
        double drawn = drawing(trial);
        DynamicsPlan data = data(perPs);
        double left = left() - minutes(reference, perPs) - minutes(data, trainingPerPs(perPs)) - drawn;
        double trained = Math.max(TRAINING_AT_LEAST * config.minutes(), left);
        tellPlan(words(reference, perPs, "reference dynamics") + learning(data, trained, perPs), drawn);
        return config.with(reference, trained(training, data, trained));
    }

    /**
     * The run once the samples of the model on trial are judged: with that model, or, where they are not to be trusted
     * and there is time, with one adapted from it.
     */
    RunConfig settled(Verdict verdict) {
        RunConfig.ModelSource tried = config.model();
        String said = "the verdict on the model's samples is " + verdict.level().words() + ": ";
        RunConfig asItIs = config.with(config.dynamics(), tried.settled());
        if (verdict.level() == Verdict.Level.TRUST || !isJudged()) {
            bench.stages().note(said + "it is used");
            return asItIs;
        }
        verdict.reasons().forEach(bench.stages()::note);
        double reference = seconds(WorthStage.REFERENCE);
        double perPs = reference > 0
                ? reference / config.dynamics().simulatedPs()
                : secondsPerPs(Presets.reference(false)); // whose record was lost
        DynamicsPlan data = data(perPs);
        double drawn = seconds(WorthStage.SAMPLING) * samples / judged(samples) / 60 + END;
        double trained = left() - minutes(data, trainingPerPs(perPs)) - drawn;
        if (trained < TRAINING_AT_LEAST * config.minutes()) {
            bench.stages().note(said + "it is used, as the time left is too short to adapt it; give more --minutes");
            return asItIs;
        }
        bench.stages().note(said + "it is adapted");
        tellPlan(learning(data, trained, perPs), drawn);
        TrainingPlan training = Presets.within(config.minutes(), TrainingPlan.CoordinateKind.TORSIONS)
                .from(new TrainingPlan.StartModel(tried.file(), tried.sha256()), Presets.ADAPTING_RATE);
        return config.with(config.dynamics(), trained(training, data, trained));
    }

    private static RunConfig.ModelSource trained(TrainingPlan plan, DynamicsPlan data, double minutes) {
        return new RunConfig.ModelSource(null, null, plan.with(data).lasting(minutes));
    }

    /** Dynamics to learn from. @param perPs seconds per ps of reference dynamics */
    private DynamicsPlan data(double perPs) {
        DynamicsPlan usual = Presets.trainingDynamics(false);
        double psPerMinute = 60 / trainingPerPs(perPs);
        double enoughPs = ENOUGH_FRAMES / (usual.ladders() * usual.coldRungs()) * TRAINING_SPACING_PS;
        double minutes = Math.clamp(
                enoughPs / (1 - EQUILIBRATION) / psPerMinute,
                TRAINING_DYNAMICS * config.minutes(),
                MOST_TRAINING_DYNAMICS * config.minutes());
        return within(usual, minutes * psPerMinute);
    }

    /** Seconds per ps of dynamics to learn from. @param perPs of reference dynamics */
    private static double trainingPerPs(double perPs) {
        return perPs * DynamicsPlan.TIME_STEP_PS / DynamicsPlan.TRAINING_STEP_PS;
    }

    private static String learning(DynamicsPlan data, double trained, double perPs) {
        return words(data, trainingPerPs(perPs), "dynamics to learn from")
                + String.format(Locale.ROOT, "%.1f min of training, ", trained);
    }

    /** Minutes less those that stages took, of earlier processes too. */
    private double left() {
        double spent = (System.nanoTime() - begun) * 1e-9;
        for (double stage : bench.record().stageSeconds().values()) {
            spent += stage;
        }
        return config.minutes() - spent / 60;
    }

    private double seconds(String stage) {
        return bench.record().stageSeconds().getOrDefault(stage, 0.0);
    }

    private void tellPlan(String before, double drawn) {
        bench.stages()
                .note(String.format(
                        Locale.ROOT,
                        "plan for %s minutes: %s%.1f min for samples, weights, report",
                        number(config.minutes()),
                        before,
                        drawn));
    }

    private static String words(DynamicsPlan plan, double secondsPerPs, String what) {
        return String.format(
                Locale.ROOT, "%.1f min of %s (%,d frames), ", minutes(plan, secondsPerPs), what, plan.frames());
    }

    private static double minutes(DynamicsPlan plan, double secondsPerPs) {
        return plan.simulatedPs() * secondsPerPs / 60;
    }

    /** Minutes for what comes after training. @param trial null where drawing could not be timed */
    private double drawing(Trial trial) {
        return trial != null
                ? trial.secondsPerSample * samples / 60 + END
                : Math.min(DRAWING * samples / 60 + END, DRAWING_AT_MOST * config.minutes());
    }

    private static String number(double minutes) {
        return minutes == Math.rint(minutes) ? Long.toString((long) minutes) : Double.toString(minutes);
    }

    private double secondsPerPs(DynamicsPlan plan) {
        return new DynamicsStage(bench.simulated(), PeriodicSave.INTERVAL_SECONDS)
                .secondsPerPs(
                        plan, bench.system().temperatureKelvin(), bench.seed().child("measuring"));
    }

    private DynamicsPlan reference(double secondsPerPs, double minutes) {
        return within(Presets.reference(false), 60 * minutes / secondsPerPs);
    }

    /** Dynamics of so many ps: the usual frames where they fit, further apart where there is time, else fewer. */
    private static DynamicsPlan within(DynamicsPlan usual, double ps) {
        double equilibration = exchanges(Math.min(MOST_EQUILIBRATION_PS, EQUILIBRATION * ps));
        double rest = ps - equilibration;
        double spacing = Math.clamp(
                exchanges(rest / usual.framesPerRung()),
                Math.min(usual.spacingPs(), TRAINING_SPACING_PS),
                MOST_SPACING_PS);
        int frames = (int) Math.clamp(rest / spacing, 4, usual.framesPerRung());
        return usual.lasting(equilibration, spacing, frames);
    }

    /** A time as whole exchange intervals, rounded down, ps. */
    private static double exchanges(double ps) {
        return Math.floor(ps / DynamicsPlan.EXCHANGE_PS) / Math.round(1 / DynamicsPlan.EXCHANGE_PS);
    }

    /** What samples of a model are worth; empty where it does not know the peptide. */
    private Optional<Trial> tried(Path file) {
        try {
            TrainedModel model = TrainedModel.load(file, bench.system().peptide(), bench.molecule());
            Trial trial = tried(file, model);
            if (trial.worth.rawEffectiveSamples() > 0) {
                if (Handedness.of(bench.molecule()) == Handedness.RIGHT) {
                    bench.stages().note("all residues are D-amino acids: the model was told the mirror image");
                }
                return Optional.of(trial);
            }
            bench.stages().note("the model " + file + " is not used: all of its samples were excluded");
        } catch (BadInput beyond) {
            bench.stages().note("the model " + file + " is not used (" + beyond.getMessage() + ")");
        }
        return Optional.empty();
    }

    /**
     * @param model that was tried
     * @param worth of its samples
     * @param secondsPerSample to draw them
     */
    private record Trial(Path model, WeightStatistics worth, double secondsPerSample) {}

    private Trial tried(Path file, TrainedModel model) {
        Seed seed = bench.seed().child("tried");
        try (ConformationSampler sampler = bench.sampler(model)) {
            ChunkedSampling.draw(sampler, seed, WARM_UP, Progress.NONE);
            long start = System.nanoTime();
            Proposal.Draw drawn = ChunkedSampling.draw(
                    sampler, seed, TRIED, bench.stages().begin("trying the model " + file.getFileName(), "samples"));
            double seconds = (System.nanoTime() - start) * 1e-9;
            Ensemble ensemble = Ensemble.of(
                    drawn, bench.target(model.centroidDeviation(drawn.frames())), ImportanceWeights.Treatment.PSIS);
            return new Trial(file, WeightStatistics.of(ensemble, seed.child("bootstrap")), seconds / TRIED);
        }
    }

    private boolean suffices(WeightStatistics tried) {
        boolean enough = tried.rawShare() >= leastShare(samples)
                && tried.paretoShape() < Judgement.usableShape(Math.max(samples, TRIED));
        String use = isJudged() ? "used, unless the verdict on the run's samples is against it" : "used";
        bench.stages().note("the model was tried (" + tried.words() + "): it is " + (enough ? use : "adapted"));
        return enough;
    }

    /**
     * Whether the run's samples judge a model that was tried: not where they are so few, or so controlled, that the
     * verdict might trust those of no model.
     */
    private boolean isJudged() {
        return leastShare(samples) < ENOUGH_SHARE
                && config.control() == null
                && config.conditionals() == null
                && config.sampling().smc() == null;
    }

    /** How many of the samples that are wanted judge a model on trial. */
    static int judged(int samples) {
        return Math.min(samples, MOST_JUDGED);
    }

    /** The raw share of effective samples from which on a trained model is used as it is. @param samples wanted */
    static double leastShare(int samples) {
        return Math.clamp(MARGIN * Judgement.ENOUGH_EFFECTIVE / samples, LEAST_SHARE, ENOUGH_SHARE);
    }
}
