package org.arbolt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.arbolt.Progress;
import org.arbolt.math.Seed;
import org.arbolt.model.transformer.NetworkPrecision;
import org.arbolt.model.transformer.TokenLayout;
import org.arbolt.model.transformer.Transformer;
import org.arbolt.model.transformer.TransformerConfig;
import org.arbolt.model.transformer.TransformerWeights;
import org.arbolt.tensor.Collective;
import org.arbolt.tensor.Engine;
import org.arbolt.tensor.MpiLaunch;
import org.arbolt.tensor.TestDevice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataParallelTest {
    private static final TrainConfig CONFIG = TrainConfig.DEFAULT
            .with(TrainConfig.Batches.of(16))
            .with(new TrainConfig.Reporting(1, 20))
            .with(new TrainConfig.Loss(LogVarianceLoss.BY_NOISE, 0, 0));

    @TempDir
    Path folder;

    /** One of the processes. */
    public static void main(String[] arguments) {
        TestDevice.use();
        Collective all = Collective.ofLaunch(Engine.device());
        Path run = Path.of(arguments[0]);
        train(all, all.leads() ? run : null, Long.parseLong(arguments[1]));
        all.leave();
    }

    /** Two processes with half of every batch each have the losses of one with all of it, after a stop as well. */
    @Test
    void twoProcessesHaveTheLossesOfOne() throws IOException, InterruptedException {
        Path one = Files.createDirectory(folder.resolve("one"));
        Path two = Files.createDirectory(folder.resolve("two"));
        train(Collective.ALONE, one, 60);
        MpiLaunch.run(2, DataParallelTest.class, two.toString(), "60");
        double[] expected = TrainerTest.losses(one);
        assertThat(expected).hasSize(60);
        assertThat(TrainerTest.losses(two)).containsExactly(expected, within(2e-5)); // float32 sums in another order
        try (var files = Files.list(two.resolve("checkpoints"))) {
            Files.delete(files.sorted().toList().getLast());
        }
        MpiLaunch.run(2, DataParallelTest.class, two.toString(), "60"); // goes on from step 40
        assertThat(TrainerTest.losses(two)).containsExactly(expected, within(2e-5));
    }

    private static void train(Collective all, Path folder, long steps) {
        TransformerConfig shape = new TransformerConfig(1, 16, 2, Toy.BINS, 2, 1, 3);
        TokenLayout layout = new TokenLayout(new int[] {0, 1}, new int[] {0, 0}, null);
        long seed = 41L + all.rank(); // the first process's parameters are everyone's
        try (Transformer network = Transformer.of(TransformerWeights.initialised(shape, layout, 0, new Seed(seed)))) {
            DataSet data = new DataSet(Toy.examples(true), CONFIG.batches().examples(), new Seed(42));
            Validation heldOut = new Validation(Toy.examples(true), 64, new Seed(43));
            TrainConfig config = CONFIG.with(TrainConfig.Schedule.ofSteps(steps, 0.01));
            new Trainer(new TransformerObjective(network, NetworkPrecision.FLOAT32), data, heldOut, config, folder, all)
                    .run(Progress.NONE);
        }
    }
}
