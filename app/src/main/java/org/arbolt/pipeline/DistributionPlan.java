package org.arbolt.pipeline;

import org.arbolt.SettingBounds;
import org.arbolt.generator.SamplingDistribution;

/**
 * How the conditionals of a model are changed, null where they are not.
 *
 * @param soft temperature of soft torsions
 * @param stiff temperature of all other coordinates
 * @param topK most bins that are kept of each coordinate
 * @param topP share that the bins kept of each coordinate hold
 * @param softKept what is kept of soft torsions, before what is said of all coordinates; null for the same
 * @param stiffKept likewise of all other coordinates
 */
public record DistributionPlan(Double soft, Double stiff, Integer topK, Double topP, Kept softKept, Kept stiffKept) {

    /** Bins that are kept of a kind of coordinates, null for those of all. */
    public record Kept(Integer topK, Double topP) {
        public Kept {
            requireKept(topK, topP);
        }

        /** Null where nothing is said. */
        public Kept orNull() {
            return topK == null && topP == null ? null : this;
        }
    }

    public DistributionPlan {
        if (soft != null) {
            requireTemperature(soft);
        }
        if (stiff != null) {
            requireTemperature(stiff);
        }
        requireKept(topK, topP);
    }

    private static void requireKept(Integer topK, Double topP) {
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

    /** What becomes of soft torsions. @param temperature where none is said here */
    SamplingDistribution.Kept ofSoft(double temperature) {
        return kept(soft == null ? temperature : soft, softKept);
    }

    /** What becomes of all other coordinates. @param temperature where none is said here */
    SamplingDistribution.Kept ofStiff(double temperature) {
        return kept(stiff == null ? temperature : stiff, stiffKept);
    }

    private SamplingDistribution.Kept kept(double temperature, Kept own) {
        Integer k = own == null || own.topK == null ? topK : own.topK;
        Double p = own == null || own.topP == null ? topP : own.topP;
        return new SamplingDistribution.Kept(temperature, k == null ? 0 : k, p == null ? 1 : p);
    }

    /** Whether some bins are never drawn. */
    boolean truncates() {
        return truncates(ofSoft(1)) || truncates(ofStiff(1));
    }

    private static boolean truncates(SamplingDistribution.Kept kept) {
        return kept.topK() > 0 || kept.topP() < 1;
    }

    /** Null where nothing is changed. */
    public DistributionPlan orNull() {
        return equals(new DistributionPlan(null, null, null, null, null, null)) ? null : this;
    }
}
