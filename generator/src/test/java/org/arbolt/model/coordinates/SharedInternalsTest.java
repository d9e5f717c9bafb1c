package org.arbolt.model.coordinates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SharedInternalsTest {

    /**
     * Frames of two peptides give the grids of a third, made of their residues; tokens and conformations agree there.
     */
    @Tag("slow")
    @Test
    void aPeptideNeverSeenHasTokens() {
        Molecule first = Peptide.of("AG");
        Molecule second = Peptide.of("GA");
        SharedInternals shared = SharedInternals.fit(
                List.of(first.topology(), second.topology()), FramePasses.of(shaken(first, 1), shaken(second, 2)), 128);
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
