package org.arbolt.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.arbolt.BadInput;
import org.arbolt.io.checkpoint.Safetensors;
import org.arbolt.report.TrainingCurve;

/** The training curve that {@code metrics.jsonl} tells, or a model's file. */
final class TrainingLog {
    private static final String NOTE = "arbolt.training"; // in a model's file
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_LINES = 200;

    private TrainingLog() {}

    /** The curve of a run; {@link TrainingCurve#NONE} if there is no such file. */
    static TrainingCurve read(Path file) {
        return Files.isRegularFile(file) ? parse(file, lines(file).stream()) : TrainingCurve.NONE;
    }

    /** The curve that came with a model; {@link TrainingCurve#NONE} if its file does not say. */
    static TrainingCurve ofModel(Path model) {
        try (Arena arena = Arena.ofConfined()) {
            String metrics = Safetensors.read(model, arena).metadata().get(NOTE);
            return metrics == null ? TrainingCurve.NONE : parse(model, metrics.lines());
        }
    }

    /** A run's metrics as a note for its model's file. */
    static Map<String, String> note(Path file) {
        return Map.of(NOTE, summary(file));
    }

    /** At most some hundreds of lines, evenly spaced and with the last. */
    private static String summary(Path file) {
        List<String> all = lines(file);
        int stride = Math.ceilDiv(all.size(), MOST_LINES);
        StringBuilder kept = new StringBuilder();
        for (int i = all.size() - 1; i >= 0; i -= stride) {
            kept.insert(0, all.get(i) + "\n");
        }
        return kept.toString();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** @param origin the file the lines are from */
    private static TrainingCurve parse(Path origin, Stream<String> lines) {
        List<double[]> train = new ArrayList<>();
        List<double[]> validation = new ArrayList<>();
        try {
            for (String line : lines.toList()) {
                JsonNode node = JSON.readTree(line);
                add(train, node, "loss");
                add(validation, node, "validation_loss");
            }
        } catch (IOException e) {
            throw unreadable(origin, e);
        }
        return train.isEmpty()
                ? TrainingCurve.NONE
                : new TrainingCurve(
                        "optimiser step", "cross-entropy (nats per coordinate)", curve(train), curve(validation));
    }

    private static BadInput unreadable(Path file, IOException e) {
        return new BadInput(
                "the training curve in " + file + " cannot be read ("
                        + e.getMessage().lines().findFirst().orElse("") + "); restore the file",
                e);
    }

    private static void add(List<double[]> points, JsonNode node, String field) {
        if (node.path(field).isNumber()) {
            points.add(
                    new double[] {node.path("step").asDouble(), node.path(field).asDouble()});
        }
    }

    private static TrainingCurve.Curve curve(List<double[]> points) {
        return new TrainingCurve.Curve(
                points.stream().mapToDouble(p -> p[0]).toArray(),
                points.stream().mapToDouble(p -> p[1]).toArray());
    }
}
