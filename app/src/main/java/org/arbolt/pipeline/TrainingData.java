package org.arbolt.pipeline;

import java.util.List;
import org.arbolt.model.coordinates.Coordinates;
import org.arbolt.model.coordinates.FramePasses;
import org.arbolt.molecule.Topology;
import org.arbolt.train.Examples;

/** The frames that a model learns from, of one peptide or several, and those it is judged on while it does. */
interface TrainingData extends AutoCloseable {

    /** The peptides. */
    List<Topology> topologies();

    /** The frames to learn from. */
    FramePasses frames();

    /** The same as examples, in the coordinates of each peptide. */
    Examples training(List<Coordinates> coordinates);

    /** Whether frames are read while they are learned from, so that it is not known beforehand which lie on a grid. */
    boolean streamed();

    /** Frames kept out of training. */
    Examples heldOut(List<Coordinates> coordinates);

    @Override
    void close();
}
