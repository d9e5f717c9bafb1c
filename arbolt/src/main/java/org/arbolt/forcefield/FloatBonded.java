package org.arbolt.forcefield;

import static org.arbolt.forcefield.FloatLanes.LENGTH;
import static org.arbolt.forcefield.FloatLanes.SPECIES;
import static org.arbolt.forcefield.FloatLanes.acos;
import static org.arbolt.forcefield.FloatLanes.inverseRoot;
import static org.arbolt.forcefield.FloatLanes.narrow;

import jdk.incubator.vector.FloatVector;

/**
 * Bonds, angles and torsions of a tile. The loop over interactions is outside, lanes inside; the formulas are those of
 * {@link ScalarBonds}, {@link ScalarAngles} and {@link ScalarTorsions}.
 *
 * <p>The build derives the double-precision twin of this class from this file (see the module's POM).
 */
final class FloatBonded {
  private final int[] bondAtoms;
  private final float[] bondNumbers; // [n][2]: length, k
  private final int[] angleAtoms;
  private final float[] angleNumbers; // [n][2]: angle, k
  private final CosineSeries series;
  private final float[] seriesNumbers; // [n][1 + 2 ORDERS]

  FloatBonded(SystemParameters parameters) {
    bondAtoms = parameters.bonds().atoms();
    bondNumbers = interleave(parameters.bonds().length(), parameters.bonds().k());
    angleAtoms = parameters.angles().atoms();
    angleNumbers = interleave(parameters.angles().angle(), parameters.angles().k());
    series = CosineSeries.of(parameters.torsions());
    seriesNumbers = new float[series.coefficients().length];
    for (int i = 0; i < seriesNumbers.length; i++) {
      seriesNumbers[i] = narrow(series.coefficients()[i]);
    }
  }

  private static float[] interleave(double[] first, double[] second) {
    float[] out = new float[2 * first.length];
    for (int i = 0; i < first.length; i++) {
      out[2 * i] = narrow(first[i]);
      out[2 * i + 1] = narrow(second[i]);
    }
    return out;
  }

  /**
   * @param x coordinates [3A][L], nm
   * @param forces [3A][L], to which forces are added, or null
   */
  void add(float[] x, float[] forces, FloatSums sums) {
    bonds(x, forces, sums.row());
    sums.addRow(Component.BOND);
    angles(x, forces, sums.row());
    sums.addRow(Component.ANGLE);
    torsions(x, forces, sums.row());
    sums.addRow(Component.TORSION);
  }

  private void bonds(float[] x, float[] forces, float[] row) {
    FloatVector energy = FloatVector.zero(SPECIES);
    for (int n = 0; n < bondAtoms.length / 2; n++) {
      int i = 3 * LENGTH * bondAtoms[2 * n];
      int j = 3 * LENGTH * bondAtoms[2 * n + 1];
      FloatVector dx = difference(x, i, j);
      FloatVector dy = difference(x, i + LENGTH, j + LENGTH);
      FloatVector dz = difference(x, i + 2 * LENGTH, j + 2 * LENGTH);
      FloatVector square = dot(dx, dy, dz, dx, dy, dz);
      FloatVector inverse = inverseRoot(square);
      FloatVector stretch = square.mul(inverse).sub(bondNumbers[2 * n]);
      FloatVector slope = stretch.mul(bondNumbers[2 * n + 1]);
      energy = stretch.mul(0.5f).fma(slope, energy);
      if (forces != null) {
        FloatVector g = slope.mul(inverse);
        push(forces, j, g.mul(dx), g.mul(dy), g.mul(dz));
        pull(forces, i, g.mul(dx), g.mul(dy), g.mul(dz));
      }
    }
    energy.intoArray(row, 0);
  }

