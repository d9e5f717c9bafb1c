package org.arbolt.forcefield;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.arbolt.forcefield.FloatLanes.LENGTH;
import static org.arbolt.forcefield.FloatLanes.SPECIES;
import static org.arbolt.forcefield.FloatLanes.farDescreening;
import static org.arbolt.forcefield.FloatLanes.inverse;
import static org.arbolt.forcefield.FloatLanes.log;
import static org.arbolt.forcefield.FloatLanes.slot;
import static org.arbolt.forcefield.FloatLanes.vectors;

import java.util.List;
import java.util.function.IntSupplier;
import jdk.incubator.vector.FloatVector;

/**
 * The sums I_i of the pairwise descreening integrals of a tile (see {@link ScalarBorn}). Pairs of spheres that are
 * apart, most pairs of most molecules, need a polynomial only; the rest need logarithms. Each lane takes its own side
 * of that choice: a pair that differs between lanes goes through both, and so no conformation's energy depends on its
 * neighbours.
 *
 * <p>The build derives the double-precision twin of this class from this file (see the module's POM).
 */
final class FloatDescreening {
    private static final int BLOCK = 128; // near pairs

    private final FloatPairNumbers numbers;
    private final int atoms;
    private final FloatPairBuffers buffers;
    private final float[] integral; // [A][L], 1/nm

    // The pairs of the tile whose spheres may touch, and their 1/r, [near][L].
    private final int[] pair;
    private final float[] inverse;
    private int count;
    private boolean nested; // one of them in some lane

    private final float[] distance = vectors(BLOCK); // r of the current block
    private final Side onFirst; // what first atoms take from second ones
    private final Side onSecond;

    /** One direction of the near pairs of a block. */
    private final class Side {
        final boolean first;
        final int[] takers; // [P]
        final int[] givers; // [P]
        final float[] bounds = vectors(BLOCK); // L/U, then its logarithm
        final float[] rest = vectors(BLOCK); // the integral but for its logarithm
        final float[] band = vectors(BLOCK); // (1/L² − 1/U²)/8

        Side(boolean first) {
            this.first = first;
            takers = first ? numbers.first : numbers.second;
            givers = first ? numbers.second : numbers.first;
        }

        void geometry(int block, boolean withForces) {
            FloatDescreening.this.geometry(block, this);
        }

        void logarithms(int block, boolean withForces) {
            int end = slot(end(block) - block * BLOCK);
            for (int at = slot(0); at < end; at += LENGTH) {
                log(fromArray(SPECIES, bounds, at)).intoArray(bounds, at);
            }
        }

        void slopes(int block, boolean withForces) {
            FloatDescreening.this.slopes(block, this);
        }

        /** Where (∂I/∂r)/r goes, [P][L]. */
        float[] slopes() {
            return first ? buffers.slopeOnFirst : buffers.slopeOnSecond;
        }
    }

    FloatDescreening(FloatPairNumbers numbers, FloatPairBuffers buffers) {
        this.numbers = numbers;
        this.buffers = buffers;
        onFirst = new Side(true);
        onSecond = new Side(false);
        integral = buffers.integral;
        atoms = numbers.atoms;
        pair = new int[numbers.pairs() + 1]; // one more than there may be: far pairs are written and then left out
        inverse = vectors(pair.length);
    }

    /** Begins a tile. */
    void begin(int all, boolean withForces) {
        count = 0;
        nested = false;
    }

    /** Sweeps over blocks of near pairs, after all groups have been through {@link #partition}. */
    List<KernelPasses> nearSweeps() {
        IntSupplier blocks = () -> Math.ceilDiv(count, BLOCK);
        return List.of(
                KernelPasses.over(blocks)
                        .then(
                                this::distances,
                                onFirst::geometry,
                                onSecond::geometry,
                                onFirst::logarithms,
                                onSecond::logarithms,
                                this::sums)
                        .thenForForces(onFirst::slopes, onSecond::slopes),
                KernelPasses.over(() -> nested ? blocks.getAsInt() : 0).then(this::engulfed));
    }

    private int end(int block) {
        return Math.min(count, (block + 1) * BLOCK);
    }

