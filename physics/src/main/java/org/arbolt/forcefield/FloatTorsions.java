package org.arbolt.forcefield;

import static jdk.incubator.vector.FloatVector.fromArray;
import static org.arbolt.forcefield.FloatLanes.LENGTH;
import static org.arbolt.forcefield.FloatLanes.SPECIES;
import static org.arbolt.forcefield.FloatLanes.difference;
import static org.arbolt.forcefield.FloatLanes.inverseRoot;
import static org.arbolt.forcefield.FloatLanes.narrow;
import static org.arbolt.forcefield.FloatLanes.slot;
import static org.arbolt.forcefield.FloatLanes.vectors;

import java.util.List;
import jdk.incubator.vector.FloatVector;

/**
 * Torsions of a tile (see {@link ScalarTorsions}), merged into cosine series, in passes over blocks of torsions that
 * hand vectors on in memory.
 *
 * <p>The build derives the double-precision twin of this class from this file (see the module's POM).
 */
final class FloatTorsions {
    // Rows of the scratch memory of one torsion: products of a = f × g and b = h × g, where f, g, h go from the second
    // atom
    // to the first, from the third to the second and from the third to the fourth; inverse lengths; and for forces more
    // products, a and b.
    private static final int AA = 0;
    private static final int BB = LENGTH;
    private static final int GG = 2 * LENGTH;
    private static final int AB = 3 * LENGTH;
    private static final int AH = 4 * LENGTH;
    private static final int ROOT_AB = 5 * LENGTH; // 1/(|a||b|)
    private static final int ROOT_G = 6 * LENGTH; // 1/|g|
    private static final int FG = 7 * LENGTH;
    private static final int HG = 8 * LENGTH;
    private static final int A = 9 * LENGTH;
    private static final int B = 12 * LENGTH;
    private static final int WIDTH = 15; // vectors
    private static final int BLOCK = 32; // torsions

    private final FloatTile tile;
    private final CosineSeries series;
    private final int[] atoms; // [n][4]
    private final float[] coefficients; // [n][CosineSeries.WIDTH], kJ/mol
    private final float[] scratch = vectors(BLOCK * WIDTH);

    FloatTorsions(CosineSeries series, FloatTile tile) {
        this.tile = tile;
        this.series = series;
        atoms = series.atoms();
        coefficients = narrow(series.coefficients());
    }

    List<KernelPasses> sweeps() {
        int blocks = Math.ceilDiv(series.count(), BLOCK);
        return List.of(KernelPasses.over(blocks)
                .then(this::geometry, this::roots, this::energies)
                .thenForForces(this::forces));
    }

    private int count(int block) {
        return Math.min(series.count() - block * BLOCK, BLOCK);
    }

    private void geometry(int block, boolean withForces) {
        int count = count(block);
        for (int row = 0, n = block * BLOCK; row < count; row++, n++) {
            int s = slot(WIDTH * row);
            int i = slot(3 * atoms[4 * n]);
            int j = slot(3 * atoms[4 * n + 1]);
            int k = slot(3 * atoms[4 * n + 2]);
            int l = slot(3 * atoms[4 * n + 3]);
            FloatVector fx = difference(tile.x, i, j);
            FloatVector fy = difference(tile.x, i + LENGTH, j + LENGTH);
            FloatVector fz = difference(tile.x, i + 2 * LENGTH, j + 2 * LENGTH);
            FloatVector gx = difference(tile.x, j, k);
            FloatVector gy = difference(tile.x, j + LENGTH, k + LENGTH);
            FloatVector gz = difference(tile.x, j + 2 * LENGTH, k + 2 * LENGTH);
            FloatVector hx = difference(tile.x, l, k);
            FloatVector hy = difference(tile.x, l + LENGTH, k + LENGTH);
            FloatVector hz = difference(tile.x, l + 2 * LENGTH, k + 2 * LENGTH);
            FloatVector ax = fy.mul(gz).sub(fz.mul(gy));
            FloatVector ay = fz.mul(gx).sub(fx.mul(gz));
            FloatVector az = fx.mul(gy).sub(fy.mul(gx));
            FloatVector bx = hy.mul(gz).sub(hz.mul(gy));
            FloatVector by = hz.mul(gx).sub(hx.mul(gz));
            FloatVector bz = hx.mul(gy).sub(hy.mul(gx));
            FloatVector aa = ax.fma(ax, ay.fma(ay, az.mul(az)));
            FloatVector bb = bx.fma(bx, by.fma(by, bz.mul(bz)));
            FloatVector gg = gx.fma(gx, gy.fma(gy, gz.mul(gz)));
            aa.intoArray(scratch, s + AA);
            bb.intoArray(scratch, s + BB);
            gg.intoArray(scratch, s + GG);
            ax.fma(bx, ay.fma(by, az.mul(bz))).intoArray(scratch, s + AB);
            ax.fma(hx, ay.fma(hy, az.mul(hz))).intoArray(scratch, s + AH);
            aa.mul(bb).intoArray(scratch, s + ROOT_AB);
            gg.intoArray(scratch, s + ROOT_G);
            if (withForces) {
                fx.fma(gx, fy.fma(gy, fz.mul(gz))).intoArray(scratch, s + FG);
                hx.fma(gx, hy.fma(gy, hz.mul(gz))).intoArray(scratch, s + HG);
                ax.intoArray(scratch, s + A);
                ay.intoArray(scratch, s + A + LENGTH);
                az.intoArray(scratch, s + A + 2 * LENGTH);
                bx.intoArray(scratch, s + B);
                by.intoArray(scratch, s + B + LENGTH);
                bz.intoArray(scratch, s + B + 2 * LENGTH);
            }
        }
    }

