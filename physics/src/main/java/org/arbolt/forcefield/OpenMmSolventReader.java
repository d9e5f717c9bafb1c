package org.arbolt.forcefield;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.arbolt.forcefield.XmlElements.Element;

/**
 * The implicit solvent of a System: a GBSAOBCForce, or a CustomGBForce with exactly the expressions that OpenMM 7.7's
 * {@code implicit/obc1.xml} and {@code implicit/obc2.xml} give it. Used once.
 */
final class OpenMmSolventReader {
    /** What follows every energy term: the dielectric constants as numbers, no salt. */
    private static final String WHERE = "; solventDielectric=NUMBER; soluteDielectric=NUMBER; kappa=0; "
            + "offset=(?:0\\.009|0\\.008999999999999999)(?:; cutoff=NUMBER)?";

    private static final String NUMBER = "([0-9]+\\.?[0-9]*(?:[eE][+-]?[0-9]+)?)";

    private static final String INTEGRAL = "select(step(r+sr2-or1), 0.5*(1/L-1/U+0.25*(r-sr2^2/r)*(1/(U^2)-1/(L^2))"
            + "+0.5*log(L/U)/r), 0);U=r+sr2;L=max(or1, D);D=abs(r-sr2)";
    private static final String RADIUS_OBC1 =
            "1/(1/or-tanh(0.8*psi+2.909125*psi^3)/radius);psi=I*or; radius=or+offset; offset=0.009";
    private static final String RADIUS_OBC2 =
            "1/(1/or-tanh(psi-0.8*psi^2+4.85*psi^3)/radius);psi=I*or; radius=or+offset; offset=0.009";
    private static final Pattern SELF = term("-0.5*138.935485*(1/soluteDielectric-1/solventDielectric)*charge^2/B", "");
    private static final Pattern SURFACE = term("28.3919551*(radius+0.14)^2*(radius/B)^6; radius=or+offset", "");
    private static final Pattern PAIR = term(
            "-138.935485*(1/soluteDielectric-1/solventDielectric)*charge1*charge2/f",
            ";f=sqrt(r^2+B1*B2*exp(-r^2/(4*B1*B2)))");
    private static final Pattern CUT_PAIR =
            Pattern.compile(Pattern.quote("-138.935485*(1/soluteDielectric-1/solventDielectric)*charge1*charge2*(1/f-")
                    + NUMBER
                    + Pattern.quote(");f=sqrt(r^2+B1*B2*exp(-r^2/(4*B1*B2)))")
                    + WHERE.replace("NUMBER", NUMBER));

    private static final double SHIFT_ERROR = 1e-9; // of 1/r_c, which the expression has in decimal digits

    private final Element force;
    private final boolean custom;
    private final OpenMmRows particles = new OpenMmRows();
    private final List<String> parameters = new ArrayList<>();
    private String integral = "";
    private String radius = "";
    private final List<String> terms = new ArrayList<>();

    OpenMmSolventReader(Element force) {
        this.force = force;
        this.custom = force.text("type").equals("CustomGBForce");
        if (force.integer("method") > 1) {
            throw force.fail("of type " + force.text("type")
                    + " has a periodic method; supported are NoCutoff and CutoffNonPeriodic");
        }
    }

    private static Pattern term(String head, String tail) {
        return Pattern.compile(Pattern.quote(head + tail) + WHERE.replace("NUMBER", NUMBER));
    }

    /** No solvent at all. */
    static SystemParameters.Solvent none(int atoms) {
        double[] radius = new double[atoms];
        Arrays.fill(radius, 0.15); // any will do
        return new SystemParameters.Solvent(GbModel.NONE, new double[atoms], radius, new double[atoms]);
    }

    void inside(Element e, String place) {
        switch (place) {
            case "Particles/Particle" -> particle(e);
            case "PerParticleParameters/Parameter" -> parameters.add(e.text("name"));
            case "ComputedValues/Value" -> value(e);
            case "EnergyTerms/Term" -> terms.add(e.text("type") + " " + e.text("expression"));
            case "GlobalParameters/Parameter",
                    "EnergyParameterDerivatives/Parameter",
                    "Exclusions/Exclusion",
                    "Functions/Function" -> throw unknown(e, e.attributes().getOrDefault("name", e.place()));
            default -> {}
        }
    }

