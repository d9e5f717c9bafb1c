package org.arbolt.generator;

import java.util.List;
import org.arbolt.model.coordinates.ControlledTokens;
import org.arbolt.model.coordinates.Coordinates;
import org.arbolt.model.decoding.ConditionalDistribution;
import org.arbolt.molecule.Control;
import org.arbolt.molecule.HeldAtoms;
import org.arbolt.molecule.Window;

/**
 * How a model's distribution is changed while it writes; the density of what is drawn is that of the changed
 * distribution (docs/method.md, "Control").
 *
 * @param soft what becomes of soft torsions
 * @param stiff of all other coordinates
 * @param windows that variables are kept in where coordinates say them
 * @param held atoms that are held; null for none
 * @param control whose factors of bins multiply the conditionals; {@link Control#NONE} for none
 */
public record SamplingDistribution(Kept soft, Kept stiff, List<Window> windows, HeldAtoms held, Control control) {
    /** The model as it was trained. */
    public static final SamplingDistribution TRAINED = tempered(1);

    public SamplingDistribution {
        windows = List.copyOf(windows);
    }

    /**
     * What is kept of the conditionals of a kind of coordinates.
     *
     * @param temperature τ, which divides their logits
     * @param topK most bins that are kept of each, 0 for all
     * @param topP bins are kept, the most probable first, until they hold this share; 1 for all
     */
    public record Kept(double temperature, int topK, double topP) {}

    /** One temperature for all coordinates and nothing else. */
    public static SamplingDistribution tempered(double temperature) {
        Kept all = new Kept(temperature, 0, 1);
        return new SamplingDistribution(all, all, List.of(), null, Control.NONE);
    }

    /** Whether coordinates are held or kept in windows. */
    boolean controls() {
        return held != null || !windows.isEmpty();
    }

    /** What becomes of the conditionals. @param coordinates as controlled */
    ConditionalDistribution tokens(Coordinates coordinates, boolean[] softTokens) {
        int tokens = coordinates.tokens();
        double[] temperature = new double[tokens];
        int[] topK = new int[tokens];
        double[] topP = new double[tokens];
        for (int t = 0; t < tokens; t++) {
            Kept kept = softTokens[t] ? soft : stiff;
            temperature[t] = kept.temperature;
            topK[t] = kept.topK;
            topP[t] = kept.topP;
        }
        ControlledTokens controlled = coordinates instanceof ControlledTokens c ? c : null;
        return new ConditionalDistribution(
                temperature, bins(controlled), topK, topP, controlled == null ? null : controlled.given());
    }

    /** Null where all bins may be drawn. */
    private Control bins(ControlledTokens controlled) {
        Control windows = controlled == null ? null : controlled.window();
        if (control.equals(Control.NONE)) {
            return windows;
        }
        return windows == null ? control : Control.product(windows, control);
    }
}
