package org.arbolt.pipeline;

import org.arbolt.SettingBounds;

/**
 * How the conditionals of a model are changed, null where they are not.
 *
 * @param soft temperature of soft torsions
 * @param stiff temperature of all other coordinates
 * @param topK most bins that are kept of each
 * @param topP share that the bins kept hold
 */
public record DistributionPlan(Double soft, Double stiff, Integer topK, Double topP) {
    public DistributionPlan {
        if (soft != null) {
            requireTemperature(soft);
        }
        if (stiff != null) {
            requireTemperature(stiff);
        }
        if (topK != null) {
            SettingBounds.between(1, 1 << 20, topK, "top-k");
        }
        if (topP != null) {
            SettingBounds.require(topP > 0 && topP <= 1, "top-p", "above 0 and at most 1", topP);
        }
    }

    static void requireTemperature(double temperature) {
        SettingBounds.between(0.1, 10, temperature, "sampling temperature");
    }

    /** Whether some bins are never drawn. */
    boolean truncates() {
        return topK != null || topP != null && topP < 1;
    }

    /** Null where nothing is changed. */
    public DistributionPlan orNull() {
        return soft == null && stiff == null && topK == null && topP == null ? null : this;
    }
}
