package org.arbolt.model.coordinates;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.math.RandomStream;
import org.arbolt.molecule.CollectiveVariable;
import org.arbolt.molecule.Control;
import org.arbolt.molecule.HeldAtoms;
import org.arbolt.molecule.InternalCoordinates;
import org.arbolt.molecule.Superposition;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.Window;

/**
 * Internal coordinates some of which are kept in windows or follow from atoms that are held (docs/method.md,
 * "Control").
 *
 * <p>A window on a soft torsion cuts the bins of its token: of a bin at its edge the inner part is drawn, with the
 * density of the whole bin, so {@link #logCellDensity} stays what it is and the renormalised distribution has the bins'
 * shares ({@link #window}). A window on a torsion that is counted from another's, such as χ1 of Thr, cuts the bins that
 * no value of the difference brings inside; what then lies outside has weight zero, as it has for any other variable.
 *
 * <p>Atoms S are held exactly where the coordinates that depend on atoms of S alone number 3|S| − 6, the number of its
 * internal degrees of freedom: their tokens are given, the nearest bin to the value that is held, and the value itself
 * is kept. What is drawn is then a density per nm^{3(A − |S|)} of the other atoms with S at rest:
 *
 * <pre>log q(x) = Σ_free (log P_j − log h_j) − Σ_free rotors log n − Σ_free log J_j</pre>
 *
 * without the volume of rotations and the centroid's density. Where the expected value of a held coordinate depends on
 * coordinates before it, they count by the midpoints of their bins, so that the distribution depends on tokens alone.
 */
public final class ControlledTokens implements CoordinatesAbout {
    private static final int TRIES = 1000; // as of InternalTokens
    private static final float ALL = 1;

    private final InternalTokens inner;
    private final InternalCoordinates internal;
    private final int[] token; // [coordinate]
    private final Window[] windows; // [token], of tokens that are their variable; null elsewhere
    private final float[][] shares; // [token][V], null where all bins may be drawn
    private final List<String> remarks = new ArrayList<>();
    private final HeldAtoms held; // null for none
    private final boolean[] given; // [token]
    private final double[] heldValue; // [coordinate]
    private final double[] canonical; // [A][3], the held atoms with the labels that tokens know

    private ControlledTokens(InternalTokens inner, List<Window> windows, HeldAtoms held, Topology topology) {
        this.inner = inner;
        this.internal = inner.internal();
        this.token = new int[inner.tokens()];
        for (int t = 0; t < token.length; t++) {
            token[inner.coordinate(t)] = t;
        }
        this.windows = new Window[inner.tokens()];
        this.shares = new float[inner.tokens()][];
        this.held = held;
        this.given = new boolean[inner.tokens()];
        this.heldValue = new double[inner.tokens()];
        this.canonical = held == null ? null : held.reference().clone();
        if (held != null) {
            hold(topology);
        }
        windows.forEach(this::keepIn);
    }

    /**
     * @param windows on any variables
     * @param held null for none
     * @throws BadInput if the atoms cannot be held by these coordinates, or windows leave nothing to be drawn
     */
    public static ControlledTokens of(InternalTokens inner, List<Window> windows, HeldAtoms held, Topology topology) {
        return new ControlledTokens(inner, windows, held, topology);
    }

    // ---- windows

    private void keepIn(Window window) {
        if (!(window.variable() instanceof CollectiveVariable.Torsion torsion)) {
            remarks.add("'" + window.text() + "': samples outside have weight zero");
            return;
        }
        for (int t = 0; t < inner.tokens(); t++) {
            int coordinate = inner.coordinate(t);
            if (!isAbout(coordinate, torsion) || inner.folded().fold(coordinate) > 1) {
                continue;
            }
            if (internal.base(coordinate) < 0 && internal.soft(coordinate)) {
                cut(t, window);
                return;
            }
            int base = token(internal.base(coordinate));
            if (base >= 0
                    && internal.soft(inner.coordinate(base))
                    && inner.folded().fold(inner.coordinate(base)) == 1) {
                cutWide(base, t, window);
                return;
            }
        }
        remarks.add("'" + window.text() + "' is no token of the model: samples outside have weight zero");
    }

    private boolean isAbout(int coordinate, CollectiveVariable.Torsion torsion) {
        if (internal.kind(coordinate) != InternalCoordinates.Kind.TORSION) {
            return false;
        }
        int[] own = internal.torsionAtoms(coordinate);
        int[] asked = torsion.atoms();
        int[] reversed = {asked[3], asked[2], asked[1], asked[0]};
        return Arrays.equals(own, asked) || Arrays.equals(own, reversed);
    }

    /** Of a coordinate; −1 without one. */
    private int token(int coordinate) {
        return coordinate < 0 ? -1 : token[coordinate];
    }

