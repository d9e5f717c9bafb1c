package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.arbolt.molecule.Frames;

/**
 * Frames of equilibrium dynamics as files hold them: those of one ladder in the order of time, those of one moment of
 * it in the order of its cold rungs.
 *
 * @param frames [F][A][3], nm, float32 numbers
 * @param energy [F], kJ/mol, of exactly these coordinates
 * @param ladder [F], which independent ladder each frame is from
 * @param walker [F], which replica of its ladder each frame is of; {@link #UNKNOWN} where a file does not say
 */
record Trajectory(Frames frames, double[] energy, int[] ladder, int[] walker) {
    static final int UNKNOWN = -1;
    private static final int MOST_NUMBER = 1_000_000;

    Trajectory {
        if (energy.length != frames.count() || ladder.length != frames.count() || walker.length != frames.count()) {
            throw new IllegalArgumentException("a trajectory needs one energy, one ladder and one walker per frame");
        }
    }

    /** Frames that are of no ladder and in no order. */
    static Trajectory unordered(Frames frames, double[] energy) {
        return new Trajectory(frames, energy, new int[frames.count()], unknown(frames.count()));
    }

    private static int[] unknown(int count) {
        int[] walkers = new int[count];
        Arrays.fill(walkers, UNKNOWN);
        return walkers;
    }

    /** Frames {@code from} … {@code to − 1}. */
    Trajectory part(int from, int to) {
        return new Trajectory(
                frames.slice(from, to),
                Arrays.copyOfRange(energy, from, to),
                Arrays.copyOfRange(ladder, from, to),
                Arrays.copyOfRange(walker, from, to));
    }

    int count() {
        return energy.length;
    }

    /** Some of the frames, in the order given. */
    Trajectory select(int[] chosen) {
        return new Trajectory(
                frames.select(chosen),
                Arrays.stream(chosen).mapToDouble(f -> energy[f]).toArray(),
                Arrays.stream(chosen).map(f -> ladder[f]).toArray(),
                Arrays.stream(chosen).map(f -> walker[f]).toArray());
    }

    /** {@code positions} [F,A,3] float32 nm, {@code energy} [F] kJ/mol, {@code ladder} [F], {@code walker} [F]. */
    Map<String, NpyArray> arrays() {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("positions", PositionArrays.toArray(frames));
        arrays.put("energy", NpyArray.of(energy, energy.length));
        arrays.put("ladder", NpyArray.of(ladder, ladder.length));
        arrays.put("walker", NpyArray.of(walker, walker.length));
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
                throw new BadInput(file + " has no array " + name
                        + "; it is no trajectory of arbolt md, delete it or name another");
            }
        }
        Frames frames = PositionArrays.fromArray(file, arrays.get("positions"), atoms);
        double[] energy = arrays.get("energy").toDoubles();
        int[] ladder = numbers(file, arrays.get("ladder"), "ladder");
        int[] walker = arrays.containsKey("walker") // files of older versions have none
                ? numbers(file, arrays.get("walker"), "walker")
                : unknown(frames.count());
        if (energy.length != frames.count() || ladder.length != frames.count() || walker.length != frames.count()) {
            throw new BadInput(file + ": " + frames.count() + " frames but " + energy.length + " energies, "
                    + ladder.length + " ladder numbers and " + walker.length
                    + " walker numbers; the file is damaged, delete it and run again");
        }
        return new Trajectory(frames, energy, ladder, walker);
    }

    private static int[] numbers(Path file, NpyArray array, String name) {
        try {
            int[] numbers =
                    Arrays.stream(array.toLongs()).mapToInt(Math::toIntExact).toArray();
            if (Arrays.stream(numbers).allMatch(n -> n >= UNKNOWN && n <= MOST_NUMBER)) {
                return numbers;
            }
        } catch (ArithmeticException | IllegalStateException e) {
            // Told below, like numbers out of range.
        }
        throw new BadInput(
                file + ": the array " + name + " holds no numbers of " + name + "s; delete the file and run again");
    }
}
