package org.arbolt.dynamics;

import java.util.Arrays;
import org.arbolt.forcefield.EnergyComponent;
import org.arbolt.forcefield.TileKernel;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.units.Units;

/**
 * Langevin dynamics of the replicas of one tile in lock step, each at its own temperature, by the "middle" scheme of
 * Zhang et al., J. Phys. Chem. A 123, 6056 (2019): v += Δt F/m; x += ½Δt v; v = a v + √(kT(1−a²)/m) ξ with a =
 * exp(−γΔt); x += ½Δt v. Velocities lag positions by half a step, as in leapfrog, and so lean on the forces; whatever
 * changes temperature or place outside the dynamics therefore acts on the velocities of the same time, v + ½Δt F/m,
 * lest it heats.
 *
 * <p>A replica's trajectory depends on its number, its start and its temperatures alone. Not thread safe.
 */
final class LangevinMiddle {
    private final int lanes;
    private final int size; // 3A * L
    private final double halfStep;
    private final double decay; // a
    private final boolean recentre;
    private final double[] masses; // [A], amu
    private final double[] kick; // [3A][L], Δt/m
    private final double[] spread; // [3A][L], √(kT(1−a²)/m)
    private final double[] x; // [3A][L], nm
    private final double[] v; // [3A][L], nm/ps
    private final double[] forces; // [3A][L], kJ/mol/nm, at x
    private final double[] components; // [5][L], kJ/mol, at the x where the last run ended
    private final double[] thermalEnergy; // [L], kT, kJ/mol
    private final double[] trial; // [3A][L], nm
    private final double[] trialVelocities; // [3A][L], nm/ps, at the time of the positions
    private final double[] trialComponents; // [5][L], kJ/mol
    private final double[] trialForces; // [3A][L], kJ/mol/nm
    private final int[] backboneTurns; // [L], accepted of the last trials
    private final RandomStream[] dice; // [L], for turns
    private final Seed seed;
    private final long firstReplica;
    private final GaussianNoise noise;
    private final float[] xi; // [≥3A][L]

    /**
     * @param settings time step and friction
     * @param own masses of the atoms, [A], amu
     * @param lanes replicas in the tile, L
     * @param seed seed of the noise and of turns
     * @param firstReplica number of the replica in lane 0
     */
    LangevinMiddle(LangevinSettings settings, double[] own, int lanes, Seed seed, long firstReplica) {
        this.lanes = lanes;
        this.masses = settings.masses(own);
        this.size = 3 * masses.length * lanes;
        this.halfStep = settings.timeStepPs() / 2;
        this.decay = Math.exp(-settings.frictionPerPs() * settings.timeStepPs());
        this.recentre = settings.recentre();
        this.kick = new double[size];
        Arrays.setAll(kick, i -> settings.timeStepPs() / masses[i / (3 * lanes)]);
        this.spread = new double[size];
        this.x = new double[size];
        this.v = new double[size];
        this.forces = new double[size];
        this.components = new double[EnergyComponent.COUNT * lanes];
        this.thermalEnergy = new double[lanes];
        this.trial = new double[size];
        this.trialVelocities = new double[size];
        this.trialComponents = new double[components.length];
        this.trialForces = new double[size];
        this.backboneTurns = new int[lanes];
        this.dice = new RandomStream[lanes];
        this.seed = seed;
        this.firstReplica = firstReplica;
        this.noise = new GaussianNoise(seed, firstReplica, lanes, 3 * masses.length);
        this.xi = new float[noise.size()];
        seek(0, 0);
    }

    /** Puts positions [3A], nm, into a lane; {@link #refresh} before the next run. */
    void setPositions(int lane, double[] from, int offset) {
        scatter(from, offset, x, lane);
    }

    /** Puts velocities [3A], nm/ps, into a lane. */
    void setVelocities(int lane, double[] from, int offset) {
        scatter(from, offset, v, lane);
    }

    void positions(int lane, double[] into, int offset) {
        gather(x, lane, into, offset);
    }

    void velocities(int lane, double[] into, int offset) {
        gather(v, lane, into, offset);
    }

    /** Velocities of a lane from the Maxwell–Boltzmann distribution. */
    void drawVelocities(int lane, double temperatureKelvin, RandomStream random) {
        for (int row = 0; row < 3 * masses.length; row++) {
            double sigma = Math.sqrt(Units.thermalEnergy(temperatureKelvin) / masses[row / 3]);
            v[row * lanes + lane] = sigma * random.nextGaussian();
        }
    }

    /** The temperature of a lane from now on; its velocities are left as they are. */
    void setTemperature(int lane, double temperatureKelvin) {
        thermalEnergy[lane] = Units.thermalEnergy(temperatureKelvin);
        double energy = thermalEnergy[lane] * (1 - decay * decay);
        for (int row = 0; row < 3 * masses.length; row++) {
            spread[row * lanes + lane] = Math.sqrt(energy / masses[row / 3]);
        }
    }

