package org.arbolt.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.math.LogSumExp;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.math.Weights;
import org.arbolt.molecule.Control;

/**
 * Twisted sequential Monte Carlo in independent populations (docs/method.md, "Control"). Particles are drawn from the
 * proposal; at checkpoints their weight changes by ψ_k/ψ_{k−1}, and where Kish's effective number falls below a share
 * of the particles they are resampled systematically. At the end the weight is that of the target over the proposal,
 * with the twist taken out again, so that the mean weight of a population is an unbiased estimate of Z for any twist
 * and any threshold, and the weights of all populations together make one ensemble.
 *
 * @param proposal what is drawn from
 * @param checkpoints steps after which particles may be resampled, ascending, before the last
 * @param twist what is expected of unfinished particles; nothing else is asked of it
 * @param particles N of a population
 * @param threshold share of N below which they are resampled
 */
public record TwistedSampling(
        SequentialProposal proposal, int[] checkpoints, Control twist, int particles, double threshold) {
    public TwistedSampling {
        checkpoints = checkpoints.clone();
        if (particles < 2 || !(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("two particles at least and a threshold from 0 to 1 are needed, were "
                    + particles + " and " + threshold);
        }
        for (int k = 0; k < checkpoints.length; k++) {
            if (checkpoints[k] < 1
                    || checkpoints[k] >= proposal.steps()
                    || k > 0 && checkpoints[k] <= checkpoints[k - 1]) {
                throw new IllegalArgumentException(
                        "checkpoints must ascend between 1 and the last step, were " + Arrays.toString(checkpoints));
            }
        }
    }

    /**
     * What a population came to.
     *
     * @param draw conformations and their density under the proposal
     * @param evaluation what the target says of them
     * @param logWeights raw, [N]; −∞ for weight zero. Their mean is an estimate of Z
     * @param effective Kish's effective number at each checkpoint, before any resampling, and at the end
     * @param resampled whether a checkpoint was one of resampling
     * @param ancestors different particles of the first step whose offspring is left, after each checkpoint and at the
     *     end
     * @param root the particle of the first step that each comes from, [N]
     */
    public record Population(
            Proposal.Draw draw,
            Target.Evaluation evaluation,
            double[] logWeights,
            double[] effective,
            boolean[] resampled,
            int[] ancestors,
            int[] root) {

        /** log of the mean weight: its exponential is an unbiased estimate of Z. */
        public double logPartition() {
            return LogSumExp.of(logWeights) - Math.log(logWeights.length);
        }
    }

    /** Draws a population. @param number which one of the seed's endless sequence */
    public Population run(Target target, Seed seed, long number) {
        SequentialProposal.Population running = proposal.begin(seed, number, particles);
        RandomStream random = seed.stream("resampling", number);
        double[] logWeight = new double[particles];
        double[] logTwist = new double[particles];
        int[] root = IntStream.range(0, particles).toArray();
        double[] effective = new double[checkpoints.length + 1];
        boolean[] resampled = new boolean[checkpoints.length];
        int[] ancestors = new int[checkpoints.length + 1];
        for (int k = 0; k < checkpoints.length; k++) {
            running.advance(checkpoints[k]);
            double[] next = twist.logPrefix(new Control.Unfinished(k, running.expected(), running.logProbability()));
            for (int i = 0; i < particles; i++) {
                if (!Double.isFinite(next[i])) {
                    throw new IllegalStateException("a twist must be finite, was " + next[i] + " at checkpoint " + k);
                }
                logWeight[i] += next[i] - logTwist[i];
            }
            logTwist = next;
            effective[k] = Weights.of(logWeight).effectiveSamples();
            resampled[k] = effective[k] > 0 && effective[k] < threshold * particles;
            if (resampled[k]) {
                int[] chosen = systematic(Weights.of(logWeight).share(), random.nextDouble());
                running.select(chosen);
                double mean = LogSumExp.of(logWeight) - Math.log(particles);
                double[] twists = logTwist.clone();
                int[] roots = root.clone();
                for (int i = 0; i < particles; i++) {
                    logTwist[i] = twists[chosen[i]];
                    root[i] = roots[chosen[i]];
                    logWeight[i] = mean;
                }
            }
            ancestors[k] = (int) Arrays.stream(root).distinct().count();
        }
        running.advance(proposal.steps());
        Proposal.Draw draw = running.finish();
        Target.Evaluation said = target.evaluate(draw.frames());
        for (int i = 0; i < particles; i++) {
            double log = -said.reducedEnergy()[i] - draw.logDensity()[i];
            logWeight[i] = log > Double.NEGATIVE_INFINITY ? logWeight[i] + log - logTwist[i] : Double.NEGATIVE_INFINITY;
        }
        effective[checkpoints.length] = Weights.of(logWeight).effectiveSamples();
        ancestors[checkpoints.length] = ancestors.length > 1 ? ancestors[checkpoints.length - 1] : particles;
        return new Population(draw, said, logWeight, effective, resampled, ancestors, root);
    }

    /**
     * Systematic resampling (N. Whiteley et al.; R. Douc et al., 2005), arranged so that whoever is kept stays in its
     * place.
     *
     * @param share [N], with sum 1
     * @param start in [0, 1)
     * @return [N], whose copy each place becomes
     */
    static int[] systematic(double[] share, double start) {
        int n = share.length;
        int[] copies = new int[n];
        double cumulative = 0;
        int given = 0;
        for (int i = 0; i < n; i++) {
            cumulative += share[i] * n;
            int upTo = i == n - 1 ? n : (int) Math.clamp(Math.ceil(cumulative - start), given, n);
            copies[i] = upTo - given;
            given = upTo;
        }
        int last = n - 1;
        while (last > 0 && share[last] == 0) { // rounding must not give copies to who has no weight
            copies[last - 1] += copies[last];
            copies[last] = 0;
            last--;
        }
        int[] ancestors = new int[n];
        int source = 0;
        for (int i = 0; i < n; i++) {
            ancestors[i] = i;
        }
        for (int i = 0; i < n; i++) {
            if (copies[i] > 0) {
                continue;
            }
            while (copies[source] < 2) {
                source++;
            }
            ancestors[i] = source;
            copies[source]--;
        }
        return ancestors;
    }

    /** All populations as one weighted set. */
    public static Ensemble together(List<Population> populations, int atoms, ImportanceWeights.Treatment treatment) {
        Proposal.Draw draw =
                Proposal.Draw.join(populations.stream().map(Population::draw).toList(), atoms);
        Target.Evaluation said = new Target.Evaluation(
                populations.stream()
                        .flatMapToDouble(p -> Arrays.stream(p.evaluation().reducedEnergy()))
                        .toArray(),
                populations.stream()
                        .flatMapToDouble(p -> Arrays.stream(p.evaluation().energy()))
                        .toArray(),
                populations.stream()
                        .flatMap(p -> Arrays.stream(p.evaluation().exclusion()))
                        .toArray(Target.Exclusion[]::new));
        double[] raw = populations.stream()
                .flatMapToDouble(p -> Arrays.stream(p.logWeights()))
                .toArray();
        double[] unknown = new double[raw.length];
        Arrays.fill(unknown, Double.NaN);
        List<int[]> lineages = new ArrayList<>();
        int first = 0;
        for (Population population : populations) {
            int before = first;
            lineages.add(Arrays.stream(population.root()).map(r -> before + r).toArray());
            first += population.root().length;
        }
        return new Ensemble(
                draw.frames(),
                unknown,
                said,
                ImportanceWeights.ofRaw(raw, treatment),
                lineages.stream().flatMapToInt(Arrays::stream).toArray());
    }
}
