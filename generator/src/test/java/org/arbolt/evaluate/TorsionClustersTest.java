package org.arbolt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Torsions;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.ImportanceWeights;
import org.arbolt.sampling.Target;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Four atoms with one torsion, which takes eight values: eight clusters with known populations. */
class TorsionClustersTest {
    private static final Torsions.Torsion TORSION = new Torsions.Torsion("phi", 0, 1, 2, 3);
    private static final int SAMPLES = 800;

    private static Frames frames() {
        double[] xyz = new double[12 * SAMPLES];
        for (int f = 0; f < SAMPLES; f++) {
            double angle = Math.toRadians(45 * (f / 100) + 3 * Math.sin(f)) - Math.PI;
            double[] frame = {0.1, 0.1, 0, 0, 0, 0, 0.15, 0, 0, 0.25, 0.1 * Math.cos(angle), 0.1 * Math.sin(angle)};
            System.arraycopy(frame, 0, xyz, 12 * f, 12);
        }
        return new Frames(4, xyz);
    }

    private static Ensemble ensemble(double[] logWeights) {
        Target.Exclusion[] none = new Target.Exclusion[SAMPLES];
        Arrays.fill(none, Target.Exclusion.NONE);
        return new Ensemble(
                frames(),
                new double[SAMPLES],
                new Target.Evaluation(new double[SAMPLES], new double[SAMPLES], none),
                ImportanceWeights.ofRaw(logWeights, ImportanceWeights.Treatment.NONE));
    }

    @Test
    void populationsAreThoseOfTheWeightsAndOfTheReference() {
        double[] logWeights = new double[SAMPLES];
        Arrays.setAll(logWeights, f -> Math.log(8 + f / 100)); // populations 8/92 … 15/92
        Trajectory reference = new Trajectory(
                frames(),
                new double[SAMPLES],
                IntStream.range(0, SAMPLES).map(f -> f % 8).toArray(),
                new int[SAMPLES]);
        List<TorsionClusters.Cluster> clusters =
                TorsionClusters.of(ensemble(logWeights), reference, List.of(TORSION), new Seed(1));
        assertThat(clusters).hasSize(8);
        for (int c = 0; c < 8; c++) {
            assertThat(clusters.get(c).population().value()).isEqualTo((15 - c) / 92.0, Offset.offset(1e-9));
            assertThat(clusters.get(c).reference().value()).isEqualTo(0.125, Offset.offset(0.02));
            assertThat(clusters.get(c).sample() / 100).isEqualTo(7 - c); // the representative is one of it
        }
    }

    @Test
    void samplesWithoutWeightRepresentNothing() {
        double[] logWeights = new double[SAMPLES];
        Arrays.setAll(logWeights, f -> f % 2 == 0 ? Double.NEGATIVE_INFINITY : 0);
        assertThat(TorsionClusters.of(ensemble(logWeights), null, List.of(TORSION), new Seed(1)))
                .hasSize(8)
                .allSatisfy(cluster -> {
                    assertThat(cluster.sample()).isOdd();
                    assertThat(cluster.reference().isMissing()).isTrue();
                });
    }

    @Test
    void withoutTorsionsOrWeightsThereAreNoClusters() {
        double[] zero = new double[SAMPLES];
        Arrays.fill(zero, Double.NEGATIVE_INFINITY);
        assertThat(TorsionClusters.of(ensemble(zero), null, List.of(TORSION), new Seed(1)))
                .isEmpty();
        assertThat(TorsionClusters.of(ensemble(new double[SAMPLES]), null, List.of(), new Seed(1)))
                .isEmpty();
    }
}