    /** Scales the velocities that a lane has at the time of its positions. */
    void scaleVelocities(int lane, double factor) {
        for (int i = lane; i < size; i += lanes) {
            double halfKick = 0.5 * kick[i] * forces[i];
            v[i] = factor * (v[i] + halfKick) - halfKick;
        }
    }

    /** Potential energy of a lane where the last run or refresh ended, kJ/mol. */
    double potentialEnergy(int lane) {
        return sum(components, lane);
    }

    private double sum(double[] energies, int lane) {
        double sum = 0;
        for (int i = lane; i < energies.length; i += lanes) {
            sum += energies[i];
        }
        return sum;
    }

    /** Kinetic energy of a lane, kJ/mol. */
    double kineticEnergy(int lane) {
        double sum = 0;
        for (int row = 0; row < 3 * masses.length; row++) {
            double speed = v[row * lanes + lane];
            sum += 0.5 * masses[row / 3] * speed * speed;
        }
        return sum;
    }

    /** Goes to where random numbers are after so many steps, and numbers drawn for turns, from the start. */
    void seek(long steps, long drawn) {
        noise.seek(steps);
        for (int lane = 0; lane < lanes; lane++) {
            RandomStream stream = seed.stream("turn", firstReplica + lane);
            dice[lane] = RandomStream.restore(stream.state() + drawn * stream.gamma(), stream.gamma());
        }
    }

    /** Energies and forces at the present positions. */
    void refresh(TileKernel kernel) {
        kernel.evaluate(x, components, forces);
    }

    /** Moves all replicas on; ends with energies and forces where they are then. */
    void run(int steps, TileKernel kernel) {
        for (int step = 1; step < steps; step++) {
            move();
            kernel.evaluate(x, null, forces);
        }
        move();
        if (recentre) {
            moveToOrigin();
        }
        refresh(kernel);
    }

    private void move() {
        noise.fill(xi);
        for (int i = 0; i < size; i++) {
            double before = v[i] + kick[i] * forces[i];
            double after = decay * before + spread[i] * xi[i];
            x[i] += halfStep * (before + after);
            v[i] = after;
        }
    }

    /** Metropolis trials of turns for every replica. */
    void turn(TorsionMoves moves, TileKernel kernel) {
        Arrays.fill(backboneTurns, 0);
        for (TorsionMoves.Bonds bonds : TorsionMoves.Bonds.values()) {
            for (int i = 0; i < moves.trials(bonds); i++) {
                turn(moves, bonds, kernel);
            }
        }
    }

    /**
     * One Metropolis trial of a turn for every replica. Velocities turn with their atoms: kinetic energies stay, and
     * with them what stiff bonds and their velocities have in common. An energy that is not finite is refused.
     */
    private void turn(TorsionMoves moves, TorsionMoves.Bonds bonds, TileKernel kernel) {
        System.arraycopy(x, 0, trial, 0, size);
        for (int i = 0; i < size; i++) {
            trialVelocities[i] = v[i] + 0.5 * kick[i] * forces[i];
        }
        for (int lane = 0; lane < lanes; lane++) {
            moves.turn(bonds, trial, trialVelocities, lanes, lane, dice[lane]);
        }
        kernel.evaluate(trial, trialComponents, trialForces);
        boolean[] taken = new boolean[lanes];
        for (int lane = 0; lane < lanes; lane++) {
            double change = sum(trialComponents, lane) - potentialEnergy(lane);
            taken[lane] = dice[lane].nextDouble() < Math.exp(-change / thermalEnergy[lane]);
            backboneTurns[lane] += taken[lane] && bonds == TorsionMoves.Bonds.BACKBONE ? 1 : 0;
        }
        for (int i = 0; i < components.length; i++) {
            components[i] = taken[i % lanes] ? trialComponents[i] : components[i];
        }
        for (int i = 0; i < size; i++) {
            if (taken[i % lanes]) {
                x[i] = trial[i];
                forces[i] = trialForces[i];
                v[i] = trialVelocities[i] - 0.5 * kick[i] * forces[i];
            }
        }
    }

    /** How many of a lane's last turns of the backbone were accepted. */
    int backboneTurns(int lane) {
        return backboneTurns[lane];
    }

    /** Subtracts the mean position of the atoms, lane by lane. */
    private void moveToOrigin() {
        for (int column = 0; column < 3 * lanes; column++) {
            double mean = 0;
            for (int i = column; i < size; i += 3 * lanes) {
                mean += x[i];
            }
            mean /= masses.length;
            for (int i = column; i < size; i += 3 * lanes) {
                x[i] -= mean;
            }
        }
    }

    private void scatter(double[] from, int offset, double[] to, int lane) {
        for (int row = 0; row < 3 * masses.length; row++) {
            to[row * lanes + lane] = from[offset + row];
        }
    }

    private void gather(double[] from, int lane, double[] to, int offset) {
        for (int row = 0; row < 3 * masses.length; row++) {
            to[offset + row] = from[row * lanes + lane];
        }
    }
}
