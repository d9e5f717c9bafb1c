package org.arbolt.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.model.transformer.NetworkSize;
import org.arbolt.pipeline.DynamicsPlan;
import org.arbolt.pipeline.ImprovementPlan;
import org.arbolt.pipeline.MolecularSystem;
import org.arbolt.pipeline.Presets;
import org.arbolt.pipeline.RunConfig;
import org.arbolt.pipeline.TrainingPlan;
import org.arbolt.pipeline.TransferableTrainingConfig;
import org.arbolt.train.LogVarianceLoss;
import org.arbolt.train.TrainConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code config.yaml}: what is written, and what is read of older versions. */
class ConfigVersionsTest {
    private static final MolecularSystem SYSTEM = new MolecularSystem("Ace-A-Nme", "amber99sbildn-obc", "none", 300);
    private static final DynamicsPlan DYNAMICS = new DynamicsPlan(32, 5, 6, 700, 5, 0.5, 11, 1, 0.001, 0, 1);

    /** As {@code arbolt run --quick} wrote it before configurations had versions. */
    private static final String TRAINED = """
            system:
              peptide: Ace-A-Nme
              forceField: amber99sbildn-obc
              cutoff: none
              temperatureKelvin: 300.0
            seed: 5
            dynamics:
              ladders: 32
              rungs: 5
              coldRungs: 6
              hottestKelvin: 700.0
              equilibrationPs: 5.0
              spacingPs: 0.5
              framesPerRung: 11
              frictionPerPs: 1.0
            model:
              training:
                data:
                  ladders: 32
                  rungs: 5
                  coldRungs: 6
                  hottestKelvin: 700.0
                  equilibrationPs: 5.0
                  spacingPs: 0.5
                  framesPerRung: 11
                  frictionPerPs: 1.0
                coordinates: INTERNAL
                network:
                  bins: 256
                  layers: 2
                  channels: 64
                  heads: 4
                  frequencies: 32
                optimisation:
                  steps: 300
                  batch: 128
                  learningRate: 0.003
                  dispersion: 0.02
                  dispersionStart: 0.05
                technique:
                  optimiser: MUON
                  smoothing: 0.1
                  accumulate: 2
                  dropout: 0.2
            sampling:
              temperature: 1.0
              weights: psis
              reflect: false
            """;

    /** As {@code arbolt improve} wrote it. */
    private static final String IMPROVED = """
            system:
              peptide: Ace-A-Nme
              forceField: amber99sbildn-obc
              cutoff: none
              temperatureKelvin: 300.0
            seed: 5
            model:
              file: models/start.safetensors
              sha256: '0123'
            improvement:
              rounds: 3
              samples: 10000
              weights: psis
              buffer: 10000
              oldShare: 0.5
              training:
                steps: 900
                batch: 128
                learningRate: 5.0E-4
                dispersion: 0.02
                dispersionStart: 0.0
              distillation: 0.1
            """;

    /** As {@code arbolt train --peptides} wrote it. */
    private static final String MANY = """
            peptides:
            - AG
            - GA
            heldOut:
            - GG
            forceField: amber99sbildn-obc
            cutoff: none
            temperatureKelvin: 300.0
            seed: 7
            training:
              data:
                ladders: 32
                rungs: 5
                coldRungs: 6
                hottestKelvin: 700.0
                equilibrationPs: 5.0
                spacingPs: 0.5
                framesPerRung: 11
                frictionPerPs: 1.0
              coordinates: CARTESIAN
              network:
                bins: 256
                layers: 2
                channels: 64
                heads: 4
                frequencies: 32
              optimisation:
                steps: 60
                batch: 6
                learningRate: 0.001
                dispersion: 0.0
                dispersionStart: 0.0
              shuffleBuffer: 256
            samples: 16
            """;

    @TempDir
    private Path folder;

