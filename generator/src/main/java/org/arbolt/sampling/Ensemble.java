package org.arbolt.sampling;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.arbolt.math.Estimate;
import org.arbolt.math.LogSumExp;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Observable;
import org.arbolt.molecule.Region;

/**
 * A weighted set of conformations and how it came about: what every analysis reads. Averages are self-normalised
 * importance-sampling estimates; their errors are one standard error by the delta method over the weights (A. B. Owen,
 * Monte Carlo theory, methods and examples, 2013, eq. 9.9), which holds where the effective sample size is some
 * hundreds, from the scatter of lineages where samples are copies of each other. What no sample has seen, no error
 * tells.
 *
 * <pre>{@code
 * Ensemble ensemble = Ensemble.of(proposal.draw(seed, 0, 10_000), target, Treatment.PSIS);
 * Estimate distance = ensemble.mean(Observable.distance(0, 9)); // nm
 * }</pre>
 *
 * @param frames [F][A][3], nm
 * @param logDensity [F], log q per nm^{3A}; NaN where it is not known, as after sequential Monte Carlo
 * @param evaluation what the target said of them
 * @param weights their importance weights
 * @param groups [F], numbers below F of the lineage of each, those that descend from one first sample: errors are from
 *     the scatter of lineages (H. P. Chan, T. L. Lai, Ann. Stat. 41, 2877, 2013; A. Lee, N. Whiteley, Biometrika 105,
 *     609, 2018); null where all samples are independent
 */
public record Ensemble(
        Frames frames, double[] logDensity, Target.Evaluation evaluation, ImportanceWeights weights, int[] groups) {

    public Ensemble {
        int count = frames.count();
        if (logDensity.length != count || weights.count() != count || groups != null && groups.length != count) {
            throw new IllegalArgumentException("an ensemble needs a density and a weight for each frame");
        }
    }

    /** Of independent samples. */
    public Ensemble(Frames frames, double[] logDensity, Target.Evaluation evaluation, ImportanceWeights weights) {
        this(frames, logDensity, evaluation, weights, null);
    }

    /** Weighs samples of a proposal by a target. */
    public static Ensemble of(Proposal.Draw draw, Target target, ImportanceWeights.Treatment treatment) {
        return of(draw, target.evaluate(draw.frames()), treatment);
    }

    /** Weighs samples of a proposal by what a target said of them. */
    public static Ensemble of(Proposal.Draw draw, Target.Evaluation evaluation, ImportanceWeights.Treatment treatment) {
        return new Ensemble(
                draw.frames(),
                draw.logDensity(),
                evaluation,
                ImportanceWeights.of(evaluation.reducedEnergy(), draw.logDensity(), treatment));
    }

    public int count() {
        return logDensity.length;
    }

    /**
     * The samples from one number to before another, with the weights that they have by themselves.
     *
     * @throws IllegalStateException if samples are copies of each other, whose weights are those of all
     */
    public Ensemble part(int from, int to) {
        if (groups != null) {
            throw new IllegalStateException("samples that are copies of each other are weighed together");
        }
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

    /**
     * Raw log-weights of what is independent: the samples, or first samples, each with the weight of all its
     * descendants, −∞ without any. [F]
     */
    public double[] independentLogWeights() {
        return LogSumExp.ofGroups(weights.rawLogWeights(), groups);
    }

    /**
     * Mean over the samples as drawn, weights left out; values that are not finite are left out too.
     *
     * @param values [F]
     * @return {@link Estimate#MISSING} where none is finite
     */
    public Estimate drawnMean(double[] values) {
        int[] finite = IntStream.range(0, values.length)
                .filter(f -> Double.isFinite(values[f]))
                .toArray();
        double[] kept = Arrays.stream(finite).mapToDouble(f -> values[f]).toArray();
        if (finite.length == 0) {
            return Estimate.MISSING;
        }
        return groups == null
                ? Estimate.ofIndependent(kept)
                : Estimate.ofGroups(
                        kept, Arrays.stream(finite).map(f -> groups[f]).toArray());
    }

    /** Numbers of the samples that the bootstrap draws together, those without weight left out. */
    public int[][] blocks() {
        IntStream weighty = IntStream.range(0, count()).filter(f -> weights.logWeights()[f] > Double.NEGATIVE_INFINITY);
        return groups == null
                ? weighty.mapToObj(f -> new int[] {f}).toArray(int[][]::new)
                : weighty
                        .boxed()
                        .collect(Collectors.groupingBy(f -> groups[f], TreeMap::new, Collectors.toList()))
                        .values()
                        .stream()
                        .map(group -> group.stream().mapToInt(f -> f).toArray())
                        .toArray(int[][]::new);
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
        return Estimate.weightedGroups(values, weights.normalised(), groups);
    }

    /**
     * Weighted mean of an observable.
     *
     * @return in the observable's unit; {@link Estimate#MISSING} where no sample has a weight
     */
    public Estimate mean(Observable observable) {
        return mean(observable.of(frames));
    }

    /**
     * Probability of a region.
     *
     * @return between 0 and 1; {@link Estimate#MISSING} where no sample has a weight
     */
    public Estimate population(Region region) {
        return mean(region.indicator());
    }

    /**
     * Free energy of a region over that of all space, −ln p.
     *
     * @return kT; infinite, with an error that is not known, where no sample lies there; {@link Estimate#MISSING} where
     *     no sample has a weight
     */
    public Estimate freeEnergy(Region region) {
        return freeEnergy(region, (all, f) -> true);
    }

    /**
     * Free energy of a region over that of another, −ln(p/p′). The error takes into account that both populations come
     * from one set of weights: √Σ w² (1_A/p − 1_B/p′)².
     *
     * @return kT; infinite, with an error that is not known, where only one of them holds a sample of any weight;
     *     {@link Estimate#MISSING} where neither does
     */
    public Estimate freeEnergy(Region region, Region other) {
        double p = population(region).value();
        double q = population(other).value();
        if (!(p > 0 || q > 0)) {
            return Estimate.MISSING;
        }
        if (p == 0 || q == 0) {
            return Estimate.of(p == 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
        }
        Observable influence = (all, f) -> (region.contains(all, f) ? 1 / p : 0) - (other.contains(all, f) ? 1 / q : 0);
        return new Estimate(-Math.log(p / q), mean(influence).error()); // the influence has mean 0
    }
}
