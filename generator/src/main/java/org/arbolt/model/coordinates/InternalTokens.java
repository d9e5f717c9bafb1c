package org.arbolt.model.coordinates;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.forcefield.ForceField;
import org.arbolt.math.RandomStream;
import org.arbolt.molecule.HeldAtoms;
import org.arbolt.molecule.InternalCoordinates;
import org.arbolt.molecule.Topology;

/**
 * Tokens of internal coordinates (docs/method.md, "Two coordinate systems"): T = 3A − 6, no rotation, no centroid, and
 * each coordinate on a grid of its own, which for stiff coordinates moves with the coordinates drawn before ({@link
 * ConditionalMean}). Orientation and centroid are drawn beside the tokens, uniformly and from g, so that the density is
 * one per nm^{3A} that compares with that of Cartesian tokens:
 *
 * <pre>log q(x) = Σ_j (log P_j − log h_j) − Σ_r log n_r − log J(x) − log 8π² + log g(c(x))</pre>
 *
 * with the cell widths h, the labellings n of every rotor of equivalent atoms (drawn uniformly, {@link
 * org.arbolt.molecule.EquivalentAtoms}) and the Jacobian J of {@link InternalCoordinates}.
 */
public final class InternalTokens implements Coordinates {
    static final String KIND = "internal";

    /** Key that says that the last atom of proline's ring has the angle that closes it; not so up to 2026-11. */
    static final String CLOSING_ANGLES = "closingAngles";

    /** Log of the volume of SO(3) in the measure of {@link InternalCoordinates#logJacobian}. */
    static final double LOG_ROTATIONS = Math.log(8 * Math.PI * Math.PI);

    /** Draws of a place in a cell before giving up; rounding to float32 spoils a few per cent of them. */
    private static final int TRIES = 1000;

    private static final int MOST_HARMONICS = 100;

    private final FoldedCoordinates internal;
    private final TokenGroups groups;
    private final int[] position; // [token]
    private final int[] slot; // [token]
    private final double scale; // nm
    private final int[] order; // [token] -> coordinate; those that are no tokens behind
    private final int tokens;
    private final ConditionalMean centres;
    private final Grid[] grids; // [token]
    private final BitSet first; // atoms that the coordinates begin with
    private final double logCell; // Σ log h + Σ log n
    private final ForceField energies; // that scans are made of; null without
    private final RotorScans scans; // null without

    InternalTokens(
            FoldedCoordinates internal,
            TokenGroups groups,
            double scale,
            int[] order,
            int tokens,
            ConditionalMean centres,
            Grid[] grids,
            BitSet first,
            ForceField energies,
            Topology topology) {
        this.energies = energies;
        this.scans =
                energies == null ? null : RotorScans.of(internal, order, centres, grids, energies.assign(topology));
        this.first = first;
        this.internal = internal;
        this.groups = groups;
        this.tokens = tokens;
        this.position = Arrays.copyOf(groups.positions(internal.internal(), order), tokens);
        this.slot = Arrays.copyOf(groups.slots(internal.internal(), order), tokens);
        this.scale = scale;
        this.order = order;
        this.centres = centres.settled();
        this.grids = grids;
        this.logCell = logCell(tokens);
    }

    /**
     * How a model is to write internal coordinates.
     *
     * @param order of the tokens
     * @param groups which of them share a position of the network
     * @param folded whether equivalent atoms are: a model then learns each of their modes once
     * @param first atoms that the coordinates begin with, so that they can be held; none for those of the chain's start
     * @param energies force field whose energies the model is told of before it draws a soft torsion; null for none
     */
    public record Layout(TokenOrder order, TokenGroups groups, boolean folded, BitSet first, ForceField energies) {
        /** What trains best: soft torsions first, one position per atom, equivalent atoms folded. */
        public static final Layout DEFAULT =
                new Layout(TokenOrder.SOFT_FIRST, TokenGroups.ATOM, true, new BitSet(), null);

        public Layout {
            first = (BitSet) first.clone();
        }

        /** Soft torsions alone, equivalent atoms folded. */
        public static final Layout TORSIONS =
                new Layout(TokenOrder.TORSIONS, TokenGroups.TOKEN, true, new BitSet(), null);

        /** One position per token, every atom by its name, as models up to 2026-11 were. */
        public static Layout plain(TokenOrder order) {
            return new Layout(order, TokenGroups.TOKEN, false, new BitSet(), null);
        }

        /** The same residue after residue, told the energies of a force field. */
        public Layout toldOf(ForceField field) {
            return new Layout(TokenOrder.RESIDUES, groups, folded, first, field);
        }

