package org.arbolt.generator;

import java.util.List;
import org.arbolt.model.coordinates.ControlledTokens;
import org.arbolt.model.coordinates.Coordinates;
import org.arbolt.model.decoding.ConditionalDistribution;
import org.arbolt.molecule.HeldAtoms;
import org.arbolt.molecule.Window;

/**
 * How a model's distribution is changed while it writes; the density of what is drawn is that of the changed
 * distribution (docs/method.md, "Control").
 *
 * @param soft temperature τ of soft torsions, which divides their logits
 * @param stiff temperature of all other coordinates
 * @param topK most bins that are kept of each conditional, 0 for all
 * @param topP bins are kept, the most probable first, until they hold this share; 1 for all
 * @param windows that variables are kept in where coordinates say them
 * @param held atoms that are held; null for none
 */
public record SamplingDistribution(
        double soft, double stiff, int topK, double topP, List<Window> windows, HeldAtoms held) {
    /** The model as it was trained. */
    public static final SamplingDistribution TRAINED = tempered(1);

    public SamplingDistribution {
        windows = List.copyOf(windows);
    }

    /** One temperature for all coordinates and nothing else. */
    public static SamplingDistribution tempered(double temperature) {
        return new SamplingDistribution(temperature, temperature, 0, 1, List.of(), null);
    }

    /** Whether coordinates are held or kept in windows. */
    boolean controls() {
        return held != null || !windows.isEmpty();
    }

    /** What becomes of the conditionals. @param coordinates as controlled */
    ConditionalDistribution tokens(Coordinates coordinates, boolean[] softTokens) {
        double[] temperature = new double[coordinates.tokens()];
        for (int t = 0; t < temperature.length; t++) {
            temperature[t] = softTokens[t] ? soft : stiff;
        }
        ControlledTokens controlled = coordinates instanceof ControlledTokens c ? c : null;
        return new ConditionalDistribution(
                temperature,
                controlled == null ? null : controlled.window(),
                topK,
                topP,
                controlled == null ? null : controlled.given());
    }
}
