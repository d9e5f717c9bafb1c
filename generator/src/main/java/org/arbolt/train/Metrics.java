package org.arbolt.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.io.AtomicFile;

/** The file {@code metrics.jsonl} of a run: one JSON object per line, in the order of the steps. */
final class Metrics {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    /** @param file where to write; null to write nowhere */
    Metrics(Path file) {
        this.file = file;
    }

    /** Drops the lines of steps after the given one (and half a line that a killed run left), to go on from there. */
    void rewindTo(long step) {
        if (file == null || !Files.exists(file)) {
            return;
        }
        try {
            List<String> kept = new ArrayList<>();
            for (String line :
                    Files.readString(file, StandardCharsets.UTF_8).lines().toList()) {
                if (stepOf(line) <= step) {
                    kept.add(line);
                }
            }
            String text = kept.isEmpty() ? "" : String.join("\n", kept) + "\n";
            AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new BadInput("cannot read " + file + ": " + e.getMessage() + "; remove it or make it readable", e);
        }
    }

    private static long stepOf(String line) {
        try {
            JsonNode step = JSON.readTree(line).get("step");
            return step == null ? Long.MAX_VALUE : step.asLong(Long.MAX_VALUE);
        } catch (JsonProcessingException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Appends a line. */
    void append(Line line) {
        if (file == null) {
            return;
        }
        try {
            Files.writeString(file, line.json() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new BadInput(
                    "cannot write " + file + ": " + e.getMessage() + "; free space or choose another output", e);
        }
    }

    /**
     * One line.
     *
     * @param step steps done
     * @param loss mean training loss since the line before, nats per token
     * @param logWeightVariance mean variance of the batches' log-weights since the line before; NaN without energies
     * @param heldOut of the averaged parameters; NaN where not measured
     * @param learningRate of the last step
     * @param gradientNorm of the last step, before clipping
     * @param skipped steps skipped so far because their gradient was not finite
     * @param seconds time spent in training so far, over all sessions
     * @param samplesPerSecond examples per second since the line before
     */
    record Line(
            long step,
            double loss,
            double logWeightVariance,
            Validation.Score heldOut,
            double learningRate,
            double gradientNorm,
            long skipped,
            double seconds,
            double samplesPerSecond) {

        String json() {
            ObjectNode node = JSON.createObjectNode();
            node.put("step", step);
            put(node, "loss", loss);
            put(node, "log_weight_variance", logWeightVariance);
            put(node, "validation_loss", heldOut.loss());
            put(node, "validation_raw_ess", heldOut.effectiveShare());
            node.put("learning_rate", learningRate);
            put(node, "gradient_norm", gradientNorm);
            node.put("skipped", skipped);
            node.put("seconds", Math.round(seconds * 1000) / 1000.0);
            node.put("samples_per_second", Math.round(samplesPerSecond * 10) / 10.0);
            return node.toString();
        }

        private static void put(ObjectNode node, String name, double value) {
            if (Double.isFinite(value)) {
                node.put(name, value);
            } else {
                node.putNull(name); // JSON knows no NaN
            }
        }
    }
}
