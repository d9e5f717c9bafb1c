package org.arbolt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.arbolt.Progress;
import org.arbolt.math.Seed;
import org.arbolt.model.transformer.Distillation;
import org.arbolt.model.transformer.NetworkPrecision;
import org.arbolt.model.transformer.SequenceWeights;
import org.arbolt.model.transformer.TokenLayout;
import org.arbolt.model.transformer.Transformer;
import org.arbolt.model.transformer.TransformerConfig;
import org.arbolt.model.transformer.TransformerWeights;
import org.arbolt.tensor.Device;
import org.arbolt.tensor.Engine;
import org.arbolt.tensor.GradientMode;
import org.arbolt.tensor.Gradients;
import org.arbolt.tensor.Layers;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransformerObjectiveTest {
    private static final TrainConfig CONFIG = TrainConfig.DEFAULT
            .with(TrainConfig.Schedule.ofSteps(200, 0.01))
            .with(TrainConfig.Batches.of(16))
            .with(new TrainConfig.Reporting(50, 50));
    private static final TrainConfig DROPPED = CONFIG.with(new TrainConfig.Loss(LogVarianceLoss.NONE, 0, 0.1));
    private static final Seed NOISE = new Seed(35);

    @TempDir
    Path folder;

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void aNetworkLearnsTheLawOfTheData(NetworkPrecision precision) {
        try (Transformer network = network()) {
            TrainingResult result = train(network, precision, null, Progress.NONE);
            assertThat(result.validation()).isCloseTo(Toy.entropyPerToken(), within(0.01));
        }
    }

    /** To the bit on the CPU; a GPU adds up in an order of its own. */
    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void aKilledRunOfANetworkGoesOnToTheBit(NetworkPrecision precision) {
        try (Transformer straight = network();
                Transformer killed = network();
                Transformer resumed = network()) {
            TrainingResult expected = train(straight, precision, null, Progress.NONE);
            assertThatThrownBy(() -> train(killed, precision, folder, (done, total, detail) -> {
                        if (done == 100) {
                            throw new IllegalStateException("killed");
                        }
                    }))
                    .hasMessage("killed");
            TrainingResult result = train(resumed, precision, folder, Progress.NONE);
            float rounding = Engine.device().kind() == Device.Kind.CPU ? 0 : 1e-2f;
            assertThat(result.loss()).isCloseTo(expected.loss(), within((double) rounding));
            assertThat(result.validation()).isCloseTo(expected.validation(), within((double) rounding));
            Map<String, Tensor> parameters = straight.namedParameters();
            resumed.namedParameters()
                    .forEach((name, tensor) -> assertThat(tensor.toFloats())
                            .as(name)
                            .containsExactly(parameters.get(name).toFloats(), within(rounding)));
        }
    }

    /** Dropout of a step comes from the seed and the step's number, so that a run with it goes on to the bit too. */
    @Tag("slow")
    @Test
    void aKilledRunWithDropoutGoesOnToTheBit() {
        try (Transformer plain = network();
                Transformer straight = network();
                Transformer killed = network();
                Transformer resumed = network()) {
            double without = train(plain, CONFIG, NetworkPrecision.FLOAT32, null, Progress.NONE)
                    .loss();
            TrainingResult expected = train(straight, DROPPED, NetworkPrecision.FLOAT32, null, Progress.NONE);
            assertThat(expected.loss()).isNotEqualTo(without);
            assertThatThrownBy(() -> train(killed, DROPPED, NetworkPrecision.FLOAT32, folder, (done, total, detail) -> {
                        if (done == 100) {
                            throw new IllegalStateException("killed");
                        }
                    }))
                    .hasMessage("killed");
            TrainingResult result = train(resumed, DROPPED, NetworkPrecision.FLOAT32, folder, Progress.NONE);
            assertThat(result.loss()).isEqualTo(expected.loss());
            assertThat(result.validation()).isEqualTo(expected.validation());
        }
    }

    @Test
    void dropoutIsOfTrainingStepsAlone() {
        try (Transformer network = network()) {
            TransformerObjective plain = new TransformerObjective(network, NetworkPrecision.FLOAT32);
            TransformerObjective dropped = new TransformerObjective(
                    network, plain.molecules(), NetworkPrecision.FLOAT32, DROPPED.loss(), Distillation.NONE);
            Batch batch = new Batch(new int[] {0, 1, 2, 2, 1, 0}, new int[3], new double[3]);
            assertThat(dropped.logProbabilities(batch)).isEqualTo(plain.logProbabilities(batch));
            double[] once = dropped.accumulateGradients(batch, SequenceWeights.equal(3, 1), 0, NOISE);
            assertThat(once).isNotEqualTo(plain.accumulateGradients(batch, SequenceWeights.equal(3, 1), 0, NOISE));
            assertThat(dropped.accumulateGradients(batch, SequenceWeights.equal(3, 1), 0, NOISE))
                    .isEqualTo(once);
            assertThat(dropped.accumulateGradients(batch, SequenceWeights.equal(3, 1), 0, new Seed(36)))
                    .isNotEqualTo(once);
        }
    }

    @Test
    void theLossIsThatOfTheGradient() {
        try (Transformer network = network()) {
            TransformerObjective objective = new TransformerObjective(network, NetworkPrecision.FLOAT32);
            Batch batch = new Batch(new int[] {0, 1, 2, 2, 1, 0}, new int[3], new double[3]);
            assertThat(objective.logProbabilities(batch))
                    .containsExactly(
                            objective.accumulateGradients(batch, SequenceWeights.equal(3, 1), 0, NOISE), within(1e-6));
        }
    }

    /** Along its own gradient the loss must change by the gradient's square: a derivative by finite differences. */
    @Test
    void thePhysicsTermIsDifferentiatedTruly() {
        try (Transformer network = network();
                var _ = TensorScope.open()) {
            TransformerObjective objective = new TransformerObjective(network, NetworkPrecision.FLOAT32);
            Batch batch =
                    new Batch(new int[] {0, 1, 2, 2, 1, 0, 1, 1}, new int[4], new double[] {-3, -1.5, -2.2, -0.7});
            LogVarianceLoss physics = new LogVarianceLoss(0.7);
            double[] logWeights = batch.logWeights(objective.logProbabilities(batch));
            GroupedMoments moments = GroupedMoments.of(logWeights, batch.molecule(), 1);
            double mean = moments.sum()[0] / batch.examples();
            double variance = moments.squares()[0] / batch.examples() - mean * mean;
            LogWeightSpread spread =
                    new LogWeightSpread(new double[] {16}, new double[] {mean}, new double[] {variance});
            double each = 1.0 / batch.tokens().length;
            objective.accumulateGradients(
                    batch,
                    p -> Arrays.stream(physics.weights(batch.logWeights(p.get()), batch.molecule(), spread))
                            .map(times -> each * times)
                            .toArray(),
                    0,
                    NOISE);
            double square = square(network);
            double step = 0.02 / Math.sqrt(square);
            double up = moved(network, objective, batch, spread, step);
            double down = moved(network, objective, batch, spread, -2 * step);
            assertThat((up - down) / (2 * step) / square).isCloseTo(1, within(0.01));
        }
    }

    /** (V · cross-entropy + 0.7 · Var ℓ/2 per token) / (V + 0.7) of a moved network, V and the mean of ℓ unmoved. */
    private static double moved(
            Transformer network, Objective objective, Batch batch, LogWeightSpread spread, double step) {
        move(network, step);
        double[] logProbability = objective.logProbabilities(batch);
        double variance = spread.variance(0);
        double squares = Arrays.stream(spread.deviations(batch.logWeights(logProbability), batch.molecule()))
                .map(d -> d * d)
                .sum();
        return (-variance * Arrays.stream(logProbability).sum() + 0.7 * squares / 2)
                / (variance + 0.7)
                / batch.tokens().length;
    }

    /** The divergence from oneself has no slope; otherwise the loss changes along the gradient by its square. */
    @Test
    void distillationIsTheDivergenceFromTheTeacher() {
        try (Transformer network = network();
                Transformer other = network(37);
                var _ = TensorScope.open()) {
            List<TokenLayout> molecules = List.of(network.molecule());
            Batch batch = new Batch(new int[] {0, 1, 2, 2, 1, 0}, new int[3], new double[3]);
            double token = 1.0 / 6;
            new TransformerObjective(
                            network,
                            molecules,
                            NetworkPrecision.FLOAT32,
                            TrainConfig.Loss.LIKELIHOOD,
                            new Distillation(network, 1))
                    .accumulateGradients(batch, SequenceWeights.equal(3, 0), token, NOISE);
            assertThat(square(network)).isLessThan(1e-10);
            new Gradients(network.parameters()).clear();
            new TransformerObjective(
                            network,
                            molecules,
                            NetworkPrecision.FLOAT32,
                            TrainConfig.Loss.LIKELIHOOD,
                            new Distillation(other, 0.7))
                    .accumulateGradients(batch, SequenceWeights.equal(3, 0), token, NOISE);
            double square = square(network);
            double step = 0.01 / Math.sqrt(square);
            move(network, step);
            double up = divergence(other, network, batch);
            move(network, -2 * step);
            double down = divergence(other, network, batch);
            assertThat(0.7 * (up - down) / (2 * step) / square).isCloseTo(1, within(0.02));
        }
    }

    /** Mean over the tokens of KL(one network's distribution ‖ another's), by its definition. */
    private static double divergence(Transformer of, Transformer from, Batch batch) {
        int[] inputs = new int[batch.tokens().length];
        for (int i = 1; i < inputs.length; i += 2) {
            inputs[i] = batch.tokens()[i - 1];
        }
        double sum = 0;
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            Tensor tokens = Tensor.of(inputs, batch.examples(), 2);
            float[] p = Layers.softmax(of.forward(tokens, NetworkPrecision.FLOAT32), -1)
                    .toFloats();
            float[] q = Layers.softmax(from.forward(tokens, NetworkPrecision.FLOAT32), -1)
                    .toFloats();
            for (int i = 0; i < p.length; i++) {
                sum += p[i] * Math.log(p[i] / q[i]);
            }
        }
        return sum / inputs.length;
    }

    private static double square(Transformer network) {
        double square = 0;
        for (Tensor p : network.parameters()) {
            for (float g : p.gradient().toFloats()) {
                square += (double) g * g;
            }
        }
        return square;
    }

    private static void move(Transformer network, double step) {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            for (Tensor p : network.parameters()) {
                p.assign(p.plus(p.gradient(), step));
            }
        }
    }

    /** A batch of two molecules of different lengths has the gradient that the two have one after the other. */
    @Test
    void paddingChangesNothing() {
        TransformerConfig config = new TransformerConfig(1, 16, 2, Toy.BINS, 3, 1, 3);
        TokenLayout longer = new TokenLayout(new int[] {0, 1, 2}, new int[3], null);
        TokenLayout shorter = new TokenLayout(new int[] {2, 1}, new int[2], null);
        try (Transformer network = Transformer.of(TransformerWeights.initialised(config, longer, 0, new Seed(34)));
                var _ = TensorScope.open()) {
            TransformerObjective objective = new TransformerObjective(
                    network,
                    List.of(longer, shorter),
                    NetworkPrecision.FLOAT32,
                    new TrainConfig.Loss(LogVarianceLoss.NONE, 0.1, 0),
                    Distillation.NONE);
            int none = Transformer.PADDING;
            Batch mixed = new Batch(new int[] {0, 1, 2, 2, 1, none, 1, 1, none}, new int[] {0, 1, 1}, new double[3]);
            Batch first = new Batch(new int[] {0, 1, 2}, new int[] {0}, new double[1]);
            Batch second = new Batch(new int[] {2, 1, 1, 1}, new int[] {1, 1}, new double[2]);
            double[] together = objective.accumulateGradients(mixed, SequenceWeights.equal(3, 0.3), 0, NOISE);
            List<float[]> gradients = network.parameters().stream()
                    .map(p -> p.gradient().toFloats())
                    .toList();
            new Gradients(network.parameters()).clear();
            assertThat(objective.logProbabilities(mixed)).containsExactly(together, within(1e-5));
            assertThat(objective.accumulateGradients(first, SequenceWeights.equal(1, 0.3), 0, NOISE)[0])
                    .isCloseTo(together[0], within(1e-5));
            double[] others = objective.accumulateGradients(second, SequenceWeights.equal(2, 0.3), 0, NOISE);
            assertThat(others).containsExactly(new double[] {together[1], together[2]}, within(1e-5));
            for (int i = 0; i < gradients.size(); i++) {
                assertThat(network.parameters().get(i).gradient().toFloats())
                        .containsExactly(gradients.get(i), within(1e-5f));
            }
        }
    }

    private static Transformer network() {
        return network(31);
    }

    private static Transformer network(long seed) {
        TransformerConfig config = new TransformerConfig(1, 16, 2, Toy.BINS, 2, 1, 3);
        return Transformer.of(TransformerWeights.initialised(
                config, new TokenLayout(new int[] {0, 1}, new int[] {0, 0}, null), 0, new Seed(seed)));
    }

    private static TrainingResult train(
            Transformer network, NetworkPrecision precision, Path folder, Progress progress) {
        return train(network, CONFIG, precision, folder, progress);
    }

    private static TrainingResult train(
            Transformer network, TrainConfig config, NetworkPrecision precision, Path folder, Progress progress) {
        DataSet data = new DataSet(Toy.examples(), CONFIG.batches().examples(), new Seed(32));
        Validation heldOut = new Validation(Toy.examples(), 64, new Seed(33));
        TransformerObjective objective = new TransformerObjective(
                network, List.of(network.molecule()), precision, config.loss(), Distillation.NONE);
        return new Trainer(objective, data, heldOut, config, folder).run(progress);
    }
}
