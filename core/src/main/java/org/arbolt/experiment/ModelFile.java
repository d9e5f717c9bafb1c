package org.arbolt.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.io.Safetensors;
import org.arbolt.model.Checkpoint;
import org.arbolt.model.Coordinates;
import org.arbolt.model.Transformer;
import org.arbolt.molecule.Topology;
import org.arbolt.report.TrainingCurve;

/**
 * A trained model and the coordinates it speaks, in one safetensors file.
 *
 * @param coordinates how tokens are conformations
 * @param network closed by {@link #close}
 */
record ModelFile(Coordinates coordinates, Transformer network) implements AutoCloseable {
  private static final String COORDINATES = "arbolt.coordinates";
  private static final String PEPTIDE = "arbolt.peptide";
  private static final String TRAINING = "arbolt.training";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Writes a model in bfloat16.
   *
   * @param training the training's metrics, as in {@code metrics.jsonl}
   */
  static void save(Path file, String peptide, Coordinates coordinates, Transformer network, String training) {
    try {
      Map<String, String> notes = new LinkedHashMap<>();
      notes.put(PEPTIDE, peptide);
      notes.put(COORDINATES, JSON.writeValueAsString(coordinates.describe()));
      notes.put(TRAINING, training);
      Checkpoint.save(file, network, Checkpoint.Storage.BFLOAT16, notes);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a description holds what JSON can say", e);
    }
  }

  /**
   * Reads a model.
   *
   * @throws BadInput if the file is damaged, is no model of Arbolt, or is of another molecule
   */
  @SuppressWarnings("unchecked")
  static ModelFile load(Path file, String peptide, Topology topology) {
    Checkpoint checkpoint = Checkpoint.load(file);
    try {
      String of = checkpoint.notes().get(PEPTIDE);
      String text = checkpoint.notes().get(COORDINATES);
      if (of == null || text == null) {
        throw new BadInput(file + " does not say its molecule and coordinates; it was not written by arbolt train");
      }
      if (!of.equals(peptide)) {
        throw new BadInput(file + " is a model of " + of + ", not of " + peptide + "; name another --model, or train one");
      }
      Coordinates coordinates = Coordinates.from(JSON.readValue(text, Map.class), topology);
      return new ModelFile(coordinates, checkpoint.network());
    } catch (JsonProcessingException e) {
      checkpoint.network().close();
      throw new BadInput(file + ": the description of its coordinates is damaged; restore the file or train again", e);
    } catch (RuntimeException e) {
      checkpoint.network().close();
      throw e;
    }
  }

  /** How the loss fell while a model was trained; {@link TrainingCurve#NONE} if its file does not say. */
  static TrainingCurve trainingCurve(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      String metrics = Safetensors.read(file, arena).metadata().get(TRAINING);
      return metrics == null ? TrainingCurve.NONE : TrainingLog.parse(file, metrics.lines());
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