    private void cut(int token, Window window) {
        if (given[token]) {
            if (!window.holds(heldValue[inner.coordinate(token)])) {
                throw new BadInput("window '" + window.text() + "' and the held atoms exclude each other; drop one");
            }
            return;
        }
        if (windows[token] != null) {
            throw new BadInput("windows '" + windows[token].text() + "' and '" + window.text()
                    + "' are of the same torsion; give their intersection as one");
        }
        windows[token] = window;
        Grid grid = inner.grid(token);
        float[] share = new float[grid.bins()];
        for (int bin = 0; bin < share.length; bin++) {
            double inside = 0;
            for (double[] piece : pieces(grid, bin, window)) {
                inside += piece[1] - piece[0];
            }
            share[bin] = (float) Math.min(1, inside);
        }
        narrow(token, share, window);
        remarks.add("'" + window.text() + "' cuts the bins of its token");
    }

    /** Cuts the bins of a token from which no difference leads inside. */
    private void cutWide(int base, int difference, Window window) {
        double[] range = inner.range(difference);
        double low = window.low() - range[1];
        double span = window.span() + range[1] - range[0];
        remarks.add(
                "'" + window.text() + "' is a token and a difference: bins that cannot lead inside are cut, samples "
                        + "outside have weight zero");
        if (given[base] || span >= 2 * Math.PI) {
            return;
        }
        Window wide = new Window(window.text(), window.variable(), low, span);
        Grid grid = inner.grid(base);
        float[] share = new float[grid.bins()];
        for (int bin = 0; bin < share.length; bin++) {
            share[bin] = pieces(grid, bin, wide).isEmpty() ? 0 : ALL;
        }
        narrow(base, share, window);
    }

    private void narrow(int token, float[] share, Window window) {
        float[] both = shares[token] == null ? share : shares[token];
        for (int bin = 0; bin < share.length; bin++) {
            both[bin] = Math.min(both[bin], share[bin]);
        }
        double left =
                IntStream.range(0, both.length).mapToDouble(bin -> both[bin]).sum();
        if (!(left > 0)) {
            throw new BadInput("window '" + window.text() + "' and the others exclude each other; widen one");
        }
        shares[token] = both;
    }

    /** The parts of a bin inside a window, as fractions of the bin, ascending; two where it holds both ends. */
    private static List<double[]> pieces(Grid grid, int bin, Window window) {
        double from = grid.at(bin, 0);
        double width = grid.width();
        double period = window.variable().period();
        double low = window.low() + period * Math.floor((from - window.low()) / period); // at most the bin's beginning
        List<double[]> pieces = new ArrayList<>();
        for (double begin = low; begin < from + width; begin += period) {
            double a = Math.max(0, (begin - from) / width);
            double b = Math.min(1, (begin + window.span() - from) / width);
            if (b > a) {
                pieces.add(new double[] {a, b});
            }
        }
        return pieces;
    }

    /** Where in its bin the value of a token lies, as a fraction of the bin. */
    private double place(int token, int bin, double uniform) {
        if (windows[token] == null) {
            return uniform;
        }
        List<double[]> pieces = pieces(inner.grid(token), bin, windows[token]);
        double inside = pieces.stream().mapToDouble(p -> p[1] - p[0]).sum();
        double left = uniform * inside;
        for (double[] piece : pieces) {
            if (left < piece[1] - piece[0]) {
                return piece[0] + left;
            }
            left -= piece[1] - piece[0];
        }
        return pieces.getLast()[0];
    }

    // ---- held atoms

    private void hold(Topology topology) {
        BitSet dependent = new HoldableAtoms(inner.folded(), topology).require(held);
        inner.folded().equivalents().relabel(canonical, 0);
        double[] q = new double[inner.tokens()];
        inner.folded().toInternal(held.reference(), 0, q);
        for (int t = 0; t < given.length; t++) {
            int coordinate = inner.coordinate(t);
            given[t] = dependent.get(coordinate);
            heldValue[coordinate] = q[coordinate];
        }
    }

    // ---- what a distribution of tokens needs

    /** What windows leave of the bins; null without windows. */
    public Control window() {
        return Arrays.stream(shares).allMatch(s -> s == null) ? null : Control.window(shares);
    }

    /** Tokens of held atoms; null without any. */
    public GivenTokens given() {
        return held == null ? null : new Given();
    }

    /** The atoms that are held; null without any. */
    public HeldAtoms held() {
        return held;
    }

    /** What a user is told of how windows are kept. */
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    private final class Given implements GivenTokens {
        @Override
        public boolean isGiven(int token) {
            return given[token];
        }

        @Override
        public Sequence begin() {
            return new Middles();
        }
    }

    /** What tokens so far say by the midpoints of their bins. */
    private final class Middles implements GivenTokens.Sequence {
        private final double[] known = inner.centres().nothingKnown();
        private int token;

        @Override
        public int given() {
            Grid grid = inner.grid(token);
            double value = heldValue[inner.coordinate(token)] - inner.centres().of(token, known);
            int bin = grid.bin(value);
            return bin >= 0 ? bin : inner.nearest(token, value);
        }

        @Override
        public void append(int bin) {
            double value = given[token]
                    ? heldValue[inner.coordinate(token)]
                    : inner.centres().of(token, known) + inner.grid(token).at(bin, 0.5);
            inner.centres().learn(token, value, known);
            token++;
        }
    }

    // ---- coordinates

