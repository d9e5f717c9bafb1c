package org.arbolt.sampling;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.arbolt.math.Estimate;
import org.arbolt.molecule.Frames;

/**
 * A weighted set of conformations and how it came about: what every analysis reads.
 *
 * @param frames [F][A][3], nm
 * @param logDensity [F], log q per nm^{3A}
 * @param evaluation what the target said of them
 * @param weights their importance weights
 */
public record Ensemble(Frames frames, double[] logDensity, Target.Evaluation evaluation, ImportanceWeights weights) {

    public Ensemble {
        if (logDensity.length != frames.count() || weights.count() != frames.count()) {
            throw new IllegalArgumentException("an ensemble needs a density and a weight for each frame");
        }
    }

    /** Weighs samples of a proposal by a target. */
    public static Ensemble of(Proposal.Draw draw, Target target, ImportanceWeights.Treatment treatment) {
        Target.Evaluation evaluation = target.evaluate(draw.frames());
        return new Ensemble(
                draw.frames(),
                draw.logDensity(),
                evaluation,
                ImportanceWeights.of(evaluation.reducedEnergy(), draw.logDensity(), treatment));
    }

    public int count() {
        return logDensity.length;
    }

    /** The samples from one number to before another, with the weights that they have by themselves. */
    public Ensemble part(int from, int to) {
        double[] density = Arrays.copyOfRange(logDensity, from, to);
        Target.Evaluation said = new Target.Evaluation(
                Arrays.copyOfRange(evaluation.reducedEnergy(), from, to),
                Arrays.copyOfRange(evaluation.energy(), from, to),
                Arrays.copyOfRange(evaluation.exclusion(), from, to));
        return new Ensemble(
                frames.slice(from, to),
                density,
                said,
                ImportanceWeights.of(said.reducedEnergy(), density, weights.treatment()));
    }

    /** How many samples have weight zero, by reason. */
    public Map<Target.Exclusion, Integer> exclusions() {
        Map<Target.Exclusion, Integer> counts = new EnumMap<>(Target.Exclusion.class);
        for (Target.Exclusion exclusion : evaluation.exclusion()) {
            if (exclusion != Target.Exclusion.NONE) {
                counts.merge(exclusion, 1, Integer::sum);
            }
        }
        return counts;
    }

    /**
     * Weighted mean of an observable, in the observable's unit.
     *
     * @param values [F]
     * @return {@link Estimate#MISSING} where no sample has a weight
     */
    public Estimate mean(double[] values) {
        return Estimate.weighted(values, weights.normalised());
    }
}
