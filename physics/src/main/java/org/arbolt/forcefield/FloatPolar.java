package org.arbolt.forcefield;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static org.arbolt.forcefield.FloatLanes.LENGTH;
import static org.arbolt.forcefield.FloatLanes.SPECIES;
import static org.arbolt.forcefield.FloatLanes.exp;
import static org.arbolt.forcefield.FloatLanes.inverseRoot;
import static org.arbolt.forcefield.FloatLanes.slot;
import static org.arbolt.forcefield.FloatLanes.vectors;

import jdk.incubator.vector.FloatVector;

/**
 * Born radii of a tile, the energy that each atom has by itself, and the polar energy of pairs (see
 * {@link ScalarBorn}).
 *
 * <p>The build derives the double-precision twin of this class from this file (see the module's POM).
 */
final class FloatPolar {
    private final FloatPairNumbers numbers;
    private final int atoms;
    private final FloatTile tile;
    private final FloatPairBuffers buffers;
    private final float[] born; // [A][L], B, nm
    private final float[] inverseBorn; // [A][L], 1/B
    private final float[] bornSlope; // [A][L], ∂B/∂I
    private final float[] energySlope; // [A][L], ∂E/∂B, and at last ∂E/∂I
    private final float[] square; // [pairs of the largest group][L], r², nm²
    private final float[] exponent; // [as above][L], −r²/(4 B B')
    private final float[] decay; // [as above][L], its exponential

    FloatPolar(FloatPairNumbers numbers, FloatTile tile, FloatPairBuffers buffers) {
        this.numbers = numbers;
        this.tile = tile;
        this.buffers = buffers;
        energySlope = buffers.chain;
        atoms = numbers.atoms;
        born = vectors(atoms);
        inverseBorn = vectors(atoms);
        bornSlope = vectors(atoms);
        square = vectors(numbers.largestGroup());
        exponent = new float[square.length];
        decay = new float[square.length];
    }

    /** Each atom's own polar and surface energy. */
    void selfEnergies(int all, boolean withForces) {
        FloatVector energy = FloatVector.zero(SPECIES);
        for (int i = 0; i < atoms; i++) {
            FloatVector inverseB = fromArray(SPECIES, inverseBorn, slot(i));
            FloatVector self = inverseB.mul(numbers.self[i]);
            FloatVector ratio = inverseB.mul(numbers.radius[i]);
            FloatVector cube = ratio.mul(ratio).mul(ratio);
            FloatVector surface = cube.mul(cube).mul(numbers.surface[i]);
            energy = energy.add(self.add(surface));
            surface.mul(-6f).sub(self).mul(inverseB).intoArray(energySlope, slot(i));
        }
        energy.intoArray(tile.row, slot(0));
        tile.addRow(EnergyComponent.GB);
    }

