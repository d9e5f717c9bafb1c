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
import org.arbolt.model.Layout;
import org.arbolt.model.Transformer;
import org.arbolt.molecule.Topology;
import org.arbolt.report.TrainingCurve;

/**
 * A trained model and the coordinates it speaks, in one safetensors file.
 *
 * @param coordinates how tokens are conformations
 * @param network told its molecule
 * @param weights the network that owns the weights, closed by {@link #close}
 */
record ModelFile(Coordinates coordinates, Transformer network, Transformer weights) implements AutoCloseable {
  private static final String COORDINATES = "arbolt.coordinates";
  private static final String PEPTIDE = "arbolt.peptide";
  private static final String TRAINING = "arbolt.training";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Writes a model of many molecules, which are told apart by what their atoms are.
   *
   * @param coordinates description of those of any of them
   * @param notes what else to keep with it
   */
  static void saveTransferable(
      Path file, Map<String, Object> coordinates, Transformer network, Checkpoint.Storage storage, Map<String, String> notes) {
    Map<String, Object> description = new LinkedHashMap<>(coordinates);
    description.remove("atoms");
    write(file, description, network, storage, notes);
  }

  /**
   * Writes a model in bfloat16.
   *
   * @param training the training's metrics, as in {@code metrics.jsonl}
   */
  static void save(Path file, String peptide, Coordinates coordinates, Transformer network, String training) {
    save(file, peptide, coordinates, network, Checkpoint.Storage.BFLOAT16, Map.of(TRAINING, training));
  }

  /** Writes a model of one molecule, with other notes. */
  static void save(Path file, String peptide, Coordinates coordinates, Transformer network, Checkpoint.Storage storage,
      Map<String, String> notes) {
    Map<String, String> all = new LinkedHashMap<>(notes);
    all.put(PEPTIDE, peptide);
    write(file, coordinates.describe(), network, storage, all);
  }

  private static void write(Path file, Map<String, Object> coordinates, Transformer network, Checkpoint.Storage storage,
      Map<String, String> notes) {
    try {
      Map<String, String> all = new LinkedHashMap<>(notes);
      all.put(COORDINATES, JSON.writeValueAsString(coordinates));
      Checkpoint.save(file, network, storage, all);
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
      boolean transferable = checkpoint.network().molecule() == null;
      if (text == null || of == null && !transferable) {
        throw new BadInput(file + " does not say its molecule and coordinates; it was not written by arbolt train");
      }
      if (of != null && !of.equals(peptide)) {
        throw new BadInput(file + " is a model of " + of + ", not of " + peptide + "; name another --model, or train one");
      }
      Coordinates coordinates = Coordinates.from(JSON.readValue(text, Map.class), topology);
      Transformer weights = checkpoint.network();
      return new ModelFile(
          coordinates, transferable ? told(weights, coordinates, peptide, topology) : weights, weights);
    } catch (JsonProcessingException e) {
      checkpoint.network().close();
      throw new BadInput(file + ": the description of its coordinates is damaged; restore the file or train again", e);
    } catch (RuntimeException e) {
      checkpoint.network().close();
      throw e;
    }
  }

  /** A network for many molecules, told which. */
  private static Transformer told(Transformer network, Coordinates coordinates, String peptide, Topology topology) {
    try {
      return network.of(Layout.of(coordinates, topology));
    } catch (IllegalArgumentException e) {
      throw new BadInput(peptide + " is beyond this model: " + e.getMessage() + "; take a smaller peptide", e);
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
    weights.close();
  }
}
