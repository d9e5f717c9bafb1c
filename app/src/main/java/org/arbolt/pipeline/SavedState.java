package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import org.arbolt.BadInput;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;

/** Arrays of a state that a stage goes on from, checked as they are asked for. */
final class SavedState {
    private final Path file;
    private final Path saved;
    private final Map<String, NpyArray> arrays;

    private SavedState(Path file, Path saved, Map<String, NpyArray> arrays) {
        this.file = file;
        this.saved = saved;
        this.arrays = arrays;
    }

    /**
     * @param saved file or folder without which the stage begins again
     * @throws BadInput if the file is damaged
     */
    static SavedState read(Path file, Path saved) {
        return new SavedState(file, saved, read(saved, () -> Npz.read(file)));
    }

    /** Reads what belongs to a state; if it cannot be read, the message says how to begin again. */
    static <T> T read(Path saved, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (BadInput e) {
            throw new BadInput(e.getMessage().replaceFirst("; [^;]*$", "") + remedy(saved), e);
        }
    }

    private static String remedy(Path saved) {
        return "; delete " + saved + " to begin again";
    }

    boolean has(String name) {
        return arrays.containsKey(name);
    }

    /** @throws BadInput if there is no array of that name, type and shape */
    double[] doubles(String name, long... shape) {
        return (double[]) array(name, double[].class, shape);
    }

    /** @throws BadInput if there is no array of that name, type and shape */
    int[] integers(String name, long... shape) {
        return (int[]) array(name, int[].class, shape);
    }

    /** @throws BadInput if there is no array of bytes of that name */
    byte[] bytes(String name) {
        NpyArray array = arrays.get(name);
        return (byte[]) array(name, byte[].class, array == null ? 0 : array.size());
    }

    /** @throws BadInput if there is no array of one such number */
    double number(String name) {
        return doubles(name, 1)[0];
    }

    /** @throws BadInput if there is no array of one such number, 0 or above */
    long count(String name) {
        long count = ((long[]) array(name, long[].class, 1))[0];
        if (count < 0) {
            throw damaged(name + " is " + count);
        }
        return count;
    }

    /** Extent of the first axis of an array; 0 where there is none. */
    int length(String name) {
        NpyArray array = arrays.get(name);
        return array == null || array.shape().length == 0 ? 0 : (int) array.shape()[0];
    }

    private Object array(String name, Class<?> type, long... shape) {
        NpyArray array = arrays.get(name);
        if (array == null || array.data().getClass() != type || !Arrays.equals(array.shape(), shape)) {
            throw damaged(name + " is "
                    + (array == null
                            ? "missing"
                            : array.data().getClass().getSimpleName() + " of " + Arrays.toString(array.shape()))
                    + " instead of " + type.getSimpleName() + " of " + Arrays.toString(shape));
        }
        return array.data();
    }

    /** What is made of the arrays. @throws BadInput if that is refused with {@link IllegalArgumentException} */
    <T> T checked(Supplier<T> making) {
        try {
            return making.get();
        } catch (IllegalArgumentException e) {
            throw new BadInput(message(e.getMessage()), e);
        }
    }

    BadInput damaged(String how) {
        return new BadInput(message(how));
    }

    private String message(String how) {
        return file + " is no state that this run can go on from (" + how + ")" + remedy(saved);
    }
}