        /** The same, beginning with some atoms. */
        public Layout beginningWith(BitSet atoms) {
            return new Layout(order, groups, folded, atoms, energies);
        }
    }

    /**
     * Grids from training frames: soft torsions on their whole period, everything else on an interval about where it is
     * expected given the coordinates before it.
     *
     * @param topology the molecule
     * @param frames training frames of it
     * @param bins V
     * @param layout how they are written
     * @throws BadInput if a frame has coordinates that are not finite
     */
    public static InternalTokens fit(Topology topology, FramePasses frames, int bins, Layout layout) {
        FoldedCoordinates internal = FoldedCoordinates.of(topology, layout.folded, layout.first);
        int[] permutation = layout.order.of(internal.internal(), topology);
        GridFit fit = new GridFit(internal, permutation, frames);
        ConditionalMean centres = fit.centres();
        return new InternalTokens(
                internal,
                layout.groups,
                Centroid.scale(frames),
                permutation,
                layout.order.tokens(internal.internal()),
                centres,
                fit.grids(centres, bins),
                layout.first,
                layout.energies,
                topology);
    }

    /**
     * Refuses atoms that a model of one molecule written so could not hold, before there is one.
     *
     * @throws BadInput if they cannot be held
     */
    public static void requireHoldable(HeldAtoms held, Topology topology, Layout layout) {
        new HoldableAtoms(FoldedCoordinates.of(topology, layout.folded, layout.first), topology).require(held);
    }

    /** The coordinates that the tokens stand for. */
    public InternalCoordinates internal() {
        return internal.internal();
    }

    /** The coordinate that a token stands for. */
    public int coordinate(int token) {
        return order[token];
    }

    /** The grid of a token: of a soft torsion itself, of another coordinate's deviation from where it is expected. */
    public Grid grid(int token) {
        return grids[token];
    }

    @Override
    public int atoms() {
        return internal.internal().atoms();
    }

    @Override
    public boolean whole() {
        return tokens == order.length;
    }

    @Override
    public int tokens() {
        return tokens;
    }

    @Override
    public int bins() {
        return grids[0].bins();
    }

    @Override
    public int[] kind() {
        return Arrays.stream(order, 0, tokens)
                .map(i -> internal.kind(i).ordinal())
                .toArray();
    }

    @Override
    public int[] atom() {
        return Arrays.stream(order, 0, tokens).map(internal.internal()::atom).toArray();
    }

    @Override
    public int[] position() {
        return position.clone();
    }

    @Override
    public int[] slot() {
        return slot.clone();
    }

    @Override
    public int slots() {
        return groups.slots();
    }

    @Override
    public TokenScans scans() {
        return scans;
    }

    @Override
    public double centroidDeviation() {
        return scale / Math.sqrt(atoms());
    }

    @Override
    public boolean tokenise(double[] xyz, int offset, int[] into, int tokenOffset) {
        double[] q = new double[order.length];
        internal.toInternal(xyz, offset, q);
        double[] known = centres.nothingKnown();
        for (int t = 0; t < tokens; t++) {
            double value = q[order[t]];
            int bin = grids[t].bin(value - centres.of(t, known));
            if (bin < 0) {
                return false;
            }
            into[tokenOffset + t] = bin;
            centres.learn(t, value, known);
        }
        return true;
    }

    @Override
    public double logCellDensity(double[] xyz, int offset) {
        if (!whole()) {
            return -logCell;
        }
        double[] q = new double[order.length];
        internal.toInternal(xyz, offset, q);
        double[] centroid = Centroid.of(xyz, offset, atoms());
        return -logCell
                - internal.internal().logJacobian(q, 0)
                - LOG_ROTATIONS
                + Centroid.logDensity(centroidDeviation(), centroid);
    }

    @Override
    public void decode(int[] from, int tokenOffset, RandomStream random, double[] xyz, int offset) {
        int[] back = new int[tokens];
        for (int i = 0; i < TRIES; i++) {
            inSpace(drawn(from, tokenOffset, tokens, random), random, xyz, offset);
            if (tokenise(xyz, offset, back, 0)
                    && Arrays.equals(back, 0, back.length, from, tokenOffset, tokenOffset + back.length)) {
                return;
            }
        }
        throw new IllegalStateException("bins of the internal coordinates are too fine for float32 coordinates");
    }

    /**
     * Coordinates, equivalent atoms folded, drawn from the cells of the first tokens; all others are where they are
     * expected.
     *
     * @param count how many tokens are drawn
     */
    double[] drawn(int[] from, int tokenOffset, int count, RandomStream random) {
        double[] q = new double[order.length];
        double[] known = centres.nothingKnown();
        for (int t = 0; t < order.length; t++) {
            double within = t < count ? grids[t].at(from[tokenOffset + t], random.nextDouble()) : 0;
            q[order[t]] = centres.of(t, known) + within;
            centres.learn(t, q[order[t]], known);
        }
        return q;
    }

