package org.arbolt.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.arbolt.io.numpy.Npz;
import org.arbolt.io.trajectory.PublishedData;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;

/** Frames to learn from, in whichever format they are: what {@code arbolt md} wrote, or published data. */
final class TrainingFile {
    private TrainingFile() {}

    /**
     * Reads frames of a molecule.
     *
     * @param energies U of frames, [F], kJ/mol, where the file does not have them
     * @throws org.arbolt.BadInput if the file is damaged or of another molecule
     */
    static Trajectory read(Path data, Topology topology, Function<Frames, double[]> energies) {
        if (isTrajectory(data)) {
            return Trajectory.read(data, topology.atomCount());
        }
        Frames frames = PublishedData.read(data, topology);
        return Trajectory.unordered(frames, energies.apply(frames));
    }

    private static boolean isTrajectory(Path data) {
        return data.toString().endsWith(".npz")
                && Files.isRegularFile(data)
                && Npz.names(data).contains("energy");
    }
}
