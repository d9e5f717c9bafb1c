package org.arbolt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.arbolt.io.checkpoint.Safetensors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code arbolt train} and {@code arbolt improve}; their help and their bad values are in {@link CommandHelpTest} and
 * {@link AbsurdValuesTest}.
 */
@Tag("slow")
class TrainCommandTest {
    private static final String SIZE = " --bins 32 --layers 1 --channels 16 --heads 2 --frequencies 4";

    @TempDir
    private static Path shared;

    private static Path frames;

    @TempDir
    private Path folder;

    @BeforeAll
    static void simulate() {
        frames = TinyRuns.frames(shared.resolve("md"));
    }

    @Test
    void everyOptionReachesTheSettingItNames() throws IOException {
        TinyRuns.succeeds("train Ace-A-Nme --data " + frames + SIZE + " --steps 3 --batch 8 --learning-rate 1e-3"
                + " --optimiser muon --label-smoothing 0.1 --dropout 0.2 --accumulate 2 --dispersion 0.5 -o " + folder);
        assertThat(folder.resolve("model.safetensors")).isNotEmptyFile();
        assertThat(Files.readString(folder.resolve("config.yaml")))
                .startsWith("version: ")
                .doesNotContain("ladders") // of dynamics: the frames are given
                .contains("bins: 32", "layers: 1", "channels: 16", "heads: 2", "frequencies: 4")
                .contains("steps: 3", "examples: 8", "accumulate: 2", "learningRate: 0.001", "kind: MUON")
                .contains("smoothing: 0.1", "dropout: 0.2", "factor: 0.5");
    }

    @Test
    void trainingThatGoesOnIsForTheConditionsOfItsModelUnlessToldOtherwise() throws IOException {
        String steps = " --steps 2 --batch 8 --data " + frames;
        Path warm = folder.resolve("warm");
        Typed told = TinyRuns.succeeds("train Ace-A-Nme --temperature 310" + SIZE + steps + " -o " + warm);
        assertThat(told.error())
                .contains("were simulated with amber99sbildn-obc, no cut-off, 300 K")
                .contains("the model is trained for amber99sbildn-obc, no cut-off, 310 K");
        String from = "train Ace-A-Nme --from " + warm.resolve("model.safetensors") + steps + " -o ";
        TinyRuns.succeeds(from + folder.resolve("further"));
        assertThat(folder.resolve("further/config.yaml")).content().contains("temperatureKelvin: 310.0");
        Typed back = TinyRuns.succeeds(from + folder.resolve("back") + " --temperature 300");
        assertThat(folder.resolve("back/config.yaml")).content().contains("temperatureKelvin: 300.0");
        assertThat(back.error()).doesNotContain("were simulated with");
    }

    /** The number of steps is measured once; from then on it says all, whoever runs it. */
    @Test
    void trainingForATimeIsTrainingForAsManyStepsAsFitIntoIt() throws IOException {
        String train = "train Ace-A-Nme --data " + frames + SIZE + " --batch 8 --dropout 0.1 --seed 3 ";
        Path timed = folder.resolve("timed");
        TinyRuns.succeeds(train + "--minutes 0.02 -o " + timed);
        Matcher steps = Pattern.compile("steps: ([1-9][0-9]*)\\s+minutes: 0.02")
                .matcher(Files.readString(timed.resolve("config.yaml")));
        assertThat(steps.find()).isTrue();
        Map<String, String> model = weights(timed);

        TinyRuns.succeeds(train + "--steps " + steps.group(1) + " -o " + folder.resolve("counted"));
        assertThat(weights(folder.resolve("counted"))).isEqualTo(model);

        Files.delete(timed.resolve("model.safetensors")); // as if killed before the end
        TinyRuns.succeeds(train + "--minutes 0.02 -o " + timed);
        assertThat(weights(timed)).isEqualTo(model);

        Typed other = Typed.line(train + "--minutes 0.03 -o " + timed);
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.error()).contains("minutes is 0.02 there, 0.03 here");
    }

    /** Frames are known by what they hold, wherever they lie. */
    @Test
    void aRunIsNotContinuedOnOtherFrames() throws IOException {
        String train = "train Ace-A-Nme" + SIZE + " --steps 3 --batch 8 -o " + folder.resolve("run") + " --data ";
        TinyRuns.succeeds(train + frames);
        Path elsewhere = Files.copy(frames, folder.resolve("elsewhere.npz"));
        assertThat(TinyRuns.succeeds(train + elsewhere).error()).contains("training: reusing");

        Path others = TinyRuns.frames(folder.resolve("md"), "--seed 2");
        Typed refused = Typed.line(train + others);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.error()).contains("holds another run (model.training.givenFrames");

        Path config = folder.resolve("run/config.yaml"); // of a run begun before it was kept which frames were given
        Files.writeString(
                config,
                Files.readString(config)
                        .replaceFirst("version: [0-9]+", "version: 5")
                        .replaceFirst("(?m)^ +givenFrames:\n( +(path|files|sha256): .*\n)+", ""));
        assertThat(config).content().doesNotContain("givenFrames", "sha256");
        assertThat(TinyRuns.succeeds(train + others).error()).contains("training: reusing");
    }

    /** What a model's tensors hold; the file has the curve of its training too, with times. */
    private static Map<String, String> weights(Path run) {
        try (Arena arena = Arena.ofConfined()) {
            return Safetensors.read(run.resolve("model.safetensors"), arena).tensors().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            e -> HexFormat.of().formatHex(e.getValue().data().toArray(ValueLayout.JAVA_BYTE))));
        }
    }

    @Test
    void trainingGoesOnFromAModelAndImprovesIt() {
        Path model = folder.resolve("first/model.safetensors");
        TinyRuns.succeeds(
                "train Ace-A-Nme --data " + frames + SIZE + " --steps 20 --batch 8 -o " + folder.resolve("first"));
        TinyRuns.succeeds("train Ace-A-Nme --data " + frames + " --from " + model + " --steps 3 --batch 8 -o "
                + folder.resolve("second"));
        Typed improved = TinyRuns.succeeds("improve Ace-A-Nme --model " + model
                + " --rounds 1 --samples 50 --buffer 20 --steps 2 --batch 4 --weights none --held-out " + frames
                + " -o "
                + folder.resolve("improved"));
        assertThat(improved.out()).contains("model: ");
        assertThat(folder.resolve("improved/improvement.json")).isNotEmptyFile();
    }
}
