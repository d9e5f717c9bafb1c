package org.arbolt.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.URISyntaxException;
import java.nio.file.Path;
import org.arbolt.Remarks;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Stereocentres;
import org.arbolt.run.RunFolder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 400 frames of each benchmark test set, as {@code arbolt data} made them and {@code tools/pin_data.py} took them. */
class PinnedDataTest {
    @TempDir
    private Path folder;

    /**
     * The benchmark's force field gives the frames the energies that were written with them, and no frame has lost its
     * chirality.
     */
    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"Ace-A-Nme", "AAA", "Ace-AAA-Nme", "AAAAAA"})
    void energiesAndChiralityAreThoseOfTheBenchmark(String name) throws URISyntaxException {
        PreparedMolecule simulated = open(BenchmarkSystem.of(name).system());
        Trajectory sample = TrajectoryArrays.read(
                Path.of(PinnedDataTest.class
                        .getResource("data/" + name + ".npz")
                        .toURI()),
                simulated.molecule().topology().atomCount());
        assertThat(sample.count()).isEqualTo(400);
        Frames frames = sample.frames();
        double[] exact = simulated.exact().evaluate(frames, false).total();
        double[] fast = simulated.fast().evaluate(frames, false).total();
        Stereocentres chirality = Stereocentres.of(
                simulated.molecule().topology(), simulated.molecule().xyz());
        for (int f = 0; f < frames.count(); f++) {
            assertThat(exact[f]).isCloseTo(sample.energy()[f], within(1e-6));
            assertThat(fast[f])
                    .isCloseTo(sample.energy()[f], within(Math.max(0.02, 2e-5 * Math.abs(sample.energy()[f]))));
            assertThat(chirality.agree(frames.xyz(), 3 * f * frames.atoms())).isTrue();
        }
    }

    private PreparedMolecule open(MolecularSystem system) {
        try (RunFolder run = RunFolder.open(folder.resolve("run"), new RunConfig(system, 1, null, null, null))) {
            return system.open(run, Remarks.NONE);
        }
    }
}
