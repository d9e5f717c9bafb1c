package org.arbolt.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.arbolt.BadInput;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.InternalCoordinates;
import org.arbolt.molecule.Topology;

/**
 * Internal coordinates of many peptides on grids that they share, so that one model can speak of all of them and of peptides
 * it has not seen. A coordinate is known by the force-field template of its residue, the atom it places and its kind, e.g.
 * {@code NALA CB ANGLE}; every peptide whose coordinates are all known has {@link InternalTokens}. Soft torsions have the whole
 * circle; a stiff coordinate has its mean over the training frames ± what {@link GridFit} gives a single molecule, without the
 * linear dependence on the coordinates before it that a single molecule's grids have.
 */
public final class SharedInternals {
  static final String KIND = "shared internal";

  /** Length that the spread of the centroid is told in, nm, as in the paper's model of many peptides. */
  private static final double SCALE = 0.35;

  private final int bins;
  private final Map<String, Stiff> known; // by name; a soft torsion needs no entry

  /**
   * Where a stiff coordinate lies.
   *
   * @param mean (circular) mean, nm or rad
   * @param half half the width of its grid
   */
  private record Stiff(double mean, double half) {}

  private SharedInternals(int bins, Map<String, Stiff> known) {
    this.bins = bins;
    this.known = known;
  }

  /**
   * Grids from training frames.
   *
   * @param topologies the molecules
   * @param frames training frames of each
   * @param bins V
   */
  public static SharedInternals fit(List<Topology> topologies, List<Frames> frames, int bins) {
    Map<String, List<double[]>> values = new TreeMap<>(); // by coordinate, from each molecule that has it
    for (int m = 0; m < topologies.size(); m++) {
      InternalCoordinates internal = InternalCoordinates.of(topologies.get(m));
      double[][] columns = columns(internal, frames.get(m));
      for (int i = 0; i < internal.count(); i++) {
        if (!internal.soft(i)) {
          values.computeIfAbsent(name(topologies.get(m), internal, i), _ -> new ArrayList<>()).add(columns[i]);
        }
      }
    }
    Map<String, Stiff> known = new TreeMap<>();
    values.forEach((name, parts) -> known.put(name, stiff(name, parts)));
    return new SharedInternals(bins, known);
  }

  /** Coordinates [d][F] of frames. */
  private static double[][] columns(InternalCoordinates internal, Frames frames) {
    double[][] columns = new double[internal.count()][frames.count()];
    double[] q = new double[internal.count()];
    for (int f = 0; f < frames.count(); f++) {
      internal.toInternal(frames.xyz(), 3 * f * frames.atoms(), q, 0);
      for (int i = 0; i < q.length; i++) {
        if (!Double.isFinite(q[i])) {
          throw new BadInput("training frame " + f + " has coordinates that are not finite; remove it from the data");
        }
        columns[i][f] = q[i];
      }
    }
    return columns;
  }

  private static Stiff stiff(String name, List<double[]> parts) {
    double[] all = parts.stream().flatMapToDouble(Arrays::stream).toArray();
    boolean circular = name.endsWith(InternalCoordinates.Kind.TORSION.name());
    double sine = Arrays.stream(all).map(Math::sin).sum();
    double cosine = Arrays.stream(all).map(Math::cos).sum();
    double mean = circular ? Math.atan2(sine, cosine) : Arrays.stream(all).average().orElseThrow();
    double squares = 0;
    double largest = 0;
    for (double value : all) {
      double away = circular ? InternalCoordinates.wrap(value - mean) : value - mean;
      squares += away * away;
      largest = Math.max(largest, Math.abs(away));
    }
    return new Stiff(mean, GridFit.half(Math.sqrt(squares / all.length), largest));
  }

  private static String name(Topology topology, InternalCoordinates internal, int coordinate) {
    Topology.Atom atom = topology.atoms().get(internal.atom(coordinate));
    return topology.residues().get(atom.residue()).template() + " " + atom.name() + " " + internal.kind(coordinate);
  }

  /**
   * The tokens of a molecule.
   *
   * @throws BadInput if it has a coordinate that no training molecule had
   */
  public InternalTokens of(Topology topology) {
    InternalCoordinates internal = InternalCoordinates.of(topology);
    int[] order = InternalTokens.permutation(internal, InternalTokens.Order.SOFT_FIRST);
    double[] mean = new double[order.length];
    Grid[] grids = new Grid[order.length];
    for (int t = 0; t < order.length; t++) {
      grids[t] = Grid.circle(bins);
      if (!internal.soft(order[t])) {
        Stiff stiff = known(topology, internal, order[t]);
        mean[t] = stiff.mean;
        grids[t] = GridFit.about(internal.kind(order[t]), stiff.half, stiff.mean, stiff.mean, bins);
      }
    }
    return new InternalTokens(
        internal, SCALE, order, new Centres(internal, order, 0, mean), grids);
  }

  private Stiff known(Topology topology, InternalCoordinates internal, int coordinate) {
    String name = name(topology, internal, coordinate);
    Stiff stiff = known.get(name);
    if (stiff == null) {
      throw new BadInput("the model has not seen coordinate " + name + " in training: give a peptide of residues that "
          + "training peptides have at the same place (first, middle, last), or train with one that has it");
    }
    return stiff;
  }

  /** What {@link Coordinates#from} needs to make the coordinates of any peptide of these. */
  public Map<String, Object> describe() {
    Map<String, Object> d = new LinkedHashMap<>();
    d.put("kind", KIND);
    d.put("bins", bins);
    d.put("names", List.copyOf(known.keySet()));
    d.put("mean", known.values().stream().map(Stiff::mean).toList());
    d.put("half", known.values().stream().map(Stiff::half).toList());
    return d;
  }

  static SharedInternals from(Description d) {
    List<String> names = d.texts("names");
    double[] mean = d.numbers("mean", names.size());
    double[] half = d.numbers("half", names.size());
    Map<String, Stiff> known = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (!(half[i] > 0 && Math.abs(mean[i]) < 100 && half[i] < 100)) {
        throw d.unusable("half", "must hold positive widths about means of nm or rad");
      }
      known.put(names.get(i), new Stiff(mean[i], half[i]));
    }
    int bins = d.integer("bins");
    if (bins < 2 || bins > 1 << 20) {
      throw d.unusable("bins", "must be between 2 and 2^20");
    }
    return new SharedInternals(bins, known);
  }
}
