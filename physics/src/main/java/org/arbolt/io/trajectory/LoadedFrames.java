package org.arbolt.io.trajectory;

import org.arbolt.molecule.Frames;

/** Frames that are in memory already, as a source: of files whose layout cannot be read in blocks. */
final class LoadedFrames implements FrameSource {
    private final Frames frames;
    private int read;

    LoadedFrames(Frames frames) {
        this.frames = frames;
    }

    @Override
    public int atoms() {
        return frames.atoms();
    }

    @Override
    public long count() {
        return frames.count();
    }

    @Override
    public Frames next(int most) {
        int from = read;
        read += Math.min(most, frames.count() - read);
        return from == 0 && read == frames.count() ? frames : frames.slice(from, read);
    }

    @Override
    public void close() {}
}
