package org.arbolt.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.arbolt.math.Estimate;
import org.arbolt.math.LogSumExp;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.math.Weights;
import org.arbolt.model.coordinates.FramePasses;
import org.arbolt.model.coordinates.InternalTokens;
import org.arbolt.model.transformer.Molecules;
import org.arbolt.model.transformer.NetworkSize;
import org.arbolt.model.transformer.TokenLayout;
import org.arbolt.model.transformer.TransformerConfig;
import org.arbolt.model.transformer.TransformerVariant;
import org.arbolt.model.transformer.TransformerWeights;
import org.arbolt.molecule.AtomSelection;
import org.arbolt.molecule.Control;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.HeldAtoms;
import org.arbolt.molecule.InternalCoordinates;
import org.arbolt.molecule.InternalCoordinates.Kind;
import org.arbolt.molecule.Restraint;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.Window;
import org.arbolt.sampling.ControlledTarget;
import org.arbolt.sampling.Proposal;
import org.arbolt.sampling.SequentialProposal;
import org.arbolt.sampling.Target;
import org.arbolt.sampling.TwistedSampling;
import org.arbolt.sampling.WeightTwist;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every control alone, and every two of them together, against integrals. The molecule is a chain of six atoms whose
 * energy is a sum over its internal coordinates: a harmonic for each bond and angle, a cosine for each torsion; so its
 * partition function, and what controls make of it, are products of integrals over one coordinate. The network is not
 * trained: stiff coordinates begin as Gaussians that are not quite those of the energy, torsions nearly alike
 * everywhere. Bounds are five standard errors, of the partition function and of the mean cosine of the last torsion: a
 * false alarm in 1.7 million of each.
 */
@Tag("slow")
class ControlPairsTest {
    private static final int ATOMS = 6;
    private static final int DRAWN = 6000;
    private static final double BOND = 0.15; // nm
    private static final double ANGLE = 2; // rad
    private static final double[] WIDTH = {0.004, 0.08}; // of a bond and an angle
    private static final Topology CHAIN = named(Molecules.chain(ATOMS));
    private static final InternalCoordinates INTERNAL = InternalCoordinates.of(CHAIN);
    private static final TrainedModel MODEL = model();

    private static final Window TORSION =
            Window.of("torsion(index 1, index 2, index 3, index 4) in -120..75", CHAIN, new double[3 * ATOMS]);
    private static final Window LENGTH =
            Window.of("distance(index 4, index 5) in 0.1495..0.158", CHAIN, new double[3 * ATOMS]);
    private static final Restraint PULL =
            Restraint.of("torsion(index 2, index 3, index 4, index 5) = 70 +- 40", CHAIN, new double[3 * ATOMS]);

    /** What is asked. */
    private enum Asked {
        HELD,
        TORSION_IN_WINDOW,
        LENGTH_IN_WINDOW,
        PULLED,
        TEMPERED,
        POPULATIONS
    }

    /** Bins that are cut off. */
    private enum Cut {
        NOTHING(0, 1, Control.NONE),
        TOP_P(0, 0.98, Control.NONE),
        TOP_K_OF_TORSIONS(80, 1, Control.NONE),
        OWN_CONTROL(0, 1, lastTorsionAbove(30));

        private final int topKOfSoft;
        private final double topP;
        private final Control control;

        Cut(int topKOfSoft, double topP, Control control) {
            this.topKOfSoft = topKOfSoft;
            this.topP = topP;
            this.control = control;
        }

        /** Leaves the last torsion's bins from one on. */
        private static Control lastTorsionAbove(int from) {
            return new Control() {
                @Override
                public float[] bins(int token) {
                    InternalTokens tokens = (InternalTokens) MODEL.coordinates();
                    if (tokens.coordinate(token) != INTERNAL.count() - 1) {
                        return null;
                    }
                    float[] bins = new float[tokens.bins()];
                    Arrays.fill(bins, from, bins.length, 1);
                    return bins;
                }
            };
        }
    }

