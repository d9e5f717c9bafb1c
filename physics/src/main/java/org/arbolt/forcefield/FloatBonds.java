package org.arbolt.forcefield;

import static jdk.incubator.vector.FloatVector.fromArray;
import static org.arbolt.forcefield.FloatLanes.LENGTH;
import static org.arbolt.forcefield.FloatLanes.SPECIES;
import static org.arbolt.forcefield.FloatLanes.difference;
import static org.arbolt.forcefield.FloatLanes.inverseRoot;
import static org.arbolt.forcefield.FloatLanes.narrow;
import static org.arbolt.forcefield.FloatLanes.slot;

import java.util.List;
import jdk.incubator.vector.FloatVector;

/**
 * Harmonic bonds of a tile (see {@link ScalarBonds}).
 *
 * <p>The build derives the double-precision twin of this class from this file (see the module's POM).
 */
final class FloatBonds {
    private final FloatTile tile;
    private final int[] atoms; // [n][2]
    private final float[] length; // [n], nm
    private final float[] k; // [n], kJ/mol/nm²

    FloatBonds(SystemParameters.Bonds bonds, FloatTile tile) {
        this.tile = tile;
        atoms = bonds.atoms();
        length = narrow(bonds.length());
        k = narrow(bonds.k());
    }

    List<KernelPasses> sweeps() {
        return List.of(KernelPasses.once(this::bonds));
    }

    private void bonds(int all, boolean withForces) {
        FloatVector energy = FloatVector.zero(SPECIES);
        for (int n = 0; n < k.length; n++) {
            int i = slot(3 * atoms[2 * n]);
            int j = slot(3 * atoms[2 * n + 1]);
            FloatVector dx = difference(tile.x, i, j);
            FloatVector dy = difference(tile.x, i + LENGTH, j + LENGTH);
            FloatVector dz = difference(tile.x, i + 2 * LENGTH, j + 2 * LENGTH);
            FloatVector square = dx.fma(dx, dy.fma(dy, dz.mul(dz)));
            FloatVector inverse = inverseRoot(square);
            FloatVector stretch = square.mul(inverse).sub(length[n]);
            FloatVector slope = stretch.mul(k[n]);
            energy = stretch.mul(0.5f).fma(slope, energy);
            if (withForces) {
                FloatVector g = slope.mul(inverse);
                for (int axis = 0; axis < 3; axis++) {
                    int oi = i + axis * LENGTH;
                    int oj = j + axis * LENGTH;
                    FloatVector f = fromArray(SPECIES, tile.x, oi)
                            .sub(fromArray(SPECIES, tile.x, oj))
                            .mul(g);
                    fromArray(SPECIES, tile.force, oi).sub(f).intoArray(tile.force, oi);
                    fromArray(SPECIES, tile.force, oj).add(f).intoArray(tile.force, oj);
                }
            }
        }
        energy.intoArray(tile.row, slot(0));
        tile.addRow(EnergyComponent.BOND);
    }
}