    private static RunConfig trained() {
        TrainConfig settings = TrainConfig.of(300, 128, 3e-3, LogVarianceLoss.BY_NOISE)
                .with(new TrainConfig.Batches(128, 2))
                .with(new TrainConfig.Loss(LogVarianceLoss.BY_NOISE, 0.1, 0.2))
                .with(TrainConfig.Optimisation.of(TrainConfig.OptimiserKind.MUON));
        TrainingPlan plan = new TrainingPlan(
                DYNAMICS, TrainingPlan.CoordinateKind.INTERNAL, new NetworkSize(256, 2, 64, 4, 32), settings);
        return new RunConfig(
                SYSTEM,
                5,
                DYNAMICS,
                new RunConfig.ModelSource(null, null, plan),
                new RunConfig.SamplingPlan(1, "psis", false));
    }

    private static RunConfig improved() {
        TrainConfig settings = TrainConfig.of(900, 128, 5e-4, LogVarianceLoss.BY_NOISE);
        return new RunConfig(
                SYSTEM,
                5,
                null,
                new RunConfig.ModelSource("models/start.safetensors", "0123", null),
                null,
                new ImprovementPlan(3, 10_000, "psis", 10_000, 0.5, settings, 0.1));
    }

    private static TransferableTrainingConfig many() {
        TrainingPlan plan = new TrainingPlan(
                DYNAMICS,
                TrainingPlan.CoordinateKind.CARTESIAN,
                new NetworkSize(256, 2, 64, 4, 32),
                TrainConfig.of(60, 6, 1e-3, LogVarianceLoss.NONE),
                256,
                null);
        return new TransferableTrainingConfig(
                List.of("AG", "GA"), List.of("GG"), "amber99sbildn-obc", "none", 300, 7, plan, 16);
    }

    private Path write(String config) throws IOException {
        return Files.writeString(folder.resolve("config.yaml"), config);
    }

    @Test
    void theVersionStandsFirstAndWhatIsWrittenIsRead() throws IOException {
        try (RunFolder run = RunFolder.open(folder, trained())) {
            assertThat(Files.readAllLines(folder.resolve("config.yaml")))
                    .first()
                    .isEqualTo("version: " + ConfigVersions.CURRENT);
            assertThat(Files.readString(folder.resolve("config.yaml")))
                    .contains("settings:", "learningRate: 0.003")
                    .containsOnlyOnce("seed:");
            assertThat(run.config(RunConfig.class)).isEqualTo(trained());
        }
    }

    @Test
    void runsBegunBeforeConfigurationsHadVersionsGoOn() throws IOException {
        write(TRAINED);
        try (RunFolder run = RunFolder.open(folder, trained())) {
            assertThat(run.config(RunConfig.class)).isEqualTo(trained());
        }
        write(IMPROVED);
        try (RunFolder run = RunFolder.open(folder, improved())) {
            assertThat(run.config(RunConfig.class)).isEqualTo(improved());
        }
        write(MANY);
        try (RunFolder run = RunFolder.open(folder, many())) {
            assertThat(run.config(TransferableTrainingConfig.class)).isEqualTo(many());
        }
    }

