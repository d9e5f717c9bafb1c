package org.arbolt.forcefield;

import java.util.Arrays;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/**
 * Passes of a vector kernel over rows of a tile: each row goes through all passes before the next.
 *
 * <p>That passes are objects behind an interface has a second purpose. The compiler sees that many kinds are called
 * from one place and so compiles each by itself. Were they plain calls, it would inline several into one method, and
 * once a method has grown past some forty vector operations it stops inlining the helpers in {@link FloatLanes}:
 * their vectors would be boxed at every call, ten times slower.
 */
final class KernelPasses {

    /** One pass. It reads and writes vectors in memory only. */
    @FunctionalInterface
    interface Pass {
        /**
         * @param row which row
         * @param withForces whether forces are wanted
         */
        void run(int row, boolean withForces);
    }

    private final IntSupplier rows;
    private Pass[] energies = {};
    private Pass[] forces = {};

    private KernelPasses(IntSupplier rows) {
        this.rows = rows;
    }

    /** A sweep over as many rows as there are when it runs. */
    static KernelPasses over(IntSupplier rows) {
        return new KernelPasses(rows);
    }

    static KernelPasses over(int rows) {
        return over(() -> rows);
    }

    /** Passes over everything at once. */
    static KernelPasses once(Pass... passes) {
        return over(1).then(passes);
    }

    /** Adds passes. */
    KernelPasses then(Pass... passes) {
        return thenForEnergies(passes).thenForForces(passes);
    }

    /** Adds passes for when forces are not wanted. */
    KernelPasses thenForEnergies(Pass... passes) {
        energies = joined(energies, passes);
        return this;
    }

    /** Adds passes for when forces are wanted. */
    KernelPasses thenForForces(Pass... passes) {
        forces = joined(forces, passes);
        return this;
    }

    private static Pass[] joined(Pass[] some, Pass[] more) {
        return Stream.of(some, more).flatMap(Arrays::stream).toArray(Pass[]::new);
    }

    void run(boolean withForces) {
        Pass[] passes = withForces ? forces : energies;
        int count = rows.getAsInt();
        for (int row = 0; row < count; row++) {
            for (Pass pass : passes) {
                pass.run(row, withForces);
            }
        }
    }
}
