package org.arbolt.pipeline;

import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.model.coordinates.Coordinates;
import org.arbolt.model.transformer.TokenLayout;
import org.arbolt.model.transformer.Transformer;
import org.arbolt.molecule.Topology;

/**
 * A model of many molecules, told none of them.
 *
 * @param coordinates what makes the coordinates of any of them
 * @param network their network, closed by {@link #close}
 */
record TransferableModel(Map<String, Object> coordinates, Transformer network) implements AutoCloseable {

    /**
     * The model told a molecule.
     *
     * @throws BadInput if it cannot speak of that molecule
     */
    ModelFile of(String peptide, Topology topology) {
        Coordinates own = Coordinates.from(coordinates, topology);
        try {
            return new ModelFile(own, network.of(TokenLayout.of(own, topology)), network);
        } catch (IllegalArgumentException e) {
            throw new BadInput(peptide + " is beyond this model: " + e.getMessage() + "; take a smaller peptide", e);
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
