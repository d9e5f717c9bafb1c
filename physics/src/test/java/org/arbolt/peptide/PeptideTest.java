package org.arbolt.peptide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Element;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.PeptideName;
import org.arbolt.molecule.ResidueTemplates;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.Topology.Atom;
import org.arbolt.molecule.Topology.Bond;
import org.arbolt.molecule.Topology.Residue;
import org.arbolt.molecule.Torsions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Start structures against what is known of peptides without the force field they were made from. */
class PeptideTest {
    private static final String LETTERS = ResidueTemplates.shared().letters();
    private static final String ALL = "ACDEFGHIKLMNPQRSTVWY";

    /** Single-bond covalent radii, nm. Cordero et al., Dalton Trans. 2832 (2008), table 2. */
    private static final Map<Element, Double> COVALENT =
            Map.of(Element.H, 0.031, Element.C, 0.076, Element.N, 0.071, Element.O, 0.066, Element.S, 0.105);

    /** Van der Waals radii, nm. Bondi, J. Phys. Chem. 68, 441 (1964). */
    private static final Map<Element, Double> CONTACT =
            Map.of(Element.H, 0.120, Element.C, 0.170, Element.N, 0.155, Element.O, 0.152, Element.S, 0.180);

    /** Engh and Huber, Acta Cryst. A47, 392 (1991), tables 2 and 3; 0.0025 nm and 3° are one of its deviations. */
    @Test
    void theBackboneHasTheBondsAndAnglesOfCrystals() {
        Molecule molecule = Peptide.of(ALL);
        for (int r = 1; r < ALL.length() - 1; r++) {
            assertThat(distance(molecule, r, "N", r, "CA")).isCloseTo(0.1458, within(0.0025));
            assertThat(distance(molecule, r, "CA", r, "C")).isCloseTo(0.1525, within(0.0025));
            assertThat(distance(molecule, r, "C", r, "O")).isCloseTo(0.1231, within(0.0025));
            assertThat(distance(molecule, r, "C", r + 1, "N")).isCloseTo(0.1329, within(0.0025));
            assertThat(angle(molecule, r, "N", r, "CA", r, "C")).isCloseTo(111.2, within(3.0));
            assertThat(angle(molecule, r, "CA", r, "C", r + 1, "N")).isCloseTo(116.2, within(3.0));
            assertThat(angle(molecule, r, "C", r + 1, "N", r + 1, "CA")).isCloseTo(121.7, within(3.0));
            assertThat(angle(molecule, r, "CA", r, "C", r, "O")).isCloseTo(120.8, within(3.0));
        }
    }

    @Test
    void everyBondHasAboutTheSumOfCovalentRadiiAndEveryAngleIsPossible() {
        for (String name : List.of(
                ALL,
                "Ace-" + ALL + "-Nme",
                ALL.substring(7) + ALL.substring(0, 7),
                "AG-NH2",
                "A[ASH][GLH][LYN][CYM]A-NH2")) {
            Molecule molecule = Peptide.of(name);
            List<Atom> atoms = molecule.topology().atoms();
            List<Set<Integer>> neighbours = neighbours(molecule.topology());
            for (Bond bond : molecule.topology().bonds()) {
                double sum = COVALENT.get(atoms.get(bond.first()).element())
                        + COVALENT.get(atoms.get(bond.second()).element());
                assertThat(distance(molecule, bond.first(), bond.second())).isCloseTo(sum, within(0.02));
            }
            for (Atom middle : atoms) {
                for (int i : neighbours.get(middle.index())) {
                    for (int j : neighbours.get(middle.index())) {
                        if (i < j) {
                            assertThat(angle(molecule, i, middle.index(), j))
                                    .as(name + " " + middle)
                                    .isBetween(95.0, 136.0);
                        }
                    }
                }
            }
        }
    }

    /** CORN rule: looking from HA to CA, CO, R and N follow each other clockwise. */
    @Test
    void everyAlphaCarbonIsL() {
        for (String name : List.of(ALL, "Ace-" + ALL + "-Nme", ALL.substring(10) + ALL.substring(0, 10))) {
            Molecule molecule = Peptide.of(name);
            for (Residue residue : molecule.topology().residues()) {
                if (has(residue, "CB")) {
                    assertThat(clockwise(molecule, residue, "HA", "CA", "C", "CB", "N"))
                            .as(name + " " + residue)
                            .isTrue();
                }
            }
        }
    }

