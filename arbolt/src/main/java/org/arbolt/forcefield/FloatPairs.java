package org.arbolt.forcefield;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.arbolt.forcefield.FloatLanes.LENGTH;
import static org.arbolt.forcefield.FloatLanes.MIN_SQUARE;
import static org.arbolt.forcefield.FloatLanes.SPECIES;
import static org.arbolt.forcefield.FloatLanes.exp;
import static org.arbolt.forcefield.FloatLanes.inverse;
import static org.arbolt.forcefield.FloatLanes.inverseRoot;
import static org.arbolt.forcefield.FloatLanes.log;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Lennard-Jones, Coulomb and generalised Born of a tile, row by row over all pairs i &lt; j; the formulas are those of {@link
 * ScalarNonbonded} and {@link ScalarBorn}. Three sweeps, because Born radii need all descreening sums, and forces on them
 * need all derivatives by Born radii:
 *
 * <ol>
 *   <li>distances, Lennard-Jones and Coulomb, descreening integrals and their slopes;
 *   <li>after Born radii: the polar energy and its derivatives;
 *   <li>forces only: everything that acts along the line between two atoms, applied at once.
 * </ol>
 *
 * <p>What a later sweep needs of a pair is kept per pair; what is needed within a row stays in a row's buffer, which the
 * first-level cache holds. The build derives the double-precision twin of this class from this file (see the module's POM).
 */
final class FloatPairs {
  private final FloatPairNumbers numbers;
  private final int atoms;

  private final float[] distance; // [A][L], of the current row, nm
  private final float[] inverseDistance; // [A][L], of the current row, 1/nm
  private final float[] integral; // [A][L], descreening sums I, 1/nm
  private final float[] born; // [A][L], Born radii B, nm
  private final float[] inverseBorn; // [A][L]
  private final float[] bornSlope; // [A][L], ∂B/∂I, later ∂E/∂I
  private final float[] energySlope; // [A][L], ∂E/∂B
  private float[] pairForce = {}; // [P][L], −(∂E/∂r)/r
  private float[] slopeOnFirst = {}; // [P][L], (∂I_i/∂r)/r
  private float[] slopeOnSecond = {}; // [P][L], (∂I_j/∂r)/r

  FloatPairs(FloatPairNumbers numbers) {
    this.numbers = numbers;
    atoms = numbers.atoms;
    distance = new float[atoms * LENGTH];
    inverseDistance = new float[atoms * LENGTH];
    integral = new float[atoms * LENGTH];
    born = new float[atoms * LENGTH];
    inverseBorn = new float[atoms * LENGTH];
    bornSlope = new float[atoms * LENGTH];
    energySlope = new float[atoms * LENGTH];
  }

  /**
   * @param x coordinates [3A][L], nm
   * @param forces [3A][L], to which forces are added, or null
   */
  void add(float[] x, float[] forces, FloatSums sums) {
    boolean withForces = forces != null;
    if (withForces && pairForce.length == 0) {
      allocatePairs();
    }
    Arrays.fill(integral, 0);
    for (int i = 0, pair = 0; i < atoms; pair += atoms - 1 - i, i++) {
      distances(i, x);
      sums.add(Component.NONBONDED, nonbonded(i, pair, withForces));
      descreen(i, pair, withForces);
    }
    sums.add(Component.NONBONDED, exceptions(x, forces));
    sums.add(Component.GB, bornRadii());
    for (int i = 0, pair = 0; i < atoms; pair += atoms - 1 - i, i++) {
      sums.add(Component.GB, polar(i, pair, x, withForces));
    }
    if (withForces) {
      chain();
      for (int i = 0, pair = 0; i < atoms; pair += atoms - 1 - i, i++) {
        applyForces(i, pair, x, forces);
      }
    }
  }

  private void allocatePairs() {
    int length = Math.multiplyExact(atoms * (atoms - 1) / 2, LENGTH);
    pairForce = new float[length];
    slopeOnFirst = new float[length];
    slopeOnSecond = new float[length];
  }

  private void distances(int i, float[] x) {
    int oi = 3 * LENGTH * i;
    FloatVector xi = FloatVector.fromArray(SPECIES, x, oi);
    FloatVector yi = FloatVector.fromArray(SPECIES, x, oi + LENGTH);
    FloatVector zi = FloatVector.fromArray(SPECIES, x, oi + 2 * LENGTH);
    for (int j = i + 1; j < atoms; j++) {
      FloatVector square = square(x, 3 * LENGTH * j, xi, yi, zi);
      FloatVector inverse = inverseRoot(square);
      inverse.intoArray(inverseDistance, LENGTH * j);
      square.mul(inverse).intoArray(distance, LENGTH * j);
    }
  }

  private static FloatVector square(float[] x, int oj, FloatVector xi, FloatVector yi, FloatVector zi) {
    FloatVector dx = xi.sub(FloatVector.fromArray(SPECIES, x, oj));
    FloatVector dy = yi.sub(FloatVector.fromArray(SPECIES, x, oj + LENGTH));
    FloatVector dz = zi.sub(FloatVector.fromArray(SPECIES, x, oj + 2 * LENGTH));
    return dx.fma(dx, dy.fma(dy, dz.mul(dz))).max(MIN_SQUARE);
  }

  private FloatVector nonbonded(int i, int firstPair, boolean withForces) {
    FloatVector energy = FloatVector.zero(SPECIES);
    for (int j = i + 1, p = firstPair; j < atoms; j++, p++) {
      FloatVector w = FloatVector.fromArray(SPECIES, inverseDistance, LENGTH * j);
      FloatVector w2 = w.mul(w);
      FloatVector w6 = w2.mul(w2).mul(w2);
      FloatVector repulsion = w6.mul(w6).mul(numbers.c12[p]);
      FloatVector attraction = w6.mul(numbers.c6[p]);
      FloatVector coulomb = w.mul(numbers.charges[p]);
      FloatVector u = repulsion.sub(attraction).add(coulomb);
      if (numbers.cut) {
        var inside = FloatVector.fromArray(SPECIES, distance, LENGTH * j).compare(LE, numbers.reach);
        energy = energy.add(u.sub(numbers.charges[p] * numbers.inverseReach), inside);
        repulsion = FloatVector.zero(SPECIES).blend(repulsion, inside);
        attraction = FloatVector.zero(SPECIES).blend(attraction, inside);
        coulomb = FloatVector.zero(SPECIES).blend(coulomb, inside);
      } else {
        energy = energy.add(u);
      }
      if (withForces) {
        FloatVector force = repulsion.mul(12f).sub(attraction.mul(6f)).add(coulomb).mul(w2);
        force.intoArray(pairForce, LENGTH * p);
      }
    }
    return energy;
  }

  /** 1-4 pairs where a cut-off keeps them apart from all others. */
  private FloatVector exceptions(float[] x, float[] forces) {
    FloatVector energy = FloatVector.zero(SPECIES);
    for (int n = 0; n < numbers.exceptionAtoms.length / 2; n++) {
      int oi = 3 * LENGTH * numbers.exceptionAtoms[2 * n];
      int oj = 3 * LENGTH * numbers.exceptionAtoms[2 * n + 1];
      FloatVector dx = FloatVector.fromArray(SPECIES, x, oi).sub(FloatVector.fromArray(SPECIES, x, oj));
      FloatVector dy = FloatVector.fromArray(SPECIES, x, oi + LENGTH).sub(FloatVector.fromArray(SPECIES, x, oj + LENGTH));
      FloatVector dz =
          FloatVector.fromArray(SPECIES, x, oi + 2 * LENGTH).sub(FloatVector.fromArray(SPECIES, x, oj + 2 * LENGTH));
      FloatVector w = inverseRoot(dx.fma(dx, dy.fma(dy, dz.mul(dz))).max(MIN_SQUARE));
      FloatVector w2 = w.mul(w);
      FloatVector w6 = w2.mul(w2).mul(w2);
      FloatVector repulsion = w6.mul(w6).mul(numbers.exceptions[3 * n]);
      FloatVector attraction = w6.mul(numbers.exceptions[3 * n + 1]);
      FloatVector coulomb = w.mul(numbers.exceptions[3 * n + 2]);
      energy = energy.add(repulsion.sub(attraction).add(coulomb));
      if (forces != null) {
        FloatVector g = repulsion.mul(12f).sub(attraction.mul(6f)).add(coulomb).mul(w2);
        accumulate(forces, oi, g.mul(dx));
        accumulate(forces, oi + LENGTH, g.mul(dy));
        accumulate(forces, oi + 2 * LENGTH, g.mul(dz));
        accumulate(forces, oj, g.mul(dx).neg());
        accumulate(forces, oj + LENGTH, g.mul(dy).neg());
        accumulate(forces, oj + 2 * LENGTH, g.mul(dz).neg());
      }
    }
    return energy;
  }

  private void descreen(int i, int firstPair, boolean withForces) {
    FloatVector sum = FloatVector.fromArray(SPECIES, integral, LENGTH * i);
    for (int j = i + 1, p = firstPair; j < atoms; j++, p++) {
      FloatVector r = FloatVector.fromArray(SPECIES, distance, LENGTH * j);
      FloatVector w = FloatVector.fromArray(SPECIES, inverseDistance, LENGTH * j);
      FloatVector onFirst;
      FloatVector onSecond;
      {
        float s = numbers.scaled[j];
        FloatVector upper = r.add(s);
        FloatVector lower = r.sub(s).abs().max(numbers.offset[i]);
        FloatVector inverse = inverse(upper.mul(lower));
        FloatVector gap = upper.sub(lower).mul(inverse); // 1/L − 1/U
        FloatVector mean = upper.add(lower).mul(inverse); // 1/L + 1/U
        FloatVector log = log(lower.mul(lower).mul(inverse)).mul(w);
        FloatVector sw = w.mul(s * s);
        onFirst = gap.sub(r.sub(sw).mul(gap).mul(mean).mul(0.25f)).add(log.mul(0.5f)).mul(0.5f);
        if (withForces) {
          FloatVector slope = sw.fma(w, FloatVector.broadcast(SPECIES, 1f)).mul(gap).mul(mean).mul(0.125f)
              .add(log.mul(w).mul(0.25f)).neg().mul(w);
          if (r.compare(LT, numbers.unusual[i * atoms + j]).anyTrue()) {
            slope = unusualSlope(r, w, i, j, slope);
          }
          slope.intoArray(slopeOnFirst, LENGTH * p);
        }
        if (r.compare(LT, numbers.unusual[i * atoms + j]).anyTrue()) {
          onFirst = unusual(r, i, j, onFirst);
        }
      }
      {
        float s = numbers.scaled[i];
        FloatVector upper = r.add(s);
        FloatVector lower = r.sub(s).abs().max(numbers.offset[j]);
        FloatVector inverse = inverse(upper.mul(lower));
        FloatVector gap = upper.sub(lower).mul(inverse);
        FloatVector mean = upper.add(lower).mul(inverse);
        FloatVector log = log(lower.mul(lower).mul(inverse)).mul(w);
        FloatVector sw = w.mul(s * s);
        onSecond = gap.sub(r.sub(sw).mul(gap).mul(mean).mul(0.25f)).add(log.mul(0.5f)).mul(0.5f);
        if (withForces) {
          FloatVector slope = sw.fma(w, FloatVector.broadcast(SPECIES, 1f)).mul(gap).mul(mean).mul(0.125f)
              .add(log.mul(w).mul(0.25f)).neg().mul(w);
          if (r.compare(LT, numbers.unusual[i * atoms + j]).anyTrue()) {
            slope = unusualSlope(r, w, j, i, slope);
          }
          slope.intoArray(slopeOnSecond, LENGTH * p);
        }
        if (r.compare(LT, numbers.unusual[i * atoms + j]).anyTrue()) {
          onSecond = unusual(r, j, i, onSecond);
        }
      }
      if (numbers.cut) {
        var outside = r.compare(GT, numbers.reach);
        onFirst = onFirst.blend(0f, outside);
        onSecond = onSecond.blend(0f, outside);
        if (withForces) {
          FloatVector.zero(SPECIES).intoArray(slopeOnFirst, LENGTH * p, outside);
          FloatVector.zero(SPECIES).intoArray(slopeOnSecond, LENGTH * p, outside);
        }
      }
      sum = sum.add(onFirst);
      accumulate(integral, LENGTH * j, onSecond);
    }
    sum.intoArray(integral, LENGTH * i);
  }

  /** The descreening of an atom by another where one of them lies inside the other's sphere. */
  private FloatVector unusual(FloatVector r, int on, int by, FloatVector usual) {
    float radius = numbers.offset[on];
    float s = numbers.scaled[by];
    FloatVector value = usual.blend(0f, r.compare(LE, radius - s));
    if (!numbers.engulfed) {
      return value;
    }
    FloatVector lower = r.neg().add(s); // where it matters
    FloatVector extra = inverse(lower).neg().add(1f / radius);
    return value.blend(value.add(extra), r.compare(LT, s - radius));
  }

  /** As {@link #unusual} for the slope over r. */
  private FloatVector unusualSlope(FloatVector r, FloatVector w, int on, int by, FloatVector usual) {
    float radius = numbers.offset[on];
    float s = numbers.scaled[by];
    FloatVector value = usual.blend(0f, r.compare(LE, radius - s));
    if (numbers.engulfed) {
      return value;
    }
    FloatVector lower = inverse(r.neg().add(s));
    return value.blend(lower.mul(lower).fma(w, value), r.compare(LT, s - radius));
  }

  /** Born radii, and the energy that each atom has by itself. */
  private FloatVector bornRadii() {
    FloatVector energy = FloatVector.zero(SPECIES);
    for (int i = 0; i < atoms; i++) {
      float offset = numbers.offset[i];
      float radius = numbers.radius[i];
      FloatVector psi = FloatVector.fromArray(SPECIES, integral, LENGTH * i).mul(offset);
      FloatVector argument = psi.mul(psi.mul(psi.mul(numbers.gamma).sub(numbers.beta)).add(numbers.alpha));
      // 1 − tanh, from which 1/B = (1/ρ̃ − 1/ρ) + (1 − tanh)/ρ follows without cancellation
      FloatVector rest = inverse(exp(argument.add(argument)).add(1f)).mul(2f);
      FloatVector inverseB = rest.mul(1f / radius).add(numbers.inverseRadiusGap[i]);
      FloatVector b = inverse(inverseB);
      FloatVector self = inverseB.mul(numbers.self[i]);
      FloatVector ratio = inverseB.mul(radius);
      FloatVector cube = ratio.mul(ratio).mul(ratio);
      FloatVector surface = cube.mul(cube).mul(numbers.surface[i]);
      energy = energy.add(self.add(surface));
      FloatVector inner = psi.mul(psi.mul(3f * numbers.gamma).sub(2f * numbers.beta)).add(numbers.alpha);
      b.mul(b).mul(rest).mul(rest.neg().add(2f)).mul(inner).mul(offset / radius).intoArray(bornSlope, LENGTH * i);
      surface.mul(6f).add(self).mul(inverseB).neg().intoArray(energySlope, LENGTH * i);
      b.intoArray(born, LENGTH * i);
      inverseB.intoArray(inverseBorn, LENGTH * i);
    }
    return energy;
  }

  private FloatVector polar(int i, int firstPair, float[] x, boolean withForces) {
    int oi = 3 * LENGTH * i;
    FloatVector xi = FloatVector.fromArray(SPECIES, x, oi);
    FloatVector yi = FloatVector.fromArray(SPECIES, x, oi + LENGTH);
    FloatVector zi = FloatVector.fromArray(SPECIES, x, oi + 2 * LENGTH);
    FloatVector bi = FloatVector.fromArray(SPECIES, born, LENGTH * i);
    FloatVector quarter = FloatVector.fromArray(SPECIES, inverseBorn, LENGTH * i).mul(-0.25f);
    float qi = -numbers.solventCharge[i] * numbers.strength;
    FloatVector energy = FloatVector.zero(SPECIES);
    FloatVector slopeOnI = FloatVector.fromArray(SPECIES, energySlope, LENGTH * i);
    for (int j = i + 1, p = firstPair; j < atoms; j++, p++) {
      FloatVector square = square(x, 3 * LENGTH * j, xi, yi, zi);
      FloatVector bj = FloatVector.fromArray(SPECIES, born, LENGTH * j);
      FloatVector exponent = square.mul(quarter).mul(FloatVector.fromArray(SPECIES, inverseBorn, LENGTH * j));
      FloatVector decay = exp(exponent);
      FloatVector inverseF = inverseRoot(bi.mul(bj).fma(decay, square));
      float q = qi * numbers.solventCharge[j];
      FloatVector u = inverseF.mul(q);
      if (numbers.cut) {
        var inside = square.compare(LE, numbers.reach * numbers.reach);
        energy = energy.add(u.sub(q * numbers.inverseReach), inside);
        u = FloatVector.zero(SPECIES).blend(u, inside);
      } else {
        energy = energy.add(u);
      }
      if (withForces) {
        FloatVector cubed = u.mul(inverseF).mul(inverseF);
        FloatVector force = decay.mul(-0.25f).add(1f).fma(cubed, FloatVector.fromArray(SPECIES, pairForce, LENGTH * p));
        force.intoArray(pairForce, LENGTH * p);
        FloatVector slope = cubed.mul(decay).mul(exponent.sub(1f)).mul(0.5f);
        slopeOnI = slope.fma(bj, slopeOnI);
        accumulate(energySlope, LENGTH * j, slope.mul(bi));
      }
    }
    slopeOnI.intoArray(energySlope, LENGTH * i);
    return energy;
  }

  /** ∂E/∂I = ∂E/∂B ∂B/∂I. */
  private void chain() {
    for (int at = 0; at < atoms * LENGTH; at += LENGTH) {
      FloatVector.fromArray(SPECIES, bornSlope, at).mul(FloatVector.fromArray(SPECIES, energySlope, at))
          .intoArray(bornSlope, at);
    }
  }

  private void applyForces(int i, int firstPair, float[] x, float[] forces) {
    int oi = 3 * LENGTH * i;
    FloatVector xi = FloatVector.fromArray(SPECIES, x, oi);
    FloatVector yi = FloatVector.fromArray(SPECIES, x, oi + LENGTH);
    FloatVector zi = FloatVector.fromArray(SPECIES, x, oi + 2 * LENGTH);
    FloatVector fx = FloatVector.fromArray(SPECIES, forces, oi);
    FloatVector fy = FloatVector.fromArray(SPECIES, forces, oi + LENGTH);
    FloatVector fz = FloatVector.fromArray(SPECIES, forces, oi + 2 * LENGTH);
    FloatVector chainI = FloatVector.fromArray(SPECIES, bornSlope, LENGTH * i);
    for (int j = i + 1, p = firstPair; j < atoms; j++, p++) {
      int oj = 3 * LENGTH * j;
      FloatVector onFirst = chainI.mul(FloatVector.fromArray(SPECIES, slopeOnFirst, LENGTH * p));
      FloatVector both = FloatVector.fromArray(SPECIES, bornSlope, LENGTH * j)
          .fma(FloatVector.fromArray(SPECIES, slopeOnSecond, LENGTH * p), onFirst);
      FloatVector g = FloatVector.fromArray(SPECIES, pairForce, LENGTH * p).sub(both);
      FloatVector gx = xi.sub(FloatVector.fromArray(SPECIES, x, oj)).mul(g);
      FloatVector gy = yi.sub(FloatVector.fromArray(SPECIES, x, oj + LENGTH)).mul(g);
      FloatVector gz = zi.sub(FloatVector.fromArray(SPECIES, x, oj + 2 * LENGTH)).mul(g);
      fx = fx.add(gx);
      fy = fy.add(gy);
      fz = fz.add(gz);
      FloatVector.fromArray(SPECIES, forces, oj).sub(gx).intoArray(forces, oj);
      FloatVector.fromArray(SPECIES, forces, oj + LENGTH).sub(gy).intoArray(forces, oj + LENGTH);
      FloatVector.fromArray(SPECIES, forces, oj + 2 * LENGTH).sub(gz).intoArray(forces, oj + 2 * LENGTH);
    }
    fx.intoArray(forces, oi);
    fy.intoArray(forces, oi + LENGTH);
    fz.intoArray(forces, oi + 2 * LENGTH);
  }

  private static void accumulate(float[] array, int at, FloatVector value) {
    FloatVector.fromArray(SPECIES, array, at).add(value).intoArray(array, at);
  }
}
