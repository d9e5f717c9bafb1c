package org.arbolt.report;

/**
 * The backbone torsions of one residue over a set of frames.
 *
 * @param residue what the figures call it, e.g. {@code ALA 2}
 * @param phi [F], rad, any branch
 * @param psi [F], rad, any branch
 */
public record ResidueTorsions(String residue, double[] phi, double[] psi) {
    public ResidueTorsions {
        FieldChecks.sameLength("phi and psi of " + residue, phi.length, psi.length);
        FieldChecks.finite("phi of " + residue, phi);
        FieldChecks.finite("psi of " + residue, psi);
    }
}
