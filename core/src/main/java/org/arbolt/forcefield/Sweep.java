package org.arbolt.forcefield;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Passes of a vector kernel over rows of a tile: each row goes through all passes before the next.
 *
 * <p>That passes are objects behind an interface has a second purpose. The compiler sees that many kinds are called
 * from one place and so compiles each by itself. Were they plain calls, it would inline several into one method, and
 * once a method has grown past some forty vector operations it stops inlining the helpers in {@link FloatLanes}:
 * their vectors would be boxed at every call, ten times slower.
 */
final class Sweep {

  /** One pass. It reads and writes vectors in memory only. */
  @FunctionalInterface
  interface Pass {
    /**
     * @param row which row
     * @param withForces whether forces are wanted
     */
    void run(int row, boolean withForces);
  }

  private final IntSupplier rows;
  private final List<Pass> energies = new ArrayList<>();
  private final List<Pass> forces = new ArrayList<>();

  private Sweep(IntSupplier rows) {
    this.rows = rows;
  }

  /** A sweep over as many rows as there are when it runs. */
  static Sweep over(IntSupplier rows) {
    return new Sweep(rows);
  }

  static Sweep over(int rows) {
    return over(() -> rows);
  }

  /** Passes over everything at once. */
  static Sweep once(Pass... passes) {
    return over(1).then(passes);
  }

  /** Adds passes. */
  Sweep then(Pass... passes) {
    return thenForEnergies(passes).thenForForces(passes);
  }

  /** Adds passes for when forces are not wanted. */
  Sweep thenForEnergies(Pass... passes) {
    energies.addAll(List.of(passes));
    return this;
  }

  /** Adds passes for when forces are wanted. */
  Sweep thenForForces(Pass... passes) {
    forces.addAll(List.of(passes));
    return this;
  }

  void run(boolean withForces) {
    List<Pass> passes = withForces ? forces : energies;
    int count = rows.getAsInt();
    for (int row = 0; row < count; row++) {
      for (int p = 0; p < passes.size(); p++) {
        passes.get(p).run(row, withForces);
      }
    }
  }
}
