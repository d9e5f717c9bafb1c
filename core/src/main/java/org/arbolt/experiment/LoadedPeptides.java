package org.arbolt.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.model.Coordinates;
import org.arbolt.model.SharedInternals;
import org.arbolt.molecule.Topology;
import org.arbolt.train.Examples;

/**
 * Frames of peptides in memory; the last of each trajectory are kept out of training.
 *
 * @param peptides with their trajectories
 */
record LoadedPeptides(List<PeptideData> peptides) implements TransferData {
  private static final double HELD_OUT_SHARE = 0.05;

  @Override
  public List<Topology> topologies() {
    return peptides.stream().map(PeptideData::topology).toList();
  }

  @Override
  public SharedInternals.Passes frames() {
    return each -> IntStream.range(0, peptides.size()).forEach(m ->
        each.accept(m, peptides.get(m).trajectory().frames().slice(0, kept(peptides.get(m)))));
  }

  @Override
  public Examples training(List<Coordinates> coordinates) {
    return examples(coordinates, false);
  }

  @Override
  public Examples heldOut(List<Coordinates> coordinates) {
    return examples(coordinates, true);
  }

  private Examples examples(List<Coordinates> coordinates, boolean heldOut) {
    List<Examples> parts = new ArrayList<>();
    for (int m = 0; m < peptides.size(); m++) {
      PeptideData d = peptides.get(m);
      int from = heldOut ? kept(d) : 0;
      int to = heldOut ? d.trajectory().count() : kept(d);
      parts.add(Examples.of(coordinates.get(m), d.trajectory().frames().slice(from, to),
          Arrays.copyOfRange(d.reducedEnergy(), from, to)));
    }
    return Examples.joined(parts);
  }

  private static int kept(PeptideData data) {
    int frames = data.trajectory().count();
    return frames - Math.max(1, (int) (HELD_OUT_SHARE * frames));
  }

  @Override
  public void close() {}
}
