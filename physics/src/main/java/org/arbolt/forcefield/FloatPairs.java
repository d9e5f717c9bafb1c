package org.arbolt.forcefield;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.arbolt.forcefield.FloatLanes.LENGTH;
import static org.arbolt.forcefield.FloatLanes.MIN_SQUARE;
import static org.arbolt.forcefield.FloatLanes.SPECIES;
import static org.arbolt.forcefield.FloatLanes.difference;
import static org.arbolt.forcefield.FloatLanes.inverseRoot;
import static org.arbolt.forcefield.FloatLanes.slot;

import java.util.List;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;

/**
 * Lennard-Jones, Coulomb and generalised Born of a tile, over all pairs i &lt; j in groups of rows, with the formulas
 * of {@link ScalarNonbonded} and {@link ScalarBorn}. Three sweeps over the pairs, because Born radii need all
 * descreening sums, and the forces on them need all derivatives by Born radii:
 *
 * <ol>
 *   <li>distances, Lennard-Jones and Coulomb, descreening integrals and their slopes;
 *   <li>after Born radii: the polar energy and its derivatives;
 *   <li>forces only: everything that acts along the line between two atoms, applied at once.
 * </ol>
 *
 * <p>The build derives the double-precision twin of this class from this file (see the module's POM).
 */
final class FloatPairs {
    private static final int BLOCK = 64; // exceptions

    private final FloatPairNumbers numbers;
    private final int atoms;
    private final FloatTile tile;
    private final FloatPairBuffers buffers;
    private final FloatDescreening descreening;
    private final FloatPolar polar;

    FloatPairs(FloatPairNumbers numbers, FloatTile tile) {
        this.numbers = numbers;
        this.tile = tile;
        atoms = numbers.atoms;
        buffers = new FloatPairBuffers(atoms, numbers.pairs(), numbers.largestGroup());
        descreening = new FloatDescreening(numbers, buffers);
        polar = new FloatPolar(numbers, tile, buffers);
    }

    List<KernelPasses> sweeps() {
        int groups = numbers.groups.length - 1;
        Stream<KernelPasses> first = Stream.of(
                KernelPasses.once(buffers::begin, descreening::begin),
                KernelPasses.over(groups)
                        .then(this::squares, this::inverses, this::nonbonded, descreening::partition)
                        .thenForEnergies(descreening::far)
                        .thenForForces(descreening::farWithSlopes));
        Stream<KernelPasses> rest = Stream.of(
                KernelPasses.over(Math.ceilDiv(numbers.exceptionAtoms.length / 2, BLOCK))
                        .then(this::exceptions),
                KernelPasses.once(polar::rescale, polar::selfEnergies),
                KernelPasses.over(groups).then(polar::exponents, polar::decays, polar::roots),
                KernelPasses.over(1).thenForForces(polar::chain),
                KernelPasses.over(atoms).thenForForces(this::applyForces));
        return Stream.of(first, descreening.nearSweeps().stream(), rest)
                .flatMap(s -> s)
                .toList();
    }

    /** Leaves r² where 1/r will be. */
    private void squares(int group, boolean withForces) {
        float[] x = tile.x;
        for (int i = numbers.groups[group], k = 0; i < numbers.groups[group + 1]; i++) {
            int oi = slot(3 * i);
            FloatVector xi = fromArray(SPECIES, x, oi);
            FloatVector yi = fromArray(SPECIES, x, oi + LENGTH);
            FloatVector zi = fromArray(SPECIES, x, oi + 2 * LENGTH);
            for (int j = i + 1; j < atoms; j++, k++) {
                int oj = slot(3 * j);
                FloatVector dx = xi.sub(fromArray(SPECIES, x, oj));
                FloatVector dy = yi.sub(fromArray(SPECIES, x, oj + LENGTH));
                FloatVector dz = zi.sub(fromArray(SPECIES, x, oj + 2 * LENGTH));
                dx.fma(dx, dy.fma(dy, dz.mul(dz))).intoArray(buffers.inverse, slot(k));
            }
        }
    }

    private void inverses(int group, boolean withForces) {
        float[] inverse = buffers.inverse;
        int pairs = numbers.pairs(group);
        for (int k = 0; k < pairs; k++) {
            FloatVector square = fromArray(SPECIES, inverse, slot(k));
            square = square.blend(MIN_SQUARE, square.compare(LT, MIN_SQUARE));
            FloatVector w = inverseRoot(square);
            if (numbers.cut) {
                w = w.blend(0f, w.compare(LT, numbers.inverseReach));
            }
            w.intoArray(inverse, slot(k));
        }
    }

