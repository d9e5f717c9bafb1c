package org.arbolt.molecule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.arbolt.math.Seed;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InternalCoordinatesTest {

    @ParameterizedTest
    @ValueSource(strings = {"Ace-A-Nme", "AAA", "Ace-P-Nme", "PAP", "Ace-W-Nme", "GYDPETGTWG"})
    void conformationsComeBackFromTheirCoordinates(String peptide) {
        InternalCoordinates internal = InternalCoordinates.of(Peptide.topology(peptide));
        RandomGenerator random = new Seed(1).stream("test", 0);
        double[] q = random(internal, random);
        double[] xyz = new double[3 * internal.atoms() + 5];
        internal.toCartesian(q, 0, xyz, 5);
        double[] back = new double[q.length + 3];
        internal.toInternal(xyz, 5, back, 3);
        for (int i = 0; i < q.length; i++) {
            assertThat(InternalCoordinates.wrap(back[i + 3] - q[i]))
                    .as("coordinate %d", i)
                    .isCloseTo(0, within(1e-10));
        }
    }

    /** Derivatives of w·x − log J by central differences of 1e-6, which leave 1e-7 of their size. */
    @ParameterizedTest
    @ValueSource(strings = {"Ace-A-Nme", "Ace-P-Nme", "PAP", "Ace-W-Nme"})
    void derivativesByCoordinatesAreThoseOfDifferences(String peptide) {
        InternalCoordinates internal = InternalCoordinates.of(Peptide.topology(peptide));
        RandomGenerator random = new Seed(9).stream("test", 0);
        double[] q = random(internal, random);
        double[] w = random.doubles(3L * internal.atoms(), -1, 1).toArray();
        double[] xyz = new double[3 * internal.atoms()];
        internal.toCartesian(q, 0, xyz, 0);
        double[] gradient = new double[q.length];
        internal.toInternalGradient(q, xyz, w.clone(), gradient);
        internal.addLogJacobianGradient(q, -1, gradient);
        for (int i = 0; i < q.length; i++) {
            double[] moved = q.clone();
            moved[i] = q[i] + 1e-6;
            double above = product(internal, moved, w);
            moved[i] = q[i] - 1e-6;
            double difference = (above - product(internal, moved, w)) / 2e-6;
            assertThat(gradient[i])
                    .as("coordinate %d", i)
                    .isCloseTo(difference, within(1e-6 * (10 + Math.abs(difference))));
        }
    }

    private static double product(InternalCoordinates internal, double[] q, double[] w) {
        double[] xyz = new double[w.length];
        internal.toCartesian(q, 0, xyz, 0);
        return IntStream.range(0, w.length).mapToDouble(k -> w[k] * xyz[k]).sum() - internal.logJacobian(q, 0);
    }

    @Test
    void movingAndTurningAMoleculeChangesNoCoordinate() {
        InternalCoordinates internal = InternalCoordinates.of(Peptide.topology("Ace-A-Nme"));
        double[] q = random(internal, new Seed(2).stream("test", 0));
        double[] xyz = new double[66];
        internal.toCartesian(q, 0, xyz, 0);
        for (int i = 0; i < 66; i += 3) { // a cyclic exchange of axes is a rotation
            double x = xyz[i];
            xyz[i] = xyz[i + 1] + 0.3;
            xyz[i + 1] = xyz[i + 2] - 1.1;
            xyz[i + 2] = x + 0.7;
        }
        double[] back = new double[60];
        internal.toInternal(xyz, 0, back, 0);
        assertThat(back).containsExactly(q, within(1e-11));
    }

    @Test
    void theMirrorImageHasOppositeTorsions() {
        InternalCoordinates internal = InternalCoordinates.of(Peptide.topology("Ace-A-Nme"));
        double[] q = random(internal, new Seed(3).stream("test", 0));
        double[] xyz = new double[66];
        internal.toCartesian(q, 0, xyz, 0);
        for (int i = 0; i < 66; i++) {
            xyz[i] = -xyz[i];
        }
        double[] mirror = new double[60];
        internal.toInternal(xyz, 0, mirror, 0);
        for (int i = 0; i < 60; i++) {
            double sign = internal.kind(i) == InternalCoordinates.Kind.TORSION ? -1 : 1;
            assertThat(mirror[i]).isCloseTo(sign * q[i], within(1e-11));
        }
    }

    @Test
    void torsionsHaveTheSignOfIupac() {
        Topology butane = new Topology(
                List.of(atom(0), atom(1), atom(2), atom(3)),
                List.of(new Topology.Bond(0, 1), new Topology.Bond(1, 2), new Topology.Bond(2, 3)),
                List.of());
        // Looking from atom 1 to atom 2, atom 3 is a quarter turn clockwise from atom 0: +90°.
        double[] xyz = {1, 0, 0, 0, 0, 0, 0, 0, -1, 0, -1, -1};
        double[] clockwise = new double[6];
        InternalCoordinates.of(butane).toInternal(xyz, 0, clockwise, 0);
        assertThat(clockwise[5]).isCloseTo(Math.PI / 2, within(1e-12));
        assertThat(clockwise[4]).isCloseTo(Math.PI / 2, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ace-A-Nme", "Ace-P-Nme", "AA"})
    void theVolumeElementIsTheDeterminantOfTheWholeMap(String peptide) {
        InternalCoordinates internal = InternalCoordinates.of(Peptide.topology(peptide));
        double[] q = random(internal, new Seed(4).stream("test", 0));
        assertThat(internal.logJacobian(q, 0)).isCloseTo(numericLogDeterminant(internal, q), within(1e-6));
    }

    /**
     * Where coordinates begin with a stretch of residues, 3S − 6 of them are the stretch's own; the volume element is
     * still the determinant, and there is still one soft torsion for each bond that turns.
     */
    @ParameterizedTest
    @CsvSource({
        "Ace-A-Nme, 1, 1",
        "Ace-P-Nme, 1, 1",
        "Ace-P-Nme, 2, 2",
        "Ace-A-Nme, 1, 2",
        "Ace-WGHRM-NH2, 2, 4",
        "DKSTV, 0, 0",
        "DKSTV, 4, 4",
        "YQIFL, 1, 3"
    })
    void aStretchThatComesFirstStandsByItself(String peptide, int from, int to) {
        Topology topology = Peptide.topology(peptide);
        BitSet stretch = new BitSet();
        topology.atoms().stream()
                .filter(atom -> atom.residue() >= from && atom.residue() <= to)
                .forEach(atom -> stretch.set(atom.index()));
        InternalCoordinates internal = InternalCoordinates.of(topology, stretch);
        int own = 0;
        int soft = 0;
        for (int i = 0; i < internal.count(); i++) {
            BitSet outside = internal.atoms(i);
            outside.andNot(stretch);
            own += outside.isEmpty() ? 1 : 0;
            soft += internal.soft(i) ? 1 : 0;
        }
        assertThat(own).isEqualTo(3 * stretch.cardinality() - 6);
        InternalCoordinates usual = InternalCoordinates.of(topology);
        assertThat(soft).isEqualTo((int)
                IntStream.range(0, usual.count()).filter(usual::soft).count());
        if (topology.atomCount() < 25) {
            double[] q = random(internal, new Seed(4).stream("test", 0));
            assertThat(internal.logJacobian(q, 0)).isCloseTo(numericLogDeterminant(internal, q), within(1e-6));
        }
    }

    @Test
    void softTorsionsAreOnePerRotatableBond() {
        Topology topology = Peptide.topology("Ace-A-Nme");
        InternalCoordinates internal = InternalCoordinates.of(topology);
        Set<Set<Integer>> axes = new HashSet<>();
        int soft = 0;
        for (int i = 0; i < internal.count(); i++) {
            if (internal.soft(i)) {
                soft++;
                axes.add(Set.of(internal.torsionAtoms(i)[1], internal.torsionAtoms(i)[2]));
            }
        }
        // CH3-C, C-N, N-CA, CA-CB, CA-C, C-N, N-CH3
        assertThat(soft).isEqualTo(7);
        assertThat(axes).hasSize(7);
    }

    /** They can turn, but for proline's φ, whose bond belongs to a ring. */
    @ParameterizedTest
    @ValueSource(strings = {"Ace-A-Nme", "AAA", "GYDPETGTWG"})
    void backboneTorsionsAreCoordinates(String peptide) {
        Topology topology = Peptide.topology(peptide);
        InternalCoordinates internal = InternalCoordinates.of(topology);
        Set<List<Integer>> torsions = new HashSet<>();
        for (int i = 0; i < internal.count(); i++) {
            if (internal.kind(i) == InternalCoordinates.Kind.TORSION) {
                int[] t = internal.torsionAtoms(i);
                boolean ofRing = topology.residues()
                                .get(topology.atoms().get(t[1]).residue())
                                .name()
                                .equals("PRO")
                        && topology.atoms().get(t[1]).name().equals("CA")
                        && topology.atoms().get(t[2]).name().equals("N");
                if (internal.soft(i) || ofRing) {
                    assertThat(internal.soft(i)).isNotEqualTo(ofRing);
                    torsions.add(List.of(t[3], t[2], t[1], t[0]));
                }
            }
        }
        for (int r = 1; r < topology.residues().size() - 1; r++) {
            int c0 = topology.atom(r - 1, "C");
            int n = topology.atom(r, "N");
            int ca = topology.atom(r, "CA");
            int c = topology.atom(r, "C");
            int n1 = topology.atom(r + 1, "N");
            assertThat(torsions).contains(List.of(c0, n, ca, c)).contains(List.of(n, ca, c, n1));
        }
    }

    /** Its angle is as stiff as the closing bond. */
    @ParameterizedTest
    @CsvSource({"Ace-P-Nme, 1, CG CB CD CA", "PA, 0, CB CG CA CD"})
    void theLastAtomOfProlinesRingHasAnAngleThatClosesIt(String peptide, int residue, String atoms) {
        Topology topology = Peptide.topology(peptide);
        InternalCoordinates internal = InternalCoordinates.of(topology);
        int[] expected = Arrays.stream(atoms.split(" "))
                .mapToInt(name -> topology.atom(residue, name))
                .toArray();
        assertThat(internal.hasPuckeredRing()).isTrue();
        assertThat(IntStream.range(0, internal.count())
                        .filter(i -> internal.kind(i) == InternalCoordinates.Kind.TORSION)
                        .mapToObj(internal::torsionAtoms))
                .contains(expected);
        assertThat(InternalCoordinates.of(Peptide.topology("HWFY")).hasPuckeredRing())
                .isFalse();
    }

    /** Else a difference would not be stiff: it would have in it how the two references stand to each other. */
    @ParameterizedTest
    @ValueSource(strings = {"Ace-P-Nme", "PAP", "GYDPETGTWG"})
    void torsionsOnOneBondAreCountedFromTheSameAtoms(String peptide) {
        InternalCoordinates internal = InternalCoordinates.of(Peptide.topology(peptide));
        for (int i = 0; i < internal.count(); i++) {
            if (internal.base(i) >= 0) {
                int[] own = internal.torsionAtoms(i);
                int[] base = internal.torsionAtoms(internal.base(i));
                assertThat(Arrays.copyOfRange(own, 1, 4)).isEqualTo(Arrays.copyOfRange(base, 1, 4));
            }
        }
    }

    @Test
    void everyAtomIsPlacedByABondAnAngleAndATorsion() {
        InternalCoordinates internal = InternalCoordinates.of(Peptide.topology("AAA"));
        int[] perAtom = new int[internal.atoms()];
        for (int i = 0; i < internal.count(); i++) {
            perAtom[internal.atom(i)]++;
        }
        assertThat(perAtom).containsOnly(0, 1, 2, 3);
        assertThat(perAtom).satisfies(counts -> {
            assertThat(Arrays.stream(counts).filter(c -> c < 3).sorted()).containsExactly(0, 1, 2);
        });
    }

    @Test
    void aMoleculeInTwoPiecesIsRefused() {
        Topology pieces = new Topology(
                List.of(atom(0), atom(1), atom(2), atom(3)),
                List.of(new Topology.Bond(0, 1), new Topology.Bond(1, 2)),
                List.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InternalCoordinates.of(pieces))
                .withMessageContaining("3 of 4");
    }

    @Test
    void anglesAreWrappedIntoOneTurn() {
        assertThat(InternalCoordinates.wrap(Math.PI)).isEqualTo(-Math.PI);
        assertThat(InternalCoordinates.wrap(-Math.PI)).isEqualTo(-Math.PI);
        assertThat(InternalCoordinates.wrap(7)).isCloseTo(7 - 2 * Math.PI, within(1e-15));
        assertThat(InternalCoordinates.wrap(Math.nextDown(-Math.PI))).isBetween(-Math.PI, Math.PI);
    }

    private static Topology.Atom atom(int index) {
        return new Topology.Atom(index, "C" + index, Element.C, 0);
    }

    /** Lengths about 0.13 nm, angles between 80° and 140°, torsions anywhere. */
    private static double[] random(InternalCoordinates internal, RandomGenerator random) {
        double[] q = new double[internal.count()];
        for (int i = 0; i < q.length; i++) {
            q[i] = switch (internal.kind(i)) {
                case BOND -> random.nextDouble(0.09, 0.16);
                case ANGLE -> random.nextDouble(1.4, 2.4);
                case TORSION -> random.nextDouble(-Math.PI, Math.PI);
            };
        }
        return q;
    }

    /**
     * Central differences of x(q, x₁, ω) at x₁ = 0, ω = 0, where ω is a rotation vector: near zero dΩ = d³ω, and its
     * ball of radius π has the volume 8π².
     */
    private static double numericLogDeterminant(InternalCoordinates internal, double[] q) {
        int n = 3 * internal.atoms();
        double[][] columns = new double[n][n];
        double step = 1e-5;
        for (int i = 0; i < q.length; i++) {
            double[] up = q.clone();
            double[] down = q.clone();
            up[i] += step;
            down[i] -= step;
            double[] a = new double[n];
            double[] b = new double[n];
            internal.toCartesian(up, 0, a, 0);
            internal.toCartesian(down, 0, b, 0);
            for (int k = 0; k < n; k++) {
                columns[i][k] = (a[k] - b[k]) / (2 * step);
            }
        }
        double[] x = new double[n];
        internal.toCartesian(q, 0, x, 0);
        for (int axis = 0; axis < 3; axis++) {
            int next = (axis + 1) % 3;
            int last = (axis + 2) % 3;
            for (int k = 0; k < n; k += 3) {
                columns[q.length + axis][k + axis] = 1;
                columns[q.length + 3 + axis][k + next] = -x[k + last];
                columns[q.length + 3 + axis][k + last] = x[k + next];
            }
        }
        return logAbsoluteDeterminant(columns);
    }

    private static double logAbsoluteDeterminant(double[][] m) {
        double log = 0;
        for (int k = 0; k < m.length; k++) {
            int pivot = k;
            for (int i = k + 1; i < m.length; i++) {
                pivot = Math.abs(m[i][k]) > Math.abs(m[pivot][k]) ? i : pivot;
            }
            double[] row = m[pivot];
            m[pivot] = m[k];
            m[k] = row;
            log += Math.log(Math.abs(row[k]));
            for (int i = k + 1; i < m.length; i++) {
                double f = m[i][k] / row[k];
                for (int j = k; j < m.length; j++) {
                    m[i][j] -= f * row[j];
                }
            }
        }
        return log;
    }
}
