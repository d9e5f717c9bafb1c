package org.arbolt.cli;

import java.nio.file.Path;
import java.util.Map;
import org.arbolt.generator.TrainedModel;
import org.arbolt.math.Seed;
import org.arbolt.model.coordinates.CartesianCoordinates;
import org.arbolt.model.coordinates.Grid;
import org.arbolt.model.transformer.Checkpoint;
import org.arbolt.model.transformer.TokenLayout;
import org.arbolt.model.transformer.TransformerConfig;
import org.arbolt.model.transformer.TransformerWeights;

/** Models that know nothing and are quick. */
final class TinyModels {
    private static final int ATOMS = 22;
    private static final int BINS = 32;

    private TinyModels() {}

    /** Of Ace-A-Nme in Cartesian coordinates whose centroids the model does not say, so that its samples do. */
    static Path withoutCentroid(Path folder) {
        return withNotes(folder, Map.of());
    }

    /** The same with what its file says beside. */
    static Path withNotes(Path folder, Map<String, String> notes) {
        CartesianCoordinates coordinates = new CartesianCoordinates(ATOMS, 0.3, new Grid(-3, 3, BINS, 0), false);
        TransformerConfig size = new TransformerConfig(1, 16, 2, BINS, coordinates.tokens(), ATOMS, 3);
        TokenLayout layout = new TokenLayout(coordinates.kind(), coordinates.atom(), null);
        Path file = folder.resolve("tiny.safetensors");
        new TrainedModel("Ace-A-Nme", coordinates, TransformerWeights.initialised(size, layout, 0, new Seed(7)))
                .save(file, Checkpoint.Storage.FLOAT32, notes);
        return file;
    }
}
