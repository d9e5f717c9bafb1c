package org.arbolt.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.arbolt.BadInput;
import org.arbolt.io.numpy.Npy;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;

/** Numbers that a file of frames holds beside them; files of other formats than NPZ hold none. */
final class ArrayFile {
    private final Path file;
    private final Set<String> names;
    private final int frames;

    private ArrayFile(Path file, Set<String> names, int frames) {
        this.file = file;
        this.names = names;
        this.frames = frames;
    }

    /** @param frames of the file, F */
    static ArrayFile of(Path file, int frames) {
        boolean npz = ends(file, ".npz");
        return new ArrayFile(file, npz ? Npz.names(file) : Set.of(), frames);
    }

    private static boolean ends(Path file, String ending) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    boolean has(String name) {
        return names.contains(name);
    }

    /** [F]; null where the file has no such array. */
    double[] numbers(String name) {
        return has(name) ? checked(file, name, Npz.read(file, name), frames) : null;
    }

    /** [F], e.g. of ladders. */
    int[] whole(String name) {
        checked(file, name, Npz.read(file, name), frames);
        return TrajectoryArrays.numbers(file, Npz.read(file, name), name);
    }

    /** The only number of an array. */
    double one(String name) {
        return checked(file, name, Npz.read(file, name), 1)[0];
    }

    /** Logarithms of weights, [F]; −∞ for weight zero. @param name of an array, or of a .npy file */
    double[] weights(String name) {
        Path other = Path.of(name);
        boolean own = has(name);
        if (!own && !(ends(other, ".npy") && Files.isRegularFile(other))) {
            throw new BadInput("--reference-weights: " + file + " has no array '" + name
                    + "', and there is no .npy file of that name; name one of " + names);
        }
        double[] numbers = own ? numbers(name) : checked(other, "the array", Npy.read(other), frames);
        boolean logarithms = other.getFileName().toString().startsWith("log");
        double[] logs =
                logarithms ? numbers : Arrays.stream(numbers).map(Math::log).toArray();
        for (int f = 0; f < logs.length; f++) {
            if (Double.isNaN(logs[f]) || logs[f] == Double.POSITIVE_INFINITY) {
                throw new BadInput("--reference-weights: " + name + " of frame " + (f + 1) + " is " + numbers[f]
                        + "; weights are finite and not negative, and logarithms of them below +inf");
            }
        }
        return logs;
    }

    private static double[] checked(Path file, String name, NpyArray array, int count) {
        if (!array.isNumeric()) {
            throw new BadInput(file + ": " + name + " holds no numbers; write it as numbers, or leave it out");
        }
        double[] numbers = array.toDoubles();
        if (numbers.length != count) {
            throw new BadInput(file + ": " + name + " holds " + numbers.length + " numbers, expected " + count
                    + "; write one for each frame, or leave it out");
        }
        return numbers;
    }
}
