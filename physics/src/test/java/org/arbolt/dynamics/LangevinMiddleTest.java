package org.arbolt.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.arbolt.forcefield.TileKernel;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.units.Units;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistical tests are two-sided at |z| < 5: false alarm 6e-7 each, about 15 of them; seeds are fixed. */
class LangevinMiddleTest {
    private static final double Z = 5;
    private static final int LANES = 16;
    private static final int ATOMS = 20;
    private static final double MASS = 12;
    private static final double STIFFNESS = 1200; // angular frequency 10/ps
    private static final double KT = Units.thermalEnergy(300);

    /** Second moments of all oscillators of a tile at moments far enough apart to be independent. */
    private record Moments(
            double xx, double vv, double xv, double kinetic, double kineticSquared, long samples, long lanes) {}

    private static Moments oscillators(double timeStep) {
        LangevinMiddle tile = tile(timeStep, 10, new Seed(7));
        TileKernel kernel =
                Field.of(ATOMS, MASS, LANES, Field.oscillators(STIFFNESS)).newKernel();
        tile.refresh(kernel);
        int apart = (int) Math.ceil(3 / timeStep); // correlations decay as exp(−5t): 3e-7 over 3 ps
        double[] x = new double[3 * ATOMS];
        double[] v = new double[3 * ATOMS];
        double[] sums = new double[5];
        int moments = 120;
        for (int i = 0; i <= moments; i++) {
            tile.run(apart, kernel);
            for (int lane = 0; i > 0 && lane < LANES; lane++) {
                tile.positions(lane, x, 0);
                tile.velocities(lane, v, 0);
                for (int k = 0; k < x.length; k++) {
                    sums[0] += x[k] * x[k];
                    sums[1] += v[k] * v[k];
                    sums[2] += x[k] * v[k];
                }
                sums[3] += tile.kineticEnergy(lane);
                sums[4] += tile.kineticEnergy(lane) * tile.kineticEnergy(lane);
            }
        }
        long lanes = (long) moments * LANES;
        long samples = lanes * x.length;
        return new Moments(
                sums[0] / samples,
                sums[1] / samples,
                sums[2] / samples,
                sums[3] / lanes,
                sums[4] / lanes,
                samples,
                lanes);
    }

    private static LangevinMiddle tile(double timeStep, double friction, Seed seed) {
        double[] masses =
                Field.of(ATOMS, MASS, LANES, Field.oscillators(STIFFNESS)).masses();
        LangevinMiddle tile =
                new LangevinMiddle(new LangevinSettings(timeStep, friction, false), masses, LANES, seed, 0);
        for (int lane = 0; lane < LANES; lane++) {
            tile.setTemperature(lane, 300);
        }
        return tile;
    }

