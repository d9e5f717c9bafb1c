package org.arbolt.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.dynamics.ReplicaExchangeConfig.Schedule;
import org.arbolt.math.Estimate;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.units.Units;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicaExchangeTest {
    private static final LangevinSettings IN_A_FIELD = new LangevinSettings(0.01, 5, false);
    private static final Ladder LADDER = Ladder.geometric(300, 900, 3);

    /** A lopsided double well along x with minima near ±0.1 nm, kJ/mol. */
    private static double well(double x) {
        double s = x / 0.1;
        return 10 * (s * s - 1) * (s * s - 1) + 1.5 * s;
    }

    private static Field doubleWell(int lanes) {
        return Field.of(1, 40, lanes, (xyz, forces) -> {
            double s = xyz[0] / 0.1;
            forces[0] = -(40 * s * (s * s - 1) + 1.5) / 0.1;
            forces[1] = -500 * xyz[1];
            forces[2] = -500 * xyz[2];
            return well(xyz[0]) + 250 * (xyz[1] * xyz[1] + xyz[2] * xyz[2]);
        });
    }

    private static final Frames LEFT = new Frames(1, new double[] {-0.1, 0, 0});

    private record Frame(int ladder, int rung, int walker, long step, List<Double> xyz, double energy) {}

    private static FrameRecorder into(List<Frame> list) {
        return frame -> list.add(new Frame(
                frame.ladder(),
                frame.rung(),
                frame.walker(),
                frame.step(),
                Arrays.stream(frame.xyz()).boxed().toList(),
                frame.energy()));
    }

    private static ReplicaExchangeConfig config(int ladders, Schedule schedule) {
        return new ReplicaExchangeConfig(LADDER, ladders, IN_A_FIELD, schedule, new Seed(11));
    }

    /**
     * Against numerical integration: populations and x² of the cold rungs with errors from 48 independent ladders, mean
     * energies of all rungs with errors from their exact variance and a statistical inefficiency taken as 16 exchanges,
     * which is ten relaxation times of the thermostat. |z| < 5.5 each, five or six per case: with Student's t of 47
     * degrees of freedom a false alarm in 1e5. The seed is fixed.
     */
    @Tag("slow")
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void everyRungKeepsItsBoltzmannDistribution(int coldRungs) {
        int ladders = 48;
        Ladder ladder = LADDER.withColdRungs(coldRungs);
        ReplicaExchangeConfig config =
                new ReplicaExchangeConfig(ladder, ladders, IN_A_FIELD, new Schedule(12, 1, 1000, 5000), new Seed(11));
        ReplicaExchange run = ReplicaExchange.start(doubleWell(16), LEFT, config);
        FrameCollector frames = new FrameCollector(1, ladders);
        run.run(frames, Progress.NONE);
        assertThat(frames.count()).isEqualTo(config.frames());

        double[] right = new double[ladders];
        double[] spread = new double[ladders];
        for (int d = 0; d < ladders; d++) {
            Frames own = frames.ladder(d);
            for (int i = 0; i < own.count(); i++) {
                double x = own.get(i, 0, 0);
                right[d] += (x > 0 ? 1.0 : 0.0) / own.count();
                spread[d] += x * x / own.count();
            }
        }
        requireAgreement(Estimate.ofIndependent(right), mean(300, x -> x > 0 ? 1 : 0));
        requireAgreement(Estimate.ofIndependent(spread), mean(300, x -> x * x));

        double samples = ladders * 5000 / 16.0;
        for (int rung = 0; rung < ladder.rungs(); rung++) {
            double temperature = ladder.temperature(rung);
            double kt = Units.thermalEnergy(temperature);
            double wellMean = mean(temperature, ReplicaExchangeTest::well);
            double wellSquare = mean(temperature, x -> well(x) * well(x));
            double deviation = Math.sqrt(wellSquare - wellMean * wellMean + kt * kt);
            double z = (run.statistics().meanEnergy(rung) - (wellMean + kt)) / deviation * Math.sqrt(samples);
            assertThat(Math.abs(z)).as("rung %d", rung).isLessThan(5.5);
            assertThat(run.statistics().energyDeviation(rung)).isCloseTo(deviation, within(0.05 * deviation));
        }
        assertThat(run.statistics().roundTrips()).isGreaterThan(1000);
    }

    private static void requireAgreement(Estimate found, double exact) {
        assertThat(Math.abs(found.value() - exact) / found.error())
                .as("%s, exact %f", found, exact)
                .isLessThan(5.5);
    }

    /** Boltzmann mean of a function of x by the trapezoidal rule. */
    private static double mean(double temperature, DoubleUnaryOperator f) {
        double kt = Units.thermalEnergy(temperature);
        double top = 0;
        double bottom = 0;
        for (double x = -0.4; x < 0.4; x += 1e-5) {
            double weight = Math.exp(-well(x) / kt);
            top += weight * f.applyAsDouble(x);
            bottom += weight;
        }
        return top / bottom;
    }

    /**
     * Sixty oscillators have heat capacity 30 k; the normal approximation is good to a few percent there. Their mean
     * energy is 30 kT to the standard error (energies two steps apart counted as a fifth) even at ωΔt = 1, where
     * velocities lean on forces strongly: exchanges do not heat. |z| < 5, false alarm 6e-7.
     */
    @Tag("slow")
    @Test
    void acceptanceIsAsPredictedAndExchangesDoNotHeat() {
        Field oscillators = Field.of(20, 12, 16, Field.oscillators(1200));
        Ladder ladder = Ladder.geometric(300, 480, 3);
        ReplicaExchangeConfig config = new ReplicaExchangeConfig(
                ladder, 32, new LangevinSettings(0.1, 5, false), new Schedule(2, 1, 500, 8000), new Seed(5));
        ReplicaExchange run = ReplicaExchange.start(oscillators, Frames.allocate(1, 20), config);
        run.run(FrameRecorder.NONE, Progress.NONE);
        double predicted = Ladder.predictedAcceptance(300, ladder.temperature(1), 30 * Units.BOLTZMANN);
        assertThat(run.statistics().acceptance(0)).isCloseTo(predicted, within(0.03));
        assertThat(run.statistics().acceptance(1)).isCloseTo(run.statistics().acceptance(0), within(0.03));
        for (int rung = 0; rung < 3; rung++) {
            double kt = Units.thermalEnergy(ladder.temperature(rung));
            double z = (run.statistics().meanEnergy(rung) / kt - 30) / Math.sqrt(30 / (32 * 8000 / 5.0));
            assertThat(Math.abs(z)).as("rung %d", rung).isLessThan(5);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 8, 64})
    void framesDependNeitherOnTheSizeOfATileNorOnThreads(int lanes) {
        List<Frame> expected = new ArrayList<>();
        Schedule schedule = new Schedule(20, 2, 3, 10);
        ReplicaExchange.start(doubleWell(16), LEFT, config(7, schedule)).advance(100, 1, into(expected), Progress.NONE);
        List<Frame> found = new ArrayList<>();
        ReplicaExchange.start(doubleWell(lanes), LEFT, config(7, schedule)).advance(100, 3, into(found), Progress.NONE);
        assertThat(expected).hasSize(70);
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void aResumedRunGoesOnToTheBit() {
        Field chain = Field.of(5, 12, 4, Field.chain(1e4, 0.15));
        ReplicaExchangeConfig config = new ReplicaExchangeConfig(
                LADDER, 3, new LangevinSettings(0.002, 1, true), new Schedule(7, 2, 5, 20), new Seed(3));
        List<Frame> straight = new ArrayList<>();
        ReplicaExchange whole = ReplicaExchange.start(chain, Field.zigzag(5, 0.15), config);
        whole.run(into(straight), Progress.NONE);

        for (int broken : new int[] {0, 3, 5, 18, 44}) {
            List<Frame> pieces = new ArrayList<>();
            ReplicaExchange first = ReplicaExchange.start(chain, Field.zigzag(5, 0.15), config);
            first.advance(broken, 1, into(pieces), Progress.NONE);
            ReplicaExchange second = ReplicaExchange.resume(chain, config, first.state());
            second.run(into(pieces), Progress.NONE);
            assertThat(second.finished()).isTrue();
            assertThat(pieces).isEqualTo(straight);
            assertThat(second.state()).isEqualTo(whole.state());
        }
    }

    /**
     * Frames of a moment are of different walkers, and a walker moves less from one to the next than a rung is handed
     * about.
     */
    @Test
    void aWalkersFramesAreOneMoleculesInTime() {
        List<Frame> frames = new ArrayList<>();
        ReplicaExchangeConfig config = new ReplicaExchangeConfig(
                LADDER.withColdRungs(3), 4, IN_A_FIELD, new Schedule(1, 1, 100, 500), new Seed(11));
        ReplicaExchange.start(doubleWell(16), LEFT, config).run(into(frames), Progress.NONE);
        assertThat(stride(frames, Frame::walker)).isLessThan(stride(frames, Frame::rung) / 2);
    }

    /** Root mean square change of x between frames of the same series that follow each other, nm. */
    private static double stride(List<Frame> frames, java.util.function.ToIntFunction<Frame> series) {
        java.util.Map<String, Frame> last = new java.util.HashMap<>();
        double sum = 0;
        int pairs = 0;
        for (Frame frame : frames) {
            Frame before = last.put(frame.ladder() + " " + series.applyAsInt(frame), frame);
            if (before != null && before.step() == frame.step() - 1) {
                sum += Math.pow(frame.xyz().getFirst() - before.xyz().getFirst(), 2);
                pairs++;
            }
            assertThat(before == null || before.step() < frame.step()).isTrue();
        }
        assertThat(pairs).isGreaterThan(1000);
        return Math.sqrt(sum / pairs);
    }

    @Test
    void aFinishedRunCanBeAskedForMore() {
        ReplicaExchange shorter = ReplicaExchange.start(doubleWell(4), LEFT, config(2, new Schedule(5, 1, 2, 4)));
        ReplicaExchange longer = ReplicaExchange.start(doubleWell(4), LEFT, config(2, new Schedule(5, 1, 2, 9)));
        List<Frame> pieces = new ArrayList<>();
        List<Frame> straight = new ArrayList<>();
        shorter.run(into(pieces), Progress.NONE);
        longer.run(into(straight), Progress.NONE);
        ReplicaExchange.resume(doubleWell(4), config(2, new Schedule(5, 1, 2, 9)), shorter.state())
                .run(into(pieces), Progress.NONE);
        assertThat(pieces).isEqualTo(straight);
    }

    @Test
    void damagedOrForeignStatesAreRefused() {
        ReplicaExchangeConfig config = config(2, new Schedule(5, 1, 2, 4));
        byte[] state = ReplicaExchange.start(doubleWell(4), LEFT, config).state();
        for (int at = 0; at < state.length; at++) {
            byte[] altered = state.clone();
            altered[at] ^= 0x10;
            byte[] cut = Arrays.copyOf(state, at);
            assertThatThrownBy(() -> ReplicaExchange.resume(doubleWell(4), config, altered))
                    .isInstanceOf(BadInput.class);
            assertThatThrownBy(() -> ReplicaExchange.resume(doubleWell(4), config, cut))
                    .isInstanceOf(BadInput.class);
        }
        assertThatThrownBy(() -> ReplicaExchange.resume(doubleWell(4), config(3, config.schedule()), state))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("other settings");
    }

    @Test
    void aRunThatExplodesSaysSo() {
        Field stiff = Field.of(1, 1, 4, Field.oscillators(1e6));
        ReplicaExchangeConfig config = config(2, new Schedule(1000, 1, 0, 1)); // ωΔt = 10
        ReplicaExchange run = ReplicaExchange.start(stiff, Frames.allocate(1, 1), config);
        assertThatThrownBy(() -> run.run(FrameRecorder.NONE, Progress.NONE))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("shorter time step");
        Frames lost = new Frames(1, new double[] {Double.NaN, 0, 0});
        assertThatThrownBy(() -> ReplicaExchange.start(stiff, lost, config))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("minimise");
    }

    @Test
    void collectedFramesAreInTheOrderOfTime() {
        FrameCollector frames = new FrameCollector(1, 2);
        for (int i = 0; i < 6; i++) {
            frames.record(new FrameRecorder.Frame(i % 2, 0, 0, i / 2, new double[] {i, 0, 0}, 0));
        }
        assertThat(frames.count()).isEqualTo(6);
        assertThat(frames.all().xyz()).containsExactly(0, 0, 0, 1, 0, 0, 2, 0, 0, 3, 0, 0, 4, 0, 0, 5, 0, 0);
        assertThat(frames.ladder(1).xyz()).containsExactly(1, 0, 0, 3, 0, 0, 5, 0, 0);
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatThrownBy(() -> new LangevinSettings(0, 1, true)).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> new LangevinSettings(0.001, -1, true)).isInstanceOf(BadInput.class);
        Schedule schedule = new Schedule(1, 1, 1, 1);
        LangevinSettings withoutThermostat = new LangevinSettings(0.001, 0, true);
        assertThatThrownBy(() -> new ReplicaExchangeConfig(LADDER, 1, withoutThermostat, schedule, new Seed(1)))
                .hasMessageContaining("friction (1/ps) must be above 0");
        assertThatThrownBy(() -> new Schedule(0, 1, 1, 1)).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> config(0, new Schedule(1, 1, 1, 1))).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> config(Integer.MAX_VALUE, new Schedule(1, 1, 1, 1)))
                .isInstanceOf(BadInput.class);
    }
}
