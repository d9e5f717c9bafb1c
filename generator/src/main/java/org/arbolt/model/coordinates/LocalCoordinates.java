package org.arbolt.model.coordinates;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import org.arbolt.molecule.EquivalentAtoms;
import org.arbolt.molecule.InternalCoordinates;
import org.arbolt.molecule.SmallRings;
import org.arbolt.molecule.Topology;

/**
 * The coordinates of a molecule by names that mean the same in every peptide: a coordinate's tells the force-field
 * template of its residue, its atom, its kind and the atoms it is measured from, as {@code NALA CB ANGLE CA N}; atoms
 * of the residue before or behind carry − or +. What a stiff coordinate may be expected from ({@link ConditionalMean})
 * are the coordinates near it that are drawn before: soft torsions about a bond of one of its atoms, stiff coordinates
 * that share two atoms with it, and, since a ring must close, those that place atoms of the same ring; their names are
 * relative to its residue.
 *
 * @param topology the molecule
 * @param internal its coordinates, equivalent atoms folded
 * @param order coordinate of each token
 * @param rings of the molecule
 */
record LocalCoordinates(Topology topology, FoldedCoordinates internal, int[] order, SmallRings rings) {

    private static final Map<String, String> USUAL =
            Map.of("ASH", "ASP", "GLH", "GLU", "HID", "HIE", "HIP", "HIE", "LYN", "LYS");

    /** Those of a molecule in the order in which a model of many draws them. */
    static LocalCoordinates of(Topology topology, TokenOrder order) {
        InternalCoordinates plain = InternalCoordinates.of(topology);
        return new LocalCoordinates(
                topology,
                new FoldedCoordinates(plain, EquivalentAtoms.of(topology, plain)),
                order.of(plain, topology),
                SmallRings.of(topology));
    }

    /**
     * An entry of what is known of a conformation, from which a coordinate is expected.
     *
     * @param name relative to the coordinate
     * @param place in the vector of what is known
     */
    record Feature(String name, int place) {}

    boolean soft(int token) {
        return internal.soft(order[token]);
    }

    boolean circular(int token) {
        return internal.kind(order[token]) == InternalCoordinates.Kind.TORSION;
    }

    /** The name of a token's coordinate. */
    String name(int token) {
        return name(token, template(token));
    }

    /** What it would be called in its residue's usual protonation. */
    String usualName(int token) {
        String template = template(token);
        for (Map.Entry<String, String> variant : USUAL.entrySet()) {
            if (template.endsWith(variant.getKey())) {
                return name(token, template.replace(variant.getKey(), variant.getValue()));
            }
        }
        return name(token);
    }

    private String template(int token) {
        return topology.residues()
                .get(residue(internal.internal().atom(order[token])))
                .template();
    }

    private String name(int token, String template) {
        int home = residue(internal.internal().atom(order[token]));
        return template + " " + relative(order[token], home);
    }

    /**
     * What a stiff token is expected from.
     *
     * @param centres says where each token's entries stand
     */
    List<Feature> features(int token, ConditionalMean centres) {
        int home = residue(internal.internal().atom(order[token]));
        BitSet own = internal.internal().atoms(order[token]);
        List<Feature> features = new ArrayList<>();
        features.add(new Feature("1", 0));
        for (int before = 0; before < token; before++) {
            if (near(own, order[token], order[before])) {
                String name = relative(order[before], home);
                int from = centres.start(before);
                int entries = soft(before) ? 2 * centres.harmonics() : 1;
                for (int k = 0; k < entries; k++) {
                    features.add(new Feature(entries == 1 ? name : name + " " + (k + 1), from + k));
                }
            }
        }
        return features;
    }

    private boolean near(BitSet own, int coordinate, int other) {
        if (rings.together(
                internal.internal().atom(coordinate), internal.internal().atom(other))) {
            return true;
        }
        if (internal.soft(other)) {
            int[] atoms = internal.internal().torsionAtoms(other);
            return own.get(atoms[1]) || own.get(atoms[2]);
        }
        BitSet shared = internal.internal().atoms(other);
        shared.and(own);
        return shared.cardinality() >= 2;
    }

    /** Atom, kind and the other atoms of a coordinate, as seen from a residue. */
    private String relative(int coordinate, int home) {
        int atom = internal.internal().atom(coordinate);
        BitSet others = internal.internal().atoms(coordinate);
        others.clear(atom);
        return relativeAtom(atom, home) + " " + internal.kind(coordinate) + " "
                + others.stream().mapToObj(i -> relativeAtom(i, home)).collect(Collectors.joining(" "));
    }

    private String relativeAtom(int atom, int home) {
        int away = residue(atom) - home;
        String name = topology.atoms().get(atom).name();
        return (away == 0 ? "" : away < 0 ? "-".repeat(-away) : "+".repeat(away)) + name;
    }

    private int residue(int atom) {
        return topology.atoms().get(atom).residue();
    }

    /** An expectation whose coefficients are to be filled in. @param means of stiff tokens, nm or rad */
    ConditionalMean centres(int harmonics, IntToDoubleFunction means) {
        double[] mean = new double[order.length];
        for (int t = 0; t < mean.length; t++) {
            mean[t] = soft(t) ? 0 : means.applyAsDouble(t);
        }
        return new ConditionalMean(internal, order, harmonics, mean);
    }
}