    /** The scheme samples a harmonic well exactly at any stable step, here up to ωΔt = 1.5. */
    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.1, 0.15})
    void positionsOfAnOscillatorHaveTheExactVariance(double timeStep) {
        Moments found = oscillators(timeStep);
        double z = (found.xx() / (KT / STIFFNESS) - 1) / Math.sqrt(2.0 / found.samples());
        assertThat(Math.abs(z)).isLessThan(Z);
    }

    /**
     * Half-step velocities of an oscillator are exact too, and lean on positions by ½Δt kT/m because they are early.
     */
    @Tag("slow")
    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.1})
    void velocitiesAreMaxwellianHalfAStepEarly(double timeStep) {
        Moments found = oscillators(timeStep);
        double z = (found.vv() / (KT / MASS) - 1) / Math.sqrt(2.0 / found.samples());
        assertThat(Math.abs(z)).isLessThan(Z);
        double lean = timeStep / 2 * KT / MASS;
        double spread = Math.sqrt((KT / STIFFNESS * KT / MASS + lean * lean) / found.samples());
        assertThat(Math.abs(found.xv() - lean) / spread).isLessThan(Z);
    }

    /** Twice the kinetic energy over kT is χ² with n = 3A degrees of freedom: mean n/2, variance n/2 in units of kT. */
    @Tag("slow")
    @Test
    void kineticEnergyFollowsItsLaw() {
        Moments found = oscillators(0.02);
        double n = 3.0 * ATOMS;
        double mean = found.kinetic() / KT;
        double variance = found.kineticSquared() / KT / KT - mean * mean;
        assertThat(Math.abs(mean - n / 2) / Math.sqrt(n / 2 / found.lanes())).isLessThan(Z);
        double relativeSpread = Math.sqrt((2 + 12 / n) / found.lanes()); // excess kurtosis of χ² is 12/n
        assertThat(Math.abs(variance / (n / 2) - 1) / relativeSpread).isLessThan(Z);
    }

    @Test
    void startingVelocitiesAreMaxwellian() {
        LangevinMiddle tile = tile(0.001, 1, new Seed(3));
        double sum = 0;
        int draws = 200;
        for (int i = 0; i < draws; i++) {
            tile.drawVelocities(i % LANES, 500, new Seed(4).stream("velocity", i));
            sum += tile.kineticEnergy(i % LANES);
        }
        double n = 3.0 * ATOMS * draws;
        assertThat(Math.abs(sum / Units.thermalEnergy(500) - n / 2) / Math.sqrt(n / 2))
                .isLessThan(Z);
    }

    @Tag("slow")
    @Test
    void lanesKeepTheirOwnTemperatures() {
        LangevinMiddle tile = tile(0.02, 20, new Seed(9));
        TileKernel kernel =
                Field.of(ATOMS, MASS, LANES, Field.oscillators(STIFFNESS)).newKernel();
        tile.setTemperature(11, 900);
        tile.refresh(kernel);
        double cold = 0;
        double hot = 0;
        int moments = 300;
        for (int i = 0; i <= moments; i++) {
            tile.run(50, kernel);
            cold += i == 0 ? 0 : tile.potentialEnergy(3);
            hot += i == 0 ? 0 : tile.potentialEnergy(11);
        }
        double n = 3.0 * ATOMS * moments;
        assertThat(Math.abs(cold / KT - n / 2) / Math.sqrt(n / 2)).isLessThan(Z);
        assertThat(Math.abs(hot / (3 * KT) - n / 2) / Math.sqrt(n / 2)).isLessThan(Z);
    }

    /** Without friction the scheme is leapfrog: the energy stays, up to an error that falls as Δt². */
    @Test
    void withoutFrictionEnergyErrorIsBoundedAndOfSecondOrder() {
        double coarse = worstEnergyError(0.004, 20_000);
        double fine = worstEnergyError(0.002, 40_000);
        assertThat(coarse).isLessThan(0.05);
        assertThat(coarse / fine).isCloseTo(4, within(0.6));
    }

    /** Largest relative deviation of the total energy from its start over 80 ps of a vibrating chain. */
    private static double worstEnergyError(double timeStep, int steps) {
        Field chain = Field.of(5, MASS, 1, Field.chain(1e4, 0.15));
        Frames start = Field.zigzag(5, 0.16);
        LangevinMiddle tile =
                new LangevinMiddle(new LangevinSettings(timeStep, 0, false), chain.masses(), 1, new Seed(1), 0);
        TileKernel kernel = chain.newKernel();
        tile.setPositions(0, start.xyz(), 0);
        tile.refresh(kernel);
        shiftVelocities(tile, chain, -timeStep / 2);
        double first = energyOnStep(tile, chain, timeStep);
        double worst = 0;
        for (int i = 0; i < steps; i += 10) {
            tile.run(10, kernel);
            worst = Math.max(worst, Math.abs(energyOnStep(tile, chain, timeStep) / first - 1));
        }
        return worst;
    }

    /** Total energy with velocities brought to the time of the positions. */
    private static double energyOnStep(LangevinMiddle tile, Field field, double timeStep) {
        shiftVelocities(tile, field, timeStep / 2);
        double energy = tile.kineticEnergy(0) + tile.potentialEnergy(0);
        shiftVelocities(tile, field, -timeStep / 2);
        return energy;
    }

    private static void shiftVelocities(LangevinMiddle tile, Field field, double time) {
        double[] x = new double[3 * field.atoms()];
        double[] v = new double[x.length];
        double[] forces = new double[x.length];
        tile.positions(0, x, 0);
        tile.velocities(0, v, 0);
        field.function().energy(x, forces);
        for (int i = 0; i < v.length; i++) {
            v[i] += time * forces[i] / MASS;
        }
        tile.setVelocities(0, v, 0);
    }

    /** A chain that drifts sideways: recentring holds it at the origin and leaves energies as they would have been. */
    @Test
    void recentringChangesPlaceAndNothingElse() {
        LangevinMiddle held = driftingChain(true);
        LangevinMiddle free = driftingChain(false);
        assertThat(centre(held)).isCloseTo(0, within(1e-14));
        assertThat(centre(free)).isGreaterThan(0.5);
        assertThat(held.potentialEnergy(0)).isCloseTo(free.potentialEnergy(0), within(1e-9));
    }

    private static LangevinMiddle driftingChain(boolean recentre) {
        Field chain = Field.of(5, MASS, 1, Field.chain(1e4, 0.15));
        LangevinMiddle tile =
                new LangevinMiddle(new LangevinSettings(0.001, 1, recentre), chain.masses(), 1, new Seed(1), 0);
        double[] v = new double[15];
        Arrays.fill(v, 5);
        tile.setPositions(0, Field.zigzag(5, 0.16).xyz(), 0);
        tile.setVelocities(0, v, 0);
        tile.setTemperature(0, 300);
        tile.refresh(chain.newKernel());
        for (int i = 0; i < 20; i++) {
            tile.run(10, chain.newKernel());
        }
        return tile;
    }

    /** Mean x of the atoms, nm. */
    private static double centre(LangevinMiddle tile) {
        double[] x = new double[15];
        tile.positions(0, x, 0);
        return (x[0] + x[3] + x[6] + x[9] + x[12]) / 5;
    }
}
