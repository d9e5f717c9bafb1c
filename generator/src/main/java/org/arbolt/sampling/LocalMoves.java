package org.arbolt.sampling;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.forcefield.Energies;
import org.arbolt.forcefield.Potential;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;

/**
 * Moves of conformations by their forces: velocities from the Maxwell–Boltzmann distribution, some leapfrog steps, and
 * the Metropolis test of the total energy (hybrid Monte Carlo: Duane et al., Phys. Lett. B 195, 216, 1987). One
 * leapfrog step is the Metropolis-adjusted Langevin algorithm (Roberts, Tweedie, Bernoulli 2, 341, 1996),
 * preconditioned by the masses. Both leave exp(−U/kT) on the support invariant. Every conformation keeps its centroid:
 * U does not know it.
 *
 * <p>Without the test, unadjusted Langevin, a move is always made, and the log of its kernel's ratio, which the test
 * would have used, goes into the conformation's log-weight; weighted averages remain exact.
 */
public final class LocalMoves {
    private static final double FIRST_PS = 1e-3; // leapfrog step
    private static final double SLOWEST_PS = 1e-5;
    private static final double FASTEST_PS = 1e-2;
    private static final double LEAST_MASS = 10; // amu: the distribution of positions does not know masses

    private final Potential potential;
    private final Support support;
    private final Kind kind;
    private final int leapfrogs;
    private final Seed seed;
    private final double[] masses; // [A], amu
    private final Frames frames;
    private final double[] energy; // [F], kJ/mol
    private final double[] forces; // [F][A][3], kJ/mol/nm
    private double stepPs;
    private boolean adapts;
    private long moves;
    private long evaluations;

    /** What is done with a proposed place. */
    public enum Kind {
        /** One leapfrog step, tested. */
        MALA(0.574),
        /** Several leapfrog steps, tested. */
        HMC(0.8),
        /** One leapfrog step, weighed. */
        ULA(0.95);

        private final double acceptance; // that the step adapts to

        Kind(double acceptance) {
            this.acceptance = acceptance;
        }

