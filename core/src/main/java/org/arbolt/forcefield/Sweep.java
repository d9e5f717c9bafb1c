package org.arbolt.forcefield;

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

  private final int rows;
  private final Pass[] passes;

  Sweep(int rows, Pass... passes) {
    this.rows = rows;
    this.passes = passes.clone();
  }

  void run(boolean withForces) {
    for (int row = 0; row < rows; row++) {
      for (Pass pass : passes) {
        pass.run(row, withForces);
      }
    }
  }
}
