package org.arbolt.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.arbolt.forcefield.Potential;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Stereocentres;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;

/** u = U/kT − log g(c), g = N(0, σ² I) of the centroid, by hand. */
class BoltzmannTargetTest {
    private static final double KT = 0.00831446261815324 * 300; // kJ/mol
    private static final double SIGMA = 0.2; // nm
    private static final Molecule ALANINE = Peptide.of("Ace-A-Nme");
    private static final Stereocentres CHIRALITY = Stereocentres.of(ALANINE.topology(), ALANINE.xyz());
    private static final int ATOMS = ALANINE.topology().atomCount();

    /** The first atom's x in kJ/mol, whatever it is. */
    private static final Potential FIRST_X = Potential.of(filled(ATOMS, 12), (xyz, forces) -> xyz[0]);

    private static double[] filled(int count, double value) {
        double[] values = new double[count];
        Arrays.fill(values, value);
        return values;
    }

    private static BoltzmannTarget target() {
        return new BoltzmannTarget(FIRST_X, 300, SIGMA, CHIRALITY);
    }

    /** The molecule with its centroid at a place on the x axis, or its mirror image there. */
    private static double[] at(double place, double side) {
        double[] xyz = ALANINE.xyz().clone();
        for (int axis = 0; axis < 3; axis++) {
            double mean = 0;
            for (int atom = 0; atom < ATOMS; atom++) {
                mean += xyz[3 * atom + axis] / ATOMS;
            }
            for (int atom = 0; atom < ATOMS; atom++) {
                xyz[3 * atom + axis] = side * (xyz[3 * atom + axis] - mean) + (axis == 0 ? place : 0);
            }
        }
        return xyz;
    }

    /** At c = (0.3, 0, 0): x/kT + 0.09/(2·0.04) + 1.5 log(2π·0.04). */
    @Test
    void reducedEnergyIsThatOfTheMoleculeAndItsCentroid() {
        double[] xyz = at(0.3, 1);
        Target.Evaluation found = target().evaluate(new Frames(ATOMS, xyz));
        assertThat(found.energy()).containsExactly(xyz[0]);
        assertThat(found.exclusion()).containsExactly(Target.Exclusion.NONE);
        assertThat(found.reducedEnergy()[0])
                .isCloseTo(xyz[0] / KT + 1.125 + 1.5 * Math.log(2 * Math.PI * 0.04), within(1e-12));
    }

    @Test
    void theWrongChiralityAndEnergiesThatAreNoNumbersAreExcluded() {
        double[] lost = at(0, 1);
        lost[0] = Double.NaN;
        double[] three = new double[9 * ATOMS];
        System.arraycopy(at(0, -1), 0, three, 0, 3 * ATOMS);
        System.arraycopy(lost, 0, three, 3 * ATOMS, 3 * ATOMS);
        System.arraycopy(at(0, 1), 0, three, 6 * ATOMS, 3 * ATOMS);
        Target.Evaluation found = target().evaluate(new Frames(ATOMS, three));
        assertThat(found.exclusion())
                .containsExactly(Target.Exclusion.HANDEDNESS, Target.Exclusion.NOT_FINITE, Target.Exclusion.NONE);
        assertThat(found.reducedEnergy()[0]).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(found.reducedEnergy()[1]).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(found.reducedEnergy()[2]).isFinite();
    }

    /** Centroids at 0.1 and 0.3 on one of three axes: σ² = (0.01 + 0.09)/(3·2). */
    @Test
    void theFittedDeviationIsTheRootMeanSquareOfTheCentroids() {
        double[] two = new double[6 * ATOMS];
        System.arraycopy(at(0.1, 1), 0, two, 0, 3 * ATOMS);
        System.arraycopy(at(0.3, 1), 0, two, 3 * ATOMS, 3 * ATOMS);
        assertThat(BoltzmannTarget.fittedCentroidDeviation(new Frames(ATOMS, two)))
                .isCloseTo(Math.sqrt(0.1 / 6), within(1e-12));
    }

    @Test
    void aDeviationThatIsNoWidthIsRefused() {
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new BoltzmannTarget(FIRST_X, 300, bad, CHIRALITY))
                    .withMessageContaining("centroid deviation");
        }
    }
}
