package org.arbolt.forcefield;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static org.arbolt.forcefield.FloatLanes.LENGTH;
import static org.arbolt.forcefield.FloatLanes.SPECIES;
import static org.arbolt.forcefield.FloatLanes.farDescreening;
import static org.arbolt.forcefield.FloatLanes.farSlope;
import static org.arbolt.forcefield.FloatLanes.inverse;
import static org.arbolt.forcefield.FloatLanes.log;

import java.util.List;
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
  private final FloatPairNumbers numbers;
  private final int atoms;
  private final FloatPairBuffers buffers;
  private final float[] integral; // [A][L], 1/nm
  private final int[] near; // second atoms of the current row whose spheres may touch the first's
  private final int[] far; // and of those that do not
  private int nearCount;
  private int farCount;

  FloatDescreening(FloatPairNumbers numbers, FloatPairBuffers buffers) {
    this.numbers = numbers;
    this.buffers = buffers;
    integral = buffers.integral;
    atoms = numbers.atoms;
    near = new int[atoms];
    far = new int[atoms];
  }

  /** Passes over a row, adding what atom i and all later ones take from each other. */
  List<Sweep.Pass> passes() {
    return List.of(this::partition, this::far, this::farSlopes, this::nearOnFirst, this::nearOnSecond, this::engulfed);
  }

  /** Lists the near and the far pairs of a row; a pair may be both, in different lanes. */
  private void partition(int i, boolean withForces) {
    int pairOfZero = numbers.pairOfZero(i);
    int touching = 0;
    int apart = 0;
    for (int j = i + 1; j < atoms; j++) {
      var touches = fromArray(SPECIES, buffers.distance, LENGTH * j).compare(LT, numbers.apart[pairOfZero + j]);
      near[touching] = j;
      far[apart] = j;
      touching += touches.anyTrue() ? 1 : 0;
      apart += touches.allTrue() ? 0 : 1;
    }
    nearCount = touching;
    farCount = apart;
  }

  private void nearOnFirst(int i, boolean withForces) {
    near(i, true, withForces ? buffers.slopeOnFirst : null);
  }

  private void nearOnSecond(int i, boolean withForces) {
    near(i, false, withForces ? buffers.slopeOnSecond : null);
  }

  /**
   * One direction of the near pairs of a row: what the first atom takes from the second, or the other way round.
   *
   * @param slopes where (∂I/∂r)/r goes, [P][L], or null
   */
  private void near(int i, boolean onFirst, float[] slopes) {
    int pairOfZero = numbers.pairOfZero(i);
    for (int n = 0; n < nearCount; n++) {
      int j = near[n];
      float radius = numbers.offset[onFirst ? i : j];
      float scaled = numbers.scaled[onFirst ? j : i];
      FloatVector r = fromArray(SPECIES, buffers.distance, LENGTH * j);
      FloatVector w = fromArray(SPECIES, buffers.inverse, LENGTH * j);
      FloatVector upper = r.add(scaled);
      FloatVector lower = r.sub(scaled).abs().max(radius);
      FloatVector inverse = inverse(upper.mul(lower)); // 1/(L U)
      FloatVector log = log(lower.mul(lower).mul(inverse)).mul(w).mul(0.25f);
      FloatVector gap = upper.sub(lower).mul(inverse).mul(0.5f); // (1/L − 1/U)/2
      FloatVector band = upper.add(lower).mul(inverse).mul(gap).mul(0.25f); // (1/L² − 1/U²)/8
      FloatVector sw = w.mul(scaled * scaled);
      FloatVector value = sw.sub(r).fma(band, gap.add(log));
      var here = r.compare(LT, numbers.apart[pairOfZero + j]);
      // closer than this, the one's sphere lies inside the other atom and takes nothing from it
      value = FloatVector.zero(SPECIES).blend(value, r.compare(GT, radius - scaled));
      if (numbers.cut) {
        value = value.blend(0f, r.compare(GT, numbers.reach));
      }
      int on = LENGTH * (onFirst ? i : j);
      FloatVector sum = fromArray(SPECIES, integral, on);
      sum.add(value, here).intoArray(integral, on);
      if (slopes != null) {
        // the bounds' own motion cancels; what remains is the explicit r
        FloatVector slope = sw.fma(band, log).fma(w, band).mul(w);
        slope = FloatVector.zero(SPECIES).sub(slope, value.compare(NE, 0f));
        slope.intoArray(slopes, LENGTH * (pairOfZero + j), here);
      }
    }
  }

  /** What is missing where an atom lies inside another's sphere, which takes a bad clash. */
  private void engulfed(int i, boolean withForces) {
    int pairOfZero = numbers.pairOfZero(i);
    for (int n = 0; n < nearCount; n++) {
      int j = near[n];
      int p = pairOfZero + j;
      FloatVector r = fromArray(SPECIES, buffers.distance, LENGTH * j);
      if (r.compare(LT, numbers.inside[p]).anyTrue()) {
        engulfed(i, j, LENGTH * j, withForces ? buffers.slopeOnFirst : null, LENGTH * p);
        engulfed(j, i, LENGTH * j, withForces ? buffers.slopeOnSecond : null, LENGTH * p);
      }
    }
  }

  private void engulfed(int on, int by, int second, float[] slopes, int pair) {
    FloatVector r = fromArray(SPECIES, buffers.distance, second);
    var inside = r.compare(LT, numbers.scaled[by] - numbers.offset[on]);
    FloatVector inverseLower = inverse(FloatVector.broadcast(SPECIES, numbers.scaled[by]).sub(r));
    if (numbers.engulfed) {
      FloatVector extra = FloatVector.broadcast(SPECIES, 1f / numbers.offset[on]).sub(inverseLower);
      fromArray(SPECIES, integral, LENGTH * on).add(extra, inside).intoArray(integral, LENGTH * on);
    } else if (slopes != null) {
      FloatVector w = fromArray(SPECIES, buffers.inverse, second);
      fromArray(SPECIES, slopes, pair).add(inverseLower.mul(inverseLower).mul(w), inside).intoArray(slopes, pair);
    }
  }

  private void far(int i, boolean withForces) {
    int pairOfZero = numbers.pairOfZero(i);
    FloatVector sum = fromArray(SPECIES, integral, LENGTH * i);
    float si = numbers.scaled[i];
    for (int n = 0; n < farCount; n++) {
      int j = far[n];
      FloatVector w = apart(j, pairOfZero + j);
      FloatVector ratioJ = w.mul(numbers.scaled[j]);
      FloatVector ratioI = w.mul(si);
      FloatVector squareJ = ratioJ.mul(ratioJ);
      FloatVector squareI = ratioI.mul(ratioI);
      sum = farDescreening(squareJ).fma(ratioJ.mul(squareJ).mul(w), sum);
      FloatVector other = fromArray(SPECIES, integral, LENGTH * j);
      farDescreening(squareI).fma(ratioI.mul(squareI).mul(w), other).intoArray(integral, LENGTH * j);
    }
    sum.intoArray(integral, LENGTH * i);
  }

  private void farSlopes(int i, boolean withForces) {
    if (!withForces) {
      return;
    }
    int pairOfZero = numbers.pairOfZero(i);
    float si = numbers.scaled[i];
    for (int n = 0; n < farCount; n++) {
      int j = far[n];
      int at = LENGTH * (pairOfZero + j);
      FloatVector w = apart(j, pairOfZero + j);
      FloatVector w3 = w.mul(w).mul(w);
      FloatVector ratioJ = w.mul(numbers.scaled[j]);
      FloatVector ratioI = w.mul(si);
      FloatVector squareJ = ratioJ.mul(ratioJ);
      FloatVector squareI = ratioI.mul(ratioI);
      farSlope(squareJ).mul(ratioJ.mul(squareJ).mul(w3)).intoArray(buffers.slopeOnFirst, at);
      farSlope(squareI).mul(ratioI.mul(squareI).mul(w3)).intoArray(buffers.slopeOnSecond, at);
    }
  }

  /** 1/r, or 0 in lanes where the pair is near or beyond the cut-off, which makes everything of a far pair vanish. */
  private FloatVector apart(int j, int pair) {
    FloatVector r = fromArray(SPECIES, buffers.distance, LENGTH * j);
    FloatVector w = fromArray(SPECIES, buffers.inverse, LENGTH * j);
    w = w.blend(0f, r.compare(LT, numbers.apart[pair]));
    return numbers.cut ? w.blend(0f, r.compare(GT, numbers.reach)) : w;
  }
}
