package org.arbolt.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.math.RandomStream;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.InternalCoordinates;
import org.arbolt.molecule.Topology;

/**
 * Tokens of internal coordinates (method §9): T = 3A − 6, no rotation, no centroid, and each coordinate on a grid of its
 * own. Orientation and centroid are drawn beside the tokens, uniformly and from g, so that the density is one per nm^{3A} that
 * compares with that of Cartesian tokens:
 *
 * <pre>log q(x) = Σ_j (log P_j − log h_j) − log J(x) − log 8π² + log g(c(x))</pre>
 *
 * with the cell widths h and the Jacobian J of {@link InternalCoordinates}.
 */
public final class InternalTokens implements Coordinates {
  static final String KIND = "internal";

  /** Log of the volume of SO(3) in the measure of {@link InternalCoordinates#logJacobian}. */
  private static final double LOG_ROTATIONS = Math.log(8 * Math.PI * Math.PI);

  /** Draws of a place in a cell before giving up; rounding to float32 spoils a few per cent of them. */
  private static final int TRIES = 1000;

  private final InternalCoordinates internal;
  private final double scale; // nm
  private final Grid[] grids; // [coordinate]
  private final int[] order; // [token] -> coordinate
  private final double logCell; // Σ log h

  private InternalTokens(InternalCoordinates internal, double scale, Grid[] grids, int[] order) {
    this.internal = internal;
    this.scale = scale;
    this.grids = grids;
    this.order = order;
    this.logCell = Arrays.stream(grids).mapToDouble(g -> Math.log(g.width())).sum();
  }

  /** The order in which a model draws the coordinates. Every order is exact; some are easier to learn. */
  public enum Order {
    /** Atom by atom as they are placed: bond, angle, torsion. */
    TREE,
    /** All soft torsions first, then the rest atom by atom. */
    SOFT_FIRST,
    /** The rest atom by atom, then all soft torsions. */
    SOFT_LAST
  }

  /**
   * Grids from training frames: soft torsions on the whole circle, everything else on an interval about its (circular) mean.
   *
   * @param topology the molecule
   * @param frames training frames
   * @param bins V
   * @param order the order of the tokens
   * @throws BadInput if a frame has coordinates that are not finite
   */
  public static InternalTokens fit(Topology topology, Frames frames, int bins, Order order) {
    InternalCoordinates internal = InternalCoordinates.of(topology);
    Grid[] grids = new GridFit(internal, frames).grids(bins);
    return new InternalTokens(internal, Centroid.scale(frames), grids, permutation(internal, order));
  }

