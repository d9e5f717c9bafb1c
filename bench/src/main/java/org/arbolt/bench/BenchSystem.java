package org.arbolt.bench;

import org.arbolt.Progress;
import org.arbolt.dynamics.FrameCollector;
import org.arbolt.dynamics.Ladder;
import org.arbolt.dynamics.LangevinSettings;
import org.arbolt.dynamics.Minimiser;
import org.arbolt.dynamics.ReplicaExchange;
import org.arbolt.dynamics.ReplicaExchangeConfig;
import org.arbolt.forcefield.BatchedPotential;
import org.arbolt.forcefield.Cutoff;
import org.arbolt.forcefield.EnergyPrecision;
import org.arbolt.forcefield.ForceField;
import org.arbolt.forcefield.Potential;
import org.arbolt.forcefield.SystemParameters;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.peptide.Peptide;

/**
 * A molecule of the benchmark, with the force field of the published comparisons.
 *
 * @param name of the peptide
 * @param target how many times OpenMM's rate energies should reach
 */
record BenchSystem(String name, String forceField, Cutoff cutoff, int target) {
    private static final double KELVIN = 300;
    private static final int REPLICAS = 400;

    static BenchSystem of(String name) {
        return switch (name) {
            case "Ace-A-Nme" -> new BenchSystem(name, "amber99sbildn-obc", Cutoff.NONE, 60);
            case "AAA", "AAAAAA" -> new BenchSystem(name, "amber14-obc1", new Cutoff(2), 250);
            case "GYDPETGTWG" -> new BenchSystem(name, "amber14-obc1", new Cutoff(2), 180);
            default -> throw new IllegalArgumentException("no such system in the benchmark: " + name);
        };
    }

    SystemParameters parameters() {
        return ForceField.named(forceField).assign(Peptide.topology(name));
    }

    Potential potential() {
        return BatchedPotential.vector(parameters(), cutoff, EnergyPrecision.FLOAT);
    }

    /** The non-bonded and solvent terms alone. */
    Potential pairs() {
        SystemParameters all = parameters();
        return BatchedPotential.vector(
                new SystemParameters(
                        all.masses(),
                        new SystemParameters.Bonds(new int[0], new double[0], new double[0]),
                        new SystemParameters.Angles(new int[0], new double[0], new double[0]),
                        new SystemParameters.Torsions(new int[0], new int[0], new double[0], new double[0]),
                        all.nonbonded(),
                        all.solvent()),
                cutoff,
                EnergyPrecision.FLOAT);
    }

    /** Dynamics of {@link #REPLICAS} replicas at 300 K, 1 fs, from the minimised extended chain. */
    ReplicaExchange dynamics(int stepsBetweenFrames, int equilibration, int framesPerReplica) {
        Molecule molecule = Peptide.of(name);
        Frames built = molecule.frames();
        Potential potential = potential();
        Frames start = Minimiser.minimise(potential, built, 10, 5000).frames();
        var schedule = new ReplicaExchangeConfig.Schedule(stepsBetweenFrames, 1, equilibration, framesPerReplica);
        return ReplicaExchange.start(
                potential,
                start,
                new ReplicaExchangeConfig(
                        new Ladder(new double[] {KELVIN}), REPLICAS, LangevinSettings.MOLECULE, schedule, new Seed(1)));
    }

    /** 10,000 frames on the way to 300 K, 25 of each replica. */
    Frames frames() {
        FrameCollector collector = new FrameCollector(parameters().atoms(), REPLICAS);
        dynamics(10, 10, 25).run(collector, Progress.NONE);
        return collector.all();
    }

    static int replicas() {
        return REPLICAS;
    }
}
