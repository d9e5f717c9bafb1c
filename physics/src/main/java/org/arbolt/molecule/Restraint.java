package org.arbolt.molecule;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.arbolt.BadInput;

/**
 * A harmonic bias on a collective variable, V/kT = ½ ((x − x₀)/σ)², torsions the short way round: {@code distance(CA 1,
 * CA 5) = 0.5 +- 0.05}.
 *
 * @param text as the user wrote it
 * @param variable x
 * @param centre x₀, nm or rad
 * @param deviation σ > 0, nm or rad
 */
public record Restraint(String text, CollectiveVariable variable, double centre, double deviation) {
    private static final String NUMBER = "[-+]?(?:\\d+\\.?\\d*|\\.\\d+)";
    private static final Pattern FORM = Pattern.compile(
            "\\s*(.*?)\\s*=\\s*(" + NUMBER + ")\\s*(?:\\+-|\\+/-|±)\\s*(" + NUMBER + ")\\s*", Pattern.DOTALL);

    /**
     * Reads a restraint.
     *
     * @param reference a conformation, [A][3], nm, for the variable
     * @throws BadInput if the text is none
     */
    public static Restraint of(String text, Topology topology, double[] reference) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new BadInput("'" + text + "' is no restraint; write e.g. 'distance(CA 1, CA 5) = 0.5 +- 0.05' (nm or "
                    + "degrees)");
        }
        CollectiveVariable variable = CollectiveVariable.of(form.group(1), topology, reference);
        double deviation = variable.fromUser(Double.parseDouble(form.group(3)));
        if (!(deviation > 0)) {
            throw new BadInput("restraint '" + text + "' needs a width above 0 behind +-");
        }
        double centre = variable.fromUser(Double.parseDouble(form.group(2)));
        if (variable.period() == 0 && (centre < 0 || centre > variable.largest())) {
            throw new BadInput(
                    "restraint '" + text + "' pulls to a value that there is not: lengths are at least 0 nm, "
                            + "angles between 0 and 180 degrees; write another");
        }
        return new Restraint(text, variable, centre, deviation);
    }

    /** V/kT of a value of the variable. */
    public double reducedBias(double value) {
        double z = variable.difference(value, centre) / deviation;
        return 0.5 * z * z;
    }

    /** V/kT of a conformation at {@code offset} of [..][A][3], nm. */
    public double reducedBias(double[] xyz, int offset) {
        return reducedBias(variable.value(xyz, offset));
    }

    /**
     * Adds the gradient of V/kT.
     *
     * @param xyz conformations, [..][A][3], nm
     * @param gradient [..][A][3], 1/nm
     * @return V/kT
     */
    public double addGradient(double[] xyz, int offset, double factor, double[] gradient, int at) {
        double value = variable.value(xyz, offset);
        double slope = variable.difference(value, centre) / (deviation * deviation);
        variable.addGradient(xyz, offset, factor * slope, gradient, at);
        return reducedBias(value);
    }
}