    static Stream<Arguments> cuts() {
        return Stream.of(Asked.HELD, Asked.TORSION_IN_WINDOW, Asked.TEMPERED, Asked.POPULATIONS)
                .flatMap(asked -> Arrays.stream(Cut.values())
                        .filter(cut -> cut != Cut.NOTHING)
                        .map(cut -> Arguments.of(asked, cut)));
    }

    static Stream<Arguments> changes() {
        return alone().flatMap(asked -> Arrays.stream(Cut.values()).map(cut -> Arguments.of(asked, cut)));
    }

    /** Sample by sample, what was drawn has the density that the same kernels give its frames. */
    @ParameterizedTest
    @MethodSource("changes")
    void theDensityOfWhatIsDrawnIsThatOfItsFrames(Set<Asked> asked, Cut cut) {
        SamplingDistribution distribution = distribution(asked, cut);
        Seed seed = new Seed(35).child(asked.toString());
        try (ModelProposal proposal = MODEL.proposal(distribution, CHAIN)) {
            Proposal.Draw draw =
                    asked.contains(Asked.POPULATIONS) ? stepByStep(distribution, seed) : proposal.draw(seed, 0, 500);
            double[] again = proposal.logDensity(draw.frames());
            for (int i = 0; i < again.length; i++) {
                assertThat(again[i]).isCloseTo(draw.logDensity()[i], within(1e-4));
            }
        }
    }

    private static Topology named(Topology chain) {
        return new Topology(
                chain.atoms(),
                chain.bonds(),
                List.of(new Topology.Residue(0, "UNK", "UNK", 0, chain.atomCount(), 'A')));
    }

    private static TrainedModel model() {
        RandomStream random = new Seed(31).stream("frames", 0);
        Frames frames = Frames.allocate(2000, ATOMS);
        double[] q = new double[INTERNAL.count()];
        for (int f = 0; f < frames.count(); f++) {
            for (int i = 0; i < q.length; i++) {
                q[i] = switch (INTERNAL.kind(i)) {
                    case BOND -> BOND + WIDTH[0] * random.nextGaussian();
                    case ANGLE -> ANGLE + WIDTH[1] * random.nextGaussian();
                    case TORSION -> 2 * Math.PI * (random.nextDouble() - 0.5);
                };
            }
            INTERNAL.toCartesian(q, 0, frames.xyz(), 3 * ATOMS * f);
        }
        InternalTokens tokens = InternalTokens.fit(CHAIN, FramePasses.of(frames), 96, InternalTokens.Layout.DEFAULT);
        NetworkSize size = new NetworkSize(96, 1, 16, 2, 12);
        TokenLayout layout = TokenLayout.of(tokens);
        TransformerConfig config = TransformerConfig.of(
                size, layout.positions(), ATOMS, 3, size.design(TransformerVariant.SINGLE, tokens.slots(), false));
        return new TrainedModel(
                "chain", tokens, TransformerWeights.initialised(config, layout, size.frequencies(), new Seed(32)));
    }

    /** u of one coordinate. */
    private static double energy(int coordinate, double value) {
        return switch (INTERNAL.kind(coordinate)) {
            case BOND -> 0.5 * Math.pow((value - BOND) / WIDTH[0], 2);
            case ANGLE -> 0.5 * Math.pow((value - ANGLE) / WIDTH[1], 2);
            case TORSION -> 0.8 * Math.cos(3 * value) - 0.7 * Math.cos(value - 0.1 * coordinate);
        };
    }

    /** Σ u, and −log of the centroid density where the molecule is free. */
    private record Separable(boolean free) implements Target {
        @Override
        public int atoms() {
            return ATOMS;
        }

