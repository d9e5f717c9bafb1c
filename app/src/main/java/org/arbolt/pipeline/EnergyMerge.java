package org.arbolt.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.forcefield.EnergyComponent;
import org.arbolt.io.numpy.Npz;
import org.arbolt.io.numpy.NpzReader;
import org.arbolt.io.numpy.NpzWriter;
import org.arbolt.run.RunFiles;

/** The energies of all parts, one after the other, in one file; of any length in bounded memory. */
final class EnergyMerge {
    private static final int BLOCK = 1 << 17; // numbers: 1 MiB

    private final PartFolders parts;
    private final boolean forces;

    EnergyMerge(PartFolders parts, boolean forces) {
        this.parts = parts;
        this.forces = forces;
    }

    void write(Path output, Progress progress) {
        Map<String, long[]> arrays = arrays(); // by name the shape of one frame
        long done = 0;
        try (NpzWriter out = NpzWriter.create(output)) {
            for (Map.Entry<String, long[]> array : arrays.entrySet()) {
                NpzWriter.Column column =
                        out.begin(array.getKey(), new double[0], shape(parts.items(), array.getValue()));
                for (int i = 0; i < parts.count(); i++) {
                    copy(i, array.getKey(), shape(parts.part(i).count(), array.getValue()), column);
                    progress.report(++done, (long) arrays.size() * parts.count(), "");
                }
            }
            out.commit();
        }
    }

    private Map<String, long[]> arrays() {
        Map<String, long[]> arrays = new LinkedHashMap<>();
        arrays.put("energy", new long[0]);
        arrays.put("components", new long[] {EnergyComponent.COUNT});
        if (forces) {
            long[] shape = Npz.shape(file(0), "forces");
            arrays.put("forces", new long[] {shape.length == 3 ? shape[1] : 0, 3});
        }
        return arrays;
    }

    private static long[] shape(long frames, long[] ofOne) {
        return LongStream.concat(LongStream.of(frames), Arrays.stream(ofOne)).toArray();
    }

    private void copy(int number, String name, long[] shape, NpzWriter.Column into) {
        try (NpzReader array = NpzReader.open(file(number), name)) {
            if (!Arrays.equals(array.shape(), shape)) {
                throw damaged(number, name, shape);
            }
            for (Object block = array.next(BLOCK); Array.getLength(block) > 0; block = array.next(BLOCK)) {
                if (!(block instanceof double[])) {
                    throw damaged(number, name, shape);
                }
                into.append(block);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BadInput damaged(int number, String name, long[] shape) {
        return new BadInput(file(number) + ", array " + name + ": is not " + Arrays.toString(shape)
                + " of float64; the file is damaged, delete it and compute the part again");
    }

    private Path file(int number) {
        return parts.folder(number).resolve(RunFiles.part(RunFiles.ENERGIES));
    }
}
