package org.arbolt.model.coordinates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.model.transformer.Molecules;
import org.arbolt.molecule.AtomSelection;
import org.arbolt.molecule.CollectiveVariable;
import org.arbolt.molecule.Control;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.HeldAtoms;
import org.arbolt.molecule.InternalCoordinates;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.Window;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A law that draws every bin alike has a density that is known, so that a density f which can be drawn from directly
 * tests windows and held atoms without a network: the part of f on the grid is measured by drawing from f and as the
 * mean of f/q over draws from q. Bounds are five combined standard errors (false alarm 6e-7 each).
 */
@Tag("slow")
class ControlledTokensTest {
    private static final int ATOMS = 6;
    private static final int BINS = 5;
    private static final double STEP = 0.09; // nm
    private static final int DRAWS = 40_000;

    private final Topology chain = Molecules.chain(ATOMS);
    private final InternalTokens tokens = tokens();

    private InternalTokens tokens() {
        RandomStream random = new Seed(14).stream("walks", 0);
        Frames walks = Frames.allocate(500, ATOMS);
        for (int f = 0; f < walks.count(); f++) {
            double[] x = new double[3 * ATOMS];
            for (int i = 3; i < x.length; i++) {
                x[i] = x[i - 3] + STEP * random.nextGaussian();
            }
            System.arraycopy(x, 0, walks.xyz(), 3 * ATOMS * f, x.length);
        }
        return InternalTokens.fit(
                chain, FramePasses.of(walks), BINS, InternalTokens.Layout.plain(TokenOrder.SOFT_FIRST));
    }

    /** One draw of the law that draws bins alike; its log-density, less that within the cell. */
    private double draw(ControlledTokens controlled, RandomStream random, int[] bins, double[] x) {
        Control window = controlled.window();
        GivenTokens.Sequence given =
                controlled.given() == null ? null : controlled.given().begin();
        double logProbability = 0;
        for (int t = 0; t < bins.length; t++) {
            if (given != null && controlled.given().isGiven(t)) {
                bins[t] = given.given();
            } else {
                float[] share = window == null ? null : window.bins(t);
                double total = share == null
                        ? BINS
                        : IntStream.range(0, BINS).mapToDouble(k -> share[k]).sum();
                double left = random.nextDouble() * total;
                bins[t] = 0;
                while (bins[t] < BINS - 1 && left >= (share == null ? 1 : share[bins[t]])) {
                    left -= share == null ? 1 : share[bins[t]];
                    bins[t]++;
                }
                logProbability -= Math.log(total);
            }
            if (given != null) {
                given.append(bins[t]);
            }
        }
        controlled.decode(bins, 0, random, x, 0);
        int[] back = new int[bins.length];
        assertThat(controlled.tokenise(x, 0, back, 0)).isTrue();
        assertThat(back).isEqualTo(bins);
        return logProbability;
    }

    private static void assertEqualMeasure(int inside, double sum, double square) {
        double drawn = (double) inside / DRAWS;
        double weighted = sum / DRAWS;
        double error = Math.sqrt((square / DRAWS - weighted * weighted) / DRAWS + drawn * (1 - drawn) / DRAWS);
        assertThat(drawn).isBetween(0.02, 0.98);
        assertThat(error).isLessThan(0.1 * drawn);
        assertThat(weighted).isCloseTo(drawn, within(5 * error));
    }

    /** Windows within a bin, over its edges, through ±180°, and the circle but for a slit within one bin. */
    @ParameterizedTest
    @ValueSource(strings = {"-100..40", "5..35", "150..-100", "-20..-50"})
    void windowsAreCutFromBinsExactly(String ends) {
        Window window = Window.of("torsion(index 0, index 1, index 2, index 3) in " + ends, chain, new double[18]);
        ControlledTokens controlled = ControlledTokens.of(tokens, List.of(window), null, chain);
        assertThat(controlled.remarks()).singleElement().asString().contains("cuts the bins of its token");
        RandomStream random = new Seed(15).stream(ends, 0);
        int[] bins = new int[tokens.tokens()];
        int inside = 0;
        double sum = 0;
        double square = 0;
        for (int n = 0; n < DRAWS; n++) {
            double[] x = new double[3 * ATOMS];
            for (int i = 3; i < x.length; i++) {
                x[i] = x[i - 3] + STEP * random.nextGaussian();
            }
            Centroid.moveTo(Centroid.draw(tokens.centroidDeviation(), random), x, 0, ATOMS);
            inside += controlled.tokenise(x, 0, bins, 0) ? 1 : 0;
            double logProbability = draw(controlled, random, bins, x);
            assertThat(window.contains(x, 0)).isTrue();
            double ratio = Math.exp(logF(x, 0, ATOMS)
                    + Centroid.logDensity(tokens.centroidDeviation(), Centroid.of(x, 0, ATOMS))
                    - logProbability
                    - controlled.logCellDensity(x, 0));
            sum += ratio;
            square += ratio * ratio;
        }
        assertEqualMeasure(inside, sum, square);
    }

