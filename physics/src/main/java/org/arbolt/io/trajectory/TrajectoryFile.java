package org.arbolt.io.trajectory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.io.pdb.PdbFrames;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;

/**
 * Conformations in whichever format a file's ending says: {@code .npz}, {@code .npy}, {@code .dcd}, {@code .xtc},
 * {@code .pdb}, {@code .tar}. Atoms are in the order of the PDB file that goes with the trajectory; frames come in the
 * order of the topology, and as precise as the file has them.
 */
public final class TrajectoryFile {
    private static final String KNOWN = ".npz, .npy, .dcd, .xtc, .pdb and .tar";

    private TrajectoryFile() {}

    /**
     * Opens a trajectory to read it block by block.
     *
     * @param pdb what the PDB file of the molecule holds
     * @throws BadInput if the file is damaged, of another shape or molecule; while it is read, also if a coordinate is
     *     not finite
     */
    public static FrameSource open(Path path, PdbFile.Contents pdb) {
        return open(path, pdb.topology(), pdb.order());
    }

    /** The same, of a file whose atoms are in the order of the topology, as Arbolt writes them. */
    public static FrameSource open(Path path, Topology topology) {
        return open(path, topology, identity(topology.atomCount()));
    }

    /** Reads all conformations. @throws BadInput as {@link #open} does, or if they do not fit the memory */
    public static Frames read(Path path, PdbFile.Contents pdb) {
        return rest(path, open(path, pdb));
    }

    /** The same, of a file whose atoms are in the order of the topology, as Arbolt writes them. */
    public static Frames read(Path path, Topology topology) {
        return rest(path, open(path, topology));
    }

    /**
     * Opens a trajectory of any molecule, atoms as they stand in the file.
     *
     * @param atoms of every frame
     * @throws BadInput as {@link #open(Path, PdbFile.Contents)} does
     */
    public static FrameSource openAsItStands(Path path, int atoms) {
        FrameSource source = switch (ending(path)) {
            case "pdb" -> PdbFile.openAsItStands(path);
            case "tar" ->
                throw new BadInput(
                        path + " is a shard of peptides, whose order of atoms follows from their sequence; give "
                                + "frames of another format here");
            default -> arrays(path, atoms);
        };
        return new MoleculeFrames(path, source, identity(atoms));
    }

    private static FrameSource open(Path path, Topology topology, int[] order) {
        int atoms = topology.atomCount();
        return switch (ending(path)) {
            case "tar" -> new MoleculeFrames(path, new ShardFrames(List.of(path), topology.sequence(), atoms), order);
            case "pdb" -> models(path, topology);
            default -> new MoleculeFrames(path, arrays(path, atoms), order);
        };
    }

    /** In lower case and without its dot. */
    private static String ending(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new BadInput("there is no file " + path + "; name a file of conformations, " + KNOWN + " are known");
        }
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Files that hold coordinates and no names. */
    private static FrameSource arrays(Path path, int atoms) {
        return switch (ending(path)) {
            case "npz" -> NpyFrames.openArchive(path, atoms);
            case "npy" -> NpyFrames.open(path, atoms);
            case "dcd" -> DcdReader.open(path);
            case "xtc" -> XtcReader.open(path);
            default -> throw new BadInput(path + " has an ending that is not known; known are " + KNOWN);
        };
    }

    /** Models name their atoms, and so come in the order of the topology. */
    private static FrameSource models(Path path, Topology topology) {
        PdbFrames models = PdbFile.open(path);
        if (!models.topology().equals(topology)) {
            models.close();
            throw new BadInput(path + " is of another molecule than the topology (" + models.atoms() + " and "
                    + topology.atomCount() + " atoms); give frames and topology of one molecule");
        }
        return new MoleculeFrames(path, models, identity(topology.atomCount()));
    }

    private static int[] identity(int atoms) {
        return IntStream.range(0, atoms).toArray();
    }

    private static Frames rest(Path path, FrameSource source) {
        try (source) {
            return source.rest(path);
        }
    }
}
