package org.arbolt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ClustersTest {

    @Test
    void clustersAreFoundAndTheirOccupanciesCompared() {
        RandomStream random = new Seed(5).stream("points", 0);
        double[][] points = new double[3000][];
        for (int i = 0; i < points.length; i++) {
            points[i] = new double[] {10 * (i % 3) + random.nextGaussian(), random.nextGaussian()};
        }
        Clusters clusters = Clusters.of(points, 3, random);
        double[] even = clusters.occupancy(points);
        assertThat(even).containsExactly(new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, Offset.offset(1e-3));
        double[] one = clusters.occupancy(new double[][] {{10, 0}, {9, 1}});
        assertThat(Clusters.divergence(even, even)).isZero();
        // by hand: ½ log₂(1/(2/3)) + ½ [⅓ log₂(⅓/⅔) + ⅔ log₂ 2]
        assertThat(Clusters.divergence(one, even))
                .isEqualTo(0.5 * Math.log(1.5) / Math.log(2) + 0.5 * (-1 / 3.0 + 2 / 3.0), Offset.offset(1e-3));
        assertThat(Clusters.divergence(new double[] {1, 0}, new double[] {0, 1}))
                .isEqualTo(1);
    }
}