    /**
     * Lists a group's near pairs and makes 1/r zero in the lanes that are near, where all of a far pair then vanishes.
     */
    void partition(int group, boolean withForces) {
        float[] inverses = buffers.inverse;
        int pairs = numbers.pairs(group);
        int near = count;
        for (int k = 0, p = numbers.firstPair(group); k < pairs; k++, p++) {
            FloatVector w = fromArray(SPECIES, inverses, slot(k));
            var touches = w.compare(GT, numbers.apart[p]);
            pair[near] = p;
            w.intoArray(inverse, slot(near));
            near += touches.anyTrue() ? 1 : 0;
            w.blend(0f, touches).intoArray(inverses, slot(k));
        }
        count = near;
    }

    /** What the atoms of a group's far pairs take from each other, where forces are not wanted. */
    void far(int group, boolean withForces) {
        for (int i = numbers.groups[group], k = 0; i < numbers.groups[group + 1]; i++) {
            FloatVector sum = fromArray(SPECIES, integral, slot(i));
            float squareI = numbers.scaledSquare[i];
            float cubeI = numbers.scaledCube[i];
            for (int j = i + 1; j < atoms; j++, k++) {
                FloatVector w = fromArray(SPECIES, buffers.inverse, slot(k));
                FloatVector w2 = w.mul(w);
                FloatVector w4 = w2.mul(w2);
                FloatVector onI =
                        farDescreening(w2.mul(numbers.scaledSquare[j])).mul(numbers.scaledCube[j]);
                FloatVector onJ = farDescreening(w2.mul(squareI)).mul(cubeI);
                sum = onI.fma(w4, sum);
                onJ.fma(w4, fromArray(SPECIES, integral, slot(j))).intoArray(integral, slot(j));
            }
            sum.intoArray(integral, slot(i));
        }
    }

    /**
     * The same with the slopes, for which {@link FloatLanes#farDescreening} D(y) need not be differentiated: −(2y d/dy
     * + 4) D(y) = −(D(y) + 1/(1 − y)²).
     */
    void farWithSlopes(int group, boolean withForces) {
        for (int i = numbers.groups[group], p = numbers.firstPair(group), k = 0; i < numbers.groups[group + 1]; i++) {
            FloatVector sum = fromArray(SPECIES, integral, slot(i));
            float squareI = numbers.scaledSquare[i];
            float cubeI = numbers.scaledCube[i];
            for (int j = i + 1; j < atoms; j++, p++, k++) {
                FloatVector w = fromArray(SPECIES, buffers.inverse, slot(k));
                FloatVector w2 = w.mul(w);
                FloatVector yI = w2.mul(numbers.scaledSquare[j]);
                FloatVector yJ = w2.mul(squareI);
                FloatVector farI = farDescreening(yI);
                FloatVector farJ = farDescreening(yJ);
                FloatVector w4 = w2.mul(w2);
                FloatVector w6 = w4.mul(w2);
                sum = farI.mul(numbers.scaledCube[j]).fma(w4, sum);
                farJ.mul(cubeI).fma(w4, fromArray(SPECIES, integral, slot(j))).intoArray(integral, slot(j));
                FloatVector poleI = inverse(yI.sub(1f));
                FloatVector poleJ = inverse(yJ.sub(1f));
                poleI.fma(poleI, farI).mul(-numbers.scaledCube[j]).mul(w6).intoArray(buffers.slopeOnFirst, slot(p));
                poleJ.fma(poleJ, farJ).mul(-cubeI).mul(w6).intoArray(buffers.slopeOnSecond, slot(p));
            }
            sum.intoArray(integral, slot(i));
        }
    }

    private void distances(int block, boolean withForces) {
        int end = end(block);
        for (int n = block * BLOCK, at = slot(0); n < end; n++, at += LENGTH) {
            inverse(fromArray(SPECIES, inverse, slot(n))).intoArray(distance, at);
        }
    }

    private void geometry(int block, Side side) {
        int end = end(block);
        for (int n = block * BLOCK, at = slot(0); n < end; n++, at += LENGTH) {
            float radius = numbers.offset[side.takers[pair[n]]];
            float scaled = numbers.scaled[side.givers[pair[n]]];
            FloatVector r = fromArray(SPECIES, distance, at);
            FloatVector w = fromArray(SPECIES, inverse, slot(n));
            FloatVector upper = r.add(scaled);
            FloatVector lower = r.sub(scaled).abs();
            lower = lower.blend(radius, lower.compare(LT, radius));
            FloatVector inverse = inverse(upper.mul(lower)); // 1/(L U)
            FloatVector gap = upper.sub(lower).mul(inverse).mul(0.5f); // (1/L − 1/U)/2
            FloatVector band = upper.add(lower).mul(inverse).mul(gap).mul(0.25f); // (1/L² − 1/U²)/8
            lower.mul(lower).mul(inverse).intoArray(side.bounds, at);
            w.mul(scaled * scaled).sub(r).fma(band, gap).intoArray(side.rest, at);
            band.intoArray(side.band, at);
        }
    }

