package org.arbolt.forcefield;

/**
 * Energies and forces of a tile: a handful of conformations whose coordinates are interleaved so that the same
 * coordinate of all of them is contiguous, {@code x[(3 * atom + axis) * lanes + lane]}. Callers see doubles whatever
 * the precision of the arithmetic inside. Not thread safe.
 */
public interface TileKernel {

  /** Number of conformations in a tile, L. */
  int lanes();

  /**
   * @param x coordinates [3A][L], nm
   * @param components filled with energies [5][L] in the order of {@link Component}, kJ/mol; may be null when only
   *     forces are wanted
   * @param forces filled with forces [3A][L], kJ/mol/nm; null if they are not wanted
   */
  void evaluate(double[] x, double[] components, double[] forces);
}
