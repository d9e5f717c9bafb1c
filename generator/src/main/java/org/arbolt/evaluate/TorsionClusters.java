package org.arbolt.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.math.Estimate;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Torsions;
import org.arbolt.sampling.Ensemble;

/** What conformations an ensemble consists of: clusters by k-means over sine and cosine of all φ and ψ. */
public final class TorsionClusters {
    private static final int COUNT = 8;

    private TorsionClusters() {}

    /**
     * A cluster.
     *
     * @param population of the weighted ensemble
     * @param reference population of the reference; missing without
     * @param sample number of the sample nearest to the centre, from 0
     */
    public record Cluster(Estimate population, Estimate reference, int sample) {}

    /**
     * The clusters of the weighted ensemble, the most populated first.
     *
     * @param reference null without
     * @return none where there are no torsions, too few samples of any weight, or one without finite torsions
     */
    public static List<Cluster> of(
            Ensemble ensemble, Trajectory reference, List<Torsions.Torsion> torsions, Seed seed) {
        double[] weights = ensemble.weights().normalised();
        int[] weighty =
                IntStream.range(0, weights.length).filter(i -> weights[i] > 0).toArray();
        if (torsions.isEmpty() || weighty.length < COUNT) {
            return List.of();
        }
        double[][] points = points(ensemble.frames(), torsions);
        double[][] resampled = Arrays.stream(ensemble.weights()
                        .resample(Math.min(ComparisonFeatures.MOST, points.length), seed.stream("torsion clusters", 0)))
                .mapToObj(i -> points[i])
                .toArray(double[][]::new);
        Clusters clusters = Clusters.of(resampled, COUNT, seed.stream("torsion clusters", 1));
        int[] ours = clusters.of(points);
        int[] theirs = reference == null ? null : clusters.of(points(reference.frames(), torsions));
        List<Cluster> found = new ArrayList<>();
        for (int c = 0; c < COUNT; c++) {
            int cluster = c;
            int nearest = Arrays.stream(weighty)
                    .filter(i -> ours[i] == cluster)
                    .boxed()
                    .min(Comparator.comparingDouble(i -> clusters.squareFromCentre(points[i], cluster)))
                    .orElse(-1);
            if (nearest >= 0) {
                found.add(new Cluster(
                        ensemble.mean(indicator(ours, c)),
                        theirs == null ? Estimate.MISSING : Estimate.ofGroups(indicator(theirs, c), reference.groups()),
                        nearest));
            }
        }
        found.sort(Comparator.comparingDouble(cluster -> -cluster.population.value()));
        return found;
    }

    private static double[] indicator(int[] cluster, int wanted) {
        return Arrays.stream(cluster).mapToDouble(c -> c == wanted ? 1 : 0).toArray();
    }

    /** [F][2 K] */
    private static double[][] points(Frames frames, List<Torsions.Torsion> torsions) {
        double[][] points = new double[frames.count()][2 * torsions.size()];
        for (int f = 0; f < points.length; f++) {
            for (int k = 0; k < torsions.size(); k++) {
                double angle = Torsions.angle(frames.xyz(), 3 * f * frames.atoms(), torsions.get(k));
                points[f][2 * k] = Math.sin(angle);
                points[f][2 * k + 1] = Math.cos(angle);
            }
        }
        return points;
    }
}
