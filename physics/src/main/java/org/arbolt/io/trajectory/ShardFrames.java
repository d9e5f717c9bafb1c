package org.arbolt.io.trajectory;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.molecule.Frames;

/** The frames of one peptide in shards of many, one shard after another. */
final class ShardFrames implements FrameSource {
    private static final int PIECE = 256; // frames

    private final PeptideShards shards;
    private final int atoms;
    private int piece; // the one being read
    private int within; // its frames that have been read
    private PeptideShards.Piece loaded; // null before it is
    private long left;

    /** @throws org.arbolt.BadInput if one is damaged, or none has a frame of the peptide */
    ShardFrames(List<Path> paths, String sequence, int atoms) {
        this.atoms = atoms;
        int[] order = IntStream.range(0, atoms).toArray();
        shards = PeptideShards.open(paths, List.of(new PeptideShards.Peptide(sequence, order)));
        shards.cut(PIECE);
        left = shards.frames(0);
    }

    @Override
    public int atoms() {
        return atoms;
    }

    @Override
    public long count() {
        return shards.frames(0);
    }

    @Override
    public Frames next(int most) {
        Frames frames = Frames.allocate((int) Math.min(most, left), atoms);
        for (int f = 0; f < frames.count(); f++) {
            float[] xyz = nextFrame();
            for (int i = 0; i < xyz.length; i++) {
                frames.xyz()[f * xyz.length + i] = xyz[i];
            }
        }
        left -= frames.count();
        return frames;
    }

    private float[] nextFrame() {
        if (loaded != null && within == loaded.count()) {
            loaded = null;
            piece++;
            within = 0;
        }
        if (loaded == null) {
            loaded = shards.read(piece);
        }
        return loaded.xyz()[within++];
    }

    @Override
    public void close() {
        shards.close();
    }
}