    /** Log of the volume of a cell of the first tokens, and of the number of labellings. */
    double logCell(int count) {
        return Arrays.stream(grids, 0, count)
                        .mapToDouble(g -> Math.log(g.width()))
                        .sum()
                + internal.equivalents().logLabellings();
    }

    /** The conformation of coordinates, labelled, turned and moved at random; changes q. */
    void inSpace(double[] q, RandomStream random, double[] xyz, int offset) {
        internal.toCartesian(q, random, xyz, offset);
        placeInSpace(random, xyz, offset);
    }

    /**
     * A conformation whose first tokens are drawn, at the midpoints of their bins, and whose other coordinates are
     * where they are expected. Of atoms that are not {@link #placed} it says nothing.
     *
     * @param drawn how many tokens are
     * @param xyz filled with [A][3] from {@code offset} on, nm
     */
    public void complete(int[] tokens, int tokenOffset, int drawn, double[] xyz, int offset) {
        double[] q = new double[order.length];
        double[] known = centres.nothingKnown();
        for (int t = 0; t < order.length; t++) {
            double within = t < drawn ? grids[t].at(tokens[tokenOffset + t], 0.5) : 0;
            q[order[t]] = centres.of(t, known) + within;
            if (t < drawn || !internal.soft(order[t])) {
                centres.learn(t, q[order[t]], known);
            }
        }
        internal.equivalents().unfold(q, 0);
        internal.internal().toCartesian(q, 0, xyz, offset);
    }

    /** Atoms whose places depend on no soft torsion but the first tokens. @param drawn how many tokens are */
    public BitSet placed(int drawn) {
        BitSet known = new BitSet();
        for (int t = 0; t < drawn; t++) {
            known.set(order[t]);
        }
        return RotorScans.placed(RotorScans.softOfAtoms(internal.internal()), known);
    }

    /** Whether a token is a soft torsion. */
    public boolean soft(int token) {
        return internal.soft(order[token]);
    }

    /** The coordinates, and which labels of atoms are exchanged. */
    FoldedCoordinates folded() {
        return internal;
    }

    /** Where stiff coordinates are expected. */
    ConditionalMean centres() {
        return centres;
    }

    /** Least and largest value that a stiff token can stand for. */
    double[] range(int token) {
        double mean = centres.mean()[token];
        return new double[] {
            mean + centres.least()[token] + grids[token].lo(), mean + centres.most()[token] + grids[token].hi()
        };
    }

    /** The bin nearest to a value that no bin holds. */
    int nearest(int token, double value) {
        Grid grid = grids[token];
        double middle = 0.5 * (grid.lo() + grid.hi());
        double away = grid.period() > 0 ? InternalCoordinates.wrap(value - middle) : value - middle;
        return away < 0 ? 0 : grid.bins() - 1;
    }

    void placeInSpace(RandomStream random, double[] xyz, int offset) {
        Rotation.apply(Rotation.uniform(random), new double[3], xyz, offset, atoms());
        Centroid.moveTo(Centroid.draw(centroidDeviation(), random), xyz, offset, atoms());
        for (int i = offset; i < offset + 3 * atoms(); i++) {
            xyz[i] = (float) xyz[i];
        }
    }

    /** Internal coordinates see neither place nor orientation, so the example stays as it lies. */
    @Override
    public double[] placedForTraining(double[] xyz, int offset, RandomStream random) {
        return Arrays.copyOfRange(xyz, offset, offset + 3 * atoms());
    }

