package org.arbolt.molecule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.arbolt.BadInput;

/** Reads collective variables of a molecule from text. */
final class CollectiveVariableReader {
    private static final Pattern CALL = Pattern.compile("\\s*([A-Za-z]+[1-5]?)\\s*\\((.*)\\)\\s*", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final String KNOWN =
            "distance(a, b), angle(a, b, c), torsion(a, b, c, d), phi(R), psi(R), omega(R), "
                    + "chi1(R) … chi5(R), rmsd(selection), gyration(selection)";

    /** Atoms of χ1 … χ5, alternatives by |: IUPAC-IUB, Biochemistry 9, 3471 (1970). */
    private static final List<List<String>> CHI = List.of(
            List.of("N", "CA", "CB", "CG|CG1|OG|OG1|SG"),
            List.of("CA", "CB", "CG|CG1", "CD|CD1|OD1|ND1|SD"),
            List.of("CB", "CG", "CD|SD", "NE|OE1|CE"),
            List.of("CG", "CD", "NE|CE", "CZ|NZ"),
            List.of("CD", "NE", "CZ", "NH1"));

    private final Topology topology;
    private final double[] reference;

    CollectiveVariableReader(Topology topology, double[] reference) {
        this.topology = topology;
        this.reference = reference;
    }

    CollectiveVariable read(String text) {
        Matcher call = CALL.matcher(text);
        if (!call.matches()) {
            throw new BadInput("'" + text + "' is no variable; write one of " + KNOWN);
        }
        String name = call.group(1).toLowerCase(Locale.ROOT);
        List<String> arguments = arguments(call.group(2));
        return switch (name) {
            case "distance" -> {
                require(text, arguments, 2);
                int[] first = atoms(arguments.get(0));
                int[] second = atoms(arguments.get(1));
                if (Arrays.equals(first, second)) {
                    throw new BadInput("'" + text + "' is a distance of atoms from themselves; name two groups");
                }
                yield new CollectiveVariable.Distance(first, second);
            }
            case "angle" -> {
                int[] a = singles(text, arguments, 3);
                yield new CollectiveVariable.Angle(a[0], a[1], a[2]);
            }
            case "torsion", "dihedral" -> {
                int[] a = singles(text, arguments, 4);
                yield new CollectiveVariable.Torsion(a[0], a[1], a[2], a[3]);
            }
            case "phi", "psi", "omega", "chi1", "chi2", "chi3", "chi4", "chi5" -> {
                require(text, arguments, 1);
                yield torsion(text, name, residue(text, arguments.getFirst()));
            }
            case "rmsd" -> {
                require(text, arguments, 1);
                yield new CollectiveVariable.Rmsd(several(text, atoms(arguments.getFirst())), reference.clone());
            }
            case "gyration", "rg" -> {
                require(text, arguments, 1);
                yield new CollectiveVariable.Gyration(several(text, atoms(arguments.getFirst())));
            }
            default -> throw new BadInput("'" + call.group(1) + "' is no variable; write one of " + KNOWN);
        };
    }

    /** What commas outside of brackets separate. */
    private static List<String> arguments(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        parts.add(text.substring(from).strip());
        return parts;
    }

    private static void require(String text, List<String> arguments, int count) {
        if (arguments.size() != count) {
            throw new BadInput("'" + text + "' has " + arguments.size() + " arguments, needs " + count
                    + "; write one of " + KNOWN);
        }
    }

    private int[] atoms(String selection) {
        return AtomSelection.of(selection, topology, reference).indices();
    }

    private int[] singles(String text, List<String> arguments, int count) {
        require(text, arguments, count);
        int[] atoms = arguments.stream()
                .mapToInt(a -> AtomSelection.of(a, topology, reference).single())
                .toArray();
        if (Arrays.stream(atoms).distinct().count() < count) {
            throw new BadInput("'" + text + "' names an atom twice; name " + count + " different ones");
        }
        return atoms;
    }

    private static int[] several(String text, int[] atoms) {
        if (atoms.length < 3) {
            throw new BadInput("'" + text + "' is of " + atoms.length + " atoms; name at least three");
        }
        return atoms;
    }

    private Topology.Residue residue(String text, String number) {
        int count = topology.residues().size();
        int wanted = NUMBER.matcher(number).matches() ? Integer.parseInt(number) : 0;
        if (wanted < 1 || wanted > count) {
            throw new BadInput(
                    "'" + text + "': residues are numbered 1 to " + count + ", caps counted, as in topology.pdb");
        }
        return topology.residues().get(wanted - 1);
    }

    private CollectiveVariable torsion(String text, String name, Topology.Residue residue) {
        Stream<Torsions.Torsion> backbone = switch (name) {
            case "phi" -> Torsions.phi(topology).stream();
            case "psi" -> Torsions.psi(topology).stream();
            case "omega" -> Torsions.omega(topology).stream();
            default -> Stream.empty();
        };
        String suffix = " " + residue.name() + " " + (residue.index() + 1);
        int[] atoms = name.startsWith("chi")
                ? chi(residue, CHI.get(name.charAt(3) - '1'))
                : backbone.filter(t -> t.name().equals(name + suffix))
                        .map(t -> new int[] {t.a(), t.b(), t.c(), t.d()})
                        .findFirst()
                        .orElse(null);
        if (atoms == null) {
            throw new BadInput("'" + text + "': residue" + suffix + " has no " + name + "; name another residue");
        }
        return new CollectiveVariable.Torsion(atoms[0], atoms[1], atoms[2], atoms[3]);
    }

    /** Null where the residue has no such torsion. */
    private int[] chi(Topology.Residue residue, List<String> names) {
        int[] atoms = names.stream()
                .mapToInt(alternatives -> Arrays.stream(alternatives.split("\\|"))
                        .flatMap(name -> named(residue, name))
                        .findFirst()
                        .orElse(-1))
                .toArray();
        for (int i = 0; i + 1 < atoms.length; i++) {
            int first = Math.min(atoms[i], atoms[i + 1]);
            int second = Math.max(atoms[i], atoms[i + 1]);
            if (first < 0 || !topology.bonds().contains(new Topology.Bond(first, second))) {
                return null;
            }
        }
        return atoms;
    }

    private Stream<Integer> named(Topology.Residue residue, String name) {
        return topology.atoms().subList(residue.firstAtom(), residue.firstAtom() + residue.atomCount()).stream()
                .filter(atom -> atom.name().equals(name))
                .map(Topology.Atom::index);
    }
}
