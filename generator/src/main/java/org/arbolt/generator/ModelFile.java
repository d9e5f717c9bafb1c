package org.arbolt.generator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.model.transformer.Checkpoint;
import org.arbolt.model.transformer.TransformerWeights;

/**
 * What a model's safetensors file holds: the network, the description of its coordinates, and the molecule it is of.
 *
 * @param peptide the molecule; null for a model of many
 */
record ModelFile(String peptide, Map<String, Object> coordinates, TransformerWeights network) {
    static final String PEPTIDE = "arbolt.peptide";
    private static final String COORDINATES = "arbolt.coordinates";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws BadInput if the file is damaged, or is no model of Arbolt */
    @SuppressWarnings("unchecked")
    static ModelFile read(Path file) {
        Checkpoint checkpoint = Checkpoint.load(file);
        String peptide = checkpoint.notes().get(PEPTIDE);
        String text = checkpoint.notes().get(COORDINATES);
        if (text == null || peptide == null && checkpoint.network().molecule() != null) {
            throw new BadInput(file + " does not say its molecule and coordinates; it was not written by arbolt train");
        }
        try {
            return new ModelFile(peptide, JSON.readValue(text, Map.class), checkpoint.network());
        } catch (JsonProcessingException e) {
            throw new BadInput(
                    file + ": the description of its coordinates is damaged; restore the file or train again", e);
        }
    }

    static void write(
            Path file,
            Map<String, Object> coordinates,
            TransformerWeights network,
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

    /** Whether it is of many molecules. (One of them that was trained on for a peptide is that peptide's.) */
    boolean transferable() {
        return peptide == null;
    }
}