    private void roots(int block, boolean withForces) {
        int count = count(block);
        for (int n = 0; n < count; n++) {
            int ab = slot(WIDTH * n) + ROOT_AB;
            int g = slot(WIDTH * n) + ROOT_G;
            inverseRoot(fromArray(SPECIES, scratch, ab)).intoArray(scratch, ab);
            inverseRoot(fromArray(SPECIES, scratch, g)).intoArray(scratch, g);
        }
    }

    /** Leaves the factors of the forces in place of the products: F_i = AA a, F_l = BB b, shift = FG a + HG b. */
    private void energies(int block, boolean withForces) {
        FloatVector energy = FloatVector.zero(SPECIES);
        int count = count(block);
        for (int row = 0, n = block * BLOCK; row < count; row++, n++) {
            int s = slot(WIDTH * row);
            FloatVector ab = fromArray(SPECIES, scratch, s + ROOT_AB);
            FloatVector g = fromArray(SPECIES, scratch, s + ROOT_G);
            FloatVector length = fromArray(SPECIES, scratch, s + GG).mul(g);
            FloatVector cosine = fromArray(SPECIES, scratch, s + AB).mul(ab);
            FloatVector sine = fromArray(SPECIES, scratch, s + AH).mul(ab).mul(length);

            // E = c0 + Σ A cos mφ + B sin mφ; cosines and sines of multiples by the Chebyshev recurrence
            int at = n * CosineSeries.WIDTH;
            FloatVector twice = cosine.add(cosine);
            FloatVector cosBefore = FloatVector.broadcast(SPECIES, 1f);
            FloatVector sinBefore = FloatVector.zero(SPECIES);
            FloatVector slope = FloatVector.zero(SPECIES);
            energy = energy.add(coefficients[at]);
            int highest = series.highest()[n];
            for (int m = 1; m <= highest; m++) {
                FloatVector even = FloatVector.broadcast(SPECIES, coefficients[at + 2 * m - 1]);
                FloatVector odd = FloatVector.broadcast(SPECIES, coefficients[at + 2 * m]);
                energy = even.fma(cosine, odd.fma(sine, energy));
                slope = odd.mul(cosine).sub(even.mul(sine)).mul((float) m).add(slope);
                FloatVector cosNext = twice.mul(cosine).sub(cosBefore);
                FloatVector sinNext = twice.mul(sine).sub(sinBefore);
                cosBefore = cosine;
                sinBefore = sine;
                cosine = cosNext;
                sine = sinNext;
            }
            if (withForces) {
                FloatVector scale = slope.mul(length);
                FloatVector onFirst = scale.div(fromArray(SPECIES, scratch, s + AA));
                FloatVector onLast =
                        scale.div(fromArray(SPECIES, scratch, s + BB)).neg();
                FloatVector perSquare = g.mul(g);
                onFirst.intoArray(scratch, s + AA);
                onLast.intoArray(scratch, s + BB);
                fromArray(SPECIES, scratch, s + FG).mul(perSquare).mul(onFirst).intoArray(scratch, s + FG);
                fromArray(SPECIES, scratch, s + HG).mul(perSquare).mul(onLast).intoArray(scratch, s + HG);
            }
        }
        energy.intoArray(tile.row, slot(0));
        tile.addRow(EnergyComponent.TORSION);
    }

    private void forces(int block, boolean withForces) {
        int count = count(block);
        for (int row = 0, n = block * BLOCK; row < count; row++, n++) {
            int s = slot(WIDTH * row);
            FloatVector onFirst = fromArray(SPECIES, scratch, s + AA);
            FloatVector onLast = fromArray(SPECIES, scratch, s + BB);
            FloatVector fg = fromArray(SPECIES, scratch, s + FG);
            FloatVector hg = fromArray(SPECIES, scratch, s + HG);
            for (int axis = 0; axis < 3; axis++) {
                FloatVector a = fromArray(SPECIES, scratch, s + A + axis * LENGTH);
                FloatVector b = fromArray(SPECIES, scratch, s + B + axis * LENGTH);
                FloatVector shift = fg.mul(a).add(hg.mul(b));
                FloatVector first = onFirst.mul(a);
                FloatVector last = onLast.mul(b);
                int i = slot(3 * atoms[4 * n] + axis);
                int j = slot(3 * atoms[4 * n + 1] + axis);
                int k = slot(3 * atoms[4 * n + 2] + axis);
                int l = slot(3 * atoms[4 * n + 3] + axis);
                fromArray(SPECIES, tile.force, i).add(first).intoArray(tile.force, i);
                fromArray(SPECIES, tile.force, j).sub(first.add(shift)).intoArray(tile.force, j);
                fromArray(SPECIES, tile.force, k).add(shift.sub(last)).intoArray(tile.force, k);
                fromArray(SPECIES, tile.force, l).add(last).intoArray(tile.force, l);
            }
        }
    }
}
