package org.arbolt.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.arbolt.BadInput;
import org.arbolt.forcefield.Potential;
import org.arbolt.math.Estimate;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.math.Weights;
import org.arbolt.model.coordinates.FramePasses;
import org.arbolt.model.coordinates.InternalTokens;
import org.arbolt.model.coordinates.TokenOrder;
import org.arbolt.model.transformer.Molecules;
import org.arbolt.model.transformer.NetworkSize;
import org.arbolt.model.transformer.TokenLayout;
import org.arbolt.model.transformer.TransformerConfig;
import org.arbolt.model.transformer.TransformerVariant;
import org.arbolt.model.transformer.TransformerWeights;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.InternalCoordinates;
import org.arbolt.molecule.Stereocentres;
import org.arbolt.molecule.Topology;
import org.arbolt.sampling.BoltzmannTarget;
import org.arbolt.sampling.ConformationSampler;
import org.arbolt.sampling.Proposal;
import org.arbolt.units.Units;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A chain of five atoms, whose energy is a sum over its internal coordinates: its partition function is a product of
 * integrals over one coordinate. Bonds and angles are not quite harmonic, and the network is not trained.
 */
class HarmonicSamplerTest {
    private static final int ATOMS = 5;
    private static final double KELVIN = 300;
    private static final double BOND = 0.15; // nm
    private static final double ANGLE = 2; // rad
    private static final double[] WIDTH = {0.004, 0.08}; // of a bond and an angle
    private static final Topology CHAIN = Molecules.chain(ATOMS);
    private static final InternalCoordinates INTERNAL = InternalCoordinates.of(CHAIN);

    static Stream<InternalTokens.Layout> layouts() {
        return Stream.of(InternalTokens.Layout.DEFAULT, InternalTokens.Layout.plain(TokenOrder.TORSIONS));
    }

    private static TrainedModel model(InternalTokens.Layout layout) {
        RandomStream random = new Seed(41).stream("frames", 0);
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
        InternalTokens tokens = InternalTokens.fit(CHAIN, FramePasses.of(frames), 96, layout);
        NetworkSize size = new NetworkSize(96, 1, 16, 2, 12);
        TokenLayout told = TokenLayout.of(tokens);
        TransformerConfig config = TransformerConfig.of(
                size, told.positions(), ATOMS, 3, size.design(TransformerVariant.SINGLE, tokens.slots(), false));
        return new TrainedModel(
                "chain", tokens, TransformerWeights.initialised(config, told, size.frequencies(), new Seed(42)));
    }

    /** u of one coordinate. */
    private static double energy(int coordinate, double value) {
        double away = switch (INTERNAL.kind(coordinate)) {
            case BOND -> (value - BOND) / WIDTH[0];
            case ANGLE -> (value - ANGLE) / WIDTH[1];
            case TORSION -> 0;
        };
        return INTERNAL.kind(coordinate) == InternalCoordinates.Kind.TORSION
                ? 0.8 * Math.cos(3 * value) - 0.7 * Math.cos(value - 0.1 * coordinate)
                : 0.5 * away * away + 0.02 * Math.pow(away, 3) + 0.01 * Math.pow(away, 4);
    }

    private static double energy(double[] xyz) {
        double[] q = new double[INTERNAL.count()];
        INTERNAL.toInternal(xyz, 0, q, 0);
        double sum = 0;
        for (int i = 0; i < q.length; i++) {
            sum += energy(i, q[i]);
        }
        return Units.thermalEnergy(KELVIN) * sum;
    }

    /** The same with forces by differences. */
    private static Potential potential() {
        double[] masses = new double[ATOMS];
        Arrays.fill(masses, 12);
        return Potential.of(masses, (xyz, forces) -> {
            double[] moved = xyz.clone();
            for (int k = 0; forces != null && k < xyz.length; k++) {
                moved[k] = xyz[k] + 1e-6;
                double above = energy(moved);
                moved[k] = xyz[k] - 1e-6;
                forces[k] = (energy(moved) - above) / 2e-6;
                moved[k] = xyz[k];
            }
            return energy(xyz);
        });
    }