    /** Adds pair by pair, so that the order in which an atom's sum grows does not depend on where blocks begin. */
    private void sums(int block, boolean withForces) {
        int end = end(block);
        for (int n = block * BLOCK, at = slot(0); n < end; n++, at += LENGTH) {
            int i = numbers.first[pair[n]];
            int j = numbers.second[pair[n]];
            FloatVector w = fromArray(SPECIES, inverse, slot(n));
            FloatVector quarter = w.mul(0.25f);
            var here = w.compare(GT, numbers.apart[pair[n]]);
            FloatVector onI = fromArray(SPECIES, onFirst.bounds, at).fma(quarter, fromArray(SPECIES, onFirst.rest, at));
            FloatVector onJ =
                    fromArray(SPECIES, onSecond.bounds, at).fma(quarter, fromArray(SPECIES, onSecond.rest, at));
            if (w.compare(GT, numbers.nested[pair[n]]).anyTrue()) {
                nested = true;
                // closer than this, the one's sphere lies inside the other atom and takes nothing from it
                FloatVector r = fromArray(SPECIES, distance, at);
                onI = onI.blend(0f, r.compare(LT, numbers.offset[i] - numbers.scaled[j]));
                onJ = onJ.blend(0f, r.compare(LT, numbers.offset[j] - numbers.scaled[i]));
            }
            fromArray(SPECIES, integral, slot(i)).add(onI, here).intoArray(integral, slot(i));
            fromArray(SPECIES, integral, slot(j)).add(onJ, here).intoArray(integral, slot(j));
        }
    }

    /** The bounds' own motion cancels; what remains is the explicit r. */
    private void slopes(int block, Side side) {
        float[] slopes = side.slopes();
        int end = end(block);
        for (int n = block * BLOCK, at = slot(0); n < end; n++, at += LENGTH) {
            float scaled = numbers.scaled[side.givers[pair[n]]];
            FloatVector w = fromArray(SPECIES, inverse, slot(n));
            FloatVector log = fromArray(SPECIES, side.bounds, at).mul(w).mul(0.25f);
            FloatVector band = fromArray(SPECIES, side.band, at);
            var here = w.compare(GT, numbers.apart[pair[n]]);
            var within = fromArray(SPECIES, distance, at).compare(LT, numbers.offset[side.takers[pair[n]]] - scaled);
            FloatVector slope = w.mul(scaled * scaled)
                    .fma(band, log)
                    .fma(w, band)
                    .mul(w)
                    .neg()
                    .blend(0f, within);
            slope.intoArray(slopes, slot(pair[n]), here);
        }
    }

    /** What is missing where an atom lies inside another's sphere, which takes a bad clash. */
    private void engulfed(int block, boolean withForces) {
        int end = end(block);
        for (int n = block * BLOCK; n < end; n++) {
            if (fromArray(SPECIES, inverse, slot(n))
                    .compare(GT, numbers.nested[pair[n]])
                    .anyTrue()) {
                engulfed(n, onFirst, withForces);
                engulfed(n, onSecond, withForces);
            }
        }
    }

    private void engulfed(int n, Side side, boolean withForces) {
        float radius = numbers.offset[side.takers[pair[n]]];
        float scaled = numbers.scaled[side.givers[pair[n]]];
        FloatVector w = fromArray(SPECIES, inverse, slot(n));
        FloatVector r = inverse(w);
        var inside = r.compare(LT, scaled - radius);
        FloatVector inverseLower =
                inverse(FloatVector.broadcast(SPECIES, scaled).sub(r));
        if (numbers.engulfed) {
            int on = slot(side.takers[pair[n]]);
            FloatVector extra = FloatVector.broadcast(SPECIES, 1f / radius).sub(inverseLower);
            fromArray(SPECIES, integral, on).add(extra, inside).intoArray(integral, on);
        } else if (withForces) {
            float[] slopes = side.slopes();
            int to = slot(pair[n]);
            fromArray(SPECIES, slopes, to)
                    .add(inverseLower.mul(inverseLower).mul(w), inside)
                    .intoArray(slopes, to);
        }
    }
}