    private void particle(Element e) {
        double[] row = custom
                ? new double[] {
                    e.number("param1"), e.number("param2") + GbModel.OFFSET, e.number("param3") / e.number("param2")
                }
                : new double[] {e.number("q"), e.number("r"), e.number("scale")};
        if (!(row[1] > GbModel.OFFSET) || !(row[2] >= 0) || Double.isInfinite(row[2])) {
            throw e.fail("has a radius of " + row[1] + " nm and a scale of " + row[2]
                    + "; the radius must exceed 0.009 nm and the scale must not be negative");
        }
        particles.add(new int[0], row);
    }

    private void value(Element e) {
        switch (e.text("name") + e.text("type")) {
            case "I2" -> integral = e.text("expression");
            case "B0" -> radius = e.text("expression");
            default -> throw unknown(e, e.text("name"));
        }
    }

    SystemParameters.Solvent solvent(Cutoff cutoff, int atoms) {
        if (particles.numbers.size() != atoms) {
            throw force.fail("has " + particles.numbers.size() + " particles, the system has " + atoms);
        }
        boolean cut = force.integer("method") == 1;
        if (cut != cutoff.finite() || cut && force.number("cutoff") != cutoff.distance()) {
            throw force.fail("of type " + force.text("type")
                    + " has another cut-off than the NonbondedForce; give them the same");
        }
        return new SystemParameters.Solvent(
                custom ? customModel(cutoff) : nativeModel(),
                particles.column(0),
                particles.column(1),
                particles.column(2));
    }

    private GbModel nativeModel() {
        return GbModel.nativeObc2(
                dielectric(force.number("soluteDielectric")),
                dielectric(force.number("solventDielectric")),
                4 * Math.PI * force.number("surfaceAreaEnergy"));
    }

    private double dielectric(double value) {
        if (!(value > 0)) {
            throw force.fail("has a dielectric constant of " + value + ", which must be positive");
        }
        return value;
    }

    private GbModel customModel(Cutoff cutoff) {
        if (!parameters.equals(List.of("charge", "or", "sr"))) {
            throw unknown(force, "parameters " + parameters);
        }
        if (!integral.equals(INTEGRAL)) {
            throw unknown(force, integral);
        }
        if (terms.size() != 3 && terms.size() != 2) {
            throw unknown(force, terms.size() + " energy terms");
        }
        Matcher self = matched("0 ", terms.getFirst(), SELF);
        boolean surface = terms.size() == 3;
        if (surface) {
            matched("0 ", terms.get(1), SURFACE);
        }
        Matcher pair = matched("2 ", terms.getLast(), cutoff.finite() ? CUT_PAIR : PAIR);
        requireShift(pair, cutoff);
        int first = cutoff.finite() ? 2 : 1;
        double solvent = Double.parseDouble(self.group(1));
        double solute = Double.parseDouble(self.group(2));
        if (solvent != Double.parseDouble(pair.group(first)) || solute != Double.parseDouble(pair.group(first + 1))) {
            throw unknown(force, terms.getLast());
        }
        GbModel model = model(dielectric(solute), dielectric(solvent));
        return surface ? model : model.withoutSurface();
    }

    private GbModel model(double solute, double solvent) {
        return switch (radius) {
            case RADIUS_OBC1 -> GbModel.customObc1(solute, solvent);
            case RADIUS_OBC2 -> GbModel.customObc2(solute, solvent);
            default -> throw unknown(force, radius);
        };
    }

    private void requireShift(Matcher pair, Cutoff cutoff) {
        if (cutoff.finite()
                && !(Math.abs(Double.parseDouble(pair.group(1)) - cutoff.inverse())
                        <= SHIFT_ERROR * cutoff.inverse())) {
            throw unknown(force, terms.getLast());
        }
    }

    private Matcher matched(String type, String term, Pattern pattern) {
        Matcher matcher = pattern.matcher(term.substring(Math.min(term.length(), type.length())));
        if (!term.startsWith(type) || !matcher.matches()) {
            throw unknown(force, term);
        }
        return matcher;
    }

    private static org.arbolt.BadInput unknown(Element e, String what) {
        String shown = what.length() > 300 ? what.substring(0, 300) + "…" : what;
        return e.fail("of the implicit solvent has '" + shown.replaceAll("\\s+", " ")
                + "', which is neither of OpenMM's OBC models (implicit/obc1.xml, implicit/obc2.xml with an "
                + "ACE surface term or none, without salt)");
    }
}
