package org.arbolt.model.coordinates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.model.transformer.Molecules;
import org.arbolt.molecule.Element;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.InternalCoordinates;
import org.arbolt.molecule.Topology;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class InternalTokensTest {
    private final Topology topology = Peptide.topology("Ace-A-Nme");
    private final Frames frames = Molecules.vibrating(topology, 2000, new Seed(10));

    @ParameterizedTest
    @EnumSource
    void everyTrainingFrameHasTokens(TokenOrder order) {
        InternalTokens tokens =
                InternalTokens.fit(topology, FramePasses.of(frames), 256, InternalTokens.Layout.plain(order));
        int[] out = new int[60];
        for (int f = 0; f < frames.count(); f++) {
            assertThat(tokens.tokenise(frames.xyz(), 66 * f, out, 0)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ace-A-Nme", "GYDPETGTWG"})
    void drawnConformationsHaveTheirTokensAndAreFloats(String peptide) {
        Topology molecule = Peptide.topology(peptide);
        InternalTokens tokens = InternalTokens.fit(
                molecule,
                FramePasses.of(Molecules.vibrating(molecule, 300, new Seed(11))),
                512,
                InternalTokens.Layout.plain(TokenOrder.TREE));
        RandomStream random = new Seed(12).stream("test", 0);
        int count = tokens.tokens();
        int[] given = new int[count];
        int[] back = new int[count];
        double[] xyz = new double[3 * molecule.atomCount()];
        for (int n = 0; n < 300; n++) {
            for (int t = 0; t < count; t++) {
                given[t] = random.nextInt(512);
            }
            tokens.decode(given, 0, random, xyz, 0);
            assertThat(tokens.tokenise(xyz, 0, back, 0)).isTrue();
            assertThat(back).isEqualTo(given);
            assertThat(xyz)
                    .satisfies(x -> assertThat(Arrays.stream(x).allMatch(v -> (float) v == v))
                            .isTrue());
        }
    }

    /**
     * f is a random walk of four atoms whose density is known without internal coordinates. The part of f on the grid
     * is measured twice: by drawing from f, and as the mean of f/q over draws from q. The two agree only if q is
     * normalised and the density it reports is its own. Bound: five combined standard errors (false alarm 6e-7), about
     * 5 %.
     */
    @Test
    void theDensityIsNormalisedPerVolumeOfCartesianSpace() {
        Topology chain = Molecules.chain(4);
        RandomStream random = new Seed(14).stream("test", 0);
        Frames walks = Frames.allocate(500, 4);
        double[] x = new double[12];
        for (int f = 0; f < 500; f++) {
            Walk.draw(0.1, random, x);
            System.arraycopy(x, 0, walks.xyz(), 12 * f, 12);
        }
        InternalTokens tokens =
                InternalTokens.fit(chain, FramePasses.of(walks), 5, InternalTokens.Layout.plain(TokenOrder.SOFT_FIRST));
        int draws = 200_000;
        int inside = 0;
        double sum = 0;
        double square = 0;
        int[] k = new int[6];
        for (int n = 0; n < draws; n++) {
            Walk.draw(tokens.centroidDeviation(), random, x);
            inside += tokens.tokenise(x, 0, k, 0) ? 1 : 0;
            for (int t = 0; t < 6; t++) {
                k[t] = random.nextInt(5);
            }
            tokens.decode(k, 0, random, x, 0);
            double ratio = Math.exp(
                    Walk.logDensity(tokens.centroidDeviation(), x) - tokens.logCellDensity(x, 0) + 6 * Math.log(5));
            sum += ratio;
            square += ratio * ratio;
        }
        double drawn = (double) inside / draws;
        double weighted = sum / draws;
        double error = Math.sqrt((square / draws - weighted * weighted) / draws + drawn * (1 - drawn) / draws);
        assertThat(drawn).isBetween(0.2, 0.9);
        assertThat(error).isLessThan(0.02 * drawn);
        assertThat(weighted).isCloseTo(drawn, within(5 * error));
    }

    @Test
    void softTorsionsTakeTheWholeCircleAndTheRestSevenDeviationsAboutWhatIsExpected() {
        InternalTokens tokens =
                InternalTokens.fit(topology, FramePasses.of(frames), 64, InternalTokens.Layout.plain(TokenOrder.TREE));
        for (int t = 0; t < 60; t++) {
            Grid grid = tokens.grid(t);
            if (tokens.internal().soft(tokens.coordinate(t))) {
                assertThat(grid).isEqualTo(Grid.circle(64));
            } else {
                double sigma = 0.6
                        * (tokens.kind()[t] == InternalCoordinates.Kind.BOND.ordinal()
                                ? Molecules.BOND
                                : Molecules.ANGLE);
                assertThat(grid.hi() - grid.lo()).isBetween(13 * sigma, 15.5 * sigma);
            }
        }
    }

    @Test
    void ordersAreTheSameCoordinatesRearranged() {
        InternalTokens tree =
                InternalTokens.fit(topology, FramePasses.of(frames), 64, InternalTokens.Layout.plain(TokenOrder.TREE));
        InternalTokens soft = InternalTokens.fit(
                topology, FramePasses.of(frames), 64, InternalTokens.Layout.plain(TokenOrder.SOFT_FIRST));
        for (int t = 0; t < 60; t++) {
            assertThat(soft.internal().soft(soft.coordinate(t))).isEqualTo(t < 7);
            assertThat(tree.coordinate(t)).isEqualTo(t);
        }
    }

    @Test
    void aConformationOfTheOtherHandIsOutside() {
        InternalTokens tokens =
                InternalTokens.fit(topology, FramePasses.of(frames), 64, InternalTokens.Layout.plain(TokenOrder.TREE));
        double[] mirror = Arrays.stream(frames.xyz(), 0, 66).map(x -> -x).toArray();
        assertThat(tokens.tokenise(mirror, 0, new int[60], 0)).isFalse();
    }

    @Test
    void theDescriptionSurvivesJsonAndMakesTheSameCoordinates() throws Exception {
        InternalTokens tokens = InternalTokens.fit(
                topology, FramePasses.of(frames), 256, InternalTokens.Layout.plain(TokenOrder.SOFT_FIRST));
        ObjectMapper json = new ObjectMapper();
        Map<String, Object> read = json.readValue(json.writeValueAsString(tokens.describe()), new TypeReference<>() {});
        Coordinates again = Coordinates.from(read, topology);
        int[] a = new int[60];
        int[] b = new int[60];
        for (int f = 0; f < 100; f++) {
            tokens.tokenise(frames.xyz(), 66 * f, a, 0);
            again.tokenise(frames.xyz(), 66 * f, b, 0);
            assertThat(b).isEqualTo(a);
            assertThat(again.logCellDensity(frames.xyz(), 66 * f))
                    .isEqualTo(tokens.logCellDensity(frames.xyz(), 66 * f));
        }
        assertThat(again.describe()).isEqualTo(tokens.describe());
    }

    @Test
    void alteredDescriptionsAreRefusedInOneLine() {
        Map<String, Object> good = InternalTokens.fit(
                        topology, FramePasses.of(frames), 256, InternalTokens.Layout.plain(TokenOrder.TREE))
                .describe();
        Map<String, Object> alterations =
                Map.of("kind", "polar", "atoms", 23, "bins", 1e30, "scale", -1, "order", List.of(1, 2), "lo", "x");
        alterations.forEach((field, value) -> {
            Map<String, Object> bad = new HashMap<>(good);
            bad.put(field, value);
            assertThatThrownBy(() -> Coordinates.from(bad, topology))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining(field)
                    .hasMessageNotContaining("\n");
        });
        Map<String, Object> swapped = new HashMap<>(good);
        swapped.put("hi", good.get("lo"));
        assertThatThrownBy(() -> Coordinates.from(swapped, topology)).isInstanceOf(BadInput.class);
    }

    @Test
    void framesThatAreNotFiniteCannotBeFitted() {
        Frames broken = frames.slice(0, 3);
        broken.xyz()[70] = Double.NaN;
        assertThatThrownBy(() -> InternalTokens.fit(
                        topology, FramePasses.of(broken), 64, InternalTokens.Layout.plain(TokenOrder.TREE)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("frame 2");
    }

    /**
     * A methyl group at the end of a chain: the density of folded tokens against that of plain ones, which the test
     * above holds. Both have uniform tokens, so that f/q is a constant wherever both are. Bound: five combined standard
     * errors (false alarm 6e-7).
     */
    @Tag("slow")
    @Test
    void foldedTokensHaveTheDensityOfAllLabellings() {
        Topology methyl = methyl();
        Frames frames = turning(methyl, 3000);
        InternalTokens plain = InternalTokens.fit(
                methyl, FramePasses.of(frames), 3, InternalTokens.Layout.plain(TokenOrder.SOFT_FIRST));
        InternalTokens folded = InternalTokens.fit(methyl, FramePasses.of(frames), 3, InternalTokens.Layout.DEFAULT);
        RandomStream random = new Seed(16).stream("test", 0);
        int draws = 100_000;
        int inside = 0;
        double sum = 0;
        double square = 0;
        int[] k = new int[12];
        double[] x = new double[18];
        for (int n = 0; n < draws; n++) {
            Arrays.setAll(k, _ -> random.nextInt(3));
            plain.decode(k, 0, random, x, 0);
            inside += folded.tokenise(x, 0, k, 0) ? 1 : 0;
            Arrays.setAll(k, _ -> random.nextInt(3));
            folded.decode(k, 0, random, x, 0);
            double ratio =
                    plain.tokenise(x, 0, k, 0) ? Math.exp(plain.logCellDensity(x, 0) - folded.logCellDensity(x, 0)) : 0;
            sum += ratio;
            square += ratio * ratio;
        }
        double drawn = (double) inside / draws;
        double weighted = sum / draws;
        double error = Math.sqrt((square / draws - weighted * weighted) / draws + drawn * (1 - drawn) / draws);
        assertThat(drawn).isGreaterThan(0.1);
        assertThat(error).isLessThan(0.02 * drawn);
        assertThat(weighted).isCloseTo(drawn, within(5 * error));
    }

    private static Topology methyl() {
        List<Topology.Atom> atoms = List.of(
                new Topology.Atom(0, "C0", Element.C, 0),
                new Topology.Atom(1, "C1", Element.C, 0),
                new Topology.Atom(2, "C2", Element.C, 0),
                new Topology.Atom(3, "H1", Element.H, 0),
                new Topology.Atom(4, "H2", Element.H, 0),
                new Topology.Atom(5, "H3", Element.H, 0));
        List<Topology.Bond> bonds = List.of(
                new Topology.Bond(0, 1),
                new Topology.Bond(1, 2),
                new Topology.Bond(2, 3),
                new Topology.Bond(2, 4),
                new Topology.Bond(2, 5));
        return new Topology(atoms, bonds, List.of());
    }

    /** The methyl group anywhere, everything else vibrating. */
    private static Frames turning(Topology methyl, int count) {
        InternalCoordinates internal = InternalCoordinates.of(methyl);
        RandomStream random = new Seed(15).stream("test", 0);
        Frames frames = Frames.allocate(count, 6);
        double[] q = new double[12];
        for (int f = 0; f < count; f++) {
            for (int i = 0; i < 12; i++) {
                double hydrogen = 2 * Math.PI / 3 * (internal.atom(i) - 3);
                q[i] = switch (internal.kind(i)) {
                    case BOND -> 0.11 + 0.003 * random.nextGaussian();
                    case ANGLE -> 1.9 + 0.05 * random.nextGaussian();
                    case TORSION ->
                        internal.soft(i) ? random.nextDouble(2 * Math.PI) : hydrogen + 0.1 * random.nextGaussian();
                };
            }
            internal.toCartesian(q, 0, frames.xyz(), 18 * f);
        }
        return frames;
    }

    /** Four atoms, each step partly as the one before and partly Gaussian, the centroid from N(0, σ² I). */
    private static final class Walk {
        private static final double STEP = 0.075; // nm
        private static final double MEMORY = 0.5;

        static void draw(double centroid, RandomStream random, double[] x) {
            Arrays.fill(x, 0, 3, 0);
            for (int i = 3; i < 12; i++) {
                x[i] = x[i - 3] + before(i, x) + STEP * random.nextGaussian();
            }
            Centroid.moveTo(Centroid.draw(centroid, random), x, 0, 4);
        }

        private static double before(int i, double[] x) {
            return i < 6 ? 0 : MEMORY * (x[i - 3] - x[i - 6]);
        }

        /** The map from the Gaussian numbers and the centroid to the atoms has determinant one. */
        static double logDensity(double centroid, double[] x) {
            double square = 0;
            for (int i = 3; i < 12; i++) {
                double d = x[i] - x[i - 3] - before(i, x);
                square += d * d;
            }
            return -0.5 * square / (STEP * STEP)
                    - 4.5 * Math.log(2 * Math.PI)
                    - 9 * Math.log(STEP)
                    + Centroid.logDensity(centroid, Centroid.of(x, 0, 4));
        }
    }
}
