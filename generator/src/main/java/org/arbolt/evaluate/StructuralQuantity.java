package org.arbolt.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.arbolt.molecule.Element;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Geometry;
import org.arbolt.molecule.Topology;

/**
 * A length, an angle or a distance of a molecule. Bonds and angles of one kind, e.g. N–CA of every residue, are one
 * quantity with several members.
 *
 * @param name e.g. {@code N–CA–C}
 * @param unit nm, or degrees
 * @param kind bond, angle or distance
 * @param members each a number of a conformation
 */
public record StructuralQuantity(String name, String unit, Kind kind, List<Member> members) {
    private static final List<String> BONDS = List.of("N–CA", "CA–C", "C–N", "C–O", "CA–CB", "N–H");
    private static final List<String> ANGLES = List.of("N–CA–C", "CA–C–N", "C–N–CA", "CA–C–O", "O–C–N", "N–CA–CB");
    private static final List<String> CHAIN = List.of("CH3", "N", "CA", "C");
    private static final int APART = 2; // residues, of a hydrogen bond of the backbone

    /** What is measured. */
    public enum Kind {
        BOND,
        ANGLE,
        DISTANCE
    }

    /** A number of a conformation. */
    @FunctionalInterface
    public interface Member {
        /** @param offset where the conformation begins in {@code xyz}, nm */
        double of(double[] xyz, int offset);
    }

    /** [members][F] */
    public double[][] of(Frames frames) {
        double[][] values = new double[members.size()][frames.count()];
        for (int m = 0; m < values.length; m++) {
            Member member = members.get(m);
            Arrays.setAll(values[m], f -> member.of(frames.xyz(), 3 * f * frames.atoms()));
        }
        return values;
    }

    /** Those of a peptide: bonds and angles of the backbone, end-to-end distance, size, hydrogen bond. */
    public static List<StructuralQuantity> of(Topology topology) {
        List<StructuralQuantity> all = new ArrayList<>();
        byName(topology, BONDS, pairs(topology))
                .forEach((name, members) -> all.add(new StructuralQuantity(
                        name,
                        "nm",
                        Kind.BOND,
                        members.stream()
                                .<Member>map(m -> (xyz, at) -> Geometry.distance(xyz, at + 3 * m[0], at + 3 * m[1]))
                                .toList())));
        byName(topology, ANGLES, triples(topology))
                .forEach((name, members) -> all.add(new StructuralQuantity(
                        name,
                        "degrees",
                        Kind.ANGLE,
                        members.stream()
                                .<Member>map(m -> (xyz, at) -> Math.toDegrees(
                                        Geometry.angle(xyz, at + 3 * m[0], at + 3 * m[1], at + 3 * m[2])))
                                .toList())));
        endToEnd(topology).ifPresent(all::add);
        all.add(gyration(topology));
        hydrogenBond(topology).ifPresent(all::add);
        return all;
    }

    private static List<int[]> pairs(Topology topology) {
        return topology.bonds().stream()
                .map(bond -> new int[] {bond.first(), bond.second()})
                .toList();
    }

    private static List<int[]> triples(Topology topology) {
        List<int[]> triples = new ArrayList<>();
        List<int[]> bonds = pairs(topology);
        for (int i = 0; i < bonds.size(); i++) {
            for (int j = i + 1; j < bonds.size(); j++) {
                int[] a = bonds.get(i);
                int[] b = bonds.get(j);
                for (int end = 0; end < 4; end++) {
                    if (a[end / 2] == b[end % 2]) {
                        triples.add(new int[] {a[1 - end / 2], a[end / 2], b[1 - end % 2]});
                    }
                }
            }
        }
        return triples;
    }

    /** Rows of atoms whose names, forwards or backwards, are wanted; in the order of the wanted names. */
    private static Map<String, List<int[]>> byName(Topology topology, List<String> wanted, List<int[]> rows) {
        Map<String, List<int[]>> found = new LinkedHashMap<>();
        wanted.forEach(name -> found.put(name, new ArrayList<>()));
        for (int[] row : rows) {
            int[] backwards = new int[row.length];
            Arrays.setAll(backwards, i -> row[row.length - 1 - i]);
            List<int[]> members = found.getOrDefault(name(topology, row), found.get(name(topology, backwards)));
            if (members != null) {
                members.add(row);
            }
        }
        found.values().removeIf(List::isEmpty);
        return found;
    }

    private static String name(Topology topology, int[] row) {
        return String.join(
                "–",
                Arrays.stream(row).mapToObj(a -> topology.atoms().get(a).name()).toList());
    }

    private static Optional<StructuralQuantity> endToEnd(Topology topology) {
        int[] chain = topology.atoms().stream()
                .filter(atom -> CHAIN.contains(atom.name()))
                .mapToInt(Topology.Atom::index)
                .toArray();
        if (chain.length < 2) {
            return Optional.empty();
        }
        int first = 3 * chain[0];
        int last = 3 * chain[chain.length - 1];
        return Optional.of(distance("end to end", (xyz, at) -> Geometry.distance(xyz, at + first, at + last)));
    }

    private static StructuralQuantity distance(String name, Member member) {
        return new StructuralQuantity(name, "nm", Kind.DISTANCE, List.of(member));
    }

    /** Of the atoms other than hydrogen, which count alike. */
    private static StructuralQuantity gyration(Topology topology) {
        int[] heavy = topology.atoms().stream()
                .filter(atom -> atom.element() != Element.H)
                .mapToInt(Topology.Atom::index)
                .toArray();
        return distance("radius of gyration", (xyz, at) -> {
            double squares = 0;
            for (int axis = 0; axis < 3; axis++) {
                double sum = 0;
                double sumOfSquares = 0;
                for (int atom : heavy) {
                    double x = xyz[at + 3 * atom + axis];
                    sum += x;
                    sumOfSquares += x * x;
                }
                squares += sumOfSquares / heavy.length - sum * sum / heavy.length / heavy.length;
            }
            return Math.sqrt(Math.max(0, squares));
        });
    }

    /** The shortest distance of an O and an H of the backbone, two residues apart or more; none in short molecules. */
    private static Optional<StructuralQuantity> hydrogenBond(Topology topology) {
        List<int[]> pairs = new ArrayList<>();
        for (Topology.Atom o : topology.atoms()) {
            for (Topology.Atom h : topology.atoms()) {
                if (o.name().equals("O") && h.name().equals("H") && Math.abs(o.residue() - h.residue()) >= APART) {
                    pairs.add(new int[] {3 * o.index(), 3 * h.index()});
                }
            }
        }
        return pairs.isEmpty()
                ? Optional.empty()
                : Optional.of(distance("shortest O···H of the backbone", (xyz, at) -> {
                    double shortest = Double.POSITIVE_INFINITY;
                    for (int[] pair : pairs) {
                        shortest = Math.min(shortest, Geometry.distance(xyz, at + pair[0], at + pair[1]));
                    }
                    return shortest;
                }));
    }
}
