package org.arbolt.report;

import org.arbolt.evaluate.Measure;
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

    /** A measure with its values of this run. */
    public static Metric of(Measure measure, Estimate proposal, Estimate ensemble, Estimate noiseFloor) {
        return new Metric(measure.symbol(), measure.unit(), proposal, ensemble, noiseFloor, meaning(measure));
    }

    private static String meaning(Measure measure) {
        return switch (measure) {
            case ENERGY_W2 ->
                "2-Wasserstein distance between the energies of the samples and of the reference; "
                        + "zero when the two energy histograms coincide.";
            case ENERGY_W1 -> "1-Wasserstein distance between the same energies; less sensitive to outliers.";
            case TORUS_W2 ->
                "2-Wasserstein distance between the sets of all φ and ψ angles, measured along the "
                        + "torus; zero when the conformations are distributed alike.";
            case TICA_W2 ->
                "2-Wasserstein distance in the plane of the two slowest collective coordinates of the "
                        + "reference; sensitive to missing or wrongly populated long-lived states.";
            case TICA_JSD ->
                "Jensen–Shannon divergence of the occupancies of 20 clusters in the plane of "
                        + "the two slowest coordinates; 0 for equal occupancies, 1 for disjoint ones.";
            case TORSION_JSD ->
                "Mean over all φ and ψ of the Jensen–Shannon divergence of their histograms in bins of 5°; 0 for "
                        + "equal histograms, 1 for ones that do not overlap.";
            case BOND_W1 ->
                "Mean over all bonds of the 1-Wasserstein distance between their lengths; the geometry that "
                        + "energies are most sensitive to.";
        };
    }
}