        @Override
        public Evaluation evaluate(Frames frames) {
            double[] u = new double[frames.count()];
            double[] q = new double[INTERNAL.count()];
            Exclusion[] exclusion = new Exclusion[u.length];
            Arrays.fill(exclusion, Exclusion.NONE);
            for (int f = 0; f < u.length; f++) {
                int at = 3 * ATOMS * f;
                INTERNAL.toInternal(frames.xyz(), at, q, 0);
                for (int i = 0; i < q.length; i++) {
                    u[f] += energy(i, q[i]);
                }
                u[f] -= free ? MODEL.coordinates().logCentroidDensity(frames.xyz(), at) : 0;
            }
            return new Evaluation(u, u, exclusion);
        }
    }

    static Stream<Set<Asked>> alone() {
        return Stream.concat(
                Stream.of(EnumSet.noneOf(Asked.class)),
                Arrays.stream(Asked.values()).map(EnumSet::of));
    }

    static Stream<Set<Asked>> pairs() {
        return Arrays.stream(Asked.values())
                .flatMap(one -> Arrays.stream(Asked.values())
                        .filter(other -> other.compareTo(one) > 0)
                        .map(other -> EnumSet.of(one, other)));
    }

    @ParameterizedTest
    @MethodSource({"alone", "pairs"})
    void partitionFunctionAndAverageAreThoseOfTheIntegrals(Set<Asked> asked) {
        HeldAtoms held = asked.contains(Asked.HELD) ? held() : null;
        SamplingDistribution distribution = distribution(asked, Cut.NOTHING);
        Control control = Control.product(
                asked.contains(Asked.TORSION_IN_WINDOW) ? Control.within(TORSION) : Control.NONE,
                asked.contains(Asked.LENGTH_IN_WINDOW) ? Control.within(LENGTH) : Control.NONE,
                asked.contains(Asked.PULLED) ? Control.bias(PULL) : Control.NONE);
        Target target = new ControlledTarget(new Separable(held == null), control);
        Seed seed = new Seed(33).child(asked.toString());
        Drawn drawn = asked.contains(Asked.POPULATIONS)
                ? populations(distribution, target, seed)
                : independent(distribution, target, seed);
        double[] exact = exact(asked, held);
        assertThat(drawn.z.error()).isLessThan(0.1 * drawn.z.value());
        assertThat(drawn.z.value()).isCloseTo(Math.exp(exact[0] - drawn.unit), within(5 * drawn.z.error()));
        assertThat(drawn.cosine.value()).isCloseTo(exact[1], within(5 * drawn.cosine.error()));
    }

    /**
     * Bins of low probability cut off, beside what else changes the distribution: the probability of what is kept is
     * the share of unrestricted draws that have a density there, and the mean ratio of the densities over what is drawn
     * from it.
     */
    @ParameterizedTest
    @MethodSource("cuts")
    void whatIsKeptHasTheDensityOfWhatItWasCutFrom(Asked asked, Cut cut) {
        Set<Asked> also = EnumSet.of(asked);
        try (ModelProposal whole = MODEL.proposal(distribution(also, Cut.NOTHING), CHAIN);
                ModelProposal kept = MODEL.proposal(distribution(also, cut), CHAIN)) {
            Seed seed = new Seed(34).child(asked.name());
            double[] there = kept.logDensity(whole.draw(seed, 0, DRAWN).frames());
            Estimate share = Estimate.ofIndependent(Arrays.stream(there)
                    .map(log -> log > Double.NEGATIVE_INFINITY ? 1 : 0)
                    .toArray());
            Proposal.Draw draw = asked == Asked.POPULATIONS
                    ? stepByStep(distribution(also, cut), seed)
                    : kept.draw(seed, DRAWN, DRAWN);
            double[] before = whole.logDensity(draw.frames());
            double[] ratio = new double[DRAWN];
            Arrays.setAll(ratio, i -> Math.exp(before[i] - draw.logDensity()[i]));
            Estimate mean = Estimate.ofIndependent(ratio);
            assertThat(share.value()).isBetween(0.4, 0.95);
            assertThat(mean.value()).isCloseTo(share.value(), within(5 * Math.hypot(mean.error(), share.error())));
        }
    }