  private void angles(float[] x, float[] forces, float[] row) {
    FloatVector energy = FloatVector.zero(SPECIES);
    for (int n = 0; n < angleAtoms.length / 3; n++) {
      int i = 3 * LENGTH * angleAtoms[3 * n];
      int j = 3 * LENGTH * angleAtoms[3 * n + 1];
      int k = 3 * LENGTH * angleAtoms[3 * n + 2];
      FloatVector ux = difference(x, i, j);
      FloatVector uy = difference(x, i + LENGTH, j + LENGTH);
      FloatVector uz = difference(x, i + 2 * LENGTH, j + 2 * LENGTH);
      FloatVector vx = difference(x, k, j);
      FloatVector vy = difference(x, k + LENGTH, j + LENGTH);
      FloatVector vz = difference(x, k + 2 * LENGTH, j + 2 * LENGTH);
      FloatVector u = inverseRoot(dot(ux, uy, uz, ux, uy, uz)); // 1/|u|
      FloatVector v = inverseRoot(dot(vx, vy, vz, vx, vy, vz));
      FloatVector uv = u.mul(v);
      FloatVector cosine = dot(ux, uy, uz, vx, vy, vz).mul(uv);
      FloatVector bend = acos(cosine).sub(angleNumbers[2 * n]);
      FloatVector slope = bend.mul(angleNumbers[2 * n + 1]);
      energy = bend.mul(0.5f).fma(slope, energy);
      if (forces != null) {
        // −∂θ/∂u = (v/|v| − cos θ u/|u|) / (|u| sin θ)
        FloatVector sineSquare = cosine.neg().add(1f).mul(cosine.add(1f)).max(1e-12f);
        FloatVector g = slope.mul(inverseRoot(sineSquare));
        FloatVector guv = g.mul(uv);
        FloatVector gu = g.mul(cosine).mul(u).mul(u);
        FloatVector gv = g.mul(cosine).mul(v).mul(v);
        FloatVector ix = guv.mul(vx).sub(gu.mul(ux));
        FloatVector iy = guv.mul(vy).sub(gu.mul(uy));
        FloatVector iz = guv.mul(vz).sub(gu.mul(uz));
        FloatVector kx = guv.mul(ux).sub(gv.mul(vx));
        FloatVector ky = guv.mul(uy).sub(gv.mul(vy));
        FloatVector kz = guv.mul(uz).sub(gv.mul(vz));
        push(forces, i, ix, iy, iz);
        push(forces, k, kx, ky, kz);
        pull(forces, j, ix.add(kx), iy.add(ky), iz.add(kz));
      }
    }
    energy.intoArray(row, 0);
  }

