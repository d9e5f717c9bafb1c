package org.arbolt.forcefield;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Everything the energy of one molecule needs, with a number for every interaction. Arrays are shared, not copied,
 * and must not be written to.
 *
 * @param masses [A], amu
 * @param bonds harmonic bonds
 * @param angles harmonic angles
 * @param torsions proper and improper torsions
 * @param nonbonded Lennard-Jones and Coulomb
 * @param solvent generalised Born and surface term
 */
public record SystemParameters(
        double[] masses, Bonds bonds, Angles angles, Torsions torsions, Nonbonded nonbonded, Solvent solvent) {

    public SystemParameters {
        if (masses.length == 0) {
            throw new IllegalArgumentException("a molecule has at least one atom");
        }
        requireLength("charges", nonbonded.charge(), masses.length);
        requireLength("sigmas", nonbonded.sigma(), masses.length);
        requireLength("epsilons", nonbonded.epsilon(), masses.length);
        requireLength("charges in the solvent", solvent.charge(), masses.length);
        requireLength("radii", solvent.radius(), masses.length);
        requireLength("scales", solvent.scale(), masses.length);
        requireAtoms("bond", bonds.atoms(), masses.length);
        requireAtoms("angle", angles.atoms(), masses.length);
        requireAtoms("torsion", torsions.atoms(), masses.length);
        requireAtoms("exception", nonbonded.exceptionAtoms(), masses.length);
    }

    /** Number of atoms A. */
    public int atoms() {
        return masses.length;
    }

    /** The numbers of some atoms alone, in their order, and of what acts among them. */
    SystemParameters part(BitSet chosen) {
        int[] atoms = chosen.stream().toArray();
        int[] number = new int[atoms()];
        Arrays.fill(number, -1);
        for (int i = 0; i < atoms.length; i++) {
            number[atoms[i]] = i;
        }
        Some bond = Some.of(bonds.atoms(), 2, number);
        Some angle = Some.of(angles.atoms(), 3, number);
        Some torsion = Some.of(torsions.atoms(), 4, number);
        Some exception = Some.of(nonbonded.exceptionAtoms(), 2, number);
        return new SystemParameters(
                at(masses, atoms),
                new Bonds(bond.atoms, at(bonds.length(), bond.terms), at(bonds.k(), bond.terms)),
                new Angles(angle.atoms, at(angles.angle(), angle.terms), at(angles.k(), angle.terms)),
                new Torsions(
                        torsion.atoms,
                        Arrays.stream(torsion.terms)
                                .map(n -> torsions.periodicity()[n])
                                .toArray(),
                        at(torsions.phase(), torsion.terms),
                        at(torsions.k(), torsion.terms)),
                new Nonbonded(
                        at(nonbonded.charge(), atoms),
                        at(nonbonded.sigma(), atoms),
                        at(nonbonded.epsilon(), atoms),
                        exception.atoms,
                        at(nonbonded.exceptionCharge(), exception.terms),
                        at(nonbonded.exceptionSigma(), exception.terms),
                        at(nonbonded.exceptionEpsilon(), exception.terms)),
                new Solvent(
                        solvent.model(),
                        at(solvent.charge(), atoms),
                        at(solvent.radius(), atoms),
                        at(solvent.scale(), atoms)));
    }

    private static double[] at(double[] values, int[] chosen) {
        return Arrays.stream(chosen).mapToDouble(n -> values[n]).toArray();
    }

    /**
     * Terms whose atoms are all chosen.
     *
     * @param terms their numbers
     * @param atoms renumbered, flattened
     */
    private record Some(int[] terms, int[] atoms) {
        static Some of(int[] atoms, int each, int[] number) {
            int[] terms = IntStream.range(0, atoms.length / each)
                    .filter(n -> IntStream.range(0, each).allMatch(k -> number[atoms[n * each + k]] >= 0))
                    .toArray();
            return new Some(
                    terms,
                    Arrays.stream(terms)
                            .flatMap(n -> IntStream.range(0, each).map(k -> number[atoms[n * each + k]]))
                            .toArray());
        }
    }

    /**
     * E = ½ k (r − r0)².
     *
     * @param atoms [n][2] flattened
     * @param length r0, [n], nm
     * @param k [n], kJ/mol/nm²
     */
    public record Bonds(int[] atoms, double[] length, double[] k) {
        public Bonds {
            requireLength("bond atoms", atoms, 2 * length.length);
            requireLength("bond constants", k, length.length);
        }
    }

    /**
     * E = ½ k (θ − θ0)².
     *
     * @param atoms [n][3] flattened, the vertex in the middle
     * @param angle θ0, [n], rad
     * @param k [n], kJ/mol/rad²
     */
    public record Angles(int[] atoms, double[] angle, double[] k) {
        public Angles {
            requireLength("angle atoms", atoms, 3 * angle.length);
            requireLength("angle constants", k, angle.length);
        }
    }

    /**
     * E = k (1 + cos(n φ − φ0)).
     *
     * @param atoms [n][4] flattened
     * @param periodicity [n], from 1
     * @param phase φ0, [n], rad
     * @param k [n], kJ/mol
     */
    public record Torsions(int[] atoms, int[] periodicity, double[] phase, double[] k) {
        public Torsions {
            requireLength("torsion atoms", atoms, 4 * periodicity.length);
            requireLength("torsion phases", phase, periodicity.length);
            requireLength("torsion constants", k, periodicity.length);
        }
    }

    /**
     * Lennard-Jones and Coulomb between all pairs, with Lorentz–Berthelot rules, but for the exceptions, which have
     * numbers of their own (all zero where a pair does not interact).
     *
     * @param charge [A], e
     * @param sigma [A], nm
     * @param epsilon [A], kJ/mol
     * @param exceptionAtoms [n][2] flattened, first &lt; second
     * @param exceptionCharge product of charges, [n], e²
     * @param exceptionSigma [n], nm
     * @param exceptionEpsilon [n], kJ/mol
     */
    public record Nonbonded(
            double[] charge,
            double[] sigma,
            double[] epsilon,
            int[] exceptionAtoms,
            double[] exceptionCharge,
            double[] exceptionSigma,
            double[] exceptionEpsilon) {
        public Nonbonded {
            requireLength("exception atoms", exceptionAtoms, 2 * exceptionCharge.length);
            requireLength("exception sigmas", exceptionSigma, exceptionCharge.length);
            requireLength("exception epsilons", exceptionEpsilon, exceptionCharge.length);
        }
    }

    /**
     * @param model variant of the generalised Born model
     * @param charge [A], e
     * @param radius intrinsic radius ρ, [A], nm
     * @param scale of the descreening sphere, [A]
     */
    public record Solvent(GbModel model, double[] charge, double[] radius, double[] scale) {}

    private static void requireLength(String what, double[] values, int wanted) {
        requireLength(what, values.length, wanted);
    }

    private static void requireLength(String what, int[] values, int wanted) {
        requireLength(what, values.length, wanted);
    }

    private static void requireLength(String what, int length, int wanted) {
        if (length != wanted) {
            throw new IllegalArgumentException("there must be " + wanted + " " + what + ", were " + length);
        }
    }

    private static void requireAtoms(String what, int[] atoms, int count) {
        for (int atom : atoms) {
            if (atom < 0 || atom >= count) {
                throw new IllegalArgumentException(
                        what + " names atom " + atom + ", but there are atoms 0 to " + (count - 1));
            }
        }
    }
}