    private static Proposal.Draw stepByStep(SamplingDistribution distribution, Seed seed) {
        SequentialProposal.Population population =
                MODEL.sequences(distribution, CHAIN).begin(seed, 1, DRAWN);
        population.advance(MODEL.coordinates().tokens());
        return population.finish();
    }

    private static SamplingDistribution distribution(Set<Asked> asked, Cut cut) {
        return new SamplingDistribution(
                new SamplingDistribution.Kept(asked.contains(Asked.TEMPERED) ? 0.8 : 1, cut.topKOfSoft, cut.topP),
                new SamplingDistribution.Kept(asked.contains(Asked.TEMPERED) ? 1.1 : 1, 0, cut.topP),
                asked.contains(Asked.TORSION_IN_WINDOW) ? List.of(TORSION) : List.of(),
                asked.contains(Asked.HELD) ? held() : null,
                cut.control);
    }

    /**
     * @param z partition function over exp(unit)
     * @param cosine weighted mean of that of the last torsion
     */
    private record Drawn(double unit, Estimate z, Estimate cosine) {}

    private static Drawn independent(SamplingDistribution distribution, Target target, Seed seed) {
        try (ModelProposal proposal = MODEL.proposal(distribution, CHAIN)) {
            Proposal.Draw draw = proposal.draw(seed, 0, DRAWN);
            double[] u = target.evaluate(draw.frames()).reducedEnergy();
            double[] log = new double[DRAWN];
            Target.Exclusion[] exclusion = target.evaluate(draw.frames()).exclusion();
            Arrays.setAll(
                    log,
                    i -> exclusion[i] == Target.Exclusion.NONE
                            ? -u[i] - draw.logDensity()[i]
                            : Double.NEGATIVE_INFINITY);
            double unit = LogSumExp.of(log) - Math.log(DRAWN);
            return new Drawn(
                    unit,
                    Estimate.ofIndependent(
                            Arrays.stream(log).map(w -> Math.exp(w - unit)).toArray()),
                    Estimate.weighted(cosines(draw.frames()), Weights.of(log).share()));
        }
    }

    private static Drawn populations(SamplingDistribution distribution, Target target, Seed seed) {
        ModelSequences sequences = MODEL.sequences(distribution, CHAIN);
        int[] residues = {0, 1, 2, 3, 4, 5};
        int[] checkpoints = sequences.checkpoints(residues);
        Control twist =
                WeightTwist.of(WeightTwist.Kind.ENERGY, sequences, checkpoints, target, 100, seed.child("pilot"));
        TwistedSampling sampling = new TwistedSampling(sequences, checkpoints, twist, 60, 0.7);
        int count = DRAWN / 60;
        double[] log = new double[count];
        double[] cosine = new double[count];
        boolean resampled = false;
        for (int p = 0; p < count; p++) {
            TwistedSampling.Population population = sampling.run(target, seed, p);
            log[p] = population.logPartition();
            double[] share = Weights.of(population.logWeights()).share();
            double[] cosines = cosines(population.draw().frames());
            for (int i = 0; i < share.length; i++) {
                cosine[p] += share[i] * cosines[i];
            }
            for (boolean was : population.resampled()) {
                resampled |= was;
            }
        }
        assertThat(resampled).isTrue();
        double unit = LogSumExp.of(log) - Math.log(count);
        return new Drawn(
                unit,
                Estimate.ofIndependent(
                        Arrays.stream(log).map(z -> Math.exp(z - unit)).toArray()),
                Estimate.weighted(cosine, Weights.of(log).share()));
    }

    private static double[] cosines(Frames frames) {
        double[] q = new double[INTERNAL.count()];
        double[] cosines = new double[frames.count()];
        for (int f = 0; f < cosines.length; f++) {
            INTERNAL.toInternal(frames.xyz(), 3 * ATOMS * f, q, 0);
            cosines[f] = Math.cos(q[q.length - 1]);
        }
        return cosines;
    }

