package org.arbolt.forcefield;

/**
 * Variants of the generalised Born model of Onufriev, Bashford, Case, Proteins 55, 383 (2004): the rescaling of eq. 6
 * with its two published sets of coefficients, and the constants with which OpenMM evaluates each.
 */
public enum GbModel {
  /** OBC model II as OpenMM's GBSAOBCForce. */
  NATIVE_OBC2(1, 0.8, 4.85, 78.3, Constants.COULOMB, true),
  /** OBC model I as OpenMM's implicit/obc1.xml. */
  CUSTOM_OBC1(0.8, 0, 2.909125, 78.5, 138.935485, false),
  /** OBC model II as OpenMM's implicit/obc2.xml. */
  CUSTOM_OBC2(1, 0.8, 4.85, 78.5, 138.935485, false);

  /** What is subtracted from an intrinsic radius before descreening, nm. */
  public static final double OFFSET = 0.009;

  /** Solvent radius of the surface term, nm (Schaefer, Bartels, Karplus, J. Mol. Biol. 284, 835 (1998)). */
  public static final double PROBE = 0.14;

  /** Coefficient of the surface term, kJ/mol/nm²; 4π times a surface tension of 2.25936 kJ/mol/nm². */
  public static final double SURFACE = 28.3919551;

  private final double alpha;
  private final double beta;
  private final double gamma;
  private final double solventDielectric;
  private final double coulomb;
  private final boolean engulfed;

  GbModel(double alpha, double beta, double gamma, double solventDielectric, double coulomb, boolean engulfed) {
    this.alpha = alpha;
    this.beta = beta;
    this.gamma = gamma;
    this.solventDielectric = solventDielectric;
    this.coulomb = coulomb;
    this.engulfed = engulfed;
  }

  /** Linear coefficient of the rescaling. */
  public double alpha() {
    return alpha;
  }

  /** Quadratic coefficient of the rescaling, subtracted. */
  public double beta() {
    return beta;
  }

  /** Cubic coefficient of the rescaling. */
  public double gamma() {
    return gamma;
  }

  /** Strength of the polar term, K (1/ε_in − 1/ε_out) with ε_in = 1, kJ/mol nm/e². */
  public double strength() {
    return coulomb * (1 - 1 / solventDielectric);
  }

  /** Whether an atom that lies inside another's descreening sphere gets the extra term 1/ρ − 1/L. */
  public boolean engulfed() {
    return engulfed;
  }
}