    @Override
    public boolean tokenise(double[] xyz, int offset, int[] tokens, int tokenOffset) {
        if (held != null && !held.areIn(xyz, offset)) {
            return false;
        }
        double[] q = new double[inner.tokens()];
        inner.folded().toInternal(xyz, offset, q);
        double[] known = inner.centres().nothingKnown();
        Middles middles = held == null ? null : new Middles();
        for (int t = 0; t < q.length; t++) {
            double value = given[t] ? heldValue[inner.coordinate(t)] : q[inner.coordinate(t)];
            int bin = given[t]
                    ? middles.given()
                    : inner.grid(t).bin(value - inner.centres().of(t, known));
            if (bin < 0 || windows[t] != null && !windows[t].holds(value)) {
                return false;
            }
            tokens[tokenOffset + t] = bin;
            inner.centres().learn(t, value, known);
            if (middles != null) {
                middles.append(bin);
            }
        }
        return true;
    }

    @Override
    public double logCellDensity(double[] xyz, int offset) {
        if (held == null) {
            return inner.logCellDensity(xyz, offset);
        }
        double[] q = new double[inner.tokens()];
        inner.folded().toInternal(xyz, offset, q);
        double sum = 0;
        for (int t = 0; t < q.length; t++) {
            int coordinate = inner.coordinate(t);
            if (given[t]) {
                continue;
            }
            sum -= Math.log(inner.grid(t).width()) + Math.log(inner.folded().fold(coordinate));
            switch (internal.kind(coordinate)) {
                case BOND -> sum -= 2 * Math.log(q[coordinate]);
                case ANGLE -> sum -= Math.log(Math.sin(q[coordinate]));
                case TORSION -> sum -= 0;
            }
        }
        return sum;
    }

    @Override
    public void decode(int[] tokens, int tokenOffset, RandomStream random, double[] xyz, int offset) {
        int[] back = new int[inner.tokens()];
        for (int i = 0; i < TRIES; i++) {
            double[] q = values(tokens, tokenOffset, random);
            if (held == null) {
                inner.inSpace(q, random, xyz, offset);
            } else {
                aroundHeld(q, random, xyz, offset);
            }
            if (tokenise(xyz, offset, back, 0)
                    && Arrays.equals(back, 0, back.length, tokens, tokenOffset, tokenOffset + back.length)) {
                return;
            }
        }
        throw new IllegalStateException("bins of the internal coordinates are too fine for float32 coordinates");
    }

    /** Coordinates within the cell, at random. */
    private double[] values(int[] tokens, int tokenOffset, RandomStream random) {
        return values((t, bin) -> inner.grid(t).at(bin, place(t, bin, random.nextDouble())), tokens, tokenOffset);
    }

    /** How far a token's coordinate lies from where it is expected. */
    @FunctionalInterface
    private interface Deviation {
        double of(int token, int bin);
    }

    private double[] values(Deviation deviation, int[] tokens, int tokenOffset) {
        double[] q = new double[inner.tokens()];
        double[] known = inner.centres().nothingKnown();
        for (int t = 0; t < q.length; t++) {
            int coordinate = inner.coordinate(t);
            q[coordinate] = given[t]
                    ? heldValue[coordinate]
                    : inner.centres().of(t, known) + deviation.of(t, tokens[tokenOffset + t]);
            inner.centres().learn(t, q[coordinate], known);
        }
        return q;
    }

    /** As {@link InternalTokens#complete}. */
    public void complete(int[] tokens, int tokenOffset, int drawn, double[] xyz, int offset) {
        double[] q = values((t, bin) -> t < drawn ? inner.grid(t).at(bin, place(t, bin, 0.5)) : 0, tokens, tokenOffset);
        unlabelled(q, xyz, offset);
        if (held != null) {
            held.putInto(xyz, offset);
        }
    }

    /** The coordinates that are controlled. */
    @Override
    public InternalTokens inner() {
        return inner;
    }

    private void unlabelled(double[] q, double[] xyz, int offset) {
        inner.folded().equivalents().unfold(q, 0);
        internal.toCartesian(q, 0, xyz, offset);
        if (held != null) {
            Superposition.of(held.selection().indices(), xyz, offset, canonical).apply(xyz, offset, atoms());
        }
    }

    private void aroundHeld(double[] q, RandomStream random, double[] xyz, int offset) {
        unlabelled(q, xyz, offset);
        inner.folded().equivalents().relabelAtRandom(random, xyz, offset, i -> !given[token(i)]);
        for (int i = offset; i < offset + 3 * atoms(); i++) {
            xyz[i] = (float) xyz[i];
        }
        held.putInto(xyz, offset);
    }

    /** With atoms at rest there is no density of the centroid. */
    @Override
    public boolean shifted() {
        return held == null && inner.shifted();
    }

    @Override
    public double[] placedForTraining(double[] xyz, int offset, RandomStream random) {
        throw new UnsupportedOperationException("controlled coordinates are for drawing, not for training");
    }

    @Override
    public Map<String, Object> describe() {
        throw new UnsupportedOperationException("controlled coordinates are not stored with a model");
    }
}
