package org.arbolt.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.report.TrainingCurve;

/** The training curve that {@code metrics.jsonl} tells. */
final class TrainingLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TrainingLog() {}

  /** @return {@link TrainingCurve#NONE} if there is no such file */
  static TrainingCurve read(Path file) {
    if (!Files.isRegularFile(file)) {
      return TrainingCurve.NONE;
    }
    List<double[]> train = new ArrayList<>();
    List<double[]> validation = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        JsonNode node = JSON.readTree(line);
        add(train, node, "loss");
        add(validation, node, "validation_loss");
      }
    } catch (IOException e) {
      throw new BadInput(file + " cannot be read (" + e.getMessage().lines().findFirst().orElse("")
          + "); delete it to go without a training curve", e);
    }
    return train.isEmpty() ? TrainingCurve.NONE
        : new TrainingCurve("optimiser step", "cross-entropy (nats per coordinate)", curve(train), curve(validation));
  }

  private static void add(List<double[]> points, JsonNode node, String field) {
    if (node.path(field).isNumber()) {
      points.add(new double[] {node.path("step").asDouble(), node.path(field).asDouble()});
    }
  }

  private static TrainingCurve.Curve curve(List<double[]> points) {
    return new TrainingCurve.Curve(
        points.stream().mapToDouble(p -> p[0]).toArray(), points.stream().mapToDouble(p -> p[1]).toArray());
  }
}
