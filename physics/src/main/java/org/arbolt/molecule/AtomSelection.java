package org.arbolt.molecule;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.arbolt.BadInput;

/**
 * Atoms that a text names (docs/control.md, "Selections"), e.g. {@code residue 2-4 and backbone}, {@code CA 5}, {@code
 * not hydrogens and within 0.5 of residue 3}. Residues are numbered from 1 in the order of {@code topology.pdb}, caps
 * counted; {@code index} counts atoms from 0, {@code serial} from 1.
 *
 * @param text as the user wrote it
 * @param atoms their indices, ascending, at least one
 */
public record AtomSelection(String text, List<Integer> atoms) {
    private static final Pattern WORD = Pattern.compile("\\(|\\)|[^\\s()]+");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");
    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d*)?|\\.\\d+");
    private static final Set<String> BACKBONE = Set.of("N", "CA", "C", "O", "OXT", "H", "H1", "H2", "H3", "HA", "HA2");
    private static final Set<String> CHAIN = Set.of("N", "CA", "C", "O");
    private static final int DEEPEST = 100; // brackets within brackets
    private static final String WORDS = "residue, resname, name, index, serial, element, chain, backbone, sidechain, "
            + "hydrogens, heavy, caps, all, within D of, and, or, not";

    public AtomSelection {
        atoms = List.copyOf(atoms);
    }

    /**
     * Reads a selection.
     *
     * @param reference a conformation, [A][3], nm, in which {@code within} measures
     * @throws BadInput if the text is no selection, or names no atom
     */
    public static AtomSelection of(String text, Topology topology, double[] reference) {
        BitSet chosen = new Parser(text, topology, reference).parse();
        if (chosen.isEmpty()) {
            throw new BadInput("selection '" + text + "' names no atom of "
                    + topology.residues().size() + " residues (" + residues(topology) + "); name others");
        }
        return new AtomSelection(text, chosen.stream().boxed().toList());
    }

    /** The single atom of a selection. @throws BadInput if there are several */
    public int single() {
        if (atoms.size() != 1) {
            throw new BadInput("selection '" + text + "' names " + atoms.size() + " atoms; one is needed here");
        }
        return atoms.getFirst();
    }

    /** The atoms' indices in the topology, from 0, ascending. */
    public int[] indices() {
        return atoms.stream().mapToInt(Integer::intValue).toArray();
    }

    private static String residues(Topology topology) {
        return topology.residues().stream()
                .limit(12)
                .map(residue -> residue.name() + " " + (residue.index() + 1))
                .collect(Collectors.joining(", "));
    }

    /** Recursive descent: or of ands of nots. */
    private static final class Parser {
        private final String text;
        private final Topology topology;
        private final double[] reference;
        private final List<String> words;
        private int next;
        private int depth;

        Parser(String text, Topology topology, double[] reference) {
            this.text = text;
            this.topology = topology;
            this.reference = reference;
            Matcher matcher = WORD.matcher(text);
            this.words = matcher.results().map(result -> result.group()).toList();
        }

        BitSet parse() {
            if (words.isEmpty()) {
                throw unusable("it is empty");
            }
            BitSet all = either();
            if (next < words.size()) {
                throw unusable("'" + words.get(next) + "' is not understood there");
            }
            return all;
        }

        private BitSet either() {
            BitSet set = both();
            while (taken("or")) {
                set.or(both());
            }
            return set;
        }

        private BitSet both() {
            BitSet set = one();
            while (taken("and")) {
                set.and(one());
            }
            return set;
        }

        private BitSet one() {
            if (++depth > DEEPEST) {
                throw unusable("it is nested too deeply");
            }
            try {
                return term();
            } finally {
                depth--;
            }
        }

        private BitSet term() {
            if (taken("not")) {
                BitSet set = one();
                set.flip(0, topology.atomCount());
                return set;
            }
            if (taken("(")) {
                BitSet set = either();
                if (!taken(")")) {
                    throw unusable("a bracket is not closed");
                }
                return set;
            }
            if (taken("within")) {
                double distance = number(word("a distance in nm"));
                if (!taken("of")) {
                    throw unusable("'within D' must be followed by 'of'");
                }
                return within(distance, one());
            }
            String word = word("a name");
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "all" -> where(_ -> true);
                case "backbone" -> where(this::backbone);
                case "sidechain" -> where(atom -> aminoAcid(atom) && !backbone(atom));
                case "hydrogens" -> where(atom -> element(atom) == Element.H);
                case "heavy" -> where(atom -> element(atom) != Element.H);
                case "caps" -> where(atom -> !aminoAcid(atom));
                case "residue" -> numbered(atom -> topology.atoms().get(atom).residue() + 1);
                case "index" -> numbered(atom -> atom);
                case "serial" -> numbered(atom -> atom + 1);
                case "name" -> named(atom -> name(atom));
                case "resname" -> named(atom -> residue(atom).name());
                case "element" -> named(atom -> element(atom).name());
                case "chain" -> named(atom -> String.valueOf(residue(atom).chain()));
                default -> shorthand(word);
            };
        }

        /** {@code CA 5}: the atom of that name of that residue. */
        private BitSet shorthand(String name) {
            if (topology.atoms().stream().noneMatch(atom -> atom.name().equalsIgnoreCase(name))) {
                throw unusable("'" + name + "' is neither an atom of the molecule nor one of: " + WORDS);
            }
            if (next == words.size() || !RANGE.matcher(words.get(next)).matches()) {
                throw unusable("after '" + name + "' comes the number of a residue, e.g. '" + name + " 2'");
            }
            BitSet set = numbered(atom -> topology.atoms().get(atom).residue() + 1);
            set.and(where(atom -> name(atom).equalsIgnoreCase(name)));
            return set;
        }

        private BitSet within(double distance, BitSet of) {
            return where(atom ->
                    of.stream().anyMatch(other -> Geometry.distance(reference, 3 * atom, 3 * other) <= distance));
        }

        private BitSet numbered(IntUnaryOperator number) {
            BitSet set = new BitSet();
            int from = next;
            while (next < words.size()) {
                Matcher range = RANGE.matcher(words.get(next));
                if (!range.matches()) {
                    break;
                }
                int first = Integer.parseInt(range.group(1));
                int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
                if (last < first) {
                    throw unusable("range '" + words.get(next) + "' runs backwards");
                }
                int most = IntStream.range(0, topology.atomCount())
                        .map(number)
                        .max()
                        .orElseThrow();
                if (first <= most && last > most) {
                    throw unusable("range '" + words.get(next) + "' goes beyond the last, " + most);
                }
                set.or(where(atom -> number.applyAsInt(atom) >= first && number.applyAsInt(atom) <= last));
                next++;
            }
            if (next == from) {
                throw unusable("'" + words.get(from - 1) + "' must be followed by numbers, e.g. '" + words.get(from - 1)
                        + " 2' or '" + words.get(from - 1) + " 2-4'");
            }
            return set;
        }

        private BitSet named(IntFunction<String> name) {
            Set<String> known =
                    IntStream.range(0, topology.atomCount()).mapToObj(name).collect(Collectors.toSet());
            BitSet set = new BitSet();
            int from = next;
            while (next < words.size() && isIn(known, words.get(next))) {
                String wanted = words.get(next++);
                set.or(where(atom -> name.apply(atom).equalsIgnoreCase(wanted)));
            }
            if (next == from) {
                throw unusable("'" + words.get(from - 1) + "' must be followed by one of "
                        + known.stream().sorted().limit(20).collect(Collectors.joining(", ")));
            }
            return set;
        }

        private static boolean isIn(Set<String> known, String word) {
            return known.stream().anyMatch(word::equalsIgnoreCase);
        }

        private BitSet where(IntPredicate holds) {
            BitSet set = new BitSet();
            IntStream.range(0, topology.atomCount()).filter(holds).forEach(set::set);
            return set;
        }

        private boolean backbone(int atom) {
            return aminoAcid(atom)
                    && (BACKBONE.contains(name(atom)) || name(atom).equals("HA3") && glycine(atom));
        }

        private boolean glycine(int atom) {
            return residue(atom).name().equals("GLY");
        }

        /** Whether its residue is an amino acid and no cap. */
        private boolean aminoAcid(int atom) {
            Topology.Residue residue = residue(atom);
            return topology.atoms().subList(residue.firstAtom(), residue.firstAtom() + residue.atomCount()).stream()
                    .map(Topology.Atom::name)
                    .collect(Collectors.toSet())
                    .containsAll(CHAIN);
        }

        private String name(int atom) {
            return topology.atoms().get(atom).name();
        }

        private Element element(int atom) {
            return topology.atoms().get(atom).element();
        }

        private Topology.Residue residue(int atom) {
            return topology.residues().get(topology.atoms().get(atom).residue());
        }

        private boolean taken(String word) {
            boolean there = next < words.size() && words.get(next).equalsIgnoreCase(word);
            next += there ? 1 : 0;
            return there;
        }

        private String word(String what) {
            if (next == words.size()) {
                throw unusable("it ends where " + what + " is expected");
            }
            return words.get(next++);
        }

        private double number(String word) {
            if (!NUMBER.matcher(word).matches()) {
                throw unusable("'" + word + "' is no distance in nm");
            }
            return Double.parseDouble(word);
        }

        private BadInput unusable(String why) {
            return new BadInput("selection '" + text + "': " + why + "; see docs/control.md, Selections");
        }
    }

    @Override
    public String toString() {
        return text + " " + Arrays.toString(indices());
    }
}
