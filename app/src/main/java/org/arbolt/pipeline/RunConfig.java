package org.arbolt.pipeline;

import java.util.Objects;
import org.arbolt.BadInput;
import org.arbolt.SettingBounds;
import org.arbolt.run.LargeFiles;
import org.arbolt.run.Part;
import org.arbolt.run.SourceFile;
import org.arbolt.sampling.ImportanceWeights;

/**
 * What identifies a run, fully resolved; written to {@code config.yaml}. The number of samples is not part of it: a run
 * may be topped up. Parts that a command does not have are null.
 *
 * @param system what is simulated
 * @param seed the seed all random numbers come from
 * @param dynamics reference dynamics, what {@code arbolt md} makes; null without
 * @param model where the model comes from; null without
 * @param sampling how it is sampled; null without
 * @param improvement how it is improved by its own samples; null without
 * @param part which part of the run the folder holds; null for the whole run
 * @param minutes what the whole run may take, min; null where it is given how much to do. How much fits into them is
 *     measured once, and then stands in the other settings, which alone determine the result
 * @param control what is asked of conformations; null for nothing
 */
public record RunConfig(
        MolecularSystem system,
        long seed,
        DynamicsPlan dynamics,
        ModelSource model,
        SamplingPlan sampling,
        ImprovementPlan improvement,
        Part part,
        Double minutes,
        ControlPlan control)
        implements Divisible, MoleculeConfig {
    private static final double LEAST_MINUTES = 1;

    public RunConfig {
        if (minutes != null) {
            requireMinutes(minutes);
        }
        if (dynamics != null && dynamics.rungs() != 1) {
            SettingBounds.require(
                    dynamics.hottestKelvin() >= system.temperatureKelvin(),
                    "temperature of the hottest rung",
                    "at least that of the system, " + system.temperatureKelvin() + " K",
                    dynamics.hottestKelvin());
        }
    }

    /** Of all commands but {@code arbolt improve}. */
    public RunConfig(
            MolecularSystem system, long seed, DynamicsPlan dynamics, ModelSource model, SamplingPlan sampling) {
        this(system, seed, dynamics, model, sampling, null);
    }

    /** Of a whole run. */
    public RunConfig(
            MolecularSystem system,
            long seed,
            DynamicsPlan dynamics,
            ModelSource model,
            SamplingPlan sampling,
            ImprovementPlan improvement) {
        this(system, seed, dynamics, model, sampling, improvement, null, null, null);
    }

    @Override
    public DistributionPlan conditionals() {
        return sampling == null ? null : sampling.conditionals();
    }

    /** Of a run that may take so many minutes, for which it is not known yet how much is done in them. */
    public static RunConfig within(
            double minutes, MolecularSystem system, long seed, ModelSource model, SamplingPlan sampling) {
        return new RunConfig(system, seed, null, model, sampling, null, null, minutes, null);
    }

    /** @throws org.arbolt.BadSetting if no run can be planned for so many minutes */
    public static void requireMinutes(double minutes) {
        SettingBounds.between(LEAST_MINUTES, 1e5, minutes, "minutes");
    }

    @Override
    public RunConfig withPart(Part one) {
        return new RunConfig(system, seed, dynamics, model, sampling, improvement, one, minutes, control);
    }

    /** The same run under control. @param asked null for nothing */
    public RunConfig withControl(ControlPlan asked) {
        return new RunConfig(system, seed, dynamics, model, sampling, improvement, part, minutes, asked);
    }

    /** The same run whose model is trained in so many steps. */
    RunConfig withSteps(long steps) {
        return with(model.training().withSteps(steps));
    }

    /** The same run whose model is trained on frames that are given. */
    RunConfig on(LargeFiles frames) {
        return with(model.training().on(frames));
    }

    private RunConfig with(TrainingPlan training) {
        ModelSource trained = new ModelSource(null, null, training);
        return new RunConfig(system, seed, dynamics, trained, sampling, improvement, part, minutes, control);
    }

    /** The same run whose models are judged by frames that are given. */
    RunConfig judgedBy(LargeFiles frames) {
        return new RunConfig(
                system, seed, dynamics, model, sampling, improvement.judgedBy(frames), part, minutes, control);
    }

    /** The same run, whose samples are gone on from. */
    RunConfig annealed(AnnealPlan plan) {
        if (plan.hottestKelvin() != null) {
            SettingBounds.require(
                    plan.hottestKelvin() >= system.temperatureKelvin(),
                    "temperature to cool from",
                    "at least that of the run, " + system.temperatureKelvin() + " K",
                    plan.hottestKelvin());
        }
        return new RunConfig(system, seed, dynamics, model, sampling.with(plan), improvement, part, minutes, control);
    }

    /** Whether it is known how much is done. */
    boolean planned() {
        return minutes == null || dynamics != null;
    }

    /** The same run with what was found to fit into its minutes. */
    RunConfig with(DynamicsPlan reference, ModelSource source) {
        return new RunConfig(system, seed, reference, source, sampling, improvement, part, minutes, control);
    }

    /**
     * The same run, with what an earlier process found to fit into its minutes.
     *
     * @param there what the run's folder holds
     * @param candidates whether trained models may be tried
     */
    RunConfig continued(RunConfig there, boolean candidates) {
        boolean same = !planned() && there.minutes != null && there.planned() && minutes.equals(there.minutes);
        return same && mayBecome(there.model, candidates) ? with(there.dynamics, there.model) : this;
    }

    private boolean mayBecome(ModelSource planned, boolean candidates) {
        TrainingPlan trained = planned.training();
        if (trained == null || trained.start() != null) {
            return candidates;
        }
        return trained.coordinates() == model.training().coordinates()
                && trained.network().equals(model.training().network())
                && Objects.equals(trained.first(), model.training().first());
    }

    /**
     * Where the model comes from: a file, or training in this run. One of {@code file} and {@code training} is null.
     *
     * @param file a trained model
     * @param sha256 of that file, so that a run is not continued with another model
     * @param training how a model is trained here
     * @param onTrial true until the run's samples of the file are judged: the model is adapted where they are not to be
     *     trusted and there is time; else null
     */
    public record ModelSource(String file, String sha256, TrainingPlan training, Boolean onTrial) {
        public ModelSource {
            if ((file == null) == (training == null)) {
                throw new IllegalArgumentException("a model comes either from a file or from training");
            }
        }

        /** Of a model that is not on trial. */
        public ModelSource(String file, String sha256, TrainingPlan training) {
            this(file, sha256, training, null);
        }

        boolean awaitsVerdict() {
            return Boolean.TRUE.equals(onTrial);
        }

        /** The same model, to be judged by the run's samples. */
        ModelSource tried() {
            return new ModelSource(file, sha256, training, true);
        }

        /** The same model, as the run's own. */
        ModelSource settled() {
            return new ModelSource(file, sha256, training);
        }

        /** @throws BadInput if the file is not the one that the run began with */
        void requireUnchanged() {
            new SourceFile(file, sha256).requireUnchanged();
        }
    }

    /**
     * @param temperature divides the model's logits; 1 is the model as trained
     * @param weights treatment of the importance weights: {@code none}, {@code psis} or {@code clip:SHARE}
     * @param reflect whether samples with every stereocentre inverted are mirrored, with the density that goes with it
     * @param conditionals how conditionals are changed else; null for not at all
     * @param smc sequential Monte Carlo; null for independent samples
     * @param annealing what went on from finished samples; null for the samples as drawn
     */
    public record SamplingPlan(
            double temperature,
            String weights,
            boolean reflect,
            DistributionPlan conditionals,
            SmcPlan smc,
            AnnealPlan annealing) {
        /** Most samples that are drawn. */
        static final int MOST_SAMPLES = 10_000_000; // of a molecule of 70 atoms they fill an array

        public SamplingPlan {
            DistributionPlan.requireTemperature(temperature);
            ImportanceWeights.Treatment.parse(weights);
            if (smc != null && reflect) {
                throw new BadInput("--reflect is for independent samples; leave out --smc or --reflect");
            }
        }

        /** With conditionals as they are but for the temperature. */
        public SamplingPlan(double temperature, String weights, boolean reflect) {
            this(temperature, weights, reflect, null, null);
        }

        /** Of samples as drawn. */
        public SamplingPlan(
                double temperature, String weights, boolean reflect, DistributionPlan conditionals, SmcPlan smc) {
            this(temperature, weights, reflect, conditionals, smc, null);
        }

        /** Whether samples are independent ones of the model as it was trained. */
        public boolean asTrained() {
            return temperature == 1 && !reflect && conditionals == null && smc == null;
        }

        /** The same, gone on from. */
        SamplingPlan with(AnnealPlan plan) {
            return new SamplingPlan(temperature, weights, reflect, conditionals, smc, plan);
        }

        /** @throws org.arbolt.BadSetting if so many samples cannot be drawn */
        static void requireSamples(int samples) {
            SettingBounds.between(1, MOST_SAMPLES, samples, "samples");
        }
    }
}
