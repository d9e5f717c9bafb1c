package org.arbolt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.peptide.Peptide;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TicaTest {
    private static final int LAG = 10;
    private static final double[] PERSISTENCE = {0.97, 0.9, 0.5};

    /** The series of tools/pin_tica.py, [F][4]; they vary in three directions. */
    private static double[][] series(int length, long seed) {
        long state = seed;
        double[] hidden = {4, -3, 1};
        double[][] series = new double[length][4];
        for (double[] frame : series) {
            for (int k = 0; k < 3; k++) {
                double noise = 0;
                for (int i = 0; i < 4; i++) {
                    state = state * 6364136223846793005L + 1442695040888963407L;
                    noise += (state >>> 11) * 0x1p-53 - 0.5;
                }
                hidden[k] = PERSISTENCE[k] * hidden[k] + noise;
            }
            for (int i = 0; i < 3; i++) {
                for (int k = 0; k < 3; k++) {
                    frame[i] += Math.sin((1 + i) * (1 + k)) * hidden[k];
                }
            }
            frame[3] = frame[0] - frame[1];
        }
        return series;
    }

    /** The numbers are from tools/pin_tica.py (NumPy and SciPy), which takes another way to the same definition. */
    @Test
    void agreesWithAnIndependentImplementation() {
        double[][][] series = {series(600, 1), series(400, 2), series(LAG, 3)}; // the last tells nothing
        Tica tica = fit(series, LAG);
        assertThat(tica.eigenvalues())
                .containsExactly(new double[] {0.803263896723, 0.469544870853, -0.030619944248}, Offset.offset(1e-9));
        double[][] projected = tica.project(series[0], 2);
        requireMagnitudes(projected[0], 1.2583308097, 0.7592755956);
        requireMagnitudes(projected[100], 0.1724025745, 0.4238454238);
        requireMagnitudes(projected[599], 0.0334611186, 0.1615741267);
    }

    private static void requireMagnitudes(double[] found, double first, double second) {
        assertThat(Math.abs(found[0])).isEqualTo(first, Offset.offset(1e-8));
        assertThat(Math.abs(found[1])).isEqualTo(second, Offset.offset(1e-8));
    }

    /**
     * Two autoregressive processes: at a lag of 5 frames they remember 0.9⁵ and 0.6⁵. Bounds of four standard errors: a
     * false alarm in 16,000 each; the seed is fixed.
     */
    @Test
    void findsTheSlowProcessWhereverItHides() {
        RandomStream random = new Seed(4).stream("series", 0);
        double[][] series = new double[20_000][2];
        double slow = 0;
        double quick = 0;
        for (double[] frame : series) {
            slow = 0.9 * slow + random.nextGaussian();
            quick = 0.6 * quick + 10 * random.nextGaussian();
            frame[0] = quick + slow;
            frame[1] = quick - 2 * slow;
        }
        Tica tica = fit(new double[][][] {series}, 5);
        assertThat(tica.eigenvalues()[0]).isEqualTo(Math.pow(0.9, 5), Offset.offset(0.03));
        assertThat(tica.eigenvalues()[1]).isEqualTo(Math.pow(0.6, 5), Offset.offset(0.03));
    }

    private static Tica fit(double[][][] trajectories, int lag) {
        int[] series = IntStream.range(0, trajectories.length)
                .flatMap(d -> IntStream.generate(() -> d).limit(trajectories[d].length))
                .toArray();
        int[] moment = Arrays.stream(trajectories)
                .flatMapToInt(t -> IntStream.range(0, t.length))
                .toArray();
        double[][] features =
                Arrays.stream(trajectories).flatMap(Arrays::stream).toArray(double[][]::new);
        return Tica.fit(features, FramePairs.of(series, moment, lag));
    }

    @Test
    void aLagLongerThanAllTrajectoriesIsRefused() {
        assertThatThrownBy(() -> fit(new double[][][] {series(10, 1)}, 10)).hasMessageContaining("a lag apart");
    }

    /** x(t + 1) = 0.9 x(t) + 1 from 0: the weights of equilibrium are partly negative, and so is the variance. */
    @Test
    void framesThatOnlyDriftHaveNoComponents() {
        double[][] drift = IntStream.range(0, 6)
                .mapToObj(t -> new double[] {10 - 10 * Math.pow(0.9, t)})
                .toArray(double[][]::new);
        FramePairs pairs = FramePairs.of(new int[6], IntStream.range(0, 6).toArray(), 1);
        assertThat(Tica.fitOrNull(drift, pairs)).isNull();
        assertThat(Tica.fitOrNull(new double[6][1], pairs)).isNull(); // nothing moves
        assertThatThrownBy(() -> Tica.fit(drift, pairs)).hasMessage("no feature changes in time");
    }

    @Test
    void pairsAreOfOneSeriesWhateverIsBetween() {
        int[] series = {0, 1, 1, -1, 0, 1};
        int[] moment = {0, 0, 1, 1, 2, 3};
        FramePairs two = FramePairs.of(series, moment, 2);
        assertThat(two.first()).containsExactly(0, 2);
        assertThat(two.second()).containsExactly(4, 5);
        assertThat(FramePairs.of(series, moment, 1).first()).containsExactly(1);
        assertThat(FramePairs.of(series, moment, 9).count()).isZero();
    }

    /**
     * What a fit takes for slow in 60 frames of noise in 20 directions, other frames do not confirm. Four
     * standard errors: a false alarm in 16,000; the seed is fixed.
     */
    @Test
    void memoryIsJudgedByFramesThatTheFitDidNotSee() {
        RandomStream random = new Seed(6).stream("noise", 0);
        double[][] noise = new double[60][20];
        double[][] other = new double[10_000][20];
        Arrays.stream(noise).forEach(row -> Arrays.setAll(row, k -> random.nextGaussian()));
        Arrays.stream(other).forEach(row -> Arrays.setAll(row, k -> random.nextGaussian()));
        Tica tica = Tica.fit(
                noise, FramePairs.of(new int[60], IntStream.range(0, 60).toArray(), 1));
        assertThat(Math.abs(tica.eigenvalues()[0])).isGreaterThan(0.4);
        FramePairs pairs =
                FramePairs.of(new int[10_000], IntStream.range(0, 10_000).toArray(), 1);
        assertThat(tica.memory(other, pairs, 0)).isEqualTo(0, Offset.offset(0.04));
        assertThat(tica.memory(other, pairs, 20)).isNaN();
    }

    /** Ace-A-Nme has 6 C and 2 N; φ and ψ, no ω as MDTraj counts them. */
    @Test
    void featuresOfADipeptide() {
        Molecule molecule = Peptide.of("Ace-A-Nme");
        TicaFeatures features = new TicaFeatures(molecule.topology());
        assertThat(features.count()).isEqualTo(8 * 7 / 2 + 4);
        double[] values = features.of(new Frames(22, molecule.xyz()))[0];
        assertThat(values).hasSize(features.count());
        assertThat(values[28] * values[28] + values[29] * values[29]).isEqualTo(1, Offset.offset(1e-12));
        assertThat(values[0]).isBetween(0.14, 0.16); // CH3-C of the acetyl cap
    }
}