    @Test
    void anOlderRunWithOtherSettingsIsRefusedWithTheDifference() throws IOException {
        write(TRAINED.replace("steps: 300", "steps: 500"));
        assertThatThrownBy(() -> RunFolder.open(folder, trained()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("model.training.settings.schedule.steps is 500 there, 300 here");
        write(MANY);
        assertThatThrownBy(() -> RunFolder.open(folder, trained()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("holds another run");
    }

    /** As {@code arbolt train --data} wrote it up to version 4, with dynamics that it never simulated. */
    @Test
    void trainingOnGivenFramesHasNoDynamics() throws IOException {
        String given = TRAINED.replaceAll("(?ms)^dynamics:.*?^model:", "model:").replaceAll("(?ms)^sampling:.*", "");
        assertThat(given).contains("data:").doesNotContain("\ndynamics", "sampling");
        write(given);
        TrainingPlan plan = trained().model().training().with(null);
        RunConfig config = new RunConfig(SYSTEM, 5, null, new RunConfig.ModelSource(null, null, plan), null);
        try (RunFolder run = RunFolder.open(folder, config)) {
            assertThat(run.config(RunConfig.class)).isEqualTo(config);
        }
    }

    /** Of 0.1 ps each: 0.47 and 5.04 ps were simulated as 0.5 and 5 ps. */
    @Test
    void timesThatWereRoundedAreReadAsWhatWasSimulated() throws IOException {
        write(TRAINED.replace("spacingPs: 0.5", "spacingPs: 0.47")
                .replace("equilibrationPs: 5.0", "equilibrationPs: 5.04"));
        try (RunFolder run = RunFolder.open(folder, trained())) {
            assertThat(run.config(RunConfig.class)).isEqualTo(trained());
        }
    }

    /** Up to version 6 it had a weight for all variances, and a step that it began at. */
    @Test
    void aPhysicsTermOfOldIsReadAsOneThatCountsByItsNoise() throws IOException {
        String text;
        try (RunFolder run = RunFolder.open(folder, trained())) {
            assertThat(run.config(RunConfig.class)).isEqualTo(trained());
            text = Files.readString(folder.resolve("config.yaml"));
        }
        String old = text.replaceFirst("version: [0-9]+", "version: 6")
                .replace("physics:", "dispersion:")
                .replaceFirst("(?m)^( +)factor: 1.0$", "$1factor: 0.02\n$1start: 0.05");
        assertThat(old).contains("start: 0.05");
        write(old);
        try (RunFolder run = RunFolder.open(folder, trained())) {
            assertThat(run.config(RunConfig.class)).isEqualTo(trained());
        }
    }

    /** Up to version 7 a turn of the backbone was tried between exchanges, whatever is usual now. */
    @Test
    void dynamicsOfOldHasOneTurn() throws IOException {
        RunConfig usual = new RunConfig(SYSTEM, 5, Presets.reference(true), null, null);
        String text;
        try (RunFolder run = RunFolder.open(folder, usual)) {
            text = Files.readString(folder.resolve("config.yaml"));
        }
        String turns = "  turns: " + DynamicsPlan.TURNS + "\n";
        assertThat(text).contains(turns);
        write(text.replaceFirst("version: [0-9]+", "version: 7").replace(turns, ""));
        try (RunFolder run = RunFolder.open(folder, usual)) {
            assertThat(run.config(RunConfig.class).dynamics().turns()).isEqualTo(1);
        }
        DynamicsPlan asked = usual.dynamics();
        RunConfig other = new RunConfig(SYSTEM, 5, asked.moving(asked.timeStepPs(), asked.leastMass(), 5), null, null);
        assertThatThrownBy(() -> RunFolder.open(folder, other))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("dynamics.turns is 1 there, 5 here");
    }

    @Test
    void aLaterVersionIsRefused() throws IOException {
        write("version: " + (ConfigVersions.CURRENT + 1) + "\n" + TRAINED);
        assertThatThrownBy(() -> RunFolder.open(folder, trained()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("config.yaml is of version " + (ConfigVersions.CURRENT + 1))
                .hasMessageContaining("use the arbolt that wrote it");
    }

    /** A value that a person put there out of range is told like one on the command line, with the file. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "layers: 2 | layers: 80 | layers must be between 1 and 64, was 80",
                "steps: 300 | steps: 0 | steps must be between 1 and 100000000, was 0",
                "temperatureKelvin: 300.0 | temperatureKelvin: -3 | temperature (K) must be between 1 and 5000, was "
                        + "-3.0",
                "ladders: 32 | ladders: 0 | ladders must be between 1 and 100000, was 0",
            })
    void aValueOutOfRangeIsToldWithTheFile(String before, String after, String message) throws IOException {
        write(TRAINED.replace(before, after));
        try (RunFolder run = RunFolder.existing(folder)) {
            assertThatThrownBy(() -> run.config(RunConfig.class))
                    .isInstanceOf(BadInput.class)
                    .hasMessageStartingWith(folder.resolve("config.yaml") + ": ")
                    .hasMessageContaining(message);
        }
    }

    @ParameterizedTest
    @CsvSource({"'',holds no settings", "seven,holds no settings", "'a: [',cannot be read as YAML"})
    void whatIsNoConfigurationIsRefused(String text, String message) throws IOException {
        write(text);
        assertThatThrownBy(() -> RunFolder.open(folder, trained()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(message);
    }
}
