package org.arbolt.model.coordinates;

import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.arbolt.molecule.Frames;

/** Training frames of one molecule or several, which are gone through more than once and need not all be in memory. */
@FunctionalInterface
public interface FramePasses {

    /** Hands over all frames, each with the number of its molecule, in the same order every time. */
    void forEach(BiConsumer<Integer, Frames> each);

    /** Frames in memory, of molecules in the order given. */
    static FramePasses of(Frames... molecules) {
        return each -> IntStream.range(0, molecules.length).forEach(m -> each.accept(m, molecules[m]));
    }
}
