package org.arbolt.io.trajectory;

import org.arbolt.molecule.Frames;
import org.arbolt.units.LengthUnit;

/** Frames of a file in another unit of length, in nm. */
record ScaledFrames(FrameSource source, LengthUnit unit) implements FrameSource {

    static FrameSource of(FrameSource source, LengthUnit unit) {
        return unit == LengthUnit.NM ? source : new ScaledFrames(source, unit);
    }

    @Override
    public int atoms() {
        return source.atoms();
    }

    @Override
    public long count() {
        return source.count();
    }

    @Override
    public Frames next(int most) {
        return source.next(most).times(unit.nanometres());
    }

    @Override
    public void skip(long frames) {
        source.skip(frames);
    }

    @Override
    public void close() {
        source.close();
    }
}
