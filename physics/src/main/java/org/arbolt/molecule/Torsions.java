package org.arbolt.molecule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.arbolt.molecule.Topology.Atom;
import org.arbolt.molecule.Topology.Bond;
import org.arbolt.molecule.Topology.Residue;

/**
 * The torsions of a peptide's backbone and their angles. Which residues have one follows MDTraj's {@code compute_phi},
 * {@code compute_psi} and {@code compute_omega}: all four atoms must exist under their names, so that caps end the
 * backbone and Ace-A-Nme has one φ, one ψ and no ω.
 */
public final class Torsions {
    private static final List<String> PHI = List.of("-C", "N", "CA", "C");
    private static final List<String> PSI = List.of("N", "CA", "C", "+N");
    private static final List<String> OMEGA = List.of("CA", "C", "+N", "+CA");

    private static final List<String> CHI1_ENDS = List.of("CG", "CG1", "OG", "OG1", "SG");

    private Torsions() {}

    /**
     * Four atoms in a row.
     *
     * @param name e.g. {@code "phi ALA 2"}, residues counted from 1
     * @param a index of the first atom
     * @param b index of the second
     * @param c index of the third; the torsion is about the bond from b to c
     * @param d index of the fourth
     */
    public record Torsion(String name, int a, int b, int c, int d) {
        /** Whether all four atoms are among these. */
        boolean isWithin(BitSet atoms) {
            return atoms.get(a) && atoms.get(b) && atoms.get(c) && atoms.get(d);
        }
    }

    /** Every φ (C of the residue before, N, CA, C), in sequence. */
    public static List<Torsion> phi(Topology topology) {
        return find(topology, "phi", PHI);
    }

    /** Every ψ (N, CA, C, N of the residue after), in sequence. */
    public static List<Torsion> psi(Topology topology) {
        return find(topology, "psi", PSI);
    }

    /** Every ω (CA, C, N and CA of the residue after), in sequence. */
    public static List<Torsion> omega(Topology topology) {
        return find(topology, "omega", OMEGA);
    }

    /** All φ, then all ψ, each in sequence. */
    public static List<Torsion> phiPsi(Topology topology) {
        List<Torsion> all = new ArrayList<>(phi(topology));
        all.addAll(psi(topology));
        return List.copyOf(all);
    }

    /** Every χ₁ (N, CA, CB, and CG, CG1, OG, OG1 or SG) that can turn, which that of proline cannot, in sequence. */
    public static List<Torsion> chi1(Topology topology) {
        SmallRings rings = SmallRings.of(topology);
        return CHI1_ENDS.stream()
                .flatMap(end -> find(topology, "chi1", List.of("N", "CA", "CB", end)).stream())
                .filter(torsion -> !rings.together(torsion.b, torsion.c))
                .sorted(Comparator.comparingInt(torsion -> torsion.a))
                .toList();
    }

    /**
     * ω of every peptide bond, those to caps too, which {@link #omega} leaves out: a carbon, C, N and a carbon, of
     * proline CA. In the order of the bonds.
     */
    public static List<Torsion> peptideBonds(Topology topology) {
        List<Torsion> found = new ArrayList<>();
        for (Bond bond : topology.bonds()) {
            Atom first = topology.atoms().get(bond.first());
            Atom second = topology.atoms().get(bond.second());
            Atom c = first.element() == Element.C ? first : second;
            Atom n = c.equals(first) ? second : first;
            if (c.element() != Element.C || n.element() != Element.N || c.residue() + 1 != n.residue()) {
                continue;
            }
            int before = carbon(topology, c, n);
            int after = carbon(topology, n, c);
            if (before >= 0 && after >= 0) {
                String residue = topology.residues().get(c.residue()).name();
                found.add(
                        new Torsion("omega " + residue + " " + (c.residue() + 1), before, c.index(), n.index(), after));
            }
        }
        return List.copyOf(found);
    }

    /** The carbon that is bonded to an atom, another left out: CA if it is one of several; -1 without any. */
    private static int carbon(Topology topology, Atom to, Atom but) {
        int found = -1;
        for (Bond bond : topology.bonds()) {
            int other = bond.first() == to.index() ? bond.second() : bond.second() == to.index() ? bond.first() : -1;
            if (other >= 0 && other != but.index()) {
                Atom atom = topology.atoms().get(other);
                boolean better = found < 0 || atom.name().equals("CA");
                found = atom.element() == Element.C && better ? other : found;
            }
        }
        return found;
    }

    /** Those of some torsions that can change while some atoms are at rest. */
    public static List<Torsion> free(List<Torsion> torsions, BitSet atRest) {
        return torsions.stream().filter(torsion -> !torsion.isWithin(atRest)).toList();
    }

    /**
     * The angle of a torsion, see {@link Geometry#torsion}.
     *
     * @param xyz coordinates, nm
     * @param offset index in {@code xyz} of the first coordinate of the frame
     * @return rad, in (-π, π]; NaN where a coordinate is NaN
     */
    public static double angle(double[] xyz, int offset, Torsion torsion) {
        return Geometry.torsion(
                xyz, offset + 3 * torsion.a, offset + 3 * torsion.b, offset + 3 * torsion.c, offset + 3 * torsion.d);
    }

    private static List<Torsion> find(Topology topology, String kind, List<String> pattern) {
        List<Torsion> found = new ArrayList<>();
        for (Residue residue : topology.residues()) {
            int[] atoms = pattern.stream()
                    .mapToInt(name -> atom(topology, residue.index(), name))
                    .toArray();
            if (bonded(topology, atoms)) {
                String name = kind + " " + residue.name() + " " + (residue.index() + 1);
                found.add(new Torsion(name, atoms[0], atoms[1], atoms[2], atoms[3]));
            }
        }
        return List.copyOf(found);
    }

    /** Index of an atom of a residue, of the one before (name begins with -) or after (+); -1 if there is none. */
    private static int atom(Topology topology, int residue, String name) {
        int owner = residue + (name.startsWith("-") ? -1 : name.startsWith("+") ? 1 : 0);
        if (owner < 0 || owner >= topology.residues().size()) {
            return -1;
        }
        String plain = owner == residue ? name : name.substring(1);
        Residue there = topology.residues().get(owner);
        return topology.atoms().subList(there.firstAtom(), there.firstAtom() + there.atomCount()).stream()
                .filter(atom -> atom.name().equals(plain))
                .mapToInt(Topology.Atom::index)
                .findFirst()
                .orElse(-1);
    }

    private static boolean bonded(Topology topology, int[] atoms) {
        for (int i = 0; i + 1 < atoms.length; i++) {
            int first = Math.min(atoms[i], atoms[i + 1]);
            int second = Math.max(atoms[i], atoms[i + 1]);
            if (first < 0 || !topology.bonds().contains(new Bond(first, second))) {
                return false;
            }
        }
        return true;
    }
}