    @Override
    public Map<String, Object> describe() {
        Map<String, Object> d = new LinkedHashMap<>();
        d.put("kind", KIND);
        d.put("atoms", atoms());
        d.put("bins", bins());
        d.put("scale", scale);
        d.put("groups", groups.name());
        d.put("folded", !internal.equivalents().isEmpty());
        d.put("first", first.stream().boxed().toList());
        if (internal.internal().hasPuckeredRing()) {
            d.put(CLOSING_ANGLES, true);
        }
        if (energies != null) {
            d.put("energies", energies.label());
        }
        d.put("order", Arrays.stream(order).boxed().toList());
        if (!whole()) {
            d.put("tokens", tokens);
        }
        d.put("lo", Arrays.stream(grids).map(Grid::lo).toList());
        d.put("hi", Arrays.stream(grids).map(Grid::hi).toList());
        d.put("harmonics", centres.harmonics());
        d.put("mean", list(centres.mean()));
        d.put("least", list(centres.least()));
        d.put("most", list(centres.most()));
        d.put(
                "coefficients",
                IntStream.range(0, order.length)
                        .mapToObj(centres::row)
                        .flatMapToDouble(Arrays::stream)
                        .boxed()
                        .toList());
        return d;
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /** That a model was made for proline's ring in coordinates of before. */
    static BadInput otherRings() {
        return new BadInput(
                "the model's coordinates of proline's ring, without the angle that closes it, are no longer "
                        + "read; take a model that ships, or train again");
    }

    static InternalTokens from(CoordinateDescription d, Topology topology) {
        if (d.integer("atoms") != topology.atomCount()) {
            throw d.unusable("atoms", "must be " + topology.atomCount() + " as in the molecule");
        }
        double scale = d.number("scale");
        if (!(scale > 0)) {
            throw d.unusable("scale", "must be a positive length in nm");
        }
        BitSet first = first(d, topology.atomCount());
        FoldedCoordinates internal = FoldedCoordinates.of(topology, d.has("folded") && d.truth("folded"), first);
        if (internal.internal().hasPuckeredRing() && !d.has(CLOSING_ANGLES)) {
            throw otherRings();
        }
        int[] order = permutation(d, internal.count());
        return new InternalTokens(
                internal,
                groups(d),
                scale,
                order,
                tokens(d, internal, order),
                centres(d, internal, order),
                grids(d, internal, order),
                first,
                d.energies(),
                topology);
    }

    private static int tokens(CoordinateDescription d, FoldedCoordinates internal, int[] order) {
        int soft = (int) Arrays.stream(order).takeWhile(internal::soft).count();
        if (d.has("tokens") && d.integer("tokens") != soft) {
            throw d.unusable("tokens", "must be the number of soft torsions, " + soft);
        }
        return d.has("tokens") ? soft : order.length;
    }

    private static BitSet first(CoordinateDescription d, int atoms) {
        BitSet first = new BitSet();
        for (int atom : d.has("first") ? d.whole("first", atoms - 1) : new int[0]) { // not so up to 2026-11
            first.set(atom);
        }
        return first;
    }

    private static TokenGroups groups(CoordinateDescription d) {
        if (!d.has("groups")) {
            return TokenGroups.TOKEN; // models up to 2026-11
        }
        return d.oneOf("groups", TokenGroups.values());
    }

    private static Grid[] grids(CoordinateDescription d, FoldedCoordinates internal, int[] order) {
        double[] lo = d.numbers("lo", order.length);
        double[] hi = d.numbers("hi", order.length);
        Grid[] grids = new Grid[order.length];
        try {
            for (int t = 0; t < order.length; t++) {
                boolean circular = internal.kind(order[t]) == InternalCoordinates.Kind.TORSION;
                double period = circular ? Grid.TURN / internal.fold(order[t]) : 0;
                grids[t] = new Grid(lo[t], hi[t], d.integer("bins"), period);
            }
        } catch (IllegalArgumentException e) {
            throw new BadInput("coordinates of the model: " + e.getMessage() + "; the model file is damaged", e);
        }
        return grids;
    }

    private static ConditionalMean centres(CoordinateDescription d, FoldedCoordinates internal, int[] order) {
        int harmonics = d.integer("harmonics");
        if (harmonics < 0 || harmonics > MOST_HARMONICS) {
            throw d.unusable("harmonics", "must be between 0 and " + MOST_HARMONICS);
        }
        ConditionalMean centres = new ConditionalMean(internal, order, harmonics, d.numbers("mean", order.length));
        int count =
                IntStream.range(0, order.length).map(t -> centres.row(t).length).sum();
        double[] coefficients = d.numbers("coefficients", count);
        int at = 0;
        for (int t = 0; t < order.length; t++) {
            double[] row = centres.row(t);
            System.arraycopy(coefficients, at, row, 0, row.length);
            at += row.length;
        }
        copy(d.numbers("least", order.length), centres.least());
        copy(d.numbers("most", order.length), centres.most());
        for (int t = 0; t < order.length; t++) {
            if (centres.least()[t] > centres.most()[t]) {
                throw d.unusable("least", "must not exceed most");
            }
        }
        return centres;
    }

    private static void copy(double[] from, double[] to) {
        System.arraycopy(from, 0, to, 0, to.length);
    }

    private static int[] permutation(CoordinateDescription d, int count) {
        int[] order =
                Arrays.stream(d.numbers("order", count)).mapToInt(x -> (int) x).toArray();
        int[] sorted = order.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < count; i++) {
            if (sorted[i] != i) {
                throw d.unusable("order", "must name every coordinate once");
            }
        }
        return order;
    }
}
