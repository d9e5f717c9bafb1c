package org.arbolt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code arbolt import}, {@code export} and {@code logits}; their help and their bad values are in
 * {@link CommandHelpTest} and {@link AbsurdValuesTest}.
 */
class ModelFileCommandsTest {
    private static final Path CHECKPOINT =
            Path.of("../generator/src/test/resources/org/arbolt/model/published/torch/robin.ckpt");

    @TempDir
    private Path folder;

    @Test
    void aPublishedCheckpointBecomesAModelAndAStateDict() {
        Path model = folder.resolve("robin.safetensors");
        Path state = folder.resolve("state.safetensors");
        assertThat(TinyRuns.succeeds("import " + CHECKPOINT + " --heads 2 -o " + model)
                        .out())
                .contains("model: ");
        assertThat(TinyRuns.succeeds("export " + model + " -o " + state).out()).contains(" tensors: ");
        assertThat(state).isNotEmptyFile();
    }

    @Test
    void logitsOfTokensAreWritten() {
        Path tokens = folder.resolve("tokens.npz");
        Npz.write(tokens, Map.of("tokens", NpyArray.of(new int[] {0, 1, 2, 0, 3, 4}, 2, 3)));
        Path logits = folder.resolve("logits.npz");
        TinyRuns.succeeds("logits " + ShippedModels.ALANINE_DIPEPTIDE + " --tokens " + tokens + " -o " + logits);
        assertThat(Npz.shape(logits, "logits")).startsWith(2, 3);
    }
}
