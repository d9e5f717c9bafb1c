package org.arbolt.forcefield;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.arbolt.molecule.Element;

/**
 * A force field as its resource file lists it (written by {@code tools/convert_forcefield.py}). Lists are in the
 * order of OpenMM's files, which decides between several matching terms.
 *
 * @param improperOrdering which rule places the atoms of an improper torsion: {@code default} or {@code amber}
 * @param lennardJones14 factor on ε of 1-4 pairs
 * @param coulomb14 factor on the charge product of 1-4 pairs
 * @param types by name
 * @param residues by template name
 * @param bonds by classes
 * @param angles by classes
 * @param propers by classes
 * @param impropers by classes, the central atom first
 */
@JsonIgnoreProperties({"comment", "sources"})
record ForceFieldData(
        String improperOrdering,
        double lennardJones14,
        double coulomb14,
        Map<String, AtomType> types,
        Map<String, Residue> residues,
        List<BondTerm> bonds,
        List<AngleTerm> angles,
        List<List<JsonNode>> propers,
        List<List<JsonNode>> impropers) {

    /** Mass in amu, sigma in nm, epsilon in kJ/mol. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record AtomType(String className, double mass, double sigma, double epsilon) {}

    /** Atoms in template order; pairs of their positions. */
    record Residue(List<TemplateAtom> atoms, List<List<Integer>> bonds) {}

    /** Charge in e, radius of the solvent model in nm. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record TemplateAtom(String name, Element element, String type, double charge, double radius, double scale) {}

    /** Length in nm, k in kJ/mol/nm². */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record BondTerm(String class1, String class2, double length, double k) {
        boolean matches(String a, String b) {
            return class1.equals(a) && class2.equals(b) || class1.equals(b) && class2.equals(a);
        }
    }

    /** Angle in rad, k in kJ/mol/rad². */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record AngleTerm(String class1, String class2, String class3, double angle, double k) {
        boolean matches(String a, String b, String c) {
            return class2.equals(b) && (class1.equals(a) && class3.equals(c) || class1.equals(c) && class3.equals(a));
        }
    }

    /** Classes of four atoms, the empty one matching any, and the terms of their cosine series. */
    record TorsionTerm(List<String> classes, List<Cosine> series) {
        boolean hasWildcard() {
            return classes.contains("");
        }

        /** Whether the class at a position admits the class of an atom. */
        boolean admits(int position, String className) {
            String wanted = classes.get(position);
            return wanted.isEmpty() || wanted.equals(className);
        }
    }

    /** k (1 + cos(periodicity φ − phase)); phase in rad, k in kJ/mol. */
    record Cosine(int periodicity, double phase, double k) {}

    /** Reads a resource of this package. */
    static ForceFieldData read(String resource) {
        try (InputStream in = ForceFieldData.class.getResourceAsStream(resource)) {
            return new ObjectMapper().readValue(in, ForceFieldData.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the resource " + resource + " of this build is damaged", e);
        }
    }

    /** The torsions of a list. */
    static List<TorsionTerm> torsions(List<List<JsonNode>> rows) {
        List<TorsionTerm> terms = new ArrayList<>();
        for (List<JsonNode> row : rows) {
            List<String> classes =
                    row.subList(0, 4).stream().map(JsonNode::asText).toList();
            List<Cosine> series = row.subList(4, row.size()).stream()
                    .map(c -> new Cosine(
                            c.get(0).asInt(), c.get(1).asDouble(), c.get(2).asDouble()))
                    .toList();
            terms.add(new TorsionTerm(classes, series));
        }
        return terms;
    }
}