  private void torsions(float[] x, float[] forces, float[] row) {
    FloatVector energy = FloatVector.zero(SPECIES);
    for (int n = 0; n < series.count(); n++) {
      int i = 3 * LENGTH * series.atoms()[4 * n];
      int j = 3 * LENGTH * series.atoms()[4 * n + 1];
      int k = 3 * LENGTH * series.atoms()[4 * n + 2];
      int l = 3 * LENGTH * series.atoms()[4 * n + 3];
      FloatVector fx = difference(x, i, j);
      FloatVector fy = difference(x, i + LENGTH, j + LENGTH);
      FloatVector fz = difference(x, i + 2 * LENGTH, j + 2 * LENGTH);
      FloatVector gx = difference(x, j, k);
      FloatVector gy = difference(x, j + LENGTH, k + LENGTH);
      FloatVector gz = difference(x, j + 2 * LENGTH, k + 2 * LENGTH);
      FloatVector hx = difference(x, l, k);
      FloatVector hy = difference(x, l + LENGTH, k + LENGTH);
      FloatVector hz = difference(x, l + 2 * LENGTH, k + 2 * LENGTH);
      FloatVector ax = fy.mul(gz).sub(fz.mul(gy)); // a = f × g
      FloatVector ay = fz.mul(gx).sub(fx.mul(gz));
      FloatVector az = fx.mul(gy).sub(fy.mul(gx));
      FloatVector bx = hy.mul(gz).sub(hz.mul(gy)); // b = h × g
      FloatVector by = hz.mul(gx).sub(hx.mul(gz));
      FloatVector bz = hx.mul(gy).sub(hy.mul(gx));
      FloatVector a = inverseRoot(dot(ax, ay, az, ax, ay, az)); // 1/|a|
      FloatVector b = inverseRoot(dot(bx, by, bz, bx, by, bz));
      FloatVector gg = dot(gx, gy, gz, gx, gy, gz);
      FloatVector g = inverseRoot(gg); // 1/|g|
      FloatVector length = gg.mul(g);
      FloatVector cosine = dot(ax, ay, az, bx, by, bz).mul(a).mul(b);
      FloatVector sine = dot(ax, ay, az, hx, hy, hz).mul(a).mul(b).mul(length);

      // Cosine and sine of multiples of φ by the Chebyshev recurrence; E = c0 + Σ A cos mφ + B sin mφ.
      int at = n * CosineSeries.WIDTH;
      FloatVector twice = cosine.add(cosine);
      FloatVector cosBefore = FloatVector.broadcast(SPECIES, 1f);
      FloatVector sinBefore = FloatVector.zero(SPECIES);
      FloatVector cosNow = cosine;
      FloatVector sinNow = sine;
      FloatVector sum = FloatVector.broadcast(SPECIES, seriesNumbers[at]);
      FloatVector slope = FloatVector.zero(SPECIES);
      int highest = series.highest()[n];
      for (int m = 1; m <= highest; m++) {
        FloatVector even = FloatVector.broadcast(SPECIES, seriesNumbers[at + 2 * m - 1]);
        FloatVector odd = FloatVector.broadcast(SPECIES, seriesNumbers[at + 2 * m]);
        sum = even.fma(cosNow, odd.fma(sinNow, sum));
        slope = odd.mul(cosNow).sub(even.mul(sinNow)).mul((float) m).add(slope);
        FloatVector cosNext = twice.mul(cosNow).sub(cosBefore);
        FloatVector sinNext = twice.mul(sinNow).sub(sinBefore);
        cosBefore = cosNow;
        sinBefore = sinNow;
        cosNow = cosNext;
        sinNow = sinNext;
      }
      energy = energy.add(sum);
      if (forces != null) {
        FloatVector scale = slope.mul(length);
        FloatVector onFirst = scale.mul(a).mul(a);
        FloatVector onLast = scale.mul(b).mul(b).neg();
        FloatVector gInverse = g.mul(g);
        FloatVector fg = dot(fx, fy, fz, gx, gy, gz).mul(gInverse).mul(onFirst);
        FloatVector hg = dot(hx, hy, hz, gx, gy, gz).mul(gInverse).mul(onLast);
        FloatVector sx = fg.mul(ax).add(hg.mul(bx));
        FloatVector sy = fg.mul(ay).add(hg.mul(by));
        FloatVector sz = fg.mul(az).add(hg.mul(bz));
        push(forces, i, onFirst.mul(ax), onFirst.mul(ay), onFirst.mul(az));
        pull(forces, j, onFirst.mul(ax).add(sx), onFirst.mul(ay).add(sy), onFirst.mul(az).add(sz));
        push(forces, k, sx.sub(onLast.mul(bx)), sy.sub(onLast.mul(by)), sz.sub(onLast.mul(bz)));
        push(forces, l, onLast.mul(bx), onLast.mul(by), onLast.mul(bz));
      }
    }
    energy.intoArray(row, 0);
  }

  private static FloatVector difference(float[] x, int i, int j) {
    return FloatVector.fromArray(SPECIES, x, i).sub(FloatVector.fromArray(SPECIES, x, j));
  }

  private static FloatVector dot(
      FloatVector ax, FloatVector ay, FloatVector az, FloatVector bx, FloatVector by, FloatVector bz) {
    return ax.fma(bx, ay.fma(by, az.mul(bz)));
  }

  private static void push(float[] forces, int at, FloatVector x, FloatVector y, FloatVector z) {
    FloatVector.fromArray(SPECIES, forces, at).add(x).intoArray(forces, at);
    FloatVector.fromArray(SPECIES, forces, at + LENGTH).add(y).intoArray(forces, at + LENGTH);
    FloatVector.fromArray(SPECIES, forces, at + 2 * LENGTH).add(z).intoArray(forces, at + 2 * LENGTH);
  }

  private static void pull(float[] forces, int at, FloatVector x, FloatVector y, FloatVector z) {
    FloatVector.fromArray(SPECIES, forces, at).sub(x).intoArray(forces, at);
    FloatVector.fromArray(SPECIES, forces, at + LENGTH).sub(y).intoArray(forces, at + LENGTH);
    FloatVector.fromArray(SPECIES, forces, at + 2 * LENGTH).sub(z).intoArray(forces, at + 2 * LENGTH);
  }
}
