package org.arbolt.forcefield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.molecule.Element;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForceFieldTest {

    static List<String> names() {
        return ForceField.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void peptidesCarryWholeCharges(String name) {
        assertThat(charge(name, "Ace-A-Nme")).isCloseTo(0, within(1e-9));
        assertThat(charge(name, "GYDPETGTWG")).isCloseTo(-2, within(1e-9));
        assertThat(charge(name, "KRCDEHSTMW")).isCloseTo(0, within(1e-9));
    }

    private static double charge(String forceField, String peptide) {
        SystemParameters parameters = ForceField.named(forceField).assign(Peptide.topology(peptide));
        return Arrays.stream(parameters.nonbonded().charge()).sum();
    }

    @Test
    void alanineDipeptideHasTheNumbersOfTermsThatItsBondsImply() {
        SystemParameters p = ForceField.named("amber99sbildn-obc").assign(Peptide.topology("Ace-A-Nme"));
        assertThat(p.bonds().k()).hasSize(21);
        assertThat(p.angles().k()).hasSize(36);
        assertThat(p.nonbonded().exceptionCharge()).hasSize(21 + 36 + 41);
        assertThat(p.masses()[0]).isEqualTo(1.007947);
        assertThat(p.masses()[1]).isEqualTo(12.01078);
    }

    @Test
    void unknownForceFieldIsRefusedWithTheKnownNames() {
        assertThatThrownBy(() -> ForceField.named("charmm36"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("charmm36")
                .hasMessageContaining("amber99sbildn-obc");
    }

    @Test
    void anAtomThatIsNotTheTemplatesIsNamed() {
        Topology good = Peptide.topology("Ace-A-Nme");
        List<Topology.Atom> atoms = new ArrayList<>(good.atoms());
        Topology.Atom old = atoms.get(7);
        atoms.set(7, new Topology.Atom(7, "XX", Element.H, old.residue()));
        Topology bad = new Topology(atoms, good.bonds(), good.residues());
        assertThatThrownBy(() -> ForceField.named("amber14-obc1").assign(bad))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("residue 2 (ALA)")
                .hasMessageContaining("XX")
                .hasMessageContaining(old.name());
    }

    @Test
    void anUnknownTemplateIsNamed() {
        Topology good = Peptide.topology("Ace-A-Nme");
        List<Topology.Residue> residues = new ArrayList<>(good.residues());
        residues.set(1, new Topology.Residue(1, "ORN", "ORN", 6, 10, 'A'));
        Topology bad = new Topology(good.atoms(), good.bonds(), residues);
        assertThatThrownBy(() -> ForceField.named("amber14-obc2").assign(bad))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("residue 2 (ORN)");
    }

    @Test
    void framesOfAnotherMoleculeAreRefused() {
        Potential potential =
                ForceField.named("amber14-obc1").potential(Peptide.topology("AAA"), Cutoff.NONE, EnergyPrecision.FLOAT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> potential.evaluate(Frames.allocate(1, 22), false))
                .withMessageContaining("33")
                .withMessageContaining("22");
    }

    @Test
    void aCutoffIsAPositiveNumber() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Cutoff(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Cutoff(Double.NaN));
        assertThat(Cutoff.NONE.finite()).isFalse();
    }

    @Test
    void cosineSeriesIsTheSumOfItsTorsions() {
        SystemParameters.Torsions torsions = new SystemParameters.Torsions(
                new int[] {0, 1, 2, 3, 0, 1, 2, 3}, new int[] {2, 3}, new double[] {Math.PI, 0.4}, new double[] {5, 0.7
                });
        CosineSeries series = CosineSeries.of(torsions);
        assertThat(series.count()).isEqualTo(1);
        assertThat(series.highest()).containsExactly(3);
        double[] c = series.coefficients();
        for (double phi = -3; phi < 3; phi += 0.37) {
            double energy = c[0];
            for (int m = 1; m <= CosineSeries.ORDERS; m++) {
                energy += c[2 * m - 1] * Math.cos(m * phi) + c[2 * m] * Math.sin(m * phi);
            }
            double wanted = 5 * (1 + Math.cos(2 * phi - Math.PI)) + 0.7 * (1 + Math.cos(3 * phi - 0.4));
            assertThat(energy).isCloseTo(wanted, within(1e-12));
        }
    }

    @Test
    void aPeriodicityBeyondSixIsRefused() {
        SystemParameters.Torsions torsions = new SystemParameters.Torsions(
                new int[] {0, 1, 2, 3}, new int[] {7}, new double[] {0}, new double[] {1});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CosineSeries.of(torsions))
                .withMessageContaining("7");
    }
}
