package org.arbolt.molecule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EquivalentAtomsTest {

    /** Counted by hand: CH3 and NH3+ threefold; COO−, amide NH2 and the rings of Phe and Tyr twofold; Arg eight. */
    @ParameterizedTest
    @CsvSource({
        "Ace-A-Nme, 3, 0",
        "AAA, 4, 1",
        "Ace-G-NH2, 1, 1",
        "Ace-F-Nme, 2, 1",
        "Ace-Y-Nme, 2, 1",
        "Ace-R-Nme, 2, 3",
        "Ace-N-Nme, 2, 1",
        "Ace-D-Nme, 2, 1",
        "Ace-V-Nme, 4, 0",
        "Ace-K-Nme, 3, 0",
        "Ace-M-Nme, 3, 0",
        "PG, 0, 1",
    })
    void labellings(String peptide, int threefold, int twofold) {
        Topology topology = Peptide.topology(peptide);
        EquivalentAtoms equivalents = EquivalentAtoms.of(topology, InternalCoordinates.of(topology));
        assertThat(equivalents.logLabellings())
                .isCloseTo(threefold * Math.log(3) + twofold * Math.log(2), within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ace-A-Nme", "AAA", "Ace-R-Nme", "Ace-F-Nme", "YGGFMR"})
    void everyLabellingIsRelabelledAlikeWithItsAnglesInTheirWindows(String peptide) {
        Topology topology = Peptide.topology(peptide);
        InternalCoordinates internal = InternalCoordinates.of(topology);
        EquivalentAtoms equivalents = EquivalentAtoms.of(topology, internal);
        RandomStream random = new Seed(3).stream("test", 0);
        double[] built = Peptide.of(peptide).frames().xyz();
        double[] q = new double[internal.count()];
        for (int n = 0; n < 50; n++) {
            internal.toInternal(built, 0, q, 0);
            for (int i = 0; i < q.length; i++) {
                q[i] += internal.soft(i) ? random.nextDouble(6.28) : 0.05 * random.nextGaussian();
            }
            double[] xyz = new double[built.length];
            internal.toCartesian(q, 0, xyz, 0);
            double[] chosen = xyz.clone();
            equivalents.relabel(chosen, 0);
            double[] other = xyz.clone();
            equivalents.relabelAtRandom(random, other, 0);
            equivalents.relabel(other, 0);
            assertThat(other).isEqualTo(chosen);

            internal.toInternal(chosen, 0, q, 0);
            double[] folded = q.clone();
            equivalents.fold(folded, 0);
            for (int i = 0; i < q.length; i++) {
                if (equivalents.fold(i) > 1) {
                    assertThat(folded[i]).isBetween(-Math.PI / equivalents.fold(i), Math.PI / equivalents.fold(i));
                }
            }
            equivalents.unfold(folded, 0);
            for (int i = 0; i < q.length; i++) { // the label is chosen again: q itself comes back
                assertThat(InternalCoordinates.wrap(folded[i] - q[i])).isCloseTo(0, within(1e-9));
            }
        }
    }

    @Test
    void aRandomLabellingIsEachWithTheSameProbability() {
        Topology topology = Peptide.topology("Ace-A-Nme");
        EquivalentAtoms equivalents = EquivalentAtoms.of(topology, InternalCoordinates.of(topology));
        double[] built = Peptide.of("Ace-A-Nme").frames().xyz();
        int hydrogen = topology.atom(1, "HB1");
        int[] counts = new int[3];
        RandomStream random = new Seed(5).stream("test", 0);
        int draws = 9000;
        for (int n = 0; n < draws; n++) {
            double[] xyz = built.clone();
            equivalents.relabelAtRandom(random, xyz, 0);
            for (int k = 0; k < 3; k++) {
                int from = 3 * topology.atom(1, "HB" + (k + 1));
                counts[k] += Arrays.equals(xyz, 3 * hydrogen, 3 * hydrogen + 3, built, from, from + 3) ? 1 : 0;
            }
        }
        assertThat(Arrays.stream(counts).sum()).isEqualTo(draws);
        double error = Math.sqrt(draws * 2.0 / 9);
        for (int count : counts) { // false alarm 2e-6 in all
            assertThat((double) count).isCloseTo(draws / 3.0, within(5 * error));
        }
    }
}
