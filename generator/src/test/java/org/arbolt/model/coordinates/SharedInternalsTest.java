package org.arbolt.model.coordinates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.forcefield.ForceField;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.InternalCoordinates;
import org.arbolt.molecule.Molecule;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SharedInternalsTest {
    private static final SharedInternals.Design DESIGN =
            new SharedInternals.Design(TokenOrder.RESIDUES, ForceField.AMBER14_OBC1);

    /**
     * Frames of two peptides give the grids of a third, made of their residues; tokens and conformations agree there.
     */
    @Tag("slow")
    @Test
    void aPeptideNeverSeenHasTokens() {
        Molecule first = Peptide.of("AG");
        Molecule second = Peptide.of("GA");
        SharedInternals shared = SharedInternals.fit(
                List.of(first.topology(), second.topology()),
                FramePasses.of(shaken(first, 1), shaken(second, 2)),
                128,
                DESIGN);
        Molecule unseen = Peptide.of("AA");
        InternalTokens tokens = shared.of(unseen.topology());
        assertThat(tokens.tokens()).isEqualTo(3 * unseen.topology().atomCount() - 6);
        RandomStream random = new Seed(3).stream("test", 0);
        int[] drawn = random.ints(tokens.tokens(), 40, 88).toArray();
        double[] xyz = new double[3 * tokens.atoms()];
        tokens.decode(drawn, 0, random, xyz, 0);
        int[] back = new int[drawn.length];
        assertThat(tokens.tokenise(xyz, 0, back, 0)).isTrue();
        assertThat(back).isEqualTo(drawn);
        assertThat(tokens.tokenise(unseen.xyz(), 0, back, 0)).isTrue();
        Coordinates again = Coordinates.from(shared.describe(), unseen.topology());
        assertThat(again.logCellDensity(xyz, 0)).isCloseTo(tokens.logCellDensity(xyz, 0), within(1e-9));
        assertThat(again.tokenise(xyz, 0, back, 0)).isTrue();
        assertThat(back).isEqualTo(drawn);
    }

    /** Of models of one peptide and of many: tokens would mean other places than those that were learned. */
    @Test
    void coordinatesOfProlineWithoutTheClosingAngleAreRefused() {
        Molecule proline = Peptide.of("PG");
        FramePasses frames = FramePasses.of(shaken(proline, 1));
        List<Map<String, Object>> descriptions = List.of(
                InternalTokens.fit(proline.topology(), frames, 64, InternalTokens.Layout.plain(TokenOrder.TREE))
                        .describe(),
                SharedInternals.fit(List.of(proline.topology()), frames, 64, DESIGN)
                        .describe());
        for (Map<String, Object> description : descriptions) {
            assertThat(Coordinates.from(description, proline.topology()).tokens())
                    .isEqualTo(3 * proline.topology().atomCount() - 6);
            Map<String, Object> before = new HashMap<>(description);
            assertThat(before.remove(InternalTokens.CLOSING_ANGLES)).isEqualTo(true);
            assertThatThrownBy(() -> Coordinates.from(before, proline.topology()))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("proline's ring");
        }
    }

    /**
     * An angle that follows another one and a torsion is expected where it is: what is left is what was added to it.
     * The grid then is that of the rest, 7 of its deviations or a little more.
     */
    @Test
    void stiffCoordinatesAreExpectedFromThoseNearby() {
        Molecule molecule = Peptide.of("AG");
        InternalCoordinates internal = InternalCoordinates.of(molecule.topology());
        int follower = coordinate(molecule, internal, 0, "HA", InternalCoordinates.Kind.ANGLE);
        int leader = coordinate(molecule, internal, 0, "CB", InternalCoordinates.Kind.ANGLE);
        int torsion = coordinate(molecule, internal, 1, "N", InternalCoordinates.Kind.TORSION);
        assertThat(internal.soft(torsion)).isTrue();
        RandomStream random = new Seed(6).stream("drawn", 0);
        double[] start = new double[internal.count()];
        internal.toInternal(molecule.xyz(), 0, start, 0);
        Frames frames = Frames.allocate(4000, molecule.topology().atomCount());
        for (int f = 0; f < frames.count(); f++) {
            double[] q = start.clone();
            for (int i = 0; i < q.length; i++) {
                q[i] += (internal.kind(i) == InternalCoordinates.Kind.BOND ? 0.002 : 0.03) * random.nextGaussian();
            }
            q[torsion] = 2 * Math.PI * random.nextDouble() - Math.PI;
            q[follower] = start[follower]
                    - 0.8 * (q[leader] - start[leader])
                    + 0.1 * Math.cos(q[torsion])
                    + 0.005 * random.nextGaussian();
            internal.toCartesian(q, 0, frames.xyz(), 3 * f * frames.atoms());
        }
        InternalTokens tokens = SharedInternals.fit(List.of(molecule.topology()), FramePasses.of(frames), 256, DESIGN)
                .of(molecule.topology());
        for (int t = 0; t < tokens.tokens(); t++) {
            if (tokens.coordinate(t) == follower) {
                assertThat(tokens.grid(t).hi()).isBetween(0.034, 0.040);
                return;
            }
        }
        throw new AssertionError("no token of " + follower);
    }

    /** The last atom of a ring of six stands where the five before it leave it room. */
    @Test
    void coordinatesOfARingAreExpectedFromAllItsAtoms() {
        Molecule molecule = Peptide.of("FG");
        LocalCoordinates local = LocalCoordinates.of(molecule.topology(), TokenOrder.RESIDUES);
        int ring = local.rings().number()[molecule.topology().atom(0, "CG")];
        assertThat(ring).isNotNegative();
        for (String atom : List.of("CD1", "CD2", "CE1", "CE2", "CZ")) {
            assertThat(local.rings().number()[molecule.topology().atom(0, atom)])
                    .isEqualTo(ring);
        }
        for (String atom : List.of("N", "CA", "CB", "HZ", "HD1")) {
            assertThat(local.rings().number()[molecule.topology().atom(0, atom)])
                    .isNegative();
        }
        int last = -1;
        int placed = 0; // stiff coordinates of ring atoms before it
        for (int t = 0; t < local.order().length; t++) {
            int atom = local.internal().internal().atom(local.order()[t]);
            if (local.rings().number()[atom] == ring && !local.soft(t)) {
                placed += last >= 0 ? 1 : 0;
                last = t;
            }
        }
        ConditionalMean centres =
                new ConditionalMean(local.internal(), local.order(), 3, new double[local.order().length]);
        long ofRing = local.features(last, centres).stream()
                .filter(feature -> feature.name().matches("C[GDEZ][12]? (BOND|ANGLE|TORSION) .*"))
                .filter(feature -> !feature.name().matches(".* [1-6]")) // harmonics of soft torsions
                .count();
        assertThat(ofRing).isEqualTo(placed);
    }

    private static int coordinate(
            Molecule molecule, InternalCoordinates internal, int residue, String atom, InternalCoordinates.Kind kind) {
        int wanted = molecule.topology().atom(residue, atom);
        for (int i = 0; i < internal.count(); i++) {
            if (internal.atom(i) == wanted && internal.kind(i) == kind) {
                return i;
            }
        }
        throw new AssertionError(atom);
    }

    /** Copies of a molecule's start structure, every atom moved by N(0, 0.005² nm²). */
    private static Frames shaken(Molecule molecule, long seed) {
        RandomStream random = new Seed(seed).stream("shaken", 0);
        Frames frames = Frames.allocate(50, molecule.topology().atomCount());
        for (int i = 0; i < frames.xyz().length; i++) {
            frames.xyz()[i] = molecule.xyz()[i % molecule.xyz().length] + 0.005 * random.nextGaussian();
        }
        return frames;
    }
}
