package org.arbolt.io;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;

/** Conformations in whichever format a file's ending says: {@code .npz}, {@code .npy}, {@code .dcd}, {@code .pdb}. */
public final class TrajectoryFile {
  private TrajectoryFile() {}

  /**
   * Reads conformations of a molecule; numbers are kept as precise as the file has them.
   *
   * @throws BadInput if the file is damaged, of another shape or molecule, or has a coordinate that is not finite
   */
  public static Frames read(Path path, Topology topology) {
    if (!Files.isRegularFile(path)) {
      throw new BadInput("there is no file " + path + "; name a .npz, .npy, .dcd or .pdb file of conformations");
    }
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    Frames frames = switch (ending) {
      case "npz" -> frames(path, positions(path), topology);
      case "npy" -> frames(path, Npy.read(path), topology);
      case "dcd" -> DcdFile.read(path);
      case "pdb" -> PdbFile.read(path).frames();
      default -> throw new BadInput(path + " has an ending that is not known; known are .npz, .npy, .dcd and .pdb");
    };
    if (frames.atoms() != topology.atomCount()) {
      throw new BadInput(path + " has frames of " + frames.atoms() + " atoms, the topology has " + topology.atomCount()
          + "; give frames and topology of one molecule");
    }
    requireFinite(path, frames);
    return frames;
  }

  private static NpyArray positions(Path path) {
    Map<String, NpyArray> arrays = Npz.read(path);
    if (arrays.containsKey("positions")) {
      return arrays.get("positions");
    }
    List<NpyArray> candidates = arrays.values().stream().filter(a -> a.isNumeric() && a.shape().length == 3).toList();
    if (candidates.size() != 1) {
      throw new BadInput(path + " has no array 'positions' and " + candidates.size()
          + " arrays of three dimensions; name the coordinates 'positions'");
    }
    return candidates.getFirst();
  }

  private static Frames frames(Path path, NpyArray array, Topology topology) {
    long[] shape = array.shape();
    int atoms = topology.atomCount();
    boolean threeD = shape.length == 3 && shape[1] == atoms && shape[2] == 3;
    boolean flat = shape.length == 2 && shape[1] == 3L * atoms;
    if (!array.isNumeric() || !threeD && !flat) {
      throw new BadInput(path + ": coordinates have shape " + Arrays.toString(shape) + ", expected [frames, " + atoms
          + ", 3] for this topology, in nm");
    }
    return new Frames(atoms, array.toDoubles());
  }

  private static void requireFinite(Path path, Frames frames) {
    double[] xyz = frames.xyz();
    for (int i = 0; i < xyz.length; i++) {
      if (!Double.isFinite(xyz[i])) {
        int atom = i / 3 % frames.atoms();
        throw new BadInput(path + ": frame " + i / (3 * frames.atoms()) + ", atom " + atom + " has coordinate " + xyz[i]
            + ", which is not finite; remove the frame");
      }
    }
  }
}
