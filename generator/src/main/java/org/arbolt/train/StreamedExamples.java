package org.arbolt.train;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.arbolt.io.trajectory.PeptideShards;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.model.coordinates.Coordinates;
import org.arbolt.molecule.Frames;

/**
 * Frames of many peptides in shards of any size, of which {@value #BUFFERS} buffers' worth are in memory at most: those
 * used last. Their order is a {@link BufferedExampleOrder}. Which frames are in memory changes the time it takes, never
 * what is drawn.
 */
public final class StreamedExamples implements Examples {
    private static final int BUFFERS = 3; // what a bucket of batches may straddle at the end of an epoch

    private final PeptideShards shards;
    private final int[] pieces; // of the shards
    private final int[] start; // first example of every piece, and the number of examples
    private final List<Coordinates> coordinates;
    private final ReducedEnergies energies; // or null
    private final int buffer;
    private final Map<Integer, Loaded> loaded =
            new LinkedHashMap<>(16, 0.75f, true); // by number of the piece; used last stands last
    private long frames; // in memory

    /** Energies of frames of a molecule. */
    @FunctionalInterface
    public interface ReducedEnergies {
        /** u of each frame, [F], kT. */
        double[] of(int molecule, Frames frames);
    }

    /** A piece, and the energies of its frames; null where they are not wanted. */
    private record Loaded(PeptideShards.Piece piece, double[] energy) {}

    /**
     * @param shards open for as long as this is used
     * @param pieces the pieces of them to use
     * @param coordinates of each peptide of the shards
     * @param energies of frames; null where they are not wanted
     * @param buffer frames in a buffer, at least as many as the largest piece has
     */
    public StreamedExamples(
            PeptideShards shards, int[] pieces, List<Coordinates> coordinates, ReducedEnergies energies, int buffer) {
        this.shards = shards;
        this.pieces = pieces.clone();
        this.coordinates = List.copyOf(coordinates);
        this.energies = energies;
        this.buffer = buffer;
        start = new int[pieces.length + 1];
        for (int i = 0; i < pieces.length; i++) {
            start[i + 1] = Math.addExact(start[i], shards.count(pieces[i]));
        }
    }

    @Override
    public int count() {
        return start[pieces.length];
    }

    @Override
    public int tokens() {
        return coordinates.stream().mapToInt(Coordinates::tokens).max().orElseThrow();
    }

    @Override
    public int tokens(int example) {
        int number = piece(example);
        return coordinates
                .get(loaded(number).piece.peptide()[example - start[number]])
                .tokens();
    }

    @Override
    public boolean equalLengths() {
        return coordinates.stream().allMatch(c -> c.tokens() == tokens());
    }

    @Override
    public int molecules() {
        return coordinates.size();
    }

    @Override
    public ExampleOrder order(Seed seed) {
        return new BufferedExampleOrder(start, buffer, seed);
    }

    @Override
    public boolean draw(int example, RandomStream random, Batch batch, int row) {
        int number = piece(example);
        int within = example - start[number];
        Loaded from = loaded(number);
        int molecule = from.piece.peptide()[within];
        batch.molecule()[row] = molecule;
        float[] xyz = from.piece.xyz()[within];
        double energy = from.energy == null ? Double.NaN : from.energy[within];
        return batch.place(row, coordinates.get(molecule), doubles(xyz), 0, energy, random);
    }

    private static double[] doubles(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    private int piece(int example) {
        int found = Arrays.binarySearch(start, example);
        return found >= 0 ? found : -found - 2;
    }

    /** Frames in memory. */
    synchronized long frames() {
        return frames;
    }

    private synchronized Loaded loaded(int number) {
        Loaded known = loaded.get(number);
        if (known == null) {
            known = read(pieces[number]);
            frames += known.piece.count();
            Iterator<Loaded> oldest = loaded.values().iterator();
            while (frames > (long) BUFFERS * buffer && oldest.hasNext()) {
                frames -= oldest.next().piece.count();
                oldest.remove();
            }
            loaded.put(number, known);
        }
        return known;
    }

    private Loaded read(int number) {
        PeptideShards.Piece piece = shards.read(number);
        if (energies == null) {
            return new Loaded(piece, null);
        }
        double[] energy = new double[piece.count()];
        ofEach(piece, (molecule, rows, frames) -> {
            double[] some = energies.of(molecule, frames);
            IntStream.range(0, rows.length).forEach(i -> energy[rows[i]] = some[i]);
        });
        return new Loaded(piece, energy);
    }

    /** Work on the frames of one peptide of a piece. */
    @FunctionalInterface
    public interface PeptideWork {
        /** @param rows the frames' places in the piece, [F] */
        void on(int molecule, int[] rows, Frames frames);
    }

    /** Does work on the frames of every peptide of a piece. */
    public static void ofEach(PeptideShards.Piece piece, PeptideWork work) {
        Map<Integer, IntStream.Builder> rows = new HashMap<>();
        for (int f = 0; f < piece.count(); f++) {
            rows.computeIfAbsent(piece.peptide()[f], _ -> IntStream.builder()).add(f);
        }
        rows.keySet().stream().sorted().forEach(molecule -> {
            int[] chosen = rows.get(molecule).build().toArray();
            int width = piece.xyz()[chosen[0]].length;
            Frames frames = Frames.allocate(chosen.length, width / 3);
            for (int i = 0; i < chosen.length; i++) {
                System.arraycopy(doubles(piece.xyz()[chosen[i]]), 0, frames.xyz(), i * width, width);
            }
            work.on(molecule, chosen, frames);
        });
    }
}
