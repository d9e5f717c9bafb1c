package org.arbolt.io;

import java.nio.file.Path;
import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;

/** The models of a PDB file as frames, atoms in the order of the topology. */
final class PdbFrames implements FrameSource {
  private final Path path;
  private final PdbModels models;
  private final List<PdbModels.Atom> first;
  private final int count;
  private final Topology topology;
  private final int[] order;
  private int read;

  /**
   * @param models to be read from its second model on
   * @param first its first model
   * @param count models in all
   * @param order for every atom of the topology its place in a model
   */
  PdbFrames(Path path, PdbModels models, List<PdbModels.Atom> first, int count, Topology topology, int[] order) {
    this.path = path;
    this.models = models;
    this.first = first;
    this.count = count;
    this.topology = topology;
    this.order = order;
  }

  Topology topology() {
    return topology;
  }

  int[] order() {
    return order.clone();
  }

  @Override
  public int atoms() {
    return order.length;
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public Frames next(int most) {
    Frames frames = Frames.allocate(Math.min(most, count - read), order.length);
    for (int f = 0; f < frames.count(); f++, read++) {
      List<PdbModels.Atom> model = read == 0 ? first : models.next();
      requireSameAtoms(model);
      for (int i = 0; i < order.length; i++) {
        System.arraycopy(model.get(order[i]).xyz(), 0, frames.xyz(), (f * order.length + i) * 3, 3);
      }
    }
    return frames;
  }

  @Override
  public void close() {
    models.close();
  }

  private void requireSameAtoms(List<PdbModels.Atom> model) {
    if (model == null) {
      throw new BadInput(path + " has fewer than its " + count + " models now; it was changed while it was read, try again");
    }
    if (model.size() != first.size()) {
      throw new BadInput(path + ": model " + (read + 1) + " has " + model.size() + " atoms, the first has " + first.size()
          + "; all models must be of one molecule");
    }
    for (int i = 0; i < first.size(); i++) {
      if (!model.get(i).name().equals(first.get(i).name())) {
        throw new BadInput(path + " line " + model.get(i).line() + ": atom " + model.get(i).name()
            + " where the first model has " + first.get(i).name() + "; all models must list the same atoms");
      }
    }
  }
}
