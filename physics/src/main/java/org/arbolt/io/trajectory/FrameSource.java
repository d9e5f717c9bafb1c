package org.arbolt.io.trajectory;

import org.arbolt.BadInput;
import org.arbolt.molecule.Frames;

/**
 * Conformations that are read one block after another, so that a file of any length takes bounded memory. Nothing has
 * been read of a block before it is asked for, hence damage may come to light in any of them. For the thread that
 * opened it alone.
 */
public interface FrameSource extends AutoCloseable {
    /** Frames that are read at once where they cannot be passed over unread. */
    int SKIPPED_AT_A_TIME = 256;

    /** Atoms A of every frame. */
    int atoms();

    /** Frames in all. The bytes for them are there, so whoever allocates room for as many is not deceived. */
    long count();

    /**
     * The next frames.
     *
     * @param most how many are wanted; there are fewer only at the end
     * @return [F][A][3], nm; without a frame when all have been read
     * @throws BadInput if the file is damaged there
     */
    Frames next(int most);

    /**
     * Passes frames over. Where a format has frames of one length this costs nothing; the checksum of an archive that
     * is not read from its first frame on is not looked at.
     *
     * @param frames how many, at most those that are left
     */
    default void skip(long frames) {
        for (long left = frames; left > 0; ) {
            left -= next((int) Math.min(left, SKIPPED_AT_A_TIME)).count();
        }
    }

    @Override
    void close();

    /**
     * All frames that are still to come.
     *
     * @param where the file, for messages
     * @throws BadInput if they do not fit the memory, or the file is damaged
     */
    default Frames rest(Object where) {
        long bytes = 8L * 3 * atoms() * count();
        if (3L * atoms() * count() > Integer.MAX_VALUE - 8
                || bytes > Runtime.getRuntime().maxMemory()) {
            throw new BadInput(
                    where + ": " + count() + " frames of " + atoms() + " atoms do not fit the memory given to Java ("
                            + Runtime.getRuntime().maxMemory() + " bytes) or one array; raise -Xmx or split the file");
        }
        return next((int) count());
    }
}
