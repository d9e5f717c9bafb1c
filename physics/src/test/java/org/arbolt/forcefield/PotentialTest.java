package org.arbolt.forcefield;

import static org.assertj.core.api.Assertions.assertThat;

import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;

/** An energy of one's own. */
class PotentialTest {

    @Test
    void aTermOfOnesOwnGivesEnergiesAndForcesOfAllFrames() {
        Potential spring = Potential.of(new double[] {1, 1}, (x, forces) -> {
            double d = x[0] - x[3];
            if (forces != null) {
                forces[0] -= 2 * d;
                forces[3] += 2 * d;
            }
            return d * d;
        });
        Frames frames = new Frames(2, new double[] {0, 0, 0, 1, 0, 0, /**/ 5, 0, 0, 2, 0, 0});
        Energies energies = spring.evaluate(frames, true);
        assertThat(spring.energies(frames)).containsExactly(1, 9);
        assertThat(energies.total()).containsExactly(1, 9);
        assertThat(energies.forces()).containsExactly(2, 0, 0, -2, 0, 0, -6, 0, 0, 6, 0, 0);
    }

    @Test
    void oneTermOfAForceFieldByItselfIsThatComponent() {
        Molecule molecule = Peptide.of("Ace-A-Nme");
        SystemParameters p = ForceField.AMBER99SB_ILDN_OBC.assign(molecule.topology());
        ScalarTerm bonds = new ScalarBonds(p.bonds());
        Potential own = Potential.of(p.masses(), bonds);
        double[] parts = BatchedPotential.reference(p, Cutoff.NONE)
                .evaluate(molecule.frames(), false)
                .components();
        assertThat(own.energies(molecule.frames())).containsExactly(parts[EnergyComponent.BOND.ordinal()]);
    }
}
