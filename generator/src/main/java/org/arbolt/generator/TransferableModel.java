package org.arbolt.generator;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.model.transformer.Checkpoint;
import org.arbolt.model.transformer.TransformerWeights;
import org.arbolt.molecule.Topology;

/**
 * A model of many molecules, told none of them.
 *
 * @param coordinates what makes the coordinates of any of them
 * @param network their network
 */
public record TransferableModel(Map<String, Object> coordinates, TransformerWeights network) {

    /**
     * Reads a model of many molecules.
     *
     * @throws BadInput if the file is damaged, is no model of Arbolt, or is of one molecule
     */
    public static TransferableModel load(Path file) {
        ModelFile read = ModelFile.read(file);
        if (!read.transferable()) {
            throw new BadInput(file + " is a model of " + (read.peptide() == null ? "one molecule" : read.peptide())
                    + " alone; name one that was trained for many, or imported");
        }
        return new TransferableModel(read.coordinates(), read.network());
    }

    /**
     * The model told a molecule.
     *
     * @throws BadInput if it cannot speak of that molecule
     */
    public TrainedModel of(String peptide, Topology topology) {
        return TrainedModel.told(coordinates, network, peptide, topology);
    }

    /**
     * Writes the model.
     *
     * @param notes what else to keep with it
     */
    public void save(Path file, Checkpoint.Storage storage, Map<String, String> notes) {
        Map<String, Object> description = new LinkedHashMap<>(coordinates);
        description.remove("atoms"); // of any molecule
        ModelFile.write(file, description, network, storage, notes);
    }

    /** The same with other weights. */
    public TransferableModel with(TransformerWeights weights) {
        return new TransferableModel(coordinates, weights);
    }
}
