package org.arbolt.report;

/**
 * The backbone torsions of one residue over a set of frames.
 *
 * @param residue what the figures call it, e.g. {@code ALA 2}
 * @param phi [F], rad, any branch
 * @param psi [F], rad, any branch
 */
public record Torsions(String residue, double[] phi, double[] psi) {
  public Torsions {
    Checks.sameLength("phi and psi of " + residue, phi.length, psi.length);
    Checks.finite("phi of " + residue, phi);
    Checks.finite("psi of " + residue, psi);
  }
}