    private void nonbonded(int group, boolean withForces) {
        FloatVector energy = FloatVector.zero(SPECIES);
        int pairs = numbers.pairs(group);
        for (int k = 0, p = numbers.firstPair(group); k < pairs; k++, p++) {
            FloatVector w = fromArray(SPECIES, buffers.inverse, slot(k));
            FloatVector w2 = w.mul(w);
            FloatVector w6 = w2.mul(w2).mul(w2);
            FloatVector repulsion = w6.mul(numbers.c12[p]); // over w^6
            FloatVector shifted = w;
            if (numbers.cut) {
                shifted = w.sub(numbers.inverseReach).blend(0f, w.compare(EQ, 0f));
            }
            energy = repulsion
                    .sub(numbers.c6[p])
                    .fma(w6, shifted.mul(numbers.charges[p]))
                    .add(energy);
            if (withForces) {
                FloatVector g = repulsion
                        .mul(12f)
                        .sub(6f * numbers.c6[p])
                        .fma(w6, w.mul(numbers.charges[p]))
                        .mul(w2);
                g.intoArray(buffers.force, slot(p));
            }
        }
        energy.intoArray(tile.row, slot(0));
        tile.addRow(EnergyComponent.NONBONDED);
    }

    /** A block of the 1-4 pairs that a cut-off keeps apart from all others. */
    private void exceptions(int block, boolean withForces) {
        FloatVector energy = FloatVector.zero(SPECIES);
        int end = Math.min(numbers.exceptionAtoms.length / 2, (block + 1) * BLOCK);
        for (int n = block * BLOCK; n < end; n++) {
            int oi = slot(3 * numbers.exceptionAtoms[2 * n]);
            int oj = slot(3 * numbers.exceptionAtoms[2 * n + 1]);
            FloatVector dx = difference(tile.x, oi, oj);
            FloatVector dy = difference(tile.x, oi + LENGTH, oj + LENGTH);
            FloatVector dz = difference(tile.x, oi + 2 * LENGTH, oj + 2 * LENGTH);
            FloatVector square = dx.fma(dx, dy.fma(dy, dz.mul(dz)));
            FloatVector w = inverseRoot(square.blend(MIN_SQUARE, square.compare(LT, MIN_SQUARE)));
            FloatVector w2 = w.mul(w);
            FloatVector w6 = w2.mul(w2).mul(w2);
            FloatVector repulsion = w6.mul(numbers.exceptions[3 * n]); // over w^6
            float c6 = numbers.exceptions[3 * n + 1];
            FloatVector coulomb = w.mul(numbers.exceptions[3 * n + 2]);
            energy = repulsion.sub(c6).fma(w6, coulomb).add(energy);
            if (withForces) {
                FloatVector g = repulsion.mul(12f).sub(6f * c6).fma(w6, coulomb).mul(w2);
                for (int axis = 0; axis < 3 * LENGTH; axis += LENGTH) {
                    FloatVector f = fromArray(SPECIES, tile.x, oi + axis)
                            .sub(fromArray(SPECIES, tile.x, oj + axis))
                            .mul(g);
                    fromArray(SPECIES, tile.force, oi + axis).add(f).intoArray(tile.force, oi + axis);
                    fromArray(SPECIES, tile.force, oj + axis).sub(f).intoArray(tile.force, oj + axis);
                }
            }
        }
        energy.intoArray(tile.row, slot(0));
        tile.addRow(EnergyComponent.NONBONDED);
    }

    private void applyForces(int i, boolean withForces) {
        float[] forces = tile.force;
        int oi = slot(3 * i);
        FloatVector xi = fromArray(SPECIES, tile.x, oi);
        FloatVector yi = fromArray(SPECIES, tile.x, oi + LENGTH);
        FloatVector zi = fromArray(SPECIES, tile.x, oi + 2 * LENGTH);
        FloatVector fx = fromArray(SPECIES, forces, oi);
        FloatVector fy = fromArray(SPECIES, forces, oi + LENGTH);
        FloatVector fz = fromArray(SPECIES, forces, oi + 2 * LENGTH);
        FloatVector chain = fromArray(SPECIES, buffers.chain, slot(i));
        for (int j = i + 1, p = slot(numbers.pairOfZero(i) + j); j < atoms; j++, p += LENGTH) {
            int oj = slot(3 * j);
            FloatVector onFirst = chain.mul(fromArray(SPECIES, buffers.slopeOnFirst, p));
            FloatVector chainJ = fromArray(SPECIES, buffers.chain, slot(j));
            FloatVector both = chainJ.fma(fromArray(SPECIES, buffers.slopeOnSecond, p), onFirst);
            FloatVector g = fromArray(SPECIES, buffers.force, p).sub(both);
            FloatVector gx = xi.sub(fromArray(SPECIES, tile.x, oj)).mul(g);
            FloatVector gy = yi.sub(fromArray(SPECIES, tile.x, oj + LENGTH)).mul(g);
            FloatVector gz = zi.sub(fromArray(SPECIES, tile.x, oj + 2 * LENGTH)).mul(g);
            fx = fx.add(gx);
            fy = fy.add(gy);
            fz = fz.add(gz);
            fromArray(SPECIES, forces, oj).sub(gx).intoArray(forces, oj);
            fromArray(SPECIES, forces, oj + LENGTH).sub(gy).intoArray(forces, oj + LENGTH);
            fromArray(SPECIES, forces, oj + 2 * LENGTH).sub(gz).intoArray(forces, oj + 2 * LENGTH);
        }
        fx.intoArray(forces, oi);
        fy.intoArray(forces, oi + LENGTH);
        fz.intoArray(forces, oi + 2 * LENGTH);
    }
}
