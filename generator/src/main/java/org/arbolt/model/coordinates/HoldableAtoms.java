package org.arbolt.model.coordinates;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.molecule.Element;
import org.arbolt.molecule.HeldAtoms;
import org.arbolt.molecule.Topology;

/**
 * Which atoms internal coordinates can hold: sets S with 3|S| − 6 coordinates that depend on atoms of S alone, none of
 * which a rotor exchanges with others ({@link ControlledTokens}).
 */
final class HoldableAtoms {
    private final FoldedCoordinates folded;
    private final Topology topology;

    HoldableAtoms(FoldedCoordinates folded, Topology topology) {
        this.folded = folded;
        this.topology = topology;
    }

    /**
     * The coordinates that depend on held atoms alone.
     *
     * @throws BadInput if the atoms cannot be held; it says which could
     */
    BitSet require(HeldAtoms held) {
        BitSet set = held.set();
        BitSet dependent = dependent(set);
        int needed = 3 * set.cardinality() - 6;
        if (set.cardinality() < 3 || dependent.cardinality() < needed || splitsRotor(set, dependent)) {
            throw new BadInput("'" + held.selection().text() + "' cannot be held exactly by this model: of its "
                    + set.cardinality() + " atoms " + dependent.cardinality() + " coordinates depend on them alone, "
                    + Math.max(0, needed) + " are needed; " + instead(set)
                    + ", or train a model that begins with them (arbolt train --first)");
        }
        return dependent;
    }

    /** Coordinates that depend on atoms of a set alone. */
    private BitSet dependent(BitSet set) {
        BitSet found = new BitSet();
        for (int i = 0; i < folded.internal().count(); i++) {
            BitSet needed = folded.internal().atoms(i);
            needed.or(folded.equivalents().atoms(i));
            needed.andNot(set);
            if (needed.isEmpty()) {
                found.set(i);
            }
        }
        return found;
    }

    /** Whether a rotor would exchange atoms of the set. */
    private boolean splitsRotor(BitSet set, BitSet dependent) {
        return IntStream.range(0, folded.internal().count())
                .filter(i -> folded.equivalents().exchanged(i).intersects(set))
                .anyMatch(i -> !dependent.get(i));
    }

    /** What could be held in the place of a set. */
    private String instead(BitSet set) {
        BitSet smaller = (BitSet) set.clone();
        boolean changed = true;
        while (changed && smaller.cardinality() > 2) {
            BitSet next = supported(smaller);
            changed = !next.equals(smaller);
            smaller = next;
        }
        List<String> would = new ArrayList<>();
        if (fits(smaller)) {
            BitSet out = (BitSet) set.clone();
            out.andNot(smaller);
            would.add("the same without " + names(out));
        }
        BitSet larger = withNeighbours(set);
        if (fits(larger)) {
            BitSet in = (BitSet) larger.clone();
            in.andNot(set);
            would.add("the same with " + names(in));
        }
        int last = topology.atoms().get(set.length() - 1).residue();
        for (int first = 0; first <= last; first++) {
            BitSet stretch = residues(first, last);
            BitSet missing = (BitSet) set.clone();
            missing.andNot(stretch);
            if (missing.isEmpty() && fits(stretch)) {
                would.add("'residue " + (first + 1) + (first < last ? "-" + (last + 1) : "") + "'");
            }
        }
        return would.isEmpty() ? "hold other atoms, such as the first residues" : "hold " + String.join(", or ", would);
    }

    private boolean fits(BitSet set) {
        BitSet dependent = dependent(set);
        return set.cardinality() > 2
                && dependent.cardinality() >= 3 * set.cardinality() - 6
                && !splitsRotor(set, dependent);
    }

    /** The set and the heavy atoms bonded to it. */
    private BitSet withNeighbours(BitSet set) {
        BitSet larger = (BitSet) set.clone();
        for (Topology.Bond bond : topology.bonds()) {
            for (int[] pair : new int[][] {{bond.first(), bond.second()}, {bond.second(), bond.first()}}) {
                if (set.get(pair[0]) && topology.atoms().get(pair[1]).element() != Element.H) {
                    larger.set(pair[1]);
                }
            }
        }
        return larger;
    }

    /** The set without the atoms whose coordinates lead out of it, other than the first three. */
    private BitSet supported(BitSet set) {
        BitSet dependent = dependent(set);
        int[] own = new int[folded.internal().atoms()];
        dependent.stream().forEach(i -> own[folded.internal().atom(i)]++);
        BitSet next = new BitSet();
        int kept = 0;
        int[] placed = IntStream.concat(
                        set.stream()
                                .filter(a -> IntStream.range(
                                                0, folded.internal().count())
                                        .noneMatch(i -> folded.internal().atom(i) == a)),
                        IntStream.range(0, folded.internal().count())
                                .map(folded.internal()::atom)
                                .distinct()
                                .filter(set::get))
                .toArray(); // in the order in which atoms are placed
        for (int atom : placed) {
            if (own[atom] >= Math.min(3, kept)) {
                next.set(atom);
                kept++;
            }
        }
        for (int i = 0; i < folded.internal().count(); i++) {
            BitSet rotor = folded.equivalents().exchanged(i);
            if (rotor.intersects(next) && !dependent.get(i)) {
                next.andNot(rotor);
            }
        }
        return next;
    }

    private BitSet residues(int first, int last) {
        return topology.atoms().stream()
                .filter(atom -> atom.residue() >= first && atom.residue() <= last)
                .map(Topology.Atom::index)
                .collect(BitSet::new, BitSet::set, BitSet::or);
    }

    private String names(BitSet atoms) {
        return atoms.stream()
                .limit(12)
                .mapToObj(i -> topology.atoms().get(i).name() + " "
                        + (topology.atoms().get(i).residue() + 1))
                .collect(Collectors.joining(", "));
    }
}
