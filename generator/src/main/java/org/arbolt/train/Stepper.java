package org.arbolt.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.arbolt.BadInput;
import org.arbolt.math.Seed;
import org.arbolt.tensor.AdamW;
import org.arbolt.tensor.Collective;
import org.arbolt.tensor.GradientMode;
import org.arbolt.tensor.Gradients;
import org.arbolt.tensor.Muon;
import org.arbolt.tensor.Optimiser;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;

/**
 * One step of training: loss, gradient, clipping, optimiser. The loss is the cross-entropy per token, in which each
 * example is weighted by its log-weight ({@link LogVarianceLoss}). A batch is cut into equal parts: each process takes
 * its share, in as many parts after one another as gradients are accumulated over, and the sum of all gradients is that
 * of the whole batch; but with accumulation the mean and spread of log-weights do not know the other parts of the step.
 * Owns the optimiser. Not thread safe.
 */
final class Stepper implements AutoCloseable {
    private static final double MOMENTUM = 0.95; // of Muon, as published

    private final Objective objective;
    private final DataSet data;
    private final BatchPrefetcher batches;
    private final TrainConfig config;
    private final Collective all;
    private final Optimiser optimiser;
    private final Gradients gradients;
    private final Tensor spread; // of log-weights

    Stepper(Objective objective, DataSet data, TrainConfig config, Collective all) {
        this.objective = objective;
        this.data = data;
        this.batches = new BatchPrefetcher(data);
        this.config = config;
        this.all = all;
        if (config.batches().examples() < all.size() * config.batches().accumulate()) {
            throw new BadInput("a batch of " + config.batches().examples() + " cannot be cut into " + all.size() + " × "
                    + config.batches().accumulate() + " parts (processes × accumulation); take larger batches");
        }
        this.optimiser = optimiser(objective, config);
        this.gradients = new Gradients(objective.parameters().values());
        try (var _ = TensorScope.open()) {
            this.spread = LogWeightSpread.none(data.molecules()).tensor().own();
        }
    }

    private static Optimiser optimiser(Objective objective, TrainConfig config) {
        if (config.optimisation().kind() == TrainConfig.OptimiserKind.ADAMW) {
            return new AdamW(objective.parameters(), config.optimisation().adam());
        }
        Map<String, Tensor> matrices = new LinkedHashMap<>(objective.parameters());
        matrices.keySet().retainAll(objective.matrices());
        Map<String, Tensor> others = new LinkedHashMap<>(objective.parameters());
        others.keySet().removeAll(objective.matrices());
        return new Muon(
                matrices,
                new Muon.Settings(MOMENTUM, config.optimisation().adam().weightDecay()),
                others,
                config.optimisation().adam());
    }

    /**
     * @param loss cross-entropy, nats per token
     * @param logWeightVariance variance of log-weights, mean over the batch; NaN without energies
     * @param gradientNorm before clipping
     * @param applied false if the gradient was not finite and the step was skipped
     */
    record Outcome(double loss, double logWeightVariance, double gradientNorm, boolean applied) {}

    /** Changes the parameters by one step on the batch of a number. */
    Outcome step(long number, double learningRate) {
        LogWeightSpread before = LogWeightSpread.of(spread);
        Sums sums = gradient(number, before);
        if (all.size() > 1) {
            gradients.sum(all);
            sums = new Sums(sums.tokens, all.sum(sums.logProbability)[0], sums.logWeights.over(all));
        }
        double loss = -sums.logProbability / sums.tokens;
        LogWeightSpread now = before.updated(sums.logWeights);
        double logWeightVariance = now.meanVariance(sums.logWeights.count());
        double norm = gradients.norm();
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            gradients.clear();
            return new Outcome(loss, logWeightVariance, norm, false);
        }
        optimiser.step(learningRate, Math.min(1, config.optimisation().clip() / (norm + 1e-6)));
        remember(now);
        return new Outcome(loss, logWeightVariance, norm, true);
    }

    /** Does all the work of a step on a batch but changes nothing: to measure its time. */
    void rehearse(long number) {
        gradient(number, LogWeightSpread.of(spread));
        gradients.norm();
        gradients.clear();
    }

    /**
     * Sums over the examples that a process has seen.
     *
     * @param tokens those of the whole batch
     */
    private record Sums(long tokens, double logProbability, GroupedMoments logWeights) {}

    /** Accumulates the gradients of this process's share of a batch. */
    private Sums gradient(long number, LogWeightSpread before) {
        long tokens = data.counted(number);
        double each = 1.0 / tokens;
        double logProbability = 0;
        GroupedMoments moments = GroupedMoments.none(data.molecules());
        for (int a = 0; a < config.batches().accumulate(); a++) {
            BatchPrefetcher.Place place = place(number * config.batches().accumulate() + a);
            Batch part = batches.take(place, place(number * config.batches().accumulate() + a + 1));
            double[] p = objective.accumulateGradients(
                    part,
                    logP -> weights(part, logP, each, before),
                    each,
                    noise(Math.addExact(Math.multiplyExact(number, place.parts()), place.part())));
            logProbability += Arrays.stream(p).sum();
            moments = moments.plus(moments(part, p, before));
        }
        return new Sums(tokens, logProbability, moments);
    }

    /** Where this process's parts of all batches lie, counted over all steps. */
    private BatchPrefetcher.Place place(long part) {
        int accumulate = config.batches().accumulate();
        return new BatchPrefetcher.Place(
                part / accumulate, all.rank() * accumulate + (int) (part % accumulate), all.size() * accumulate);
    }

    /**
     * What is random in a part of a step comes from the run's seed and the number of the part, counted over all steps.
     */
    private Seed noise(long part) {
        return new Seed(new Seed(config.seed()).stream("noise", part).nextLong());
    }

    /** ω of a part's examples. */
    private double[] weights(Batch part, Supplier<double[]> logProbabilities, double each, LogWeightSpread before) {
        LogVarianceLoss physics = config.loss().physics();
        double[] weights = new double[part.examples()];
        if (physics.factor() == 0) {
            Arrays.fill(weights, each);
        } else {
            double[] p = logProbabilities.get();
            LogWeightSpread now = before.updated(moments(part, p, before).over(all));
            double[] times = physics.weights(part.logWeights(p), part.molecule(), now);
            Arrays.setAll(weights, b -> each * times[b]);
        }
        return weights;
    }

    /** Of the deviations of a part's log-weights from what their means were. */
    private GroupedMoments moments(Batch part, double[] logProbabilities, LogWeightSpread before) {
        return GroupedMoments.of(
                before.deviations(part.logWeights(logProbabilities), part.molecule()),
                part.molecule(),
                data.molecules());
    }

    private void remember(LogWeightSpread now) {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            spread.assign(now.tensor());
        }
    }

    /** What the optimiser and the physics term remember, by name. */
    Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>(optimiser.state());
        state.put("log_weight_spread", spread);
        return state;
    }

    @Override
    public void close() {
        optimiser.close();
        spread.close();
    }
}