        /** @throws BadInput if there is none of this name */
        public static Kind parse(String name) {
            return Arrays.stream(values())
                    .filter(kind -> kind.toString().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new BadInput("there are no moves " + name + "; give mala, hmc or ula"));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which conformations have a weight at all. */
    @FunctionalInterface
    public interface Support {
        /**
         * @param frames [F][A][3], nm
         * @param energy [F], kJ/mol
         * @return [F]
         */
        boolean[] holds(Frames frames, double[] energy);
    }

    /**
     * All that is needed to go on to the bit. Energies and forces belong to it: those of a move that was made are of
     * the place before its centroid was put back, whose last digits the positions no longer tell.
     *
     * @param frames the conformations, [F][A][3], nm
     * @param energy [F], kJ/mol
     * @param forces [F][A][3], kJ/mol/nm
     * @param stepPs leapfrog step of the next move, ps
     * @param adapts whether the step changes
     * @param moves made of every conformation
     * @param evaluations of energies and forces so far
     */
    public record State(
            Frames frames,
            double[] energy,
            double[] forces,
            double stepPs,
            boolean adapts,
            long moves,
            long evaluations) {
        public State {
            if (energy.length != frames.count() || forces.length != frames.xyz().length) {
                throw new IllegalArgumentException(frames.count() + " conformations cannot have " + energy.length
                        + " energies and " + forces.length + " forces");
            }
            if (!(stepPs >= SLOWEST_PS && stepPs <= FASTEST_PS) || moves < 0 || evaluations < 0) {
                throw new IllegalArgumentException("a leapfrog step of " + stepPs + " ps after " + moves + " moves and "
                        + evaluations + " evaluations is impossible");
            }
        }

        /** Of conformations that are to be moved. */
        public static State of(Potential potential, Frames frames) {
            Energies here = potential.evaluate(frames, true);
            return new State(frames, here.total(), here.forces(), FIRST_PS, true, 0, frames.count());
        }
    }

    /**
     * @param potential U, biases included
     * @param support moves out of it are refused, or weigh nothing
     * @param from where they begin or go on; its arrays are theirs from now on
     * @param leapfrogs steps of a move; 1 but for HMC
     * @param seed the k-th move of conformation i is a function of it, k and i
     */
    public LocalMoves(Potential potential, Support support, State from, Kind kind, int leapfrogs, Seed seed) {
        if (leapfrogs < 1 || kind != Kind.HMC && leapfrogs > 1) {
            throw new IllegalArgumentException(kind + " cannot have " + leapfrogs + " leapfrog steps");
        }
        this.potential = potential;
        this.support = support;
        this.kind = kind;
        this.leapfrogs = leapfrogs;
        this.seed = seed;
        this.masses = Arrays.stream(potential.masses())
                .map(mass -> Math.max(mass, LEAST_MASS))
                .toArray();
        this.frames = from.frames();
        this.energy = from.energy();
        this.forces = from.forces();
        this.stepPs = from.stepPs();
        this.adapts = from.adapts();
        this.moves = from.moves();
        this.evaluations = from.evaluations();
    }

    private Energies evaluate(Frames at) {
        evaluations += at.count();
        return potential.evaluate(at, true);
    }

    /** What these moves go on from; its arrays are their own, which the next move changes. */
    public State state() {
        return new State(frames, energy, forces, stepPs, adapts, moves, evaluations);
    }

    /** The conformations themselves, [F][A][3], nm. */
    public Frames frames() {
        return frames;
    }

    /** Energies of the conformations, [F], kJ/mol. */
    public double[] energy() {
        return energy.clone();
    }

    /** Energies and forces evaluated so far. */
    public long evaluations() {
        return evaluations;
    }

    /** The leapfrog step, ps, that the next move has. */
    public double stepPs() {
        return stepPs;
    }

    /** Keeps the step from now on: chains whose step adapts for ever do not leave the target as it is. */
    public void keepStep() {
        adapts = false;
    }

    /** Puts other conformations of the population in the places of some. @param ancestors of each, [F] */
    public void select(int[] ancestors) {
        double[] xyz = frames.xyz().clone();
        double[] u = energy.clone();
        double[] f = forces.clone();
        int width = 3 * frames.atoms();
        for (int i = 0; i < ancestors.length; i++) {
            System.arraycopy(xyz, ancestors[i] * width, frames.xyz(), i * width, width);
            System.arraycopy(f, ancestors[i] * width, forces, i * width, width);
            energy[i] = u[ancestors[i]];
        }
    }

    /** Puts a conformation in the place of one. @param xyz [A][3] from {@code offset} on, nm */
    public void replace(int frame, double[] xyz, int offset) {
        int width = 3 * frames.atoms();
        Frames one = new Frames(frames.atoms(), Arrays.copyOfRange(xyz, offset, offset + width));
        Energies there = evaluate(one);
        System.arraycopy(one.xyz(), 0, frames.xyz(), frame * width, width);
        System.arraycopy(there.forces(), 0, forces, frame * width, width);
        energy[frame] = there.total()[0];
    }

    /**
     * Moves every conformation once, and adapts the step to how many moves would be made. (It depends on the whole
     * population, whose estimates are therefore consistent, not unbiased.) Conformations of weight zero stay where they
     * are.
     *
     * @param thermalEnergy kT, kJ/mol
     * @param logWeight [F], changed where moves are weighed; null where all weights are equal
     * @return mean probability that a move passes the test, of conformations that have a weight
     */
    public double move(double thermalEnergy, double[] logWeight) {
        int atoms = frames.atoms();
        int width = 3 * atoms;
        double[] velocities = velocities(thermalEnergy);
        double[] start = kinetic(velocities);
        Frames place = new Frames(atoms, frames.xyz().clone());
        double[] push = forces;
        Energies there = null;
        for (int l = 0; l < leapfrogs; l++) {
            double[] now = push;
            IntStream.range(0, frames.count()).parallel().forEach(i -> drift(place, velocities, now, i, atoms));
            there = evaluate(place);
            push = there.forces();
            double[] then = push;
            IntStream.range(0, velocities.length)
                    .parallel()
                    .forEach(k -> velocities[k] += 0.5 * stepPs * then[k] / masses[k % width / 3]);
        }
        double[] end = kinetic(velocities);
        boolean[] inside = support.holds(place, there.total());
        double passing = 0;
        int moved = 0;
        for (int i = 0; i < energy.length; i++) {
            if (logWeight != null && logWeight[i] == Double.NEGATIVE_INFINITY) {
                continue;
            }
            moved++;
            double log = (energy[i] + start[i] - there.total()[i] - end[i]) / thermalEnergy;
            log = inside[i] && Double.isFinite(there.total()[i]) && !Double.isNaN(log) ? log : Double.NEGATIVE_INFINITY;
            passing += Math.exp(Math.min(0, log));
            if (kind == Kind.ULA) {
                logWeight[i] += log;
            } else if (Math.log(seed.stream("test", moves << 32 | i).nextDouble()) >= log) {
                continue;
            }
            keepCentroid(frames.xyz(), place.xyz(), i * width, atoms);
            System.arraycopy(push, i * width, forces, i * width, width);
            energy[i] = there.total()[i];
        }
        moves++;
        passing = moved == 0 ? 0 : passing / moved;
        if (adapts && moved > 0) {
            stepPs = Math.clamp(stepPs * Math.exp(0.5 * (passing - kind.acceptance)), SLOWEST_PS, FASTEST_PS);
        }
        return passing;
    }

    private double[] velocities(double thermalEnergy) {
        int width = 3 * frames.atoms();
        double[] velocities = new double[frames.count() * width];
        IntStream.range(0, frames.count()).parallel().forEach(i -> {
            RandomStream random = seed.stream("velocities", moves << 32 | i);
            for (int k = 0; k < width; k++) {
                velocities[i * width + k] = Math.sqrt(thermalEnergy / masses[k / 3]) * random.nextGaussian();
            }
        });
        return velocities;
    }

    private void drift(Frames place, double[] velocities, double[] push, int frame, int atoms) {
        for (int k = 3 * frame * atoms; k < 3 * (frame + 1) * atoms; k++) {
            velocities[k] += 0.5 * stepPs * push[k] / masses[k / 3 % atoms];
            place.xyz()[k] += stepPs * velocities[k];
        }
    }

    /** [F], kJ/mol. */
    private double[] kinetic(double[] velocities) {
        int width = 3 * frames.atoms();
        double[] kinetic = new double[frames.count()];
        for (int k = 0; k < velocities.length; k++) {
            kinetic[k / width] += 0.5 * masses[k % width / 3] * velocities[k] * velocities[k];
        }
        return kinetic;
    }

    /** Writes a conformation over another, moved to its centroid. */
    private static void keepCentroid(double[] into, double[] from, int offset, int atoms) {
        for (int axis = 0; axis < 3; axis++) {
            double shift = 0;
            for (int k = offset + axis; k < offset + 3 * atoms; k += 3) {
                shift += into[k] - from[k];
            }
            for (int k = offset + axis; k < offset + 3 * atoms; k += 3) {
                into[k] = from[k] + shift / atoms;
            }
        }
    }
}
