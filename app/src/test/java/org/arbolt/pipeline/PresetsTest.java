package org.arbolt.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of the models that ship is taken. */
class PresetsTest {
    @TempDir
    private Path home;

    @Test
    void torsionsArePreferredUnlessAllCoordinatesAreWanted() throws IOException {
        Path models = Files.createDirectory(home.resolve("models"));
        Path[] files = Stream.of("AG.torsions", "AG.internal", "GA.internal", "peptides.torsions", "peptides.internal")
                .map(name -> models.resolve(name + ".safetensors"))
                .toArray(Path[]::new);
        for (Path file : files) {
            Files.createFile(file);
        }
        assertThat(Presets.candidates(home, "AG", false)).containsExactly(files[0], files[3]);
        assertThat(Presets.candidates(home, "AG", true)).containsExactly(files[1], files[4]);
        assertThat(Presets.candidates(home, "GA", false)).containsExactly(files[2], files[3]);
        assertThat(Presets.shippedModel(home, "AA", false)).isNull();
    }
}
