package org.arbolt.forcefield;

import java.util.List;
import java.util.function.IntFunction;
import org.arbolt.forcefield.ForceFieldData.TorsionTerm;
import org.arbolt.molecule.Element;
import org.arbolt.molecule.Topology;

/**
 * Finds the improper torsion of an atom and three neighbours and the order in which its atoms enter it. Amber's files
 * leave the order open, and it changes the energy; both rules are OpenMM's (ForceField, improper orderings
 * {@code default} and {@code amber}), the central atom always third. Where the rules go by the order of atoms, OpenMM
 * takes that of the file, and we that of the templates: one molecule has one energy, whoever wrote its file. For files
 * in another order the two differ by the impropers of alike neighbours, up to some 0.3 kJ/mol in a small protein.
 */
final class ImproperMatcher {
    /** The orders in which three neighbours are tried. */
    private static final int[][] PERMUTATIONS = {{1, 2, 3}, {1, 3, 2}, {2, 1, 3}, {2, 3, 1}, {3, 1, 2}, {3, 2, 1}};

    private final List<TorsionTerm> terms;
    private final boolean amber;
    private final Topology topology;
    private final IntFunction<String> classOf;
    private final IntFunction<String> typeOf;

    ImproperMatcher(
            List<TorsionTerm> terms,
            String ordering,
            Topology topology,
            IntFunction<String> classOf,
            IntFunction<String> typeOf) {
        this.terms = terms;
        this.amber = ordering.equals("amber");
        this.topology = topology;
        this.classOf = classOf;
        this.typeOf = typeOf;
    }

    /**
     * @param order positions in the tuple that was matched, in the order of the torsion
     * @param term the torsion
     */
    record Match(List<Integer> order, TorsionTerm term) {
        int[] arrange(int[] centreFirst) {
            return order.stream().mapToInt(position -> centreFirst[position]).toArray();
        }
    }

    /**
     * The last term without wildcards that fits, or else the first that fits.
     *
     * @param atoms the central atom and three neighbours
     * @return null if no term fits
     */
    Match match(int[] atoms) {
        Match match = null;
        for (TorsionTerm term : terms) {
            if (match != null && term.hasWildcard() || !term.admits(0, classOf.apply(atoms[0]))) {
                continue;
            }
            for (int[] p : PERMUTATIONS) {
                if (fits(term, atoms, p)) {
                    match = new Match(
                            amber ? amberOrder(term, atoms, p.clone()) : defaultOrder(atoms, p.clone()), term);
                    break;
                }
            }
        }
        return match;
    }

    private boolean fits(TorsionTerm term, int[] atoms, int[] p) {
        for (int i = 0; i < 3; i++) {
            if (!term.admits(i + 1, classOf.apply(atoms[p[i]]))) {
                return false;
            }
        }
        return true;
    }

    /** Of the first two, carbon comes first, then the heavier element, then the lower index. */
    private List<Integer> defaultOrder(int[] atoms, int[] p) {
        Element first = element(atoms[p[0]]);
        Element second = element(atoms[p[1]]);
        boolean swap = first == second
                ? atoms[p[0]] > atoms[p[1]]
                : first != Element.C && (second == Element.C || first.number() < second.number());
        if (swap) {
            swap(p, 0, 1);
        }
        return List.of(p[0], p[1], 0, p[2]);
    }

    /** Neighbours of one type (of one element, if the term has wildcards) stand in the order of the topology. */
    private List<Integer> amberOrder(TorsionTerm term, int[] atoms, int[] p) {
        boolean wildcard = term.hasWildcard();
        // Who is alike is asked of the match as it was found, who comes first of the current order.
        String[] type = {typeOf.apply(atoms[p[0]]), typeOf.apply(atoms[p[1]]), typeOf.apply(atoms[p[2]])};
        Element[] element = {element(atoms[p[0]]), element(atoms[p[1]]), element(atoms[p[2]])};
        if (alike(wildcard, type, element, 0, 2) && atoms[p[0]] > atoms[p[2]]) {
            swap(p, 0, 2);
        }
        if (alike(wildcard, type, element, 1, 2) && atoms[p[1]] > atoms[p[2]]) {
            swap(p, 1, 2);
        }
        if ((wildcard || type[0].equals(type[1])) && atoms[p[0]] > atoms[p[1]]) {
            swap(p, 0, 1);
        }
        return List.of(p[0], p[1], 0, p[2]);
    }

    private static boolean alike(boolean wildcard, String[] type, Element[] element, int a, int b) {
        return wildcard ? element[a] == element[b] : type[a].equals(type[b]);
    }

    private Element element(int atom) {
        return topology.atoms().get(atom).element();
    }

    private static void swap(int[] p, int a, int b) {
        int kept = p[a];
        p[a] = p[b];
        p[b] = kept;
    }
}
