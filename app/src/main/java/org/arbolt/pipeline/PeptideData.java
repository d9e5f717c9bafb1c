package org.arbolt.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;
import org.arbolt.Remarks;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.io.trajectory.PublishedData;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Topology;
import org.arbolt.run.RunFolder;
import org.arbolt.run.Stages;
import org.arbolt.units.Units;

/**
 * A peptide of a set: the molecule, its energy, and equilibrium frames of it.
 *
 * @param name of the peptide
 * @param simulated the molecule and its energy
 * @param trajectory its frames
 * @param temperatureKelvin of the frames, K
 */
record PeptideData(String name, PreparedMolecule simulated, Trajectory trajectory, double temperatureKelvin) {
    static final String FOLDER = "data"; // in the folder of the run

    /**
     * Frames of a peptide from files given, {@code NAME.npz} or {@code NAME/trajectory.npz} in a folder, or a shard of
     * published data of many, or else from dynamics made here.
     *
     * @param folder of the run, for {@code data/NAME.npz}
     * @param given where files are looked for; null to make all frames here
     * @param evaluations to which the energies that this takes are added
     */
    static PeptideData of(
            String name,
            TransferableTrainingConfig config,
            RunFolder folder,
            GivenFrames given,
            Stages stages,
            LongAdder evaluations) {
        MolecularSystem system = config.system(name);
        PreparedMolecule simulated = system.open(folder, Remarks.NONE);
        Topology topology = simulated.molecule().topology();
        if (given == null) {
            Path file = made(name, config, simulated, folder, stages, evaluations);
            Trajectory trajectory = TrajectoryArrays.read(file, topology.atomCount());
            return new PeptideData(name, simulated, trajectory, system.temperatureKelvin());
        }
        boolean shards = !PublishedData.shards(given.path()).isEmpty();
        Path file = shards ? given.path() : given.of(name);
        Trajectory frames = TrainingFile.read(new GivenFrames(file, given.options()), topology, some -> {
            evaluations.add(some.count());
            return simulated.exact().energies(some);
        });
        return new PeptideData(name, simulated, frames, system.temperatureKelvin());
    }

    private static Path made(
            String name,
            TransferableTrainingConfig config,
            PreparedMolecule simulated,
            RunFolder folder,
            Stages stages,
            LongAdder evaluations) {
        Path file = folder.file(FOLDER).resolve(name + ".npz");
        if (!Files.exists(file)) {
            try {
                Files.createDirectories(file.getParent());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            DynamicsStage dynamics = new DynamicsStage(simulated, PeriodicSave.INTERVAL_SECONDS);
            evaluations.add(dynamics.run(
                    file,
                    config.training().data(),
                    config.temperatureKelvin(),
                    new Seed(config.seed()).child("dynamics of " + name),
                    stages.begin("dynamics of " + name, "exchanges")));
        }
        return file;
    }

    /** With some of the frames. */
    PeptideData part(int from, int to) {
        return new PeptideData(name, simulated, trajectory.part(from, to), temperatureKelvin);
    }

    /** With some of the frames, in the order given. */
    PeptideData select(int[] chosen) {
        return new PeptideData(name, simulated, trajectory.select(chosen), temperatureKelvin);
    }

    Topology topology() {
        return simulated.molecule().topology();
    }

    /** u of each frame, kT. */
    double[] reducedEnergy() {
        return Units.reduced(trajectory.energy(), temperatureKelvin);
    }
}
