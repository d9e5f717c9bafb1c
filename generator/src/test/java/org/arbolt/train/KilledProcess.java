package org.arbolt.train;

import java.nio.file.Path;
import org.arbolt.math.Seed;
import org.arbolt.tensor.TestDevice;

/** The process that {@link KillTest} kills: trains, and says whenever it has reported. */
final class KilledProcess {
    static final TrainConfig CONFIG = TrainConfig.DEFAULT
            .with(TrainConfig.Schedule.ofSteps(600, 0.05))
            .with(TrainConfig.Batches.of(8))
            .with(new TrainConfig.Reporting(5, 5));

    private KilledProcess() {}

    public static void main(String[] arguments) {
        TestDevice.use();
        train(Path.of(arguments[0]), () -> System.out.println("reported"));
    }

    /** @return the final table of the toy */
    static float[] train(Path folder, Runnable reported) {
        try (Toy toy = new Toy()) {
            DataSet data = new DataSet(Toy.examples(), CONFIG.batches().examples(), new Seed(1));
            Validation heldOut = new Validation(Toy.examples(), 1000, new Seed(9));
            new Trainer(toy, data, heldOut, CONFIG, folder).run((done, total, detail) -> reported.run());
            return toy.parameters().get("table").toFloats();
        }
    }
}
