package org.arbolt.model.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.arbolt.BadInput;
import org.arbolt.molecule.ResidueTemplates;
import org.arbolt.molecule.Topology;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AtomLabelsTest {

    /** Numbers written down by hand from the published table. */
    @Test
    void atomsOfADipeptideHaveThePublishedNumbers() {
        Topology topology = Peptide.topology("LW");
        AtomLabels labels = AtomLabels.of(topology, AtomLabels.Vocabulary.PUBLISHED);
        List<String> names = topology.atoms().stream().map(Topology.Atom::name).toList();
        assertThat(labels.length()).isEqualTo(2);
        assertThat(labels.residue()[0]).isEqualTo(11);
        assertThat(labels.residue()[labels.atoms() - 1]).isEqualTo(18);
        assertThat(labels.place()[0]).isEqualTo(1);
        assertThat(labels.place()[labels.atoms() - 1]).isEqualTo(2);
        assertThat(labels.type()[names.indexOf("H1")]).isEqualTo(18);
        assertThat(labels.type()[names.indexOf("HD11")]).isEqualTo(22); // HD1
        assertThat(labels.type()[names.indexOf("HD23")]).isEqualTo(23); // HD2
        assertThat(labels.type()[names.indexOf("HE3")]).isEqualTo(27); // of tryptophan, which keeps its digits
        assertThat(labels.type()[names.indexOf("HZ2")]).isEqualTo(35);
        assertThat(labels.type()[names.lastIndexOf("CH2")]).isEqualTo(14);
        assertThat(labels.type()[names.indexOf("OXT")]).isEqualTo(52);
    }

    @ParameterizedTest
    @CsvSource({
        "ALA, HB3, HB", "GLY, HA2, HA", "ALA, H1, H", "ARG, HH11, HH1", "ARG, NH1, NH1", "ILE, HG12, HG1",
                "ILE, CG1, CG1",
        "PHE, HE1, HE1", "PHE, HB2, HB", "TYR, HH, HH", "HIS, HD2, HD2", "MET, HE3, HE", "LYS, HZ1, HZ", "ASP, OD1, OD",
        "GLU, OE2, OE", "THR, OG1, OG1", "ASN, HD21, HD2", "SER, HG, HG", "VAL, H, H"
    })
    void digitsAreDroppedAsPublished(String residue, String atom, String type) {
        assertThat(AtomLabels.typeName(residue, atom)).isEqualTo(type);
    }

    @Test
    void everyAtomOfTheTwentyAminoAcidsIsKnown() {
        for (String letter : "ACDEFGHIKLMNPQRSTVWY".split("")) {
            for (String peptide : List.of(letter + "A", "A" + letter, "A" + letter + "A")) {
                AtomLabels labels = AtomLabels.of(Peptide.topology(peptide), AtomLabels.Vocabulary.PUBLISHED);
                assertThat(Arrays.stream(labels.type()).min().orElseThrow()).isPositive();
                assertThat(Arrays.stream(labels.type()).max().orElseThrow()).isLessThanOrEqualTo(54);
            }
        }
    }

    /** Every residue and atom of the force field's templates has a number of its own, protonations and caps too. */
    @Test
    void everyTemplateIsKnownToTheModelOfMany() {
        Set<String> seen = new HashSet<>();
        for (String name : ResidueTemplates.shared().names()) {
            boolean end = name.length() == 4;
            if (end || List.of("ACE", "NME", "NHE", "CYM", "CYX").contains(name)) {
                continue; // in the peptides below, or only with a bridge
            }
            for (String peptide : List.of("Ace-[" + name + "]-Nme", "Ace-[" + name + "]-NH2")) {
                Topology topology = Peptide.topology(peptide);
                AtomLabels labels = AtomLabels.of(topology, AtomLabels.Vocabulary.TEMPLATES);
                TransformerVariant.Conditioning rows = TransformerVariant.TRANSFERABLE.conditioning();
                assertThat(Arrays.stream(labels.type())).allMatch(type -> type > 0 && type < rows.atomTypes());
                assertThat(Arrays.stream(labels.residue()))
                        .allMatch(number -> number > 0 && number < rows.residueTypes());
                int first = topology.residues().get(1).firstAtom();
                seen.add(name + " " + labels.residue()[first]);
            }
        }
        assertThat(seen.stream().map(text -> text.split(" ")[1]).distinct()).hasSize(seen.size());
        for (String letter : "ACDEFGHIKLMNPQRSTVWY".split("")) {
            AtomLabels.of(Peptide.topology(letter + letter + letter), AtomLabels.Vocabulary.TEMPLATES);
        }
    }

    @Test
    void capsAreRefused() {
        assertThatThrownBy(() -> AtomLabels.of(Peptide.topology("Ace-A-Nme"), AtomLabels.Vocabulary.PUBLISHED))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("ACE")
                .hasMessageContaining("without caps");
    }
}
