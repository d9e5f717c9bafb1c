package org.arbolt.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.arbolt.BadInput;
import org.arbolt.math.Estimate;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;
import org.arbolt.run.RunRecord;

/**
 * What a folder says of samples that were judged.
 *
 * @param path the folder
 * @param metrics its {@code metrics.json}
 * @param subject what was simulated, in words; empty where the folder does not say
 * @param record what it cost; null where the folder does not say
 */
record JudgedRun(Path path, JsonNode metrics, String subject, RunRecord record) {
    private static final long LARGEST_FIGURE = 8 << 20; // bytes

    /** @throws BadInput if nothing was judged there */
    static JudgedRun read(Path path) {
        Path file = path.resolve(RunFiles.EVALUATION);
        if (!Files.isRegularFile(file)) {
            throw new BadInput(path + " has no " + RunFiles.EVALUATION
                    + "; name folders that arbolt run or arbolt evaluate wrote, or evaluate it first");
        }
        boolean run = Files.isRegularFile(path.resolve(RunFiles.CONFIG));
        JsonNode metrics = RunFolder.readJson(file, JsonNode.class);
        if (!metrics.isObject()) {
            throw new BadInput(file + " holds no metrics; evaluate the run again");
        }
        return new JudgedRun(
                path,
                metrics,
                run ? subject(path) : "",
                Files.isRegularFile(path.resolve(RunFiles.RECORD))
                        ? RunFolder.readJson(path.resolve(RunFiles.RECORD), RunRecord.class)
                        : null);
    }

    private static String subject(Path path) {
        try (RunFolder folder = RunFolder.toRead(path)) {
            JsonNode system = folder.config(JsonNode.class).path("system");
            JsonNode cutoff = system.path("cutoff");
            return system.path("peptide").asText("?") + ", "
                    + (system.hasNonNull("forceField")
                            ? system.path("forceField").asText()
                                    + (cutoff.asText("none").equals("none")
                                            ? ""
                                            : ", cut-off " + cutoff.asText() + " nm")
                            : "OpenMM system")
                    + ", " + system.path("temperatureKelvin").asText("?").replaceFirst("\\.0$", "") + " K";
        }
    }

    /** A number with its error; missing where it is not known. */
    Estimate estimate(String name) {
        double value = number(name);
        double error = number(name + ".error");
        return Double.isNaN(value) ? Estimate.MISSING : new Estimate(value, error >= 0 ? error : Double.NaN);
    }

    /** NaN where it is not known. */
    double number(String name) {
        JsonNode value = metrics.path(name);
        return value.isNumber() ? value.asDouble() : Double.NaN;
    }

    String words(String name) {
        return metrics.path(name).asText("");
    }

    /** Names of averages that it has. */
    List<String> averages() {
        List<String> names = new ArrayList<>();
        metrics.fieldNames().forEachRemaining(name -> {
            if (name.startsWith("average.") && !name.endsWith(".error")) {
                names.add(name);
            }
        });
        return names;
    }

    /** A figure of its report, SVG; none where it has none. */
    Optional<byte[]> figure(String name) {
        Path file = path.resolve("figures").resolve(name + ".svg");
        try {
            return Files.isRegularFile(file) && Files.size(file) <= LARGEST_FIGURE
                    ? Optional.of(Files.readAllBytes(file))
                    : Optional.empty();
        } catch (IOException e) {
            throw new BadInput("cannot read " + file + ": " + e.getMessage() + "; check its permissions", e);
        }
    }
}
