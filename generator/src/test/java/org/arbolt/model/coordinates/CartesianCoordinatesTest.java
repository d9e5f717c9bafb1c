package org.arbolt.model.coordinates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.model.transformer.Molecules;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;

class CartesianCoordinatesTest {
    private final Topology topology = Peptide.topology("Ace-A-Nme");
    private final Frames frames = Molecules.vibrating(topology, 200, new Seed(7));
    private final CartesianCoordinates coordinates = CartesianCoordinates.fit(22, FramePasses.of(frames), 6, 1024);

    @Test
    void theScaleIsTheDeviationOfCentredCoordinates() {
        Frames two = new Frames(2, new double[] {5, 0, 0, 7, 0, 0, 1, 1, 1, 1, 1, 1});
        // squares of centred coordinates: 1 + 1 of twelve
        assertThat(CartesianCoordinates.fit(2, FramePasses.of(two), 3, 8).scale())
                .isCloseTo(Math.sqrt(2 / 12.0), within(1e-15));
    }

    @Test
    void drawnConformationsHaveTheirTokensAndAreFloats() {
        RandomStream random = new Seed(8).stream("test", 0);
        int[] tokens = new int[66];
        int[] back = new int[66];
        double[] xyz = new double[66];
        for (int n = 0; n < 2000; n++) {
            for (int t = 0; t < 66; t++) {
                tokens[t] = random.nextInt(1024);
            }
            coordinates.decode(tokens, 0, random, xyz, 0);
            assertThat(coordinates.tokenise(xyz, 0, back, 0)).isTrue();
            assertThat(back).isEqualTo(tokens);
            for (double x : xyz) {
                assertThat((double) (float) x).isEqualTo(x);
            }
        }
    }

    @Test
    void theDensityOfACellIsOneOverItsVolume() {
        CartesianCoordinates tiny = new CartesianCoordinates(1, 0.5, new Grid(-3, 3, 6, 0));
        // cells of (1 × 0.5 nm)³
        assertThat(tiny.logCellDensity(new double[3], 0)).isCloseTo(Math.log(8), within(1e-12));
    }

    @Test
    void aConformationOutsideTheGridHasNoTokens() {
        double[] xyz = new double[66];
        int[] tokens = new int[66];
        assertThat(coordinates.tokenise(xyz, 0, tokens, 0)).isTrue();
        xyz[40] = 6.001 * coordinates.scale();
        assertThat(coordinates.tokenise(xyz, 0, tokens, 0)).isFalse();
        xyz[40] = Double.NaN;
        assertThat(coordinates.tokenise(xyz, 0, tokens, 0)).isFalse();
    }

    /**
     * Centroid: mean and variance of n = 3 · 4000 numbers from N(0, σ²); both bounds are five standard errors (false
     * alarm 1e-6). Orientation: a body-fixed vector's direction has mean zero and mean square 1/3 along each axis,
     * bounds likewise.
     */
    @Test
    void trainingExamplesAreTurnedUniformlyAndShiftedByTheCentroidLaw() {
        CartesianCoordinates fine = CartesianCoordinates.fit(22, FramePasses.of(frames), 6, 1 << 20);
        RandomStream random = new Seed(9).stream("test", 0);
        int draws = 4000;
        double sum = 0;
        double square = 0;
        double along = 0;
        double alongSquare = 0;
        int[] tokens = new int[66];
        for (int n = 0; n < draws; n++) {
            assertThat(fine.tokenise(fine.placedForTraining(frames.xyz(), 66 * 17, random), 0, tokens, 0))
                    .isTrue();
            double[] x = new double[66];
            for (int t = 0; t < 66; t++) {
                x[t] = fine.scale() * fine.grid().at(tokens[t], 0.5);
            }
            for (double c : Centroid.of(x, 0, 22)) {
                sum += c;
                square += c * c;
            }
            double dx = x[30] - x[0];
            double dy = x[31] - x[1];
            double dz = x[32] - x[2];
            double cosine = dz / Math.sqrt(dx * dx + dy * dy + dz * dz);
            along += cosine;
            alongSquare += cosine * cosine;
        }
        double variance = coordinates.scale() * coordinates.scale() / 22;
        int n = 3 * draws;
        assertThat(sum / n).isCloseTo(0, within(5 * Math.sqrt(variance / n)));
        assertThat(square / n).isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / n)));
        assertThat(along / draws).isCloseTo(0, within(5 * Math.sqrt(1.0 / 3 / draws)));
        assertThat(alongSquare / draws).isCloseTo(1.0 / 3, within(5 * Math.sqrt(4.0 / 45 / draws)));
    }

    @Test
    void theDescriptionMakesTheSameCoordinates() {
        assertThat(Coordinates.from(coordinates.describe(), topology)).isEqualTo(coordinates);
    }

    @Test
    void impossibleScalesAreRefused() {
        Grid grid = new Grid(-3, 3, 6, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CartesianCoordinates(3, 0, grid))
                .withMessageContaining("scale");
        assertThatIllegalArgumentException().isThrownBy(() -> new CartesianCoordinates(3, Double.NaN, grid));
    }
}
