package org.arbolt.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.io.numpy.Npz;
import org.arbolt.io.trajectory.BondCheck;
import org.arbolt.io.trajectory.PublishedData;
import org.arbolt.io.trajectory.ReadOptions;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;
import org.arbolt.units.LengthUnit;

/** Frames to learn from, in whichever format they are: what {@code arbolt md} wrote, or published data. */
final class TrainingFile {
    private TrainingFile() {}

    /**
     * Reads frames of a molecule. Those with broken bonds are left out, and remarked.
     *
     * @param energies U of frames, [F], kJ/mol, where the file does not have them
     * @throws org.arbolt.BadInput if the file is damaged, of another molecule, or in another unit
     */
    static Trajectory read(GivenFrames given, Topology topology, Function<Frames, double[]> energies) {
        Path data = given.path();
        ReadOptions options = given.options();
        BondCheck bonds = new BondCheck(topology);
        if (isTrajectory(data)) {
            Trajectory read = inNanometres(TrajectoryArrays.read(data, topology.atomCount()), options.unit());
            bonds.look(data, read.frames(), options.remarks());
            int[] whole = whole(data, bonds, read.frames(), options);
            return whole.length == read.count() ? read : read.select(whole);
        }
        Frames read = PublishedData.read(data, topology, options);
        int[] whole = whole(data, bonds, read, options);
        Frames kept = whole.length == read.count() ? read : read.select(whole);
        return Trajectory.unordered(kept, energies.apply(kept));
    }

    private static Trajectory inNanometres(Trajectory read, LengthUnit unit) {
        return unit == LengthUnit.NM
                ? read
                : new Trajectory(read.frames().times(unit.nanometres()), read.energy(), read.ladder(), read.walker());
    }

    /** The frames without broken bonds, in order. */
    private static int[] whole(Path data, BondCheck bonds, Frames read, ReadOptions options) {
        int[] whole = bonds.whole(read);
        if (whole.length < read.count()) {
            options.remarks()
                    .add(data + ": left out of training the frames with broken bonds, " + whole.length + " of "
                            + read.count() + " are kept");
        }
        return whole;
    }

    private static boolean isTrajectory(Path data) {
        return data.toString().endsWith(".npz")
                && Files.isRegularFile(data)
                && Npz.names(data).contains("energy");
    }
}