    /** Cahn-Ingold-Prelog, the hydrogen pointing away: threonine's CB is R, isoleucine's S. */
    @Test
    void betaCarbonsOfThreonineAndIsoleucineAreNatural() {
        for (String name : List.of("Ace-TI-Nme", "TIT", "ITI")) {
            Molecule molecule = Peptide.of(name);
            for (Residue residue : molecule.topology().residues()) {
                if (residue.name().equals("THR")) {
                    assertThat(clockwise(molecule, residue, "CB", "HB", "OG1", "CA", "CG2"))
                            .isTrue();
                }
                if (residue.name().equals("ILE")) {
                    assertThat(clockwise(molecule, residue, "CB", "HB", "CA", "CG1", "CG2"))
                            .isFalse();
                }
            }
        }
    }

    /** Markley et al., Pure Appl. Chem. 70, 117 (1998): CG1 of valine, CD1 of leucine, HA2 of glycine are pro-R. */
    @Test
    void prochiralAtomsHaveTheirConventionalNames() {
        Molecule molecule = Peptide.of("Ace-VLG-Nme");
        List<Residue> residues = molecule.topology().residues();
        assertThat(clockwise(molecule, residues.get(1), "CB", "HB", "CA", "CG1", "CG2"))
                .isTrue();
        assertThat(clockwise(molecule, residues.get(2), "CG", "HG", "CB", "CD1", "CD2"))
                .isTrue();
        assertThat(clockwise(molecule, residues.get(3), "CA", "HA3", "N", "C", "HA2"))
                .isTrue();
    }

    @Tag("slow")
    @Test
    void allPairsOfResiduesAreFreeOfClashes() {
        for (char first : LETTERS.toCharArray()) {
            for (char second : LETTERS.toCharArray()) {
                requireNoClash("Ace-" + first + second + "-Nme");
                requireNoClash("" + first + second);
            }
        }
    }

    @Tag("slow")
    @Test
    void longSequencesAreFreeOfClashes() {
        for (char letter : LETTERS.toCharArray()) {
            requireNoClash(String.valueOf(letter).repeat(30));
        }
        RandomStream random = new Seed(1).stream("sequences", 0);
        for (int i = 0; i < 100; i++) {
            StringBuilder sequence = new StringBuilder();
            for (int k = 0; k < 30; k++) {
                sequence.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            requireNoClash(sequence.toString());
        }
    }

    /** Names of every length, a third of them of bulky residues and proline, each within a second of one core. */
    @Tag("slow")
    @Test
    void anyNameIsBuiltWithoutClashesInASecond() {
        RandomStream random = new Seed(2).stream("names", 0);
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 90; i++) {
            String letters = i % 3 == 0 ? "PWRIVT" : LETTERS;
            StringBuilder name = new StringBuilder(random.nextInt(2) == 0 || i < 10 ? "Ace-" : "");
            for (int k = 0; k <= i % PeptideName.LONGEST; k++) {
                name.append(letters.charAt(random.nextInt(letters.length())));
            }
            name.append(random.nextInt(2) == 0 || name.length() == 1 ? "-Nme" : "");
            long start = clock.getCurrentThreadCpuTime();
            Peptide.of(name.toString());
            assertThat(clock.getCurrentThreadCpuTime() - start)
                    .as(name + ", ns")
                    .isLessThan(1_000_000_000L);
            requireNoClash(name.toString());
        }
    }

    @Test
    void theBackboneIsExtendedAndPeptideBondsAreTrans() {
        Molecule molecule = Peptide.of(ALL);
        for (Torsions.Torsion torsion : Torsions.omega(molecule.topology())) {
            assertThat(Math.abs(Torsions.angle(molecule.xyz(), 0, torsion))).isCloseTo(Math.PI, within(1e-3));
        }
        for (Torsions.Torsion torsion : Torsions.phi(molecule.topology())) {
            double expected = torsion.name().contains("PRO") ? -60 : -120;
            assertThat(Math.toDegrees(Torsions.angle(molecule.xyz(), 0, torsion)))
                    .isCloseTo(expected, within(5.0));
        }
    }