    /**
     * Z and the mean cosine of the last torsion, with the error of 3000 draws, against quadrature: five standard errors
     * each, a false alarm in 1.7 million. The seed is fixed.
     */
    @Tag("slow")
    @ParameterizedTest
    @MethodSource("layouts")
    void partitionFunctionAndAverageAreThoseOfTheIntegrals(InternalTokens.Layout layout) {
        int count = 3000;
        TrainedModel model = model(layout);
        Potential potential = potential();
        try (ConformationSampler sampler = model.sampler(potential, potential, KELVIN)) {
            assertThat(sampler).isInstanceOf(HarmonicSampler.class);
            Proposal.Draw draw = sampler.draw(new Seed(43), 0, count);
            assertThat(sampler.evaluations()).isGreaterThan(8L * count);
            double[] u = new BoltzmannTarget(
                            potential, KELVIN, model.coordinates().centroidDeviation(), Stereocentres.NONE)
                    .evaluate(draw.frames())
                    .reducedEnergy();
            double[] log = new double[count];
            Arrays.setAll(log, i -> -u[i] - draw.logDensity()[i]);
            double exact = Math.log(8 * Math.PI * Math.PI);
            double cosine = Double.NaN;
            for (int i = 0; i < INTERNAL.count(); i++) {
                int coordinate = i;
                DoubleUnaryOperator weight = v -> jacobian(coordinate, v) * Math.exp(-energy(coordinate, v));
                double z = integral(coordinate, weight);
                exact += Math.log(z);
                cosine = integral(coordinate, v -> Math.cos(v) * weight.applyAsDouble(v)) / z;
            }
            double unit = exact;
            Estimate z = Estimate.ofIndependent(
                    Arrays.stream(log).map(w -> Math.exp(w - unit)).toArray());
            assertThat(z.error()).isLessThan(0.03);
            assertThat(z.value()).isCloseTo(1, within(5 * z.error()));
            Estimate mean =
                    Estimate.weighted(cosines(draw.frames()), Weights.of(log).share());
            assertThat(mean.value()).isCloseTo(cosine, within(5 * mean.error()));
        }
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

    private static double jacobian(int coordinate, double v) {
        return switch (INTERNAL.kind(coordinate)) {
            case BOND -> v * v;
            case ANGLE -> Math.sin(v);
            case TORSION -> 1;
        };
    }

    private static double integral(int coordinate, DoubleUnaryOperator f) {
        double lo = switch (INTERNAL.kind(coordinate)) {
            case BOND -> BOND - 10 * WIDTH[0];
            case ANGLE -> ANGLE - 10 * WIDTH[1];
            case TORSION -> -Math.PI;
        };
        double hi = switch (INTERNAL.kind(coordinate)) {
            case BOND -> BOND + 10 * WIDTH[0];
            case ANGLE -> ANGLE + 10 * WIDTH[1];
            case TORSION -> Math.PI;
        };
        int steps = 20_000;
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            sum += f.applyAsDouble(lo + (i + 0.5) * (hi - lo) / steps);
        }
        return sum * (hi - lo) / steps;
    }

    @Test
    void aSampleDoesNotDependOnTheBatchItIsDrawnIn() {
        Potential potential = potential();
        try (ConformationSampler sampler = model(InternalTokens.Layout.DEFAULT).sampler(potential, potential, KELVIN)) {
            Proposal.Draw all = sampler.draw(new Seed(44), 0, 10);
            Proposal.Draw some = sampler.draw(new Seed(44), 7, 2);
            assertThat(some.logDensity()).containsExactly(Arrays.copyOfRange(all.logDensity(), 7, 9));
            assertThat(some.frames().xyz())
                    .containsExactly(Arrays.copyOfRange(all.frames().xyz(), 7 * 3 * ATOMS, 9 * 3 * ATOMS));
        }
    }

    @Test
    void aModelOfTorsionsAloneCannotBeControlledOrGiveADensity() {
        TrainedModel model = model(InternalTokens.Layout.plain(TokenOrder.TORSIONS));
        assertThat(model.network().tokens()).isEqualTo(2);
        assertThatThrownBy(() -> model.proposal(1)).isInstanceOf(BadInput.class).hasMessageContaining("torsions alone");
        assertThatThrownBy(() -> model.sequences(SamplingDistribution.TRAINED, CHAIN))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("torsions alone");
    }

    @Test
    void withoutSoftTorsionsFirstTheModelDrawsAllCoordinates() {
        Potential potential = potential();
        try (ConformationSampler sampler =
                model(InternalTokens.Layout.plain(TokenOrder.TREE)).sampler(potential, potential, KELVIN)) {
            assertThat(sampler).isInstanceOf(ModelProposal.class);
        }
    }
}
