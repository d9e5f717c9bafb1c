package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.Locale;
import org.arbolt.BadInput;
import org.arbolt.generator.ModelProposal;
import org.arbolt.generator.TrainedModel;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Handedness;
import org.arbolt.sampling.ChunkedSampling;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.ImportanceWeights;
import org.arbolt.sampling.Proposal;
import org.arbolt.sampling.WeightStatistics;

/**
 * What a run does in the minutes it has. A model of many peptides is tried first: where its samples are worth enough,
 * it is the model. Else it is adapted to the peptide, by training that begins with it, on dynamics of the peptide's
 * own; one of random weights is trained where there is no model that knows the peptide. How fast dynamics is is
 * measured here, training when it begins; what fits stands in {@code config.yaml} and alone determines the result.
 */
final class TimePlanner {
    private static final double TRAINING_DYNAMICS = 0.17; // of the minutes
    private static final double REFERENCE = 0.12; // what is left of them and of training is for samples and weights
    private static final double REFERENCE_AT_MOST = 2; // min, where nothing is trained

    private static final double EQUILIBRATION = 0.2; // of the time of dynamics
    private static final double MOST_EQUILIBRATION_PS = 200;
    private static final double TRAINING_SPACING_PS = 0.5;
    private static final double MOST_SPACING_PS = 2; // of training frames; those of AAA forget in 3 ps

    private static final int TRIED = 1000; // samples of a model of many
    private static final double ENOUGH = 0.08; // raw share: twice what the verdict asks of 10,000
    private static final double LIGHT_TAIL = 0.7; // Pareto k̂

    private final RunContext bench;
    private final RunConfig config;

    TimePlanner(RunContext bench, RunConfig config) {
        this.bench = bench;
        this.config = config;
    }

    /**
     * The run with all that is known before training.
     *
     * @param transferable a model of many peptides to be tried; null for none
     */
    RunConfig plan(Path transferable) {
        tellLimits();
        TrainedModel many = transferable == null ? null : known(transferable);
        WeightStatistics tried = many == null ? null : tried(many);
        if (many != null && suffices(tried)) {
            double minutes = Math.min(REFERENCE_AT_MOST, REFERENCE * config.minutes());
            return config.with(reference(secondsPerPs(Presets.reference(false)), minutes), Presets.file(transferable));
        }
        TrainingPlan asked = config.model().training();
        TrainingPlan training = many == null ? asked : asked.from(Presets.start(transferable), Presets.ADAPTING_RATE);
        double trained = training.settings().schedule().minutes();
        DynamicsPlan usual = Presets.reference(false);
        double perPs = secondsPerPs(usual);
        double trainingPerPs = perPs * DynamicsPlan.TIME_STEP_PS / DynamicsPlan.TRAINING_STEP_PS;
        DynamicsPlan reference = reference(perPs, REFERENCE * config.minutes());
        DynamicsPlan data = within(
                Presets.training(config.model().training().coordinates(), false).data(),
                60 * TRAINING_DYNAMICS * config.minutes() / trainingPerPs);
        bench.stages()
                .note(String.format(
                        Locale.ROOT,
                        "plan for %s minutes: %.1f min of reference dynamics (%,d frames), "
                                + "%.1f min of dynamics to learn from (%,d frames), %.1f min of training, "
                                + "%.1f min for samples, weights, report",
                        number(config.minutes()),
                        reference.simulatedPs() * perPs / 60,
                        reference.frames(),
                        data.simulatedPs() * trainingPerPs / 60,
                        data.frames(),
                        trained,
                        (1 - TRAINING_DYNAMICS - REFERENCE) * config.minutes() - trained));
        return config.with(reference, new RunConfig.ModelSource(null, null, training.with(data)));
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

    /** What comes out badly is said before it takes time. */
    private void tellLimits() {
        boolean bridged = bench.molecule().topology().residues().stream()
                .anyMatch(residue -> residue.template().endsWith("CYX"));
        if (bridged) {
            bench.stages()
                    .note("a disulfide bridge closes a loop, which a model that writes one coordinate after the other "
                            + "learns slowly: expect few effective samples");
        }
        if (Handedness.of(bench.molecule()) == Handedness.RIGHT) {
            bench.stages().note("all residues are D-amino acids: models of many peptides are told the mirror image");
        }
    }

    /** A model of many peptides told this one; null where it does not know it. */
    private TrainedModel known(Path file) {
        try {
            return TrainedModel.load(file, bench.system().peptide(), bench.molecule());
        } catch (BadInput beyond) {
            bench.stages()
                    .note("the model of many peptides is not used (" + beyond.getMessage()
                            + "): a model is trained from nothing");
            return null;
        }
    }

    /** Whether the samples of a model of many peptides are worth enough. */
    private boolean suffices(WeightStatistics tried) {
        boolean enough = tried.rawShare() >= ENOUGH && tried.paretoShape() < LIGHT_TAIL;
        bench.stages()
                .note("the model of many peptides was tried: " + tried.words()
                        + (enough ? ": it is used" : ": it is adapted"));
        return enough;
    }

    private WeightStatistics tried(TrainedModel model) {
        Seed seed = bench.seed().child("tried");
        try (ModelProposal proposal = model.proposal(1)) {
            Proposal.Draw drawn = ChunkedSampling.draw(
                    proposal, seed, TRIED, bench.stages().begin("trying the model of many peptides", "samples"));
            Ensemble ensemble = Ensemble.of(
                    drawn, bench.target(model.centroidDeviation(drawn.frames())), ImportanceWeights.Treatment.PSIS);
            return WeightStatistics.of(ensemble, seed.child("bootstrap"));
        }
    }
}
