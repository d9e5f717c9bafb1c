package org.arbolt.io.trajectory;

import java.io.Closeable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.io.MappedFile;

/**
 * The frames of some peptides in shards of the published data of many (<i>ManyPeptidesMD</i>): tar archives with an
 * entry {@code SEQUENCE_….bin} per frame, raw little-endian float32 [A][3], nm, atoms in the order of the sequence's
 * PDB. Frames of other peptides and entries of other names are passed over. Frames are read in pieces, each one stretch
 * of a shard; of every shard only the places where its pieces begin are kept, a number for every {@value #MARK} frames.
 * Any piece can be read at any time, in any thread.
 */
public final class PeptideShards implements Closeable {
    private static final String ENDING = ".bin";
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int MARK = 16;

    private final Arena arena;
    private final List<Peptide> peptides;
    private final Map<String, Integer> numbers = new HashMap<>(); // of the peptides, by sequence
    private final long[] framesOf; // [peptide]
    private final List<Shard> shards = new ArrayList<>();
    private List<Stretch> pieces;

    /**
     * A peptide to look for.
     *
     * @param sequence in one-letter codes
     * @param order for every atom of the topology its place in the file, [A]
     */
    public record Peptide(String sequence, int[] order) {}

    /** @param marks where every {@value #MARK}-th frame begins, bytes */
    private record Shard(MappedFile file, long[] marks, int frames) {}

    /** Frames of a shard that follow each other. */
    private record Stretch(Shard shard, int first, int count) {}

    /**
     * Frames as they were read.
     *
     * @param peptide [F], number of the peptide each is of
     * @param xyz [F], [A][3] each, nm, in the order of the peptide's topology; finite
     */
    public record Piece(int[] peptide, float[][] xyz) {
        public int count() {
            return peptide.length;
        }
    }

    private PeptideShards(Arena arena, List<Peptide> peptides) {
        this.arena = arena;
        this.peptides = List.copyOf(peptides);
        this.framesOf = new long[peptides.size()];
        for (int p = 0; p < peptides.size(); p++) {
            numbers.put(peptides.get(p).sequence, p);
        }
    }

    /**
     * Opens shards and finds the frames of the peptides in them; each shard is one piece then.
     *
     * @throws BadInput if one is no tar archive, damaged, or has a frame of one of the peptides with another number of
     *     atoms, or if none of them has a frame of some peptide
     */
    public static PeptideShards open(List<Path> paths, List<Peptide> peptides) {
        return open(paths, peptides, Arena.ofShared());
    }

    /** The same, for the threads that may use the arena; it is closed with the shards. */
    public static PeptideShards open(List<Path> paths, List<Peptide> peptides, Arena arena) {
        PeptideShards opened = new PeptideShards(arena, peptides);
        try {
            for (Path path : paths) {
                opened.add(MappedFile.open(path, arena, ByteOrder.LITTLE_ENDIAN));
            }
            for (int p = 0; p < peptides.size(); p++) {
                if (opened.framesOf[p] == 0) {
                    throw new BadInput(paths.getFirst()
                            + (paths.size() == 1 ? "" : " and the " + (paths.size() - 1) + " shards with it")
                            + ": has no frame of " + peptides.get(p).sequence + "; give a shard of that peptide");
                }
            }
            opened.cut(Integer.MAX_VALUE);
            return opened;
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private void add(MappedFile file) {
        TarReader archive = new TarReader(file, 0);
        long[] marks = new long[64];
        int frames = 0;
        long before = archive.position();
        for (TarReader.Entry entry = archive.next();
                entry != null;
                before = archive.position(), entry = archive.next()) {
            Integer peptide = peptide(file, entry);
            if (peptide == null) {
                continue;
            }
            requireSize(file, entry, peptide);
            if (frames % MARK == 0) {
                marks = frames / MARK < marks.length ? marks : Arrays.copyOf(marks, 2 * marks.length);
                marks[frames / MARK] = before;
            }
            framesOf[peptide]++;
            frames = Math.addExact(frames, 1);
        }
        shards.add(new Shard(file, Arrays.copyOf(marks, Math.ceilDiv(frames, MARK)), frames));
    }

    /** Number of the peptide that an entry is a frame of; null if of none that is looked for. */
    private Integer peptide(MappedFile file, TarReader.Entry entry) {
        if (!entry.name().endsWith(ENDING)) {
            return null;
        }
        String name = entry.name().substring(entry.name().lastIndexOf('/') + 1);
        int end = name.indexOf('_');
        if (end < 1) {
            throw new BadInput(file.path() + ", entry " + entry.name()
                    + ": a frame is called SEQUENCE_….bin; make the shard again");
        }
        return numbers.get(name.substring(0, end));
    }

    private void requireSize(MappedFile file, TarReader.Entry entry, int peptide) {
        int atoms = peptides.get(peptide).order.length;
        if (entry.data().byteSize() != (long) atoms * 3 * Float.BYTES) {
            throw new BadInput(file.path() + ", entry " + entry.name() + ": has "
                    + entry.data().byteSize() + " bytes, where a frame of " + peptides.get(peptide).sequence
                    + " has 12 for each of " + atoms + " atoms; give the shard's own PDB");
        }
    }

    /** Cuts the shards into pieces of at most so many frames, or {@value #MARK} if that is more. */
    public void cut(int most) {
        int length = Math.max(MARK, most / MARK * MARK);
        List<Stretch> cut = new ArrayList<>();
        for (Shard shard : shards) {
            for (int first = 0; first < shard.frames; first += length) {
                int count = Math.min(length, shard.frames - first);
                cut.add(new Stretch(shard, first, count));
                if (shard.frames - first <= length) {
                    break; // first + length may be beyond what an int holds
                }
            }
        }
        pieces = cut;
    }

    /** Frames of a peptide, in all shards. */
    public long frames(int peptide) {
        return framesOf[peptide];
    }

    /** Number of pieces. */
    public int pieces() {
        return pieces.size();
    }

    /** Number of frames of a piece. */
    public int count(int piece) {
        return pieces.get(piece).count;
    }

    /** Reads a piece. @throws BadInput if a coordinate is not finite */
    public Piece read(int piece) {
        Stretch stretch = pieces.get(piece);
        MappedFile file = stretch.shard.file;
        TarReader archive = new TarReader(file, stretch.shard.marks[stretch.first / MARK]);
        int[] peptide = new int[stretch.count];
        float[][] xyz = new float[stretch.count][];
        for (int f = 0; f < stretch.count; ) {
            TarReader.Entry entry = archive.next();
            if (entry == null) {
                throw file.damaged("has fewer frames than when it was opened");
            }
            Integer number = peptide(file, entry);
            if (number != null) {
                requireSize(file, entry, number);
                peptide[f] = number;
                xyz[f++] = xyz(file, entry, peptides.get(number).order);
            }
        }
        return new Piece(peptide, xyz);
    }

    private static float[] xyz(MappedFile file, TarReader.Entry entry, int[] order) {
        float[] read = new float[3 * order.length];
        MemorySegment.copy(entry.data(), FLOAT, 0, read, 0, read.length);
        float[] xyz = new float[read.length];
        for (int i = 0; i < xyz.length; i++) {
            xyz[i] = read[3 * order[i / 3] + i % 3];
            if (!Float.isFinite(xyz[i])) {
                throw new BadInput(file.path() + ", entry " + entry.name() + ": atom " + (order[i / 3] + 1)
                        + " has coordinate " + xyz[i] + ", which is not finite; remove the entry");
            }
        }
        return xyz;
    }

    @Override
    public void close() {
        arena.close();
    }
}
