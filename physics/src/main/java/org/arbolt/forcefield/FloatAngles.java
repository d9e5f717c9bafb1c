package org.arbolt.forcefield;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.arbolt.forcefield.FloatLanes.LENGTH;
import static org.arbolt.forcefield.FloatLanes.SPECIES;
import static org.arbolt.forcefield.FloatLanes.acos;
import static org.arbolt.forcefield.FloatLanes.difference;
import static org.arbolt.forcefield.FloatLanes.inverseRoot;
import static org.arbolt.forcefield.FloatLanes.narrow;
import static org.arbolt.forcefield.FloatLanes.slot;
import static org.arbolt.forcefield.FloatLanes.vectors;

import java.util.List;
import jdk.incubator.vector.FloatVector;

/**
 * Harmonic angles of a tile (see {@link ScalarAngles}), in passes over blocks of angles that hand vectors on in memory.
 *
 * <p>The build derives the double-precision twin of this class from this file (see the module's POM).
 */
final class FloatAngles {
    private static final int BLOCK = 32; // angles

    private final FloatTile tile;
    private final int[] atoms; // [n][3]
    private final float[] angle; // [n], rad
    private final float[] k; // [n], kJ/mol/rad²

    // Of the angles of a block, [n][L]: products of the vectors u and v from the vertex, and 1/(|u||v|).
    private final float[] uu = vectors(BLOCK);
    private final float[] vv = vectors(BLOCK);
    private final float[] uv = vectors(BLOCK);
    private final float[] root = vectors(BLOCK);

    FloatAngles(SystemParameters.Angles angles, FloatTile tile) {
        this.tile = tile;
        atoms = angles.atoms();
        angle = narrow(angles.angle());
        k = narrow(angles.k());
    }

    List<KernelPasses> sweeps() {
        int blocks = Math.ceilDiv(k.length, BLOCK);
        return List.of(KernelPasses.over(blocks)
                .then(this::geometry, this::roots, this::energies)
                .thenForForces(this::forces));
    }

    private int count(int block) {
        return Math.min(k.length - block * BLOCK, BLOCK);
    }

    private void geometry(int block, boolean withForces) {
        int count = count(block);
        for (int n = 0, a = 3 * block * BLOCK; n < count; n++, a += 3) {
            int i = slot(3 * atoms[a]);
            int j = slot(3 * atoms[a + 1]);
            int l = slot(3 * atoms[a + 2]);
            FloatVector ux = difference(tile.x, i, j);
            FloatVector uy = difference(tile.x, i + LENGTH, j + LENGTH);
            FloatVector uz = difference(tile.x, i + 2 * LENGTH, j + 2 * LENGTH);
            FloatVector vx = difference(tile.x, l, j);
            FloatVector vy = difference(tile.x, l + LENGTH, j + LENGTH);
            FloatVector vz = difference(tile.x, l + 2 * LENGTH, j + 2 * LENGTH);
            FloatVector u2 = ux.fma(ux, uy.fma(uy, uz.mul(uz)));
            FloatVector v2 = vx.fma(vx, vy.fma(vy, vz.mul(vz)));
            u2.intoArray(uu, slot(n));
            v2.intoArray(vv, slot(n));
            u2.mul(v2).intoArray(root, slot(n));
            ux.fma(vx, uy.fma(vy, uz.mul(vz))).intoArray(uv, slot(n));
        }
    }

    private void roots(int block, boolean withForces) {
        int count = count(block);
        for (int n = 0; n < count; n++) {
            inverseRoot(fromArray(SPECIES, root, slot(n))).intoArray(root, slot(n));
        }
    }

    /** Leaves the factors of the forces in place of the products: F_i = uv v − uu u, F_l = uv u − vv v. */
    private void energies(int block, boolean withForces) {
        FloatVector energy = FloatVector.zero(SPECIES);
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        int count = count(block);
        for (int n = 0, p = block * BLOCK; n < count; n++, p++) {
            FloatVector w = fromArray(SPECIES, root, slot(n));
            FloatVector cosine = fromArray(SPECIES, uv, slot(n)).mul(w);
            FloatVector bend = acos(cosine).sub(angle[p]);
            FloatVector slope = bend.mul(k[p]);
            energy = bend.mul(0.5f).fma(slope, energy);
            if (withForces) {
                // ∂θ/∂u = (cos θ u/|u| − v/|v|) / (|u| sin θ); the sine is kept from 0, where there is no direction to
                // bend
                FloatVector sine = one.sub(cosine).mul(one.add(cosine));
                FloatVector g =
                        slope.div(sine.blend(1e-12f, sine.compare(LT, 1e-12f)).sqrt());
                FloatVector gc = g.mul(cosine);
                FloatVector u2 = fromArray(SPECIES, uu, slot(n));
                FloatVector v2 = fromArray(SPECIES, vv, slot(n));
                gc.div(u2).intoArray(uu, slot(n));
                gc.div(v2).intoArray(vv, slot(n));
                g.mul(w).intoArray(uv, slot(n));
            }
        }
        energy.intoArray(tile.row, slot(0));
        tile.addRow(EnergyComponent.ANGLE);
    }

    private void forces(int block, boolean withForces) {
        int count = count(block);
        for (int n = 0, a = 3 * block * BLOCK; n < count; n++, a += 3) {
            FloatVector gu = fromArray(SPECIES, uu, slot(n));
            FloatVector gv = fromArray(SPECIES, vv, slot(n));
            FloatVector g = fromArray(SPECIES, uv, slot(n));
            for (int axis = 0; axis < 3; axis++) {
                int i = slot(3 * atoms[a] + axis);
                int j = slot(3 * atoms[a + 1] + axis);
                int l = slot(3 * atoms[a + 2] + axis);
                FloatVector u = difference(tile.x, i, j);
                FloatVector v = difference(tile.x, l, j);
                FloatVector first = g.mul(v).sub(gu.mul(u));
                FloatVector last = g.mul(u).sub(gv.mul(v));
                fromArray(SPECIES, tile.force, i).add(first).intoArray(tile.force, i);
                fromArray(SPECIES, tile.force, j).sub(first.add(last)).intoArray(tile.force, j);
                fromArray(SPECIES, tile.force, l).add(last).intoArray(tile.force, l);
            }
        }
    }
}
