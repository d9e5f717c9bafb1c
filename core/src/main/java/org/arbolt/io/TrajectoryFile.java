package org.arbolt.io;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
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
   * @throws BadInput if the file is damaged, of another shape or molecule; while it is read, also if a coordinate is not
   *     finite
   */
  public static FrameSource open(Path path, PdbFile.Contents pdb) {
    return open(path, pdb.topology(), pdb.order());
  }

  /** The same, of a file whose atoms are in the order of the topology, as Arbolt writes them. */
  public static FrameSource open(Path path, Topology topology) {
    return open(path, topology, inOrder(topology));
  }

  /** Reads all conformations. @throws BadInput as {@link #open} does, or if they do not fit the memory */
  public static Frames read(Path path, PdbFile.Contents pdb) {
    return rest(path, open(path, pdb));
  }

  /** The same, of a file whose atoms are in the order of the topology, as Arbolt writes them. */
  public static Frames read(Path path, Topology topology) {
    return rest(path, open(path, topology));
  }

  private static FrameSource open(Path path, Topology topology, int[] order) {
    if (!Files.isRegularFile(path)) {
      throw new BadInput("there is no file " + path + "; name a file of conformations, " + KNOWN + " are known");
    }
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    int atoms = topology.atomCount();
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "npz" -> new MoleculeFrames(path, NpyFrames.openArchive(path, atoms), order);
      case "npy" -> new MoleculeFrames(path, NpyFrames.open(path, atoms), order);
      case "dcd" -> new MoleculeFrames(path, DcdReader.open(path), order);
      case "xtc" -> new MoleculeFrames(path, XtcReader.open(path), order);
      case "tar" -> new MoleculeFrames(path, ShardFrames.open(path, topology.sequence(), atoms), order);
      case "pdb" -> models(path, topology);
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
    return new MoleculeFrames(path, models, inOrder(topology));
  }

  private static int[] inOrder(Topology topology) {
    return IntStream.range(0, topology.atomCount()).toArray();
  }

  private static Frames rest(Path path, FrameSource source) {
    try (source) {
      return source.rest(path);
    }
  }
}
