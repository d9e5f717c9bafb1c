package org.arbolt.forcefield;

import static jdk.incubator.vector.FloatVector.fromArray;
import static org.arbolt.forcefield.FloatLanes.LENGTH;
import static org.arbolt.forcefield.FloatLanes.SPECIES;
import static org.arbolt.forcefield.FloatLanes.acos;
import static org.arbolt.forcefield.FloatLanes.difference;
import static org.arbolt.forcefield.FloatLanes.inverseRoot;
import static org.arbolt.forcefield.FloatLanes.narrow;

import java.util.List;
import jdk.incubator.vector.FloatVector;

/**
 * Harmonic angles of a tile (see {@link ScalarAngles}), in passes over blocks of angles that hand vectors on in memory.
 *
 * <p>The build derives the double-precision twin of this class from this file (see the module's POM).
 */
final class FloatAngles {
  // Rows of the scratch memory of one angle: the vectors u and v from the vertex, and numbers named as in the code.
  private static final int U = 0;
  private static final int V = 3 * LENGTH;
  private static final int UU = 6 * LENGTH;
  private static final int VV = 7 * LENGTH;
  private static final int UV = 8 * LENGTH;
  private static final int WIDTH = 9 * LENGTH;
  private static final int BLOCK = 16; // angles

  private final FloatTile tile;
  private final int[] atoms; // [n][3]
  private final float[] angle; // [n], rad
  private final float[] k; // [n], kJ/mol/rad²
  private final float[] scratch = new float[BLOCK * WIDTH];

  FloatAngles(SystemParameters.Angles angles, FloatTile tile) {
    this.tile = tile;
    atoms = angles.atoms();
    angle = narrow(angles.angle());
    k = narrow(angles.k());
  }

  List<Sweep> sweeps() {
    return List.of(new Sweep(Math.ceilDiv(k.length, BLOCK), this::geometry, this::roots, this::energies, this::forces));
  }

  private int end(int block) {
    return Math.min(k.length, (block + 1) * BLOCK);
  }

  private void geometry(int block, boolean withForces) {
    for (int n = block * BLOCK, s = 0; n < end(block); n++, s += WIDTH) {
      int i = 3 * LENGTH * atoms[3 * n];
      int j = 3 * LENGTH * atoms[3 * n + 1];
      int l = 3 * LENGTH * atoms[3 * n + 2];
      FloatVector ux = difference(tile.x, i, j);
      FloatVector uy = difference(tile.x, i + LENGTH, j + LENGTH);
      FloatVector uz = difference(tile.x, i + 2 * LENGTH, j + 2 * LENGTH);
      FloatVector vx = difference(tile.x, l, j);
      FloatVector vy = difference(tile.x, l + LENGTH, j + LENGTH);
      FloatVector vz = difference(tile.x, l + 2 * LENGTH, j + 2 * LENGTH);
      ux.intoArray(scratch, s + U);
      uy.intoArray(scratch, s + U + LENGTH);
      uz.intoArray(scratch, s + U + 2 * LENGTH);
      vx.intoArray(scratch, s + V);
      vy.intoArray(scratch, s + V + LENGTH);
      vz.intoArray(scratch, s + V + 2 * LENGTH);
      ux.fma(ux, uy.fma(uy, uz.mul(uz))).intoArray(scratch, s + UU);
      vx.fma(vx, vy.fma(vy, vz.mul(vz))).intoArray(scratch, s + VV);
      ux.fma(vx, uy.fma(vy, uz.mul(vz))).intoArray(scratch, s + UV);
    }
  }

  /** 1/|u| and 1/|v| in place of the squares. */
  private void roots(int block, boolean withForces) {
    for (int n = block * BLOCK, s = 0; n < end(block); n++, s += WIDTH) {
      for (int at = s + UU; at <= s + VV; at += LENGTH) {
        inverseRoot(fromArray(SPECIES, scratch, at)).intoArray(scratch, at);
      }
    }
  }

  /** Leaves the factors of the forces in place of the products: F_i = UV v − UU u, F_l = UV u − VV v. */
  private void energies(int block, boolean withForces) {
    FloatVector energy = FloatVector.zero(SPECIES);
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    for (int n = block * BLOCK, s = 0; n < end(block); n++, s += WIDTH) {
      FloatVector u = fromArray(SPECIES, scratch, s + UU);
      FloatVector v = fromArray(SPECIES, scratch, s + VV);
      FloatVector uv = u.mul(v);
      FloatVector cosine = fromArray(SPECIES, scratch, s + UV).mul(uv);
      FloatVector bend = acos(cosine).sub(angle[n]);
      FloatVector slope = bend.mul(k[n]);
      energy = bend.mul(0.5f).fma(slope, energy);
      if (withForces) {
        // ∂θ/∂u = (cos θ u/|u| − v/|v|) / (|u| sin θ); the sine is kept from 0, where there is no direction to bend
        FloatVector g = slope.div(one.sub(cosine).mul(one.add(cosine)).max(1e-12f).sqrt());
        FloatVector gc = g.mul(cosine);
        gc.mul(u).mul(u).intoArray(scratch, s + UU);
        gc.mul(v).mul(v).intoArray(scratch, s + VV);
        g.mul(uv).intoArray(scratch, s + UV);
      }
    }
    energy.intoArray(tile.row, 0);
    tile.addRow(Component.ANGLE);
  }

  private void forces(int block, boolean withForces) {
    if (!withForces) {
      return;
    }
    for (int n = block * BLOCK, s = 0; n < end(block); n++, s += WIDTH) {
      FloatVector gu = fromArray(SPECIES, scratch, s + UU);
      FloatVector gv = fromArray(SPECIES, scratch, s + VV);
      FloatVector g = fromArray(SPECIES, scratch, s + UV);
      for (int axis = 0; axis < 3; axis++) {
        FloatVector u = fromArray(SPECIES, scratch, s + U + axis * LENGTH);
        FloatVector v = fromArray(SPECIES, scratch, s + V + axis * LENGTH);
        FloatVector first = g.mul(v).sub(gu.mul(u));
        FloatVector last = g.mul(u).sub(gv.mul(v));
        int i = LENGTH * (3 * atoms[3 * n] + axis);
        int j = LENGTH * (3 * atoms[3 * n + 1] + axis);
        int l = LENGTH * (3 * atoms[3 * n + 2] + axis);
        fromArray(SPECIES, tile.force, i).add(first).intoArray(tile.force, i);
        fromArray(SPECIES, tile.force, j).sub(first.add(last)).intoArray(tile.force, j);
        fromArray(SPECIES, tile.force, l).add(last).intoArray(tile.force, l);
      }
    }
  }
}