    @Test
    void theSameNameGivesTheSameCoordinatesAroundTheOrigin() {
        double[] xyz = Peptide.of("GYDPETGTWG").xyz();
        assertThat(xyz).isEqualTo(Peptide.of("GYDPETGTWG").xyz());
        for (int axis = 0; axis < 3; axis++) {
            double sum = 0;
            for (int i = axis; i < xyz.length; i += 3) {
                sum += xyz[i];
            }
            assertThat(sum).isCloseTo(0, within(1e-9));
        }
    }

    private static void requireNoClash(String name) {
        Molecule molecule = Peptide.of(name);
        List<Atom> atoms = molecule.topology().atoms();
        List<Set<Integer>> neighbours = neighbours(molecule.topology());
        for (Atom atom : atoms) {
            Set<Integer> near = withinThreeBonds(atom.index(), neighbours);
            for (int j = 0; j < atom.index(); j++) {
                double limit = 0.75
                        * (CONTACT.get(atom.element())
                                + CONTACT.get(atoms.get(j).element()));
                if (distance(molecule, atom.index(), j) < limit) {
                    assertThat(near)
                            .as(name + ": " + atom + " and " + atoms.get(j))
                            .contains(j);
                }
            }
        }
    }

    private static Set<Integer> withinThreeBonds(int atom, List<Set<Integer>> neighbours) {
        Set<Integer> near = new TreeSet<>(Set.of(atom));
        for (int step = 0; step < 3; step++) {
            for (int i : List.copyOf(near)) {
                near.addAll(neighbours.get(i));
            }
        }
        return near;
    }

    private static List<Set<Integer>> neighbours(Topology topology) {
        List<Set<Integer>> neighbours = new ArrayList<>();
        topology.atoms().forEach(atom -> neighbours.add(new TreeSet<>()));
        for (Bond bond : topology.bonds()) {
            neighbours.get(bond.first()).add(bond.second());
            neighbours.get(bond.second()).add(bond.first());
        }
        return neighbours;
    }

    /** Whether a, b, c follow each other clockwise for one who looks from {@code eye} to {@code target}. */
    private static boolean clockwise(
            Molecule molecule, Residue residue, String eye, String target, String a, String b, String c) {
        double[] view = minus(at(molecule, residue, target), at(molecule, residue, eye));
        double[] pa = at(molecule, residue, a);
        double[] ab = minus(at(molecule, residue, b), pa);
        double[] ac = minus(at(molecule, residue, c), pa);
        return view[0] * (ab[1] * ac[2] - ab[2] * ac[1])
                        + view[1] * (ab[2] * ac[0] - ab[0] * ac[2])
                        + view[2] * (ab[0] * ac[1] - ab[1] * ac[0])
                > 0;
    }

    private static boolean has(Residue residue, String name) {
        return ResidueTemplates.shared().get(residue.template()).atoms().contains(name);
    }

    private static double[] at(Molecule molecule, Residue residue, String name) {
        return point(molecule, molecule.topology().atom(residue.index(), name));
    }

    private static double[] point(Molecule molecule, int atom) {
        return java.util.Arrays.copyOfRange(molecule.xyz(), 3 * atom, 3 * atom + 3);
    }

    private static double[] minus(double[] a, double[] b) {
        return new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
    }

    private static double distance(Molecule molecule, int r, String a, int s, String b) {
        return distance(
                molecule, molecule.topology().atom(r, a), molecule.topology().atom(s, b));
    }

    private static double distance(Molecule molecule, int i, int j) {
        return length(minus(point(molecule, i), point(molecule, j)));
    }

    private static double length(double[] a) {
        return Math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2]);
    }

    private static double angle(Molecule molecule, int r, String a, int s, String b, int t, String c) {
        Topology topology = molecule.topology();
        return angle(molecule, topology.atom(r, a), topology.atom(s, b), topology.atom(t, c));
    }

    /** Degrees. */
    private static double angle(Molecule molecule, int a, int b, int c) {
        double[] u = minus(point(molecule, a), point(molecule, b));
        double[] v = minus(point(molecule, c), point(molecule, b));
        return Math.toDegrees(Math.acos((u[0] * v[0] + u[1] * v[1] + u[2] * v[2]) / (length(u) * length(v))));
    }
}
