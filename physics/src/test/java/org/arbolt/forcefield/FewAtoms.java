package org.arbolt.forcefield;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A molecule of a few atoms between which nothing acts but what is asked for. Units as in {@link SystemParameters}. */
final class FewAtoms {
    private final int atoms;
    private final double[] charge;
    private final double[] sigma;
    private final double[] epsilon;
    private final double[] solventCharge;
    private final double[] radius;
    private final double[] scale;
    private GbModel model = GbModel.NONE;
    private SystemParameters.Bonds bonds = new SystemParameters.Bonds(new int[0], new double[0], new double[0]);
    private SystemParameters.Angles angles = new SystemParameters.Angles(new int[0], new double[0], new double[0]);
    private final List<Torsion> torsions = new ArrayList<>();
    private final List<PairException> exceptions = new ArrayList<>();

    private record Torsion(int[] atoms, int periodicity, double phase, double k) {}

    private record PairException(int first, int second, double charge, double sigma, double epsilon) {}

    FewAtoms(int atoms) {
        this.atoms = atoms;
        charge = new double[atoms];
        sigma = filled(0.3);
        epsilon = new double[atoms];
        solventCharge = new double[atoms];
        radius = filled(0.15);
        scale = new double[atoms];
    }

    private double[] filled(double value) {
        double[] values = new double[atoms];
        Arrays.fill(values, value);
        return values;
    }

    /** A bond between atoms 0 and 1. */
    FewAtoms bond(double length, double k) {
        bonds = new SystemParameters.Bonds(new int[] {0, 1}, new double[] {length}, new double[] {k});
        return this;
    }

    /** An angle between atoms 0, 1 and 2, atom 1 the vertex. */
    FewAtoms angle(double angle, double k) {
        angles = new SystemParameters.Angles(new int[] {0, 1, 2}, new double[] {angle}, new double[] {k});
        return this;
    }

    /** A torsion about the line from atom 1 to atom 2, of atoms 0 to 3; one more with every call. */
    FewAtoms torsion(int periodicity, double phase, double k) {
        torsions.add(new Torsion(new int[] {0, 1, 2, 3}, periodicity, phase, k));
        return this;
    }

    FewAtoms charges(double... charges) {
        System.arraycopy(charges, 0, charge, 0, atoms);
        return this;
    }

    FewAtoms sigmas(double... sigmas) {
        System.arraycopy(sigmas, 0, sigma, 0, atoms);
        return this;
    }

    FewAtoms epsilons(double... epsilons) {
        System.arraycopy(epsilons, 0, epsilon, 0, atoms);
        return this;
    }

    FewAtoms exception(int first, int second, double charge, double sigma, double epsilon) {
        exceptions.add(new PairException(first, second, charge, sigma, epsilon));
        return this;
    }

    FewAtoms solvent(GbModel solvent, double... charges) {
        model = solvent;
        System.arraycopy(charges, 0, solventCharge, 0, atoms);
        return this;
    }

    FewAtoms radii(double... radii) {
        System.arraycopy(radii, 0, radius, 0, atoms);
        return this;
    }

    FewAtoms scales(double... scales) {
        System.arraycopy(scales, 0, scale, 0, atoms);
        return this;
    }

    /** Forces that its terms exert over a tenth of a nanometre or a radian, at least 1 kJ/mol/nm. */
    double stiffness() {
        double stiffest = 1;
        for (double k : bonds.k()) {
            stiffest = Math.max(stiffest, 0.1 * k);
        }
        for (double k : angles.k()) {
            stiffest = Math.max(stiffest, 10 * k);
        }
        for (Torsion torsion : torsions) {
            stiffest = Math.max(stiffest, 10 * torsion.k);
        }
        return stiffest;
    }

    SystemParameters parameters() {
        return new SystemParameters(
                filled(12),
                bonds,
                angles,
                new SystemParameters.Torsions(
                        torsions.stream()
                                .flatMapToInt(t -> Arrays.stream(t.atoms))
                                .toArray(),
                        torsions.stream().mapToInt(Torsion::periodicity).toArray(),
                        torsions.stream().mapToDouble(Torsion::phase).toArray(),
                        torsions.stream().mapToDouble(Torsion::k).toArray()),
                new SystemParameters.Nonbonded(
                        charge,
                        sigma,
                        epsilon,
                        exceptions.stream()
                                .flatMapToInt(e -> Arrays.stream(new int[] {e.first, e.second}))
                                .toArray(),
                        exceptions.stream().mapToDouble(PairException::charge).toArray(),
                        exceptions.stream().mapToDouble(PairException::sigma).toArray(),
                        exceptions.stream().mapToDouble(PairException::epsilon).toArray()),
                new SystemParameters.Solvent(model, solventCharge, radius, scale));
    }
}
