package org.arbolt.forcefield;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.LE;
import static org.arbolt.forcefield.FloatLanes.LENGTH;
import static org.arbolt.forcefield.FloatLanes.MIN_SQUARE;
import static org.arbolt.forcefield.FloatLanes.SPECIES;
import static org.arbolt.forcefield.FloatLanes.difference;
import static org.arbolt.forcefield.FloatLanes.inverseRoot;

import java.util.List;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;

/**
 * Lennard-Jones, Coulomb and generalised Born of a tile, row by row over all pairs i &lt; j, with the formulas of
 * {@link ScalarNonbonded} and {@link ScalarBorn}. Three sweeps over the rows, because Born radii need all descreening
 * sums, and the forces on them need all derivatives by Born radii:
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
    buffers = new FloatPairBuffers(atoms, numbers.pairs());
    descreening = new FloatDescreening(numbers, buffers);
    polar = new FloatPolar(numbers, tile, buffers);
  }

  List<Sweep> sweeps() {
    Stream<Sweep.Pass> distances = Stream.of(this::distances, this::nonbonded);
    return List.of(
        new Sweep(1, buffers::begin),
        new Sweep(atoms, Stream.concat(distances, descreening.passes().stream()).toArray(Sweep.Pass[]::new)),
        new Sweep(numbers.exceptionAtoms.length / 2, this::exceptions),
        new Sweep(1, polar::rescale, polar::selfEnergies),
        new Sweep(atoms, polar::decays, polar::roots),
        new Sweep(1, polar::chain),
        new Sweep(atoms, this::applyForces));
  }

  private void distances(int i, boolean withForces) {
    int oi = 3 * LENGTH * i;
    FloatVector xi = fromArray(SPECIES, tile.x, oi);
    FloatVector yi = fromArray(SPECIES, tile.x, oi + LENGTH);
    FloatVector zi = fromArray(SPECIES, tile.x, oi + 2 * LENGTH);
    for (int j = i + 1; j < atoms; j++) {
      int oj = 3 * LENGTH * j;
      FloatVector dx = xi.sub(fromArray(SPECIES, tile.x, oj));
      FloatVector dy = yi.sub(fromArray(SPECIES, tile.x, oj + LENGTH));
      FloatVector dz = zi.sub(fromArray(SPECIES, tile.x, oj + 2 * LENGTH));
      FloatVector square = dx.fma(dx, dy.fma(dy, dz.mul(dz))).max(MIN_SQUARE);
      FloatVector inverse = inverseRoot(square);
      inverse.intoArray(buffers.inverse, LENGTH * j);
      square.mul(inverse).intoArray(buffers.distance, LENGTH * j);
    }
  }

  private void nonbonded(int i, boolean withForces) {
    FloatVector energy = FloatVector.zero(SPECIES);
    for (int j = i + 1, p = numbers.pairOfZero(i) + j; j < atoms; j++, p++) {
      FloatVector w = fromArray(SPECIES, buffers.inverse, LENGTH * j);
      FloatVector w2 = w.mul(w);
      FloatVector w6 = w2.mul(w2).mul(w2);
      FloatVector repulsion = w6.mul(numbers.c12[p]); // over w^6
      FloatVector coulomb = w.mul(numbers.charges[p]);
      FloatVector u = repulsion.sub(numbers.c6[p]).fma(w6, coulomb);
      if (numbers.cut) {
        var inside = fromArray(SPECIES, buffers.distance, LENGTH * j).compare(LE, numbers.reach);
        u = FloatVector.zero(SPECIES).blend(u.sub(numbers.charges[p] * numbers.inverseReach), inside);
        w2 = FloatVector.zero(SPECIES).blend(w2, inside);
      }
      energy = energy.add(u);
      if (withForces) {
        FloatVector g = repulsion.mul(12f).sub(6f * numbers.c6[p]).fma(w6, coulomb).mul(w2);
        g.intoArray(buffers.force, LENGTH * p);
      }
    }
    energy.intoArray(tile.row, 0);
    tile.addRow(Component.NONBONDED);
  }

  /** One 1-4 pair of those that a cut-off keeps apart from all others. */
  private void exceptions(int n, boolean withForces) {
    int oi = 3 * LENGTH * numbers.exceptionAtoms[2 * n];
    int oj = 3 * LENGTH * numbers.exceptionAtoms[2 * n + 1];
    FloatVector dx = difference(tile.x, oi, oj);
    FloatVector dy = difference(tile.x, oi + LENGTH, oj + LENGTH);
    FloatVector dz = difference(tile.x, oi + 2 * LENGTH, oj + 2 * LENGTH);
    FloatVector w = inverseRoot(dx.fma(dx, dy.fma(dy, dz.mul(dz))).max(MIN_SQUARE));
    FloatVector w2 = w.mul(w);
    FloatVector w6 = w2.mul(w2).mul(w2);
    FloatVector repulsion = w6.mul(numbers.exceptions[3 * n]); // over w^6
    float c6 = numbers.exceptions[3 * n + 1];
    FloatVector coulomb = w.mul(numbers.exceptions[3 * n + 2]);
    repulsion.sub(c6).fma(w6, coulomb).intoArray(tile.row, 0);
    tile.addRow(Component.NONBONDED);
    if (withForces) {
      FloatVector g = repulsion.mul(12f).sub(6f * c6).fma(w6, coulomb).mul(w2);
      for (int axis = 0; axis < 3 * LENGTH; axis += LENGTH) {
        FloatVector f = fromArray(SPECIES, tile.x, oi + axis).sub(fromArray(SPECIES, tile.x, oj + axis)).mul(g);
        fromArray(SPECIES, tile.force, oi + axis).add(f).intoArray(tile.force, oi + axis);
        fromArray(SPECIES, tile.force, oj + axis).sub(f).intoArray(tile.force, oj + axis);
      }
    }
  }

  private void applyForces(int i, boolean withForces) {
    if (!withForces) {
      return;
    }
    float[] forces = tile.force;
    int oi = 3 * LENGTH * i;
    FloatVector xi = fromArray(SPECIES, tile.x, oi);
    FloatVector yi = fromArray(SPECIES, tile.x, oi + LENGTH);
    FloatVector zi = fromArray(SPECIES, tile.x, oi + 2 * LENGTH);
    FloatVector fx = fromArray(SPECIES, forces, oi);
    FloatVector fy = fromArray(SPECIES, forces, oi + LENGTH);
    FloatVector fz = fromArray(SPECIES, forces, oi + 2 * LENGTH);
    FloatVector chain = fromArray(SPECIES, buffers.chain, LENGTH * i);
    for (int j = i + 1, p = LENGTH * (numbers.pairOfZero(i) + j); j < atoms; j++, p += LENGTH) {
      int oj = 3 * LENGTH * j;
      FloatVector onFirst = chain.mul(fromArray(SPECIES, buffers.slopeOnFirst, p));
      FloatVector chainJ = fromArray(SPECIES, buffers.chain, LENGTH * j);
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
