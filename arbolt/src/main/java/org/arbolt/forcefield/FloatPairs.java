package org.arbolt.forcefield;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.arbolt.forcefield.FloatLanes.LENGTH;
import static org.arbolt.forcefield.FloatLanes.MIN_SQUARE;
import static org.arbolt.forcefield.FloatLanes.SPECIES;
import static org.arbolt.forcefield.FloatLanes.exp;
import static org.arbolt.forcefield.FloatLanes.farDescreening;
import static org.arbolt.forcefield.FloatLanes.farSlope;
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
      nonbonded(i, pair, withForces, sums.row());
      sums.addRow(Component.NONBONDED);
      descreen(i, pair, withForces);
    }
    exceptions(x, forces, sums.row());
    sums.addRow(Component.NONBONDED);
    bornRadii(sums.row());
    sums.addRow(Component.GB);
    for (int i = 0, pair = 0; i < atoms; pair += atoms - 1 - i, i++) {
      polar(i, pair, x, withForces, sums.row());
      sums.addRow(Component.GB);
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

  private void nonbonded(int i, int firstPair, boolean withForces, float[] row) {
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
    energy.intoArray(row, 0);
  }

  /** 1-4 pairs where a cut-off keeps them apart from all others. */
  private void exceptions(float[] x, float[] forces, float[] row) {
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
    energy.intoArray(row, 0);
  }

  /**
   * Descreening of atom i and all later atoms by each other. Pairs that are apart in all lanes, most pairs of most
   * molecules, need only a polynomial.
   */
  private void descreen(int i, int firstPair, boolean withForces) {
    FloatVector sum = FloatVector.fromArray(SPECIES, integral, LENGTH * i);
    FloatVector margin = FloatVector.broadcast(SPECIES, 1f); // how far the closest pair is from being engulfed
    float oi = numbers.offset[i];
    float si = numbers.scaled[i];
    for (int j = i + 1, p = firstPair; j < atoms; j++, p++) {
      FloatVector r = FloatVector.fromArray(SPECIES, distance, LENGTH * j);
      FloatVector w = FloatVector.fromArray(SPECIES, inverseDistance, LENGTH * j);
      float oj = numbers.offset[j];
      float sj = numbers.scaled[j];
      FloatVector onFirst;
      FloatVector onSecond;
      if (r.compare(LT, numbers.apart[p]).anyTrue()) {
        margin = margin.min(r.sub(numbers.inside[p]));
        FloatVector upperJ = r.add(sj); // bounds of the integral over sphere j, for atom i
        FloatVector lowerJ = r.sub(sj).abs().max(oi);
        FloatVector upperI = r.add(si);
        FloatVector lowerI = r.sub(si).abs().max(oj);
        FloatVector productJ = upperJ.mul(lowerJ);
        FloatVector productI = upperI.mul(lowerI);
        FloatVector inverse = inverse(productI.mul(productJ)); // one division for four reciprocals
        FloatVector inverseJ = inverse.mul(productI); // 1/(L U)
        FloatVector inverseI = inverse.mul(productJ);
        FloatVector logJ = log(lowerJ.mul(lowerJ).mul(inverseJ)).mul(w);
        FloatVector logI = log(lowerI.mul(lowerI).mul(inverseI)).mul(w);
        FloatVector gapJ = upperJ.sub(lowerJ).mul(inverseJ).mul(0.5f); // (1/L − 1/U)/2
        FloatVector gapI = upperI.sub(lowerI).mul(inverseI).mul(0.5f);
        FloatVector bandJ = gapJ.mul(upperJ.add(lowerJ)).mul(inverseJ).mul(0.25f); // (1/L² − 1/U²)/8
        FloatVector bandI = gapI.mul(upperI.add(lowerI)).mul(inverseI).mul(0.25f);
        FloatVector wsJ = w.mul(sj * sj);
        FloatVector wsI = w.mul(si * si);
        var touchJ = r.compare(GT, oi - sj); // else sphere j lies inside atom i and takes nothing from it
        var touchI = r.compare(GT, oj - si);
        onFirst = FloatVector.zero(SPECIES).blend(logJ.mul(0.25f).add(gapJ.sub(r.sub(wsJ).mul(bandJ))), touchJ);
        onSecond = FloatVector.zero(SPECIES).blend(logI.mul(0.25f).add(gapI.sub(r.sub(wsI).mul(bandI))), touchI);
        if (withForces) {
          // the bounds' own motion cancels; what remains is the explicit r, here over r
          FloatVector slopeJ = wsJ.fma(w, FloatVector.broadcast(SPECIES, 1f)).mul(bandJ).add(logJ.mul(w).mul(0.25f));
          FloatVector slopeI = wsI.fma(w, FloatVector.broadcast(SPECIES, 1f)).mul(bandI).add(logI.mul(w).mul(0.25f));
          FloatVector minus = w.neg();
          FloatVector.zero(SPECIES).blend(slopeJ.mul(minus), touchJ).intoArray(slopeOnFirst, LENGTH * p);
          FloatVector.zero(SPECIES).blend(slopeI.mul(minus), touchI).intoArray(slopeOnSecond, LENGTH * p);
        }
      } else {
        FloatVector ratioJ = w.mul(sj);
        FloatVector ratioI = w.mul(si);
        FloatVector squareJ = ratioJ.mul(ratioJ);
        FloatVector squareI = ratioI.mul(ratioI);
        FloatVector cubeJ = ratioJ.mul(squareJ).mul(w);
        FloatVector cubeI = ratioI.mul(squareI).mul(w);
        onFirst = farDescreening(squareJ).mul(cubeJ);
        onSecond = farDescreening(squareI).mul(cubeI);
        if (withForces) {
          FloatVector w2 = w.mul(w);
          farSlope(squareJ).mul(cubeJ).mul(w2).intoArray(slopeOnFirst, LENGTH * p);
          farSlope(squareI).mul(cubeI).mul(w2).intoArray(slopeOnSecond, LENGTH * p);
        }
      }
      if (numbers.cut) {
        var reached = r.compare(LE, numbers.reach);
        onFirst = FloatVector.zero(SPECIES).blend(onFirst, reached);
        onSecond = FloatVector.zero(SPECIES).blend(onSecond, reached);
        if (withForces) {
          FloatVector.zero(SPECIES).intoArray(slopeOnFirst, LENGTH * p, reached.not());
          FloatVector.zero(SPECIES).intoArray(slopeOnSecond, LENGTH * p, reached.not());
        }
      }
      sum = sum.add(onFirst);
      accumulate(integral, LENGTH * j, onSecond);
    }
    sum.intoArray(integral, LENGTH * i);
    if (margin.compare(LT, 0f).anyTrue()) {
      addEngulfed(i, firstPair, withForces);
    }
  }

  /** What is missing where an atom lies inside another's sphere, which takes a bad clash: rare, so apart from the loop. */
  private void addEngulfed(int i, int firstPair, boolean withForces) {
    for (int j = i + 1, p = firstPair; j < atoms; j++, p++) {
      addEngulfed(i, j, LENGTH * j, slopeOnFirst, LENGTH * p, withForces);
      addEngulfed(j, i, LENGTH * j, slopeOnSecond, LENGTH * p, withForces);
    }
  }

  private void addEngulfed(int on, int by, int row, float[] slopes, int at, boolean withForces) {
    FloatVector r = FloatVector.fromArray(SPECIES, distance, row);
    var engulfed = r.compare(LT, numbers.scaled[by] - numbers.offset[on]);
    if (engulfed.anyTrue()) {
      FloatVector inverseLower = inverse(r.neg().add(numbers.scaled[by]));
      if (numbers.engulfed) {
        FloatVector extra = inverseLower.neg().add(1f / numbers.offset[on]);
        FloatVector sum = FloatVector.fromArray(SPECIES, integral, LENGTH * on);
        sum.add(extra, engulfed).intoArray(integral, LENGTH * on);
      } else if (withForces) {
        FloatVector w = FloatVector.fromArray(SPECIES, inverseDistance, row);
        FloatVector slope = FloatVector.fromArray(SPECIES, slopes, at);
        slope.add(inverseLower.mul(inverseLower).mul(w), engulfed).intoArray(slopes, at);
      }
    }
  }

  /** Born radii, and the energy that each atom has by itself. */
  private void bornRadii(float[] row) {
    FloatVector energy = FloatVector.zero(SPECIES);
    for (int i = 0; i < atoms; i++) {
      float offset = numbers.offset[i];
      float radius = numbers.radius[i];
      FloatVector psi = FloatVector.fromArray(SPECIES, integral, LENGTH * i).mul(offset);
      FloatVector argument = psi.mul(psi.mul(psi.mul(numbers.gamma).sub(numbers.beta)).add(numbers.alpha));
      // 1 − tanh, from which 1/B = (1/ρ̃ − 1/ρ) + (1 − tanh)/ρ follows without cancellation
      FloatVector rest = inverse(exp(argument.add(argument).min(80f)).add(1f)).mul(2f);
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
    energy.intoArray(row, 0);
  }

  private void polar(int i, int firstPair, float[] x, boolean withForces, float[] row) {
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
    energy.intoArray(row, 0);
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
