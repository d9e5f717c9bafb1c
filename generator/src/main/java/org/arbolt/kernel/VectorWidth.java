package org.arbolt.kernel;

/** The width of the machine's vectors, which decides in what order sums are added up. */
public final class VectorWidth {
    private VectorWidth() {}

    /** Bits of one vector, e.g. 512 with AVX-512. */
    public static int bits() {
        return Lanes.SPECIES.vectorBitSize();
    }
}