    /** log Π g(x_{i+1} − x_i) from the first atom to before the last. */
    private static double logF(double[] x, int first, int last) {
        double log = 0;
        for (int i = 3 * first + 3; i < 3 * last; i++) {
            double d = (x[i] - x[i - 3]) / STEP;
            log -= 0.5 * d * d + 0.5 * Math.log(2 * Math.PI) + Math.log(STEP);
        }
        return log;
    }

    /** Three atoms in the middle of the chain, at its beginning, and four at its end. */
    @ParameterizedTest
    @ValueSource(strings = {"index 2-4", "index 0-2", "index 2-5"})
    void theOthersOfHeldAtomsHaveADensityPerTheirVolume(String selection) {
        RandomStream random = new Seed(16).stream(selection, 0);
        double[] reference = new double[3 * ATOMS];
        for (int i = 0; i < reference.length; i++) {
            int atom = i / 3;
            reference[i] = STEP * new double[] {1, 0.3, -0.2}[i % 3] * atom
                    + (atom % 2) * (i % 3 == 1 ? STEP : 0)
                    + (i == 17 ? 0.05 : 0);
        }
        HeldAtoms held = new HeldAtoms(AtomSelection.of(selection, named(chain), reference), reference);
        ControlledTokens controlled = ControlledTokens.of(tokens, List.of(), held, chain);
        int first = held.set().nextSetBit(0);
        int last = held.set().length();
        int[] bins = new int[tokens.tokens()];
        int inside = 0;
        double sum = 0;
        double square = 0;
        for (int n = 0; n < DRAWS; n++) {
            double[] x = held.reference().clone();
            for (int i = 3 * first - 1; i >= 0; i--) {
                x[i] = x[i + 3] + STEP * random.nextGaussian();
            }
            for (int i = 3 * last; i < x.length; i++) {
                x[i] = x[i - 3] + STEP * random.nextGaussian();
            }
            inside += controlled.tokenise(x, 0, bins, 0) ? 1 : 0;
            double logProbability = draw(controlled, random, bins, x);
            assertThat(held.areIn(x, 0)).isTrue();
            double ratio = Math.exp(logF(x, 0, first + 1)
                    + logF(x, last - 1, ATOMS)
                    - logProbability
                    - controlled.logCellDensity(x, 0));
            sum += ratio;
            square += ratio * ratio;
        }
        assertEqualMeasure(inside, sum, square);
    }

    /** Selections ask for residues; a chain of atoms has one. */
    private static Topology named(Topology chain) {
        return new Topology(
                chain.atoms(),
                chain.bonds(),
                List.of(new Topology.Residue(0, "UNK", "UNK", 0, chain.atomCount(), 'A')));
    }

    /** Soft torsions anywhere, the rest near what it is in the molecule. */
    private static Frames vibrating(Molecule molecule) {
        InternalCoordinates internal = InternalCoordinates.of(molecule.topology());
        RandomStream random = new Seed(3).stream("vibrations", 0);
        Frames frames = Frames.allocate(300, internal.atoms());
        double[] q = new double[internal.count()];
        for (int f = 0; f < frames.count(); f++) {
            internal.toInternal(molecule.xyz(), 0, q, 0);
            for (int i = 0; i < q.length; i++) {
                boolean bond = internal.kind(i) == InternalCoordinates.Kind.BOND;
                q[i] = internal.soft(i)
                        ? 2 * Math.PI * (random.nextDouble() - 0.5)
                        : q[i] + (bond ? 0.003 : 0.03) * random.nextGaussian();
            }
            internal.toCartesian(q, 0, frames.xyz(), 3 * internal.atoms() * f);
        }
        return frames;
    }

    /** Bins of 64 at random, but for those that held atoms give. */
    private static int[] drawn(ControlledTokens controlled, RandomStream random) {
        int[] bins = new int[controlled.tokens()];
        GivenTokens.Sequence given = controlled.given().begin();
        for (int t = 0; t < bins.length; t++) {
            bins[t] = controlled.given().isGiven(t) ? given.given() : random.nextInt(64);
            given.append(bins[t]);
        }
        return bins;
    }

