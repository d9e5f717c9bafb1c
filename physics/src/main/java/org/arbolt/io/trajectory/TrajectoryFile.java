package org.arbolt.io.trajectory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.io.InputFile;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.io.pdb.PdbFrames;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;
import org.arbolt.units.LengthUnit;

/**
 * Conformations in whichever format a file's ending says: {@code .npz}, {@code .npy}, {@code .dcd}, {@code .xtc},
 * {@code .pdb}, {@code .cif}, {@code .bcif}, {@code .tar}. Atoms are in the order of the PDB file that goes with the
 * trajectory; frames come in the order of the topology, and as precise as the file has them.
 */
public final class TrajectoryFile {
    private static final String KNOWN = ".npz, .npy, .dcd, .xtc, .pdb, .cif, .bcif and .tar";

    private TrajectoryFile() {}

    /**
     * Opens a trajectory to read it block by block.
     *
     * @param pdb what the PDB file of the molecule holds
     * @param options how it is read
     * @throws BadInput if the file is damaged, of another shape or molecule; while it is read, also if a coordinate is
     *     not finite
     */
    public static FrameSource open(Path path, PdbFile.Contents pdb, ReadOptions options) {
        return open(path, pdb.topology(), pdb.order(), options);
    }

    /** The same, of a file whose atoms are in the order of the topology, as Arbolt writes them. */
    public static FrameSource open(Path path, Topology topology, ReadOptions options) {
        return open(path, topology, identity(topology.atomCount()), options);
    }

    /** The same, strictly. */
    public static FrameSource open(Path path, Topology topology) {
        return open(path, topology, ReadOptions.STRICT);
    }

    /**
     * Reads all conformations.
     *
     * @throws BadInput as {@link #open(Path, Topology)} does, or if they do not fit the memory
     */
    public static Frames read(Path path, PdbFile.Contents pdb) {
        return rest(path, open(path, pdb, ReadOptions.STRICT));
    }

    /** The same, of a file whose atoms are in the order of the topology, as Arbolt writes them. */
    public static Frames read(Path path, Topology topology) {
        return rest(path, open(path, topology));
    }

    /**
     * Opens a trajectory of any molecule, atoms as they stand in the file.
     *
     * @param atoms of every frame
     * @param options how it is read
     * @throws BadInput as {@link #open(Path, PdbFile.Contents, ReadOptions)} does
     */
    public static FrameSource openAsItStands(Path path, int atoms, ReadOptions options) {
        FrameSource source = switch (ending(path)) {
            case "pdb", "cif", "bcif" -> PdbFile.openAsItStands(path);
            case "tar" ->
                throw new BadInput(
                        path + " is a shard of peptides, whose order of atoms follows from their sequence; give "
                                + "frames of another format here");
            default -> arrays(path, atoms, options);
        };
        return new MoleculeFrames(path, source, identity(atoms), null, options);
    }

    private static FrameSource open(Path path, Topology topology, int[] order, ReadOptions options) {
        int atoms = topology.atomCount();
        return switch (ending(path)) {
            case "tar" ->
                new MoleculeFrames(
                        path, new ShardFrames(List.of(path), topology.sequence(), atoms), order, topology, options);
            case "pdb", "cif", "bcif" -> models(path, topology, options);
            default -> new MoleculeFrames(path, arrays(path, atoms, options), order, topology, options);
        };
    }

    /** In lower case and without its dot. */
    private static String ending(Path path) {
        requireFile(path);
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** @throws BadInput if it is a folder, or nothing is there */
    public static void requireFile(Path path) {
        InputFile.refuseFolder(path, "a file of conformations in it, " + KNOWN + " are known");
        if (!Files.isRegularFile(path)) {
            throw new BadInput("there is no file " + path + "; name a file of conformations, " + KNOWN + " are known");
        }
    }

    /** Files that hold coordinates and no names. */
    private static FrameSource arrays(Path path, int atoms, ReadOptions options) {
        if (options.unit() != LengthUnit.NM && ending(path).equals("xtc")) {
            throw new BadInput(path + ": coordinates of .xtc files are in nm by their format; leave out the unit, "
                    + "which is for .npz and .npy files");
        }
        return switch (ending(path)) {
            case "npz" -> ScaledFrames.of(NpyFrames.openArchive(path, atoms), options.unit());
            case "npy" -> ScaledFrames.of(NpyFrames.open(path, atoms), options.unit());
            case "dcd" -> DcdReader.open(path, options);
            case "xtc" -> XtcReader.open(path, options);
            default -> throw new BadInput(path + " has an ending that is not known; known are " + KNOWN);
        };
    }

    /** Models name their atoms, and so come in the order of the topology. */
    private static FrameSource models(Path path, Topology topology, ReadOptions options) {
        PdbFrames models = PdbFile.open(path, options.remarks());
        if (!models.topology().isOfSameMolecule(topology)) {
            models.close();
            throw new BadInput(path + " is of another molecule than the topology (" + models.atoms() + " and "
                    + topology.atomCount() + " atoms); give frames and topology of one molecule");
        }
        return new MoleculeFrames(path, models, identity(topology.atomCount()), topology, options);
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
