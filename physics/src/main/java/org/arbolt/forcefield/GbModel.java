package org.arbolt.forcefield;

/**
 * A generalised Born model after Onufriev, Bashford, Case, Proteins 55, 383 (2004): the rescaling of eq. 6 with one of
 * its two published sets of coefficients, and the constants with which OpenMM evaluates it.
 *
 * @param alpha linear coefficient of the rescaling
 * @param beta quadratic coefficient of the rescaling, subtracted
 * @param gamma cubic coefficient of the rescaling
 * @param strength of the polar term, K (1/ε_in − 1/ε_out), kJ/mol nm/e²
 * @param surface coefficient of the surface term, 4π times a surface tension, kJ/mol/nm²
 * @param engulfed whether an atom that lies inside another's descreening sphere gets the extra term 1/ρ − 1/L
 */
public record GbModel(double alpha, double beta, double gamma, double strength, double surface, boolean engulfed) {
    /** What is subtracted from an intrinsic radius before descreening, nm. */
    public static final double OFFSET = 0.009;

    /** Solvent radius of the surface term, nm (Schaefer, Bartels, Karplus, J. Mol. Biol. 284, 835 (1998)). */
    public static final double PROBE = 0.14;

    /** Coefficient of the surface term in OpenMM's files; a surface tension of 2.25936 kJ/mol/nm². */
    private static final double ACE = 28.3919551;

    /** Coulomb's constant in OpenMM's CustomGBForce, kJ/mol nm/e². */
    private static final double CUSTOM_COULOMB = 138.935485;

    /** OBC model II as OpenMM's GBSAOBCForce. */
    public static final GbModel NATIVE_OBC2 = nativeObc2(1, 78.3, ACE);

    /** OBC model I as OpenMM's implicit/obc1.xml. */
    public static final GbModel CUSTOM_OBC1 = customObc1(1, 78.5);

    /** OBC model II as OpenMM's implicit/obc2.xml. */
    public static final GbModel CUSTOM_OBC2 = customObc2(1, 78.5);

    /** No solvent: with charges and scales of zero it gives no energy and no force. */
    public static final GbModel NONE = new GbModel(1, 0, 0, 0, 0, false);

    /** OBC model II as GBSAOBCForce evaluates it, for any dielectric constants and surface coefficient. */
    static GbModel nativeObc2(double solute, double solvent, double surface) {
        return new GbModel(1, 0.8, 4.85, Constants.COULOMB * (1 / solute - 1 / solvent), surface, true);
    }

    /** OBC model I as OpenMM writes it for CustomGBForce, for any dielectric constants. */
    static GbModel customObc1(double solute, double solvent) {
        return new GbModel(0.8, 0, 2.909125, CUSTOM_COULOMB * (1 / solute - 1 / solvent), ACE, false);
    }

    /** OBC model II as OpenMM writes it for CustomGBForce, for any dielectric constants. */
    static GbModel customObc2(double solute, double solvent) {
        return new GbModel(1, 0.8, 4.85, CUSTOM_COULOMB * (1 / solute - 1 / solvent), ACE, false);
    }

    /** The same model without its surface term. */
    GbModel withoutSurface() {
        return new GbModel(alpha, beta, gamma, strength, 0, engulfed);
    }
}
