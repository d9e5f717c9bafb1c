package org.arbolt.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistical tests are two-sided at |z| < 5: false alarm 6e-7 each, about 30 of them; seeds are fixed. */
class GaussianNoiseTest {
    private static final double Z = 5;
    private static final Seed SEED = new Seed(2026);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 12, 16, 24, 32})
    void vectorAndScalarAgreeToTheBit(int lanes) {
        GaussianNoise fast = new GaussianNoise(SEED, 5, lanes, 66);
        GaussianNoise plain = new GaussianNoise(SEED, 5, lanes, 66);
        float[] a = new float[fast.size()];
        float[] b = new float[plain.size()];
        for (int i = 0; i < 50; i++) {
            fast.fill(a);
            plain.fillScalar(b);
            assertThat(a).isEqualTo(b);
        }
    }

    @Test
    void isBoxMullerOfTheReplicasOwnStream() {
        RandomStream stream = SEED.stream("langevin", 3);
        GaussianNoise noise = new GaussianNoise(SEED, 0, 8, 4000);
        float[] out = new float[noise.size()];
        noise.fill(out);
        for (int block = 0; block < 1000; block++) {
            long radii = stream.nextLong();
            long angles = stream.nextLong();
            for (int half = 0; half < 2; half++) {
                double u = (((int) (radii >>> 32 * half) >>> 1) + 0.5) / (1L << 31);
                int bits = (int) (angles >>> 32 * half);
                double angle = Math.PI / 2 * bits / (1L << 31);
                double radius = Math.sqrt(-2 * Math.log(u));
                double sign = (bits & 1) == 0 ? 1 : -1;
                assertThat((double) out[(4 * block + half) * 8 + 3])
                        .isCloseTo(sign * radius * Math.cos(angle), within(3e-6));
                assertThat((double) out[(4 * block + half + 2) * 8 + 3])
                        .isCloseTo(radius * Math.sin(angle), within(3e-6));
            }
        }
    }

    @Test
    void aReplicaGetsTheSameNumbersInAnyTile() {
        GaussianNoise wide = new GaussianNoise(SEED, 16, 16, 9);
        GaussianNoise narrow = new GaussianNoise(SEED, 20, 3, 9);
        float[] a = new float[wide.size()];
        float[] b = new float[narrow.size()];
        for (int i = 0; i < 3; i++) {
            wide.fill(a);
            narrow.fill(b);
        }
        for (int row = 0; row < 9; row++) {
            assertThat(a[row * 16 + 5]).isEqualTo(b[row * 3 + 1]);
        }
    }

    @Test
    void seekingArrivesWhereFillingDoes() {
        GaussianNoise walked = new GaussianNoise(SEED, 0, 8, 66);
        GaussianNoise jumped = new GaussianNoise(SEED, 0, 8, 66);
        float[] a = new float[walked.size()];
        float[] b = new float[jumped.size()];
        for (int i = 0; i < 8; i++) {
            walked.fill(a);
        }
        jumped.seek(7);
        jumped.fill(b);
        assertThat(b).isEqualTo(a);
    }

    @Test
    void momentsAreThoseOfTheNormalLaw() {
        double[] exact = {0, 1, 0, 3, 0, 15, 0, 105, 0, 945, 0, 10395, 0, 135135, 0, 2027025}; // moments 1 to 16
        double[] sums = new double[8];
        float[] sample = sample(4_000_000);
        for (float value : sample) {
            double power = 1;
            for (int k = 0; k < 8; k++) {
                power *= value;
                sums[k] += power;
            }
        }
        for (int k = 0; k < 8; k++) {
            double deviation = Math.sqrt((exact[2 * k + 1] - exact[k] * exact[k]) / sample.length);
            assertThat(Math.abs(sums[k] / sample.length - exact[k]) / deviation)
                    .as("moment %d", k + 1)
                    .isLessThan(Z);
        }
    }

    /** Pearson's χ² over cells of width 1/8 to ±4 and the two tails, as a normal number by Wilson and Hilferty. */
    @Test
    void histogramIsThatOfTheNormalLaw() {
        float[] sample = sample(4_000_000);
        int cells = 66;
        double[] seen = new double[cells];
        for (float value : sample) {
            seen[Math.clamp((int) Math.floor(8 * value) + 33, 0, cells - 1)]++;
        }
        double chiSquare = 0;
        for (int cell = 0; cell < cells; cell++) {
            double from = cell == 0 ? -12 : (cell - 33) / 8.0;
            double to = cell == cells - 1 ? 12 : (cell - 32) / 8.0;
            double expected = normalMass(from, to) * sample.length;
            chiSquare += (seen[cell] - expected) * (seen[cell] - expected) / expected;
        }
        double df = cells - 1;
        double z = (Math.cbrt(chiSquare / df) - 1 + 2 / (9 * df)) / Math.sqrt(2 / (9 * df));
        assertThat(Math.abs(z)).isLessThan(Z);
    }

    @Test
    void tailsAreAsHeavyAsTheyShouldBe() {
        float[] sample = sample(8_000_000);
        for (double edge : new double[] {2, 3, 4, 4.5}) {
            long beyond = 0;
            for (float value : sample) {
                beyond += Math.abs(value) > edge ? 1 : 0;
            }
            double expected = 2 * normalMass(edge, 12) * sample.length; // 54 numbers beyond 4.5
            assertThat(Math.abs(beyond - expected) / Math.sqrt(expected))
                    .as("beyond %s", edge)
                    .isLessThan(Z);
        }
    }

    /** Neighbours in a replica, in time and among replicas; of the numbers and of their squares. */
    @Test
    void numbersAreUncorrelated() {
        int lanes = 16;
        GaussianNoise noise = new GaussianNoise(SEED, 0, lanes, 66);
        int row = lanes;
        int fill = noise.size();
        int[] distances = {1, 2, row, 2 * row, 3 * row, 4 * row, fill, 2 * fill};
        float[] sample = sample(3_000_000);
        for (int distance : distances) {
            double product = 0;
            double squares = 0;
            int count = sample.length - distance;
            for (int i = 0; i < count; i++) {
                double a = sample[i];
                double b = sample[i + distance];
                product += a * b;
                squares += (a * a - 1) * (b * b - 1) / 2;
            }
            assertThat(Math.abs(product) / Math.sqrt(count))
                    .as("at distance %d", distance)
                    .isLessThan(Z);
            assertThat(Math.abs(squares) / Math.sqrt(count))
                    .as("squares at distance %d", distance)
                    .isLessThan(Z);
        }
    }

    private static float[] sample(int least) {
        GaussianNoise noise = new GaussianNoise(SEED, 0, 16, 66);
        float[] part = new float[noise.size()];
        float[] all = new float[Math.ceilDiv(least, part.length) * part.length];
        for (int at = 0; at < all.length; at += part.length) {
            noise.fill(part);
            System.arraycopy(part, 0, all, at, part.length);
        }
        return all;
    }

    /** Simpson's rule on the density. */
    private static double normalMass(double from, double to) {
        int steps = 2000;
        double h = (to - from) / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double x = from + i * h;
            int weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * Math.exp(-x * x / 2);
        }
        return sum * h / 3 / Math.sqrt(2 * Math.PI);
    }
}
