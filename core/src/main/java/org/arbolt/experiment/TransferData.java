package org.arbolt.experiment;

import java.util.List;
import org.arbolt.model.Coordinates;
import org.arbolt.model.SharedInternals;
import org.arbolt.molecule.Topology;
import org.arbolt.train.Examples;

/** The frames that a model of many peptides learns from, and those it is judged on while it does. */
interface TransferData extends AutoCloseable {

  /** The peptides. */
  List<Topology> topologies();

  /** The frames to learn from. */
  SharedInternals.Passes frames();

  /** The same as examples, in the coordinates of each peptide. */
  Examples training(List<Coordinates> coordinates);

  /** Frames kept out of training. */
  Examples heldOut(List<Coordinates> coordinates);

  @Override
  void close();
}
