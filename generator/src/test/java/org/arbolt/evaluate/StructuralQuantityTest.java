package org.arbolt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.arbolt.evaluate.StructuralQuantity.Kind;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.peptide.Peptide;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** On conformations as they are built, whose lengths and angles are those of the templates. */
class StructuralQuantityTest {
    private static StructuralQuantity named(String peptide, String name) {
        return StructuralQuantity.of(Peptide.of(peptide).topology()).stream()
                .filter(quantity -> quantity.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static double[][] values(String peptide, String name) {
        Molecule molecule = Peptide.of(peptide);
        double[] twice = new double[2 * molecule.xyz().length];
        System.arraycopy(molecule.xyz(), 0, twice, 0, molecule.xyz().length);
        for (int i = 0; i < molecule.xyz().length; i++) {
            twice[molecule.xyz().length + i] = 2 * molecule.xyz()[i];
        }
        return named(peptide, name).of(new Frames(molecule.topology().atomCount(), twice));
    }

    @Test
    void bondsAndAnglesOfOneKindAreOneQuantity() {
        assertThat(values("AAA", "N–CA")).hasDimensions(3, 2);
        assertThat(values("AAA", "C–N")).hasDimensions(2, 2);
        assertThat(values("AAA", "C–N–CA")).hasDimensions(2, 2);
        assertThat(values("Ace-A-Nme", "N–CA")).hasDimensions(1, 2);
        for (double[] member : values("AAA", "N–CA")) {
            assertThat(member[0]).isEqualTo(0.146, Offset.offset(0.005));
            assertThat(member[1]).isEqualTo(2 * member[0], Offset.offset(1e-12));
        }
        for (double[] member : values("AAA", "N–CA–C")) {
            assertThat(member[0]).isEqualTo(110.5, Offset.offset(4.0));
            assertThat(member[1]).isEqualTo(member[0], Offset.offset(1e-9)); // angles have no scale
        }
    }

    @Test
    void distancesGrowWithTheMolecule() {
        for (String name : List.of("end to end", "radius of gyration", "shortest O···H of the backbone")) {
            double[][] values = values("AAAAAA", name);
            assertThat(values).hasNumberOfRows(1);
            assertThat(values[0][1]).isEqualTo(2 * values[0][0], Offset.offset(1e-9));
        }
        assertThat(values("AAAAAA", "end to end")[0][0]).isGreaterThan(values("AAA", "end to end")[0][0]);
    }

    @Test
    void aShortMoleculeHasNoHydrogenBond() {
        assertThat(StructuralQuantity.of(Peptide.of("AA").topology()))
                .noneMatch(quantity -> quantity.name().startsWith("shortest"))
                .anyMatch(quantity -> quantity.kind() == Kind.DISTANCE);
    }
}
