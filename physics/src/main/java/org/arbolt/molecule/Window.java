package org.arbolt.molecule;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.arbolt.BadInput;

/**
 * Where a collective variable may lie: {@code phi(2) in -100..-40}. Torsions go upwards from the lower to the upper
 * end, through ±180° where the lower one is the larger number.
 *
 * @param text as the user wrote it
 * @param variable what is kept in the window
 * @param low lower end, nm or rad
 * @param span how far it reaches upwards, nm or rad; the upper end is not inside
 */
public record Window(String text, CollectiveVariable variable, double low, double span) implements Region {
    private static final String NUMBER = "[-+]?(?:\\d+\\.?\\d*|\\.\\d+)";
    private static final Pattern FORM =
            Pattern.compile("\\s*(.*?)\\s+in\\s+(" + NUMBER + ")\\s*\\.\\.\\s*(" + NUMBER + ")\\s*", Pattern.DOTALL);

    /**
     * Reads a window.
     *
     * @param reference a conformation, [A][3], nm, for the variable
     * @throws BadInput if the text is none
     */
    public static Window of(String text, Topology topology, double[] reference) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new BadInput("'" + text + "' is no window; write e.g. 'phi(2) in -100..-40' (nm or degrees)");
        }
        CollectiveVariable variable = CollectiveVariable.of(form.group(1), topology, reference);
        double low = variable.fromUser(Double.parseDouble(form.group(2)));
        double high = variable.fromUser(Double.parseDouble(form.group(3)));
        double span = high - low;
        if (variable.period() > 0) {
            if (Math.abs(low) > variable.period() || Math.abs(high) > variable.period()) {
                throw new BadInput(
                        "window '" + text + "' goes beyond ±360 degrees; write its ends between -180 and 180");
            }
            span += span < 0 ? variable.period() : 0;
        }
        if (!(span > 0) || variable.period() > 0 && span > variable.period()) {
            throw new BadInput("window '" + text + "' is empty or more than the circle; write its lower end first");
        }
        if (variable.period() == 0 && (high <= 0 || low >= variable.largest())) {
            throw new BadInput("window '" + text + "' holds no value that there is: lengths are at least 0 nm, angles "
                    + "between 0 and 180 degrees; write another");
        }
        return new Window(text, variable, low, span);
    }

    /** Whether another window on the same variable has nothing in common: neither holds the lower end of the other. */
    boolean isApartFrom(Window other) {
        return !holds(other.low) && !other.holds(low);
    }

    /**
     * Refuses windows that no conformation lies in, as far as that can be told from their texts and held atoms.
     *
     * @param held null for none
     * @throws BadInput if there are such
     */
    public static void requirePossible(List<Window> windows, HeldAtoms held) {
        for (int i = 0; i < windows.size(); i++) {
            Window window = windows.get(i);
            BitSet moving = window.variable.involved();
            moving.andNot(held == null ? new BitSet() : held.set());
            if (moving.isEmpty() && !window.contains(held.reference(), 0)) {
                throw new BadInput("window '" + window.text + "' and the held atoms exclude each other; drop one");
            }
            for (Window other : windows.subList(0, i)) {
                if (window.name().equals(other.name()) && window.isApartFrom(other)) {
                    throw new BadInput(
                            "windows '" + other.text + "' and '" + window.text + "' exclude each other; drop one");
                }
            }
        }
    }

    /** The variable as it was written, without spaces. */
    private String name() {
        Matcher form = FORM.matcher(text);
        return form.matches() ? form.group(1).replaceAll("\\s+", "") : text;
    }

    /** Whether a value of the variable lies inside, nm or rad. */
    public boolean holds(double value) {
        double above = value - low;
        double period = variable.period();
        return (period > 0 ? above - period * Math.floor(above / period) : above) < span && (period > 0 || above >= 0);
    }

    /** Whether a conformation at {@code offset} of [..][A][3], nm, lies inside. */
    public boolean contains(double[] xyz, int offset) {
        return holds(variable.value(xyz, offset));
    }

    @Override
    public boolean contains(Frames frames, int frame) {
        return contains(frames.xyz(), 3 * frames.atoms() * frame);
    }
}