    /** Born radii: 1/B = (1/ρ̃ − 1/ρ) + (1 − tanh)/ρ, which unlike 1/ρ̃ − tanh/ρ does not cancel. */
    void rescale(int all, boolean withForces) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector two = FloatVector.broadcast(SPECIES, 2f);
        for (int i = 0; i < atoms; i++) {
            float inverseRadius = numbers.inverseRadius[i];
            FloatVector psi = fromArray(SPECIES, buffers.integral, slot(i)).mul(numbers.offset[i]);
            FloatVector argument =
                    psi.mul(psi.mul(psi.mul(numbers.gamma).sub(numbers.beta)).add(numbers.alpha));
            argument = argument.blend(40f, argument.compare(GT, 40f)); // where tanh is 1 to the last digit
            FloatVector rest = two.div(exp(argument.add(argument)).add(1f)); // 1 − tanh
            FloatVector inverseB = rest.mul(inverseRadius).add(numbers.inverseRadiusGap[i]);
            FloatVector b = one.div(inverseB);
            FloatVector inner =
                    psi.mul(psi.mul(3f * numbers.gamma).sub(2f * numbers.beta)).add(numbers.alpha);
            FloatVector cosh = rest.mul(two.sub(rest)); // 1 − tanh²
            b.mul(b).mul(cosh).mul(inner).mul(numbers.offset[i] * inverseRadius).intoArray(bornSlope, slot(i));
            b.intoArray(born, slot(i));
            inverseB.intoArray(inverseBorn, slot(i));
        }
    }

    /** r² and −r²/(4 B B') of a group's pairs. */
    void exponents(int group, boolean withForces) {
        float[] x = tile.x;
        for (int i = numbers.groups[group], at = slot(0); i < numbers.groups[group + 1]; i++) {
            int oi = slot(3 * i);
            FloatVector xi = fromArray(SPECIES, x, oi);
            FloatVector yi = fromArray(SPECIES, x, oi + LENGTH);
            FloatVector zi = fromArray(SPECIES, x, oi + 2 * LENGTH);
            FloatVector quarter = fromArray(SPECIES, inverseBorn, slot(i)).mul(-0.25f);
            for (int j = i + 1; j < atoms; j++, at += LENGTH) {
                int oj = slot(3 * j);
                FloatVector dx = xi.sub(fromArray(SPECIES, x, oj));
                FloatVector dy = yi.sub(fromArray(SPECIES, x, oj + LENGTH));
                FloatVector dz = zi.sub(fromArray(SPECIES, x, oj + 2 * LENGTH));
                FloatVector r2 = dx.fma(dx, dy.fma(dy, dz.mul(dz)));
                r2.intoArray(square, at);
                r2.mul(quarter).mul(fromArray(SPECIES, inverseBorn, slot(j))).intoArray(exponent, at);
            }
        }
    }

    void decays(int group, boolean withForces) {
        int end = slot(numbers.pairs(group));
        for (int at = slot(0); at < end; at += LENGTH) {
            exp(fromArray(SPECIES, exponent, at)).intoArray(decay, at);
        }
    }

    /** The polar energy of a group's pairs. */
    void roots(int group, boolean withForces) {
        FloatVector energy = FloatVector.zero(SPECIES);
        for (int i = numbers.groups[group], p = numbers.firstPair(group), k = 0; i < numbers.groups[group + 1]; i++) {
            FloatVector bi = fromArray(SPECIES, born, slot(i));
            FloatVector slopeOnI = fromArray(SPECIES, energySlope, slot(i));
            for (int j = i + 1; j < atoms; j++, p++, k++) {
                FloatVector r2 = fromArray(SPECIES, square, slot(k));
                FloatVector d = fromArray(SPECIES, decay, slot(k));
                FloatVector bj = fromArray(SPECIES, born, slot(j));
                FloatVector inverseF = inverseRoot(bi.mul(bj).fma(d, r2));
                FloatVector u = inverseF.mul(numbers.screened[p]);
                if (numbers.cut) {
                    var inside = r2.compare(LE, numbers.reach * numbers.reach);
                    energy = energy.add(u.sub(numbers.screened[p] * numbers.inverseReach), inside);
                    u = FloatVector.zero(SPECIES).blend(u, inside);
                } else {
                    energy = energy.add(u);
                }
                if (withForces) {
                    FloatVector cubed = u.mul(inverseF).mul(inverseF);
                    FloatVector g = d.fma(-0.25f, 1f).fma(cubed, fromArray(SPECIES, buffers.force, slot(p)));
                    g.intoArray(buffers.force, slot(p));
                    FloatVector slope = fromArray(SPECIES, exponent, slot(k))
                            .fma(0.5f, -0.5f)
                            .mul(cubed)
                            .mul(d);
                    slopeOnI = slope.fma(bj, slopeOnI);
                    slope.fma(bi, fromArray(SPECIES, energySlope, slot(j))).intoArray(energySlope, slot(j));
                }
            }
            slopeOnI.intoArray(energySlope, slot(i));
        }
        energy.intoArray(tile.row, slot(0));
        tile.addRow(EnergyComponent.GB);
    }

    /** ∂E/∂I = ∂E/∂B ∂B/∂I after all rows. */
    void chain(int all, boolean withForces) {
        for (int at = slot(0); at < slot(atoms); at += LENGTH) {
            fromArray(SPECIES, bornSlope, at)
                    .mul(fromArray(SPECIES, energySlope, at))
                    .intoArray(energySlope, at);
        }
    }
}
