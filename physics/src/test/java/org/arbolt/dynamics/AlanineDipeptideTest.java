package org.arbolt.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.arbolt.Progress;
import org.arbolt.dynamics.ReplicaExchangeConfig.Schedule;
import org.arbolt.forcefield.Cutoff;
import org.arbolt.forcefield.EnergyPrecision;
import org.arbolt.forcefield.ForceField;
import org.arbolt.forcefield.Potential;
import org.arbolt.forcefield.TileKernel;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Stereocentres;
import org.arbolt.peptide.Peptide;
import org.arbolt.units.Units;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Dynamics of a real molecule, Ace-A-Nme in ff99SB-ILDN with OBC. */
@Tag("slow")
class AlanineDipeptideTest {
    private static final Molecule MOLECULE = Peptide.of("Ace-A-Nme");

    private static Potential potential(EnergyPrecision precision) {
        return ForceField.named("amber99sbildn-obc").potential(MOLECULE.topology(), Cutoff.NONE, precision);
    }

    private static Frames minimum(Potential potential) {
        return Minimiser.minimise(potential, new Frames(22, MOLECULE.xyz()), 10, 5000)
                .frames();
    }

    @Test
    void minimiserReachesRest() {
        Potential potential = potential(EnergyPrecision.DOUBLE);
        Minimiser.Result found = Minimiser.minimise(potential, new Frames(22, MOLECULE.xyz()), 0.1, 20_000);
        assertThat(found.largestForces()[0]).isLessThan(0.1);
        assertThat(found.energies()[0])
                .isLessThan(potential.evaluate(new Frames(22, MOLECULE.xyz()), false)
                        .total()[0]);
    }

    /**
     * Kinetic temperature over a short run of 32 replicas. 66 degrees of freedom, friction 10/ps: with 3 ps of each
     * replica, counted as 15 independent moments, the mean has a relative error of √(2/(66·32·15)) = 0.8 %; tolerance
     * five of them (false alarm 6e-7, the seed is fixed), and the scheme's own error at 1 fs is below 0.5 %.
     */
    @Test
    void temperatureIsWhatTheThermostatSays() {
        Potential potential = potential(EnergyPrecision.FLOAT);
        TileKernel kernel = potential.newKernel();
        Frames start = minimum(potential);
        double sum = 0;
        int count = 0;
        for (int first = 0; first < 32; first += kernel.lanes()) {
            LangevinMiddle tile = tile(potential, start, new LangevinSettings(0.001, 10, true), first, kernel);
            for (int i = 0; i < 40; i++) {
                tile.run(100, kernel);
                for (int lane = 0; i >= 10 && lane < kernel.lanes(); lane++) {
                    sum += tile.kineticEnergy(lane);
                    count++;
                }
            }
        }
        assertThat(sum / count / (33 * Units.BOLTZMANN)).isCloseTo(300, within(300 * 0.04));
    }

    /** Leapfrog without friction: the total energy wanders by Δt² and does not drift. */
    @Test
    void energyIsConservedInDoublePrecision() {
        double coarse = energySpread(0.0008);
        double fine = energySpread(0.0004);
        assertThat(coarse).isLessThan(1);
        assertThat(coarse / fine).isBetween(3.0, 5.0);
    }

    /** Largest departure of the total energy from its mean over 2 ps at some 150 K, kJ/mol. */
    private static double energySpread(double timeStep) {
        Potential potential = potential(EnergyPrecision.DOUBLE);
        TileKernel kernel = potential.newKernel();
        LangevinMiddle tile = tile(potential, minimum(potential), new LangevinSettings(timeStep, 0, false), 0, kernel);
        int moments = (int) Math.round(2 / timeStep / 5);
        double[] energy = new double[moments];
        double mean = 0;
        for (int i = 0; i < moments; i++) {
            tile.run(5, kernel);
            energy[i] = energyOnStep(tile, potential, kernel, timeStep);
            mean += energy[i] / moments;
        }
        double worst = 0;
        for (double value : energy) {
            worst = Math.max(worst, Math.abs(value - mean));
        }
        return worst;
    }

    /** Total energy of lane 0 with velocities brought to the time of the positions. */
    private static double energyOnStep(LangevinMiddle tile, Potential potential, TileKernel kernel, double timeStep) {
        double[] x = new double[66];
        double[] v = new double[66];
        tile.positions(0, x, 0);
        tile.velocities(0, v, 0);
        double[] spread = new double[66 * kernel.lanes()];
        for (int i = 0; i < spread.length; i++) {
            spread[i] = x[i / kernel.lanes()];
        }
        double[] forces = new double[spread.length];
        kernel.evaluate(spread, null, forces);
        double kinetic = 0;
        for (int row = 0; row < 66; row++) {
            double mass = potential.masses()[row / 3];
            double speed = v[row] + timeStep / 2 * forces[row * kernel.lanes()] / mass;
            kinetic += 0.5 * mass * speed * speed;
        }
        return kinetic + tile.potentialEnergy(0);
    }

    private static LangevinMiddle tile(
            Potential potential, Frames start, LangevinSettings settings, int first, TileKernel kernel) {
        LangevinMiddle tile = new LangevinMiddle(settings, potential.masses(), kernel.lanes(), new Seed(6), first);
        for (int lane = 0; lane < kernel.lanes(); lane++) {
            tile.setPositions(lane, start.xyz(), 0);
            tile.setTemperature(lane, 300);
            tile.drawVelocities(lane, 300, new Seed(6).stream("velocity", first + lane));
        }
        tile.refresh(kernel);
        return tile;
    }

    @Test
    void replicaExchangeKeepsStereocentresAndResumesToTheBit() {
        Potential potential = potential(EnergyPrecision.FLOAT);
        ReplicaExchangeConfig config = new ReplicaExchangeConfig(
                Ladder.geometric(300, 750, 4),
                4,
                LangevinSettings.MOLECULE,
                new Schedule(50, 2, 4, 10),
                TorsionMoves.of(MOLECULE.topology(), 1),
                new Seed(1));
        Stereocentres centres = Stereocentres.of(MOLECULE.topology(), MOLECULE.xyz());
        FrameCollector straight = new FrameCollector(22, 4);
        ReplicaExchange.start(potential, minimum(potential), config).run(straight, Progress.NONE);
        assertThat(straight.count()).isEqualTo(40);
        for (int f = 0; f < straight.count(); f++) {
            assertThat(centres.agree(straight.all().xyz(), 66 * f))
                    .as("frame %d", f)
                    .isTrue();
        }

        FrameCollector pieces = new FrameCollector(22, 4);
        ReplicaExchange first = ReplicaExchange.start(potential, minimum(potential), config);
        first.advance(11, 2, pieces, Progress.NONE);
        ReplicaExchange.resume(potential, config, first.state()).run(pieces, Progress.NONE);
        assertThat(pieces.all().xyz()).isEqualTo(straight.all().xyz());
    }
}