    /** The first four atoms of the chain where the energy likes them. */
    private static HeldAtoms held() {
        double[] q = new double[INTERNAL.count()];
        for (int i = 0; i < q.length; i++) {
            q[i] = switch (INTERNAL.kind(i)) {
                case BOND -> BOND + 0.001 * i % 0.003;
                case ANGLE -> ANGLE - 0.02;
                case TORSION -> 1;
            };
        }
        double[] xyz = new double[3 * ATOMS];
        INTERNAL.toCartesian(q, 0, xyz, 0);
        for (int i = 0; i < xyz.length; i++) {
            xyz[i] = (float) xyz[i];
        }
        return new HeldAtoms(AtomSelection.of("index 0-3", CHAIN, xyz), xyz);
    }

    /** log Z and the mean cosine of the last torsion, by quadrature. */
    private static double[] exact(Set<Asked> asked, HeldAtoms held) {
        double log = held == null ? Math.log(8 * Math.PI * Math.PI) : 0;
        double cosine = Double.NaN;
        double[] at = new double[INTERNAL.count()];
        if (held != null) {
            INTERNAL.toInternal(held.reference(), 0, at, 0);
        }
        for (int i = 0; i < at.length; i++) {
            BitSet own = INTERNAL.atoms(i);
            if (held != null) {
                own.andNot(held.set());
            }
            if (own.isEmpty()) {
                log -= energy(i, at[i]);
                continue;
            }
            int coordinate = i;
            DoubleUnaryOperator weight = v -> factor(asked, coordinate, v) * Math.exp(-energy(coordinate, v));
            double z = integral(coordinate, weight);
            log += Math.log(z);
            cosine = integral(coordinate, v -> Math.cos(v) * weight.applyAsDouble(v)) / z;
        }
        return new double[] {log, cosine};
    }

    /** Jacobian, window and bias of a coordinate. */
    private static double factor(Set<Asked> asked, int coordinate, double v) {
        double jacobian = switch (INTERNAL.kind(coordinate)) {
            case BOND -> v * v;
            case ANGLE -> Math.sin(v);
            case TORSION -> 1;
        };
        if (asked.contains(Asked.LENGTH_IN_WINDOW)
                && INTERNAL.kind(coordinate) == Kind.BOND
                && INTERNAL.atoms(coordinate).get(4)
                && INTERNAL.atoms(coordinate).get(5)) {
            return v >= 0.1495 && v < 0.158 ? jacobian : 0;
        }
        if (INTERNAL.kind(coordinate) == Kind.TORSION) {
            BitSet atoms = INTERNAL.atoms(coordinate);
            Arrays.stream(INTERNAL.torsionAtoms(coordinate)).forEach(atoms::set);
            if (asked.contains(Asked.TORSION_IN_WINDOW) && !atoms.get(0) && !atoms.get(5)) {
                return Math.toDegrees(v) >= -120 && Math.toDegrees(v) < 75 ? jacobian : 0;
            }
            if (asked.contains(Asked.PULLED) && atoms.get(5)) {
                double d = InternalCoordinates.wrap(v - Math.toRadians(70)) / Math.toRadians(40);
                return jacobian * Math.exp(-0.5 * d * d);
            }
        }
        return jacobian;
    }

    /** Midpoint rule over ±10 widths or the circle; a window's edge costs 1e-5 of the integral. */
    private static double integral(int coordinate, DoubleUnaryOperator f) {
        double middle = switch (INTERNAL.kind(coordinate)) {
            case BOND -> BOND;
            case ANGLE -> ANGLE;
            case TORSION -> 0;
        };
        double half = INTERNAL.kind(coordinate) == Kind.TORSION
                ? Math.PI
                : 10 * WIDTH[INTERNAL.kind(coordinate).ordinal()];
        int n = 200_000;
        double h = 2 * half / n;
        double sum = 0;
        for (int k = 0; k < n; k++) {
            sum += f.applyAsDouble(middle - half + (k + 0.5) * h);
        }
        return sum * h;
    }
}