    /** Any stretch of residues, with side chains, where coordinates begin with it. */
    @Test
    void coordinatesThatBeginWithAStretchCanHoldIt() {
        Molecule molecule = Peptide.of("Ace-FPA-Nme");
        Frames frames = vibrating(molecule);
        for (String residues : List.of("2", "3", "4", "2-3", "3-4", "3-5")) {
            String stretch = "residue " + residues;
            AtomSelection selection = AtomSelection.of(stretch, molecule.topology(), molecule.xyz());
            BitSet first = new BitSet();
            selection.atoms().forEach(first::set);
            InternalTokens tokens = InternalTokens.fit(
                    molecule.topology(),
                    FramePasses.of(frames),
                    64,
                    InternalTokens.Layout.DEFAULT.beginningWith(first));
            InternalTokens again = (InternalTokens) Coordinates.from(tokens.describe(), molecule.topology());
            HeldAtoms held = new HeldAtoms(selection, molecule.xyz());
            ControlledTokens controlled = ControlledTokens.of(again, List.of(), held, molecule.topology());
            RandomStream random = new Seed(4).stream("draws", 0);
            for (int n = 0; n < 5; n++) {
                int[] bins = drawn(controlled, random);
                double[] x = new double[3 * molecule.topology().atomCount()];
                controlled.decode(bins, 0, random, x, 0);
                assertThat(held.areIn(x, 0)).as(stretch).isTrue();
                int[] back = new int[bins.length];
                assertThat(controlled.tokenise(x, 0, back, 0)).as(stretch).isTrue();
                assertThat(back).as(stretch).isEqualTo(bins);
            }
        }
    }

    @Test
    void relabelledRotorsKeepWhatIsHeld() {
        Molecule molecule = Peptide.of("Ace-F-Nme");
        InternalTokens folded = InternalTokens.fit(
                molecule.topology(), FramePasses.of(vibrating(molecule)), 64, InternalTokens.Layout.DEFAULT);
        HeldAtoms held = new HeldAtoms(
                AtomSelection.of("residue 2 and not name H O or C 1 or N 3", molecule.topology(), molecule.xyz()),
                molecule.xyz());
        ControlledTokens controlled = ControlledTokens.of(folded, List.of(), held, molecule.topology());
        RandomStream random = new Seed(4).stream("draws", 0);
        CollectiveVariable methyl =
                CollectiveVariable.of("torsion(H1 1, CH3 1, C 1, N 2)", molecule.topology(), molecule.xyz());
        boolean[] third = new boolean[3];
        for (int n = 0; n < 60; n++) {
            int[] bins = drawn(controlled, random);
            double[] x = new double[3 * molecule.topology().atomCount()];
            controlled.decode(bins, 0, random, x, 0);
            assertThat(held.areIn(x, 0)).isTrue();
            third[(int) Math.floor((methyl.value(x, 0) + Math.PI) / (2 * Math.PI / 3 + 1e-9))] = true;
        }
        assertThat(third).containsOnly(true); // rotors that are not held take all labellings
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"residue 2", "CA 2", "residue 2 and sidechain", "name CA", "CD1 2 or CE1 2 or HE1 2", "residue 3"
            })
    void whatCannotBeHeldIsRefusedWithWhatCould(String selection) {
        Molecule molecule = Peptide.of("Ace-F-Nme");
        InternalTokens folded = InternalTokens.fit(
                molecule.topology(), FramePasses.of(vibrating(molecule)), 64, InternalTokens.Layout.DEFAULT);
        HeldAtoms held =
                new HeldAtoms(AtomSelection.of(selection, molecule.topology(), molecule.xyz()), molecule.xyz());
        assertThatThrownBy(() -> ControlledTokens.of(folded, List.of(), held, molecule.topology()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("; hold ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void windowsThatExcludeEachOtherAreRefused() {
        String torsion = "torsion(index 0, index 1, index 2, index 3) in ";
        Window one = Window.of(torsion + "0..10", chain, new double[18]);
        Window other = Window.of(torsion + "90..100", chain, new double[18]);
        assertThatThrownBy(() -> ControlledTokens.of(tokens, List.of(one, other), null, chain))
                .isInstanceOf(BadInput.class);
        assertThat(ControlledTokens.of(tokens, List.of(), null, chain).window()).isNull();
    }
}
