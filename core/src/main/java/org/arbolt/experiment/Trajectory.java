package org.arbolt.experiment;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.io.NpyArray;
import org.arbolt.io.Npz;
import org.arbolt.molecule.Frames;

/**
 * Frames of equilibrium dynamics as files hold them: those of one ladder in the order of time, those of one moment of it
 * in the order of its cold rungs.
 *
 * @param frames [F][A][3], nm, float32 numbers
 * @param energy [F], kJ/mol, of exactly these coordinates
 * @param ladder [F], which independent ladder each frame is from
 */
record Trajectory(Frames frames, double[] energy, int[] ladder) {

  Trajectory {
    if (energy.length != frames.count() || ladder.length != frames.count()) {
      throw new IllegalArgumentException("a trajectory needs one energy and one ladder per frame");
    }
  }

  int count() {
    return energy.length;
  }

  /** {@code positions} [F,A,3] float32 nm, {@code energy} [F] kJ/mol, {@code ladder} [F]. */
  Map<String, NpyArray> arrays() {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("positions", Positions.toArray(frames));
    arrays.put("energy", NpyArray.of(energy, energy.length));
    arrays.put("ladder", NpyArray.of(ladder, ladder.length));
    return arrays;
  }

  /**
   * Reads the {@link #arrays()} of a file.
   *
   * @throws BadInput if the file is damaged or of a molecule with another number of atoms
   */
  static Trajectory read(Path file, int atoms) {
    return of(file, Npz.read(file), atoms);
  }

  static Trajectory of(Path file, Map<String, NpyArray> arrays, int atoms) {
    for (String name : new String[] {"positions", "energy", "ladder"}) {
      if (!arrays.containsKey(name)) {
        throw new BadInput(file + " has no array " + name + "; it is no trajectory of arbolt md, delete it or name another");
      }
    }
    Frames frames = Positions.fromArray(file, arrays.get("positions"), atoms);
    double[] energy = arrays.get("energy").toDoubles();
    long[] ladder = arrays.get("ladder").toLongs();
    if (energy.length != frames.count() || ladder.length != frames.count()) {
      throw new BadInput(file + ": " + frames.count() + " frames but " + energy.length + " energies and " + ladder.length
          + " ladder numbers; the file is damaged, delete it and run again");
    }
    int[] numbers = new int[ladder.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Math.toIntExact(ladder[i]);
    }
    return new Trajectory(frames, energy, numbers);
  }
}