  private static int[] permutation(InternalCoordinates internal, Order order) {
    List<Integer> soft = new ArrayList<>();
    List<Integer> rest = new ArrayList<>();
    for (int i = 0; i < internal.count(); i++) {
      (order != Order.TREE && internal.soft(i) ? soft : rest).add(i);
    }
    List<Integer> all = new ArrayList<>(order == Order.SOFT_LAST ? rest : soft);
    all.addAll(order == Order.SOFT_LAST ? soft : rest);
    return all.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The coordinates that the tokens stand for. */
  public InternalCoordinates internal() {
    return internal;
  }

  /** The coordinate that a token stands for. */
  public int coordinate(int token) {
    return order[token];
  }

  /** The grid of a token. */
  public Grid grid(int token) {
    return grids[order[token]];
  }

  @Override
  public int atoms() {
    return internal.atoms();
  }

  @Override
  public int tokens() {
    return order.length;
  }

  @Override
  public int bins() {
    return grids[0].bins();
  }

  @Override
  public int[] kind() {
    return Arrays.stream(order).map(i -> internal.kind(i).ordinal()).toArray();
  }

  @Override
  public int[] atom() {
    return Arrays.stream(order).map(internal::atom).toArray();
  }

  @Override
  public double centroidDeviation() {
    return scale / Math.sqrt(atoms());
  }

  @Override
  public boolean tokenise(double[] xyz, int offset, int[] tokens, int tokenOffset) {
    double[] q = new double[order.length];
    internal.toInternal(xyz, offset, q, 0);
    for (int t = 0; t < order.length; t++) {
      int bin = grids[order[t]].bin(q[order[t]]);
      if (bin < 0) {
        return false;
      }
      tokens[tokenOffset + t] = bin;
    }
    return true;
  }

  @Override
  public double logCellDensity(double[] xyz, int offset) {
    double[] q = new double[order.length];
    internal.toInternal(xyz, offset, q, 0);
    double[] centroid = Centroid.of(xyz, offset, atoms());
    return -logCell - internal.logJacobian(q, 0) - LOG_ROTATIONS
        + Centroid.logDensity(centroidDeviation(), centroid);
  }

  @Override
  public void decode(int[] tokens, int tokenOffset, RandomStream random, double[] xyz, int offset) {
    double[] q = new double[order.length];
    int[] back = new int[order.length];
    for (int i = 0; i < TRIES; i++) {
      for (int t = 0; t < order.length; t++) {
        q[order[t]] = grids[order[t]].at(tokens[tokenOffset + t], random.nextDouble());
      }
      internal.toCartesian(q, 0, xyz, offset);
      placeInSpace(random, xyz, offset);
      if (tokenise(xyz, offset, back, 0)
          && Arrays.equals(back, 0, back.length, tokens, tokenOffset, tokenOffset + back.length)) {
        return;
      }
    }
    throw new IllegalStateException("bins of the internal coordinates are too fine for float32 coordinates");
  }

  private void placeInSpace(RandomStream random, double[] xyz, int offset) {
    Rotation.apply(Rotation.uniform(random), new double[3], xyz, offset, atoms());
    Centroid.moveTo(Centroid.draw(centroidDeviation(), random), xyz, offset, atoms());
    for (int i = offset; i < offset + 3 * atoms(); i++) {
      xyz[i] = (float) xyz[i];
    }
  }

  /** Internal coordinates see neither place nor orientation, so the example is tokenised as it lies. */
  @Override
  public boolean tokeniseTraining(double[] xyz, int offset, RandomStream random, int[] tokens, int tokenOffset) {
    return tokenise(xyz, offset, tokens, tokenOffset);
  }

  @Override
  public Map<String, Object> describe() {
    Map<String, Object> d = new LinkedHashMap<>();
    d.put("kind", KIND);
    d.put("atoms", atoms());
    d.put("bins", bins());
    d.put("scale", scale);
    d.put("order", Arrays.stream(order).boxed().toList());
    d.put("lo", Arrays.stream(grids).map(Grid::lo).toList());
    d.put("hi", Arrays.stream(grids).map(Grid::hi).toList());
    return d;
  }

  static InternalTokens from(Description d, Topology topology) {
    if (d.integer("atoms") != topology.atomCount()) {
      throw d.unusable("atoms", "must be " + topology.atomCount() + " as in the molecule");
    }
    InternalCoordinates internal = InternalCoordinates.of(topology);
    int count = internal.count();
    double[] lo = d.numbers("lo", count);
    double[] hi = d.numbers("hi", count);
    double scale = d.number("scale");
    if (!(scale > 0)) {
      throw d.unusable("scale", "must be a positive length in nm");
    }
    Grid[] grids = new Grid[count];
    try {
      for (int i = 0; i < count; i++) {
        boolean circular = internal.kind(i) == InternalCoordinates.Kind.TORSION;
        grids[i] = new Grid(lo[i], hi[i], d.integer("bins"), circular);
      }
    } catch (IllegalArgumentException e) {
      throw new BadInput("coordinates of the model: " + e.getMessage() + "; the model file is damaged", e);
    }
    return new InternalTokens(internal, scale, grids, permutation(d, count));
  }

  private static int[] permutation(Description d, int count) {
    int[] order = Arrays.stream(d.numbers("order", count)).mapToInt(x -> (int) x).toArray();
    int[] sorted = order.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < count; i++) {
      if (sorted[i] != i) {
        throw d.unusable("order", "must name every coordinate once");
      }
    }
    return order;
  }
}
