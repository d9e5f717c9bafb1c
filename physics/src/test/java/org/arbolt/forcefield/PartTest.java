package org.arbolt.forcefield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Vector3;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;

class PartTest {
    private final Molecule molecule = Peptide.of("Ace-AF-Nme");
    private final SystemParameters whole = ForceField.AMBER14_OBC1.assign(molecule.topology());
    private final Frames frames = new Frames(whole.atoms(), molecule.xyz());

    /** Every third atom left out: what is left is the sum of the terms among the others, one by one. */
    @Test
    void theEnergyOfSomeAtomsIsThatOfTheTermsAmongThem() {
        BitSet some = new BitSet();
        for (int i = 0; i < whole.atoms(); i++) {
            some.set(i, i % 3 != 2 || i < 12);
        }
        Energies energies = BatchedPotential.vector(whole, Cutoff.NONE, EnergyPrecision.DOUBLE)
                .part(some)
                .evaluate(frames.of(some), false);
        assertThat(energies.components()[EnergyComponent.BOND.ordinal()]).isCloseTo(bonds(some), within(1e-8));
        assertThat(energies.components()[EnergyComponent.ANGLE.ordinal()]).isCloseTo(angles(some), within(1e-8));
        assertThat(energies.components()[EnergyComponent.TORSION.ordinal()]).isCloseTo(torsions(some), within(1e-8));
        assertThat(energies.components()[EnergyComponent.NONBONDED.ordinal()]).isCloseTo(nonbonded(some), within(1e-6));
        assertThat(bonds(some)).isPositive();
        assertThat(torsions(some)).isPositive();
    }

    @Test
    void allAtomsAreTheWhole() {
        BitSet all = new BitSet();
        all.set(0, whole.atoms());
        Potential potential = BatchedPotential.vector(whole, new Cutoff(1), EnergyPrecision.DOUBLE);
        assertThat(potential.part(all).evaluate(frames, true).total())
                .isEqualTo(potential.evaluate(frames, true).total());
        assertThat(Potential.of(whole.masses(), (_, _) -> 0).part(all)).isNull();
    }

    private static boolean among(BitSet some, int[] atoms, int from, int count) {
        for (int k = 0; k < count; k++) {
            if (!some.get(atoms[from + k])) {
                return false;
            }
        }
        return true;
    }

    private Vector3 at(int atom) {
        return Vector3.of(molecule.xyz(), atom);
    }

    private double bonds(BitSet some) {
        SystemParameters.Bonds b = whole.bonds();
        double sum = 0;
        for (int n = 0; n < b.k().length; n++) {
            if (among(some, b.atoms(), 2 * n, 2)) {
                double d = at(b.atoms()[2 * n]).minus(at(b.atoms()[2 * n + 1])).norm() - b.length()[n];
                sum += 0.5 * b.k()[n] * d * d;
            }
        }
        return sum;
    }

    private double angles(BitSet some) {
        SystemParameters.Angles a = whole.angles();
        double sum = 0;
        for (int n = 0; n < a.k().length; n++) {
            if (among(some, a.atoms(), 3 * n, 3)) {
                Vector3 u = at(a.atoms()[3 * n]).minus(at(a.atoms()[3 * n + 1]));
                Vector3 v = at(a.atoms()[3 * n + 2]).minus(at(a.atoms()[3 * n + 1]));
                double d = Math.acos(u.dot(v) / (u.norm() * v.norm())) - a.angle()[n];
                sum += 0.5 * a.k()[n] * d * d;
            }
        }
        return sum;
    }

    private double torsions(BitSet some) {
        SystemParameters.Torsions t = whole.torsions();
        double sum = 0;
        for (int n = 0; n < t.k().length; n++) {
            if (among(some, t.atoms(), 4 * n, 4)) {
                Vector3 first = at(t.atoms()[4 * n + 1]).minus(at(t.atoms()[4 * n]));
                Vector3 axis = at(t.atoms()[4 * n + 2]).minus(at(t.atoms()[4 * n + 1]));
                Vector3 last = at(t.atoms()[4 * n + 3]).minus(at(t.atoms()[4 * n + 2]));
                Vector3 one = first.cross(axis);
                Vector3 other = axis.cross(last);
                double phi = Math.atan2(first.dot(other) * axis.norm(), one.dot(other));
                sum += t.k()[n] * (1 + Math.cos(t.periodicity()[n] * phi - t.phase()[n]));
            }
        }
        return sum;
    }

    private double nonbonded(BitSet some) {
        SystemParameters.Nonbonded n = whole.nonbonded();
        boolean[][] exceptional = new boolean[whole.atoms()][whole.atoms()];
        double sum = 0;
        for (int k = 0; k < n.exceptionCharge().length; k++) {
            int i = n.exceptionAtoms()[2 * k];
            int j = n.exceptionAtoms()[2 * k + 1];
            exceptional[i][j] = true;
            exceptional[j][i] = true;
            sum += some.get(i) && some.get(j)
                    ? pair(i, j, n.exceptionCharge()[k], n.exceptionSigma()[k], n.exceptionEpsilon()[k])
                    : 0;
        }
        for (int i = 0; i < whole.atoms(); i++) {
            for (int j = i + 1; j < whole.atoms(); j++) {
                if (some.get(i) && some.get(j) && !exceptional[i][j]) {
                    sum += pair(
                            i,
                            j,
                            n.charge()[i] * n.charge()[j],
                            0.5 * (n.sigma()[i] + n.sigma()[j]),
                            Math.sqrt(n.epsilon()[i] * n.epsilon()[j]));
                }
            }
        }
        return sum;
    }

    private double pair(int i, int j, double charges, double sigma, double epsilon) {
        double r = at(i).minus(at(j)).norm();
        double s = Math.pow(sigma / r, 6);
        return 4 * epsilon * (s * s - s) + Constants.COULOMB * charges / r;
    }
}
