package org.arbolt.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.arbolt.BadInput;
import org.arbolt.io.checkpoint.Safetensors;
import org.arbolt.model.coordinates.Coordinates;
import org.arbolt.model.transformer.Checkpoint;
import org.arbolt.model.transformer.Transformer;
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
            Path file,
            Map<String, Object> coordinates,
            Transformer network,
            Checkpoint.Storage storage,
            Map<String, String> notes) {
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
    static void save(
            Path file,
            String peptide,
            Coordinates coordinates,
            Transformer network,
            Checkpoint.Storage storage,
            Map<String, String> notes) {
        Map<String, String> all = new LinkedHashMap<>(notes);
        all.put(PEPTIDE, peptide);
        write(file, coordinates.describe(), network, storage, all);
    }

    private static void write(
            Path file,
            Map<String, Object> coordinates,
            Transformer network,
            Checkpoint.Storage storage,
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
    static ModelFile load(Path file, String peptide, Topology topology) {
        return read(file, checkpoint -> {
            String of = checkpoint.notes().get(PEPTIDE);
            boolean transferable = checkpoint.network().molecule() == null;
            if (of == null && !transferable) {
                throw foreign(file);
            }
            if (of != null && !of.equals(peptide)) {
                throw new BadInput(
                        file + " is a model of " + of + ", not of " + peptide + "; name another --model, or train one");
            }
            Map<String, Object> coordinates = coordinates(file, checkpoint);
            Transformer network = checkpoint.network();
            return transferable
                    ? new TransferableModel(coordinates, network).of(peptide, topology)
                    : new ModelFile(Coordinates.from(coordinates, topology), network, network);
        });
    }

    /**
     * Reads a model of many molecules.
     *
     * @throws BadInput if the file is damaged, is no model of Arbolt, or is of one molecule
     */
    static TransferableModel loadTransferable(Path file) {
        return read(file, checkpoint -> {
            String of = checkpoint.notes().get(PEPTIDE);
            if (of != null || checkpoint.network().molecule() != null) {
                throw new BadInput(file + " is a model of " + (of == null ? "one molecule" : of)
                        + " alone; name one that arbolt train " + "--peptides or arbolt import made");
            }
            return new TransferableModel(coordinates(file, checkpoint), checkpoint.network());
        });
    }

    private static <M> M read(Path file, Function<Checkpoint, M> take) {
        Checkpoint checkpoint = Checkpoint.load(file);
        try {
            return take.apply(checkpoint);
        } catch (RuntimeException e) {
            checkpoint.network().close();
            throw e;
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> coordinates(Path file, Checkpoint checkpoint) {
        String text = checkpoint.notes().get(COORDINATES);
        if (text == null) {
            throw foreign(file);
        }
        try {
            return JSON.readValue(text, Map.class);
        } catch (JsonProcessingException e) {
            throw new BadInput(
                    file + ": the description of its coordinates is damaged; restore the file or train again", e);
        }
    }

    private static BadInput foreign(Path file) {
        return new BadInput(file + " does not say its molecule and coordinates; it was not written by arbolt train");
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
