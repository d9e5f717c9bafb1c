package org.arbolt.report;

import org.arbolt.math.Estimate;

/**
 * A measure of quality, before and after reweighting, with the value that perfect samples would have.
 *
 * @param name e.g. {@code E-W2}
 * @param unit e.g. {@code kT}; empty for a bare number
 * @param proposal of the samples as drawn
 * @param ensemble of the reweighted samples
 * @param noiseFloor the same measure between independent halves of the reference
 * @param meaning one or two sentences for a reader who does not know it
 */
public record Metric(
        String name, String unit, Estimate proposal, Estimate ensemble, Estimate noiseFloor, String meaning) {

    /** The usual measures with their names, units and explanations. */
    public enum Known {
        ENERGY_DISTANCE(
                "E-W2",
                "kT",
                "2-Wasserstein distance between the energies of the samples and of the reference; "
                        + "zero when the two energy histograms coincide."),
        TORSION_DISTANCE(
                "T-W2",
                "rad",
                "2-Wasserstein distance between the sets of all φ and ψ angles, measured along the "
                        + "torus; zero when the conformations are distributed alike."),
        TICA_DISTANCE(
                "TICA-W2",
                "",
                "2-Wasserstein distance in the plane of the two slowest collective coordinates of the "
                        + "reference; sensitive to missing or wrongly populated long-lived states."),
        TICA_DIVERGENCE(
                "TICA-JSD",
                "bits",
                "Jensen–Shannon divergence of the occupancies of 20 clusters in the plane of "
                        + "the two slowest coordinates; 0 for equal occupancies, 1 for disjoint ones."),
        RAMACHANDRAN_DIVERGENCE(
                "φ/ψ JSD",
                "nats",
                "Jensen–Shannon divergence between the Ramachandran histograms; 0 for "
                        + "equal histograms, 0.693 (ln 2) for ones that do not overlap.");

        private final String symbol;
        private final String unit;
        private final String meaning;

        Known(String symbol, String unit, String meaning) {
            this.symbol = symbol;
            this.unit = unit;
            this.meaning = meaning;
        }

        /** The measure with its values of this run. */
        public Metric of(Estimate proposal, Estimate ensemble, Estimate noiseFloor) {
            return new Metric(symbol, unit, proposal, ensemble, noiseFloor, meaning);
        }
    }
}
