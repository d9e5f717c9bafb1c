package org.arbolt.forcefield;

/**
 * How far non-bonded interactions reach, without periodic boundaries. Beyond the distance there are neither
 * Lennard-Jones nor Coulomb nor generalised Born interactions; Coulomb terms are shifted to zero there, Lennard-Jones
 * terms are not. 1-4 pairs know no cut-off.
 *
 * @param distance nm, positive; infinite for none
 */
public record Cutoff(double distance) {
  /** All pairs interact. */
  public static final Cutoff NONE = new Cutoff(Double.POSITIVE_INFINITY);

  public Cutoff {
    if (!(distance > 0)) {
      throw new IllegalArgumentException("cut-off must be a positive number of nm, was " + distance);
    }
  }

  /** Whether there is a cut-off at all. */
  public boolean finite() {
    return Double.isFinite(distance);
  }

  /** 1/distance, 1/nm; 0 without a cut-off. */
  double inverse() {
    return 1 / distance;
  }
}
