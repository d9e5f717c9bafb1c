package org.arbolt.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Stereocentres;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;

/**
 * Threonine, which has two stereocentres, from a proposal that knows its structure and the mirror image, both blurred.
 */
class ReflectedTest {
    private static final double BLUR = 0.08; // nm; enough to invert one of the two centres now and then
    private static final double MIRRORED = 0.4; // share of the proposal
    private static final int SAMPLES = 20_000;

    private static final Molecule THREONINE = Peptide.of("Ace-T-Nme");
    private static final Stereocentres CHIRALITY = Stereocentres.of(THREONINE.topology(), THREONINE.xyz());
    private static final int ATOMS = THREONINE.topology().atomCount();
    private static final Proposal BOTH_CHIRALITIES = new Proposal() {
        @Override
        public int atoms() {
            return ATOMS;
        }

        @Override
        public Draw draw(Seed seed, long first, int count) {
            Frames frames = Frames.allocate(count, ATOMS);
            for (int f = 0; f < count; f++) {
                RandomStream random = seed.stream("toy", first + f);
                double side = random.nextDouble() < MIRRORED ? -1 : 1;
                for (int i = 0; i < 3 * ATOMS; i++) {
                    frames.xyz()[3 * ATOMS * f + i] = side * THREONINE.xyz()[i] + BLUR * random.nextGaussian();
                }
            }
            return new Draw(frames, logDensity(frames));
        }

        @Override
        public double[] logDensity(Frames frames) {
            double[] log = new double[frames.count()];
            Arrays.setAll(log, f -> {
                double right = Math.log(1 - MIRRORED) + gaussian(frames, f, 1);
                double mirrored = Math.log(MIRRORED) + gaussian(frames, f, -1);
                double most = Math.max(right, mirrored);
                return most + Math.log(Math.exp(right - most) + Math.exp(mirrored - most));
            });
            return log;
        }
    };

    private static double gaussian(Frames frames, int frame, int side) {
        double sum = 0;
        for (int i = 0; i < 3 * ATOMS; i++) {
            double z = (frames.xyz()[3 * ATOMS * frame + i] - side * THREONINE.xyz()[i]) / BLUR;
            sum += -0.5 * z * z - 0.5 * Math.log(2 * Math.PI) - Math.log(BLUR);
        }
        return sum;
    }

    @Test
    void theDensityOfADrawIsTheDensity() {
        Reflected proposal = new Reflected(BOTH_CHIRALITIES, CHIRALITY);
        Proposal.Draw draw = proposal.draw(new Seed(3), 0, 500);
        assertThat(proposal.logDensity(draw.frames())).containsExactly(draw.logDensity(), within(1e-9));
        int right = 0;
        for (int f = 0; f < 500; f++) {
            assertThat(CHIRALITY.inverted(draw.frames().xyz(), 3 * ATOMS * f)).isFalse();
            right += CHIRALITY.agree(draw.frames().xyz(), 3 * ATOMS * f) ? 1 : 0;
        }
        assertThat(right).isBetween(250, 495); // most were put right, and some have centres of either chirality
    }

    @Test
    void mirrorImagesHaveNoDensityAndTheOthersThatOfBoth() {
        Reflected proposal = new Reflected(BOTH_CHIRALITIES, CHIRALITY);
        double[] mirror = Arrays.stream(THREONINE.xyz()).map(x -> -x).toArray();
        assertThat(proposal.logDensity(new Frames(ATOMS, mirror))).containsExactly(Double.NEGATIVE_INFINITY);
        double alone = BOTH_CHIRALITIES.logDensity(new Frames(ATOMS, THREONINE.xyz()))[0];
        assertThat(proposal.logDensity(new Frames(ATOMS, THREONINE.xyz()))[0] - alone)
                .isCloseTo(-Math.log(1 - MIRRORED), within(1e-9));
    }

    /**
     * The target is the blurred structure restricted to the right chirality, so Z is the share of the blur that has it,
     * counted directly. Five standard errors: a false alarm in 2·10⁶, and the seeds are fixed.
     */
    @Test
    void weightsStayExact() {
        Proposal.Draw draw = new Reflected(BOTH_CHIRALITIES, CHIRALITY).draw(new Seed(5), 0, SAMPLES);
        double sum = 0;
        double squares = 0;
        int direct = 0;
        RandomStream random = new Seed(6).stream("direct", 0);
        double[] blurred = new double[3 * ATOMS];
        for (int f = 0; f < SAMPLES; f++) {
            boolean right = CHIRALITY.agree(draw.frames().xyz(), 3 * ATOMS * f);
            double weight = right ? Math.exp(gaussian(draw.frames(), f, 1) - draw.logDensity()[f]) : 0;
            sum += weight;
            squares += weight * weight;
            Arrays.setAll(blurred, i -> THREONINE.xyz()[i] + BLUR * random.nextGaussian());
            direct += CHIRALITY.agree(blurred, 0) ? 1 : 0;
        }
        double mean = sum / SAMPLES;
        double share = direct / (double) SAMPLES;
        double error = Math.sqrt((squares / SAMPLES - mean * mean + share * (1 - share)) / SAMPLES);
        assertThat(share).isBetween(0.4, 0.99);
        assertThat(mean).isCloseTo(share, within(5 * error));
    }

    @Test
    void nothingIsMirroredWhereThereIsNoChirality() {
        Molecule glycine = Peptide.of("Ace-G-Nme");
        Stereocentres none = Stereocentres.of(glycine.topology(), glycine.xyz());
        Proposal.Draw plain = BOTH_CHIRALITIES.draw(new Seed(2), 0, 20);
        Proposal.Draw same = new Reflected(BOTH_CHIRALITIES, none).draw(new Seed(2), 0, 20);
        assertThat(same.frames().xyz()).isEqualTo(plain.frames().xyz());
        assertThat(same.logDensity()).isEqualTo(plain.logDensity());
    }
}
