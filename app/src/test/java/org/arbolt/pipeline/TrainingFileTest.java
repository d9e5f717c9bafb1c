package org.arbolt.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.arbolt.io.trajectory.PositionArrays;
import org.arbolt.io.trajectory.ReadOptions;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.peptide.Peptide;
import org.arbolt.units.LengthUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that users give to learn from. */
class TrainingFileTest {
    private static final int FRAMES = 5;
    private static final Molecule MOLECULE = Peptide.of("AG");
    private static final int ATOMS = MOLECULE.topology().atomCount();

    @TempDir
    private Path folder;

    private final List<String> remarks = new ArrayList<>();

    private Trajectory read(Path file, LengthUnit unit) {
        remarks.clear();
        GivenFrames given = new GivenFrames(file, new ReadOptions(unit, false, remarks::add));
        return TrainingFile.read(given, MOLECULE.topology(), frames -> new double[frames.count()]);
    }

    private static Frames frames() {
        Frames frames = Frames.allocate(FRAMES, ATOMS);
        Arrays.setAll(frames.xyz(), i -> MOLECULE.xyz()[i % (3 * ATOMS)] + 0.002 * Math.sin(1.7 * i));
        return frames;
    }

    /** With energies, as arbolt md writes it, or without. */
    private Path write(Frames frames, boolean energies) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("positions", PositionArrays.toArray(frames));
        if (energies) {
            arrays.put("energy", NpyArray.of(new double[] {0, 1, 2, 3, 4}, FRAMES));
            arrays.put("ladder", NpyArray.of(new int[] {0, 0, 1, 1, 2}, FRAMES));
        }
        Path file = folder.resolve("x.npz");
        Npz.write(file, arrays);
        return file;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void framesWithBrokenBondsAreLeftOutAndTold(boolean energies) {
        Frames frames = frames();
        for (int a = 0; a < ATOMS / 2; a++) {
            frames.xyz()[3 * (ATOMS + a)] += 3;
        }
        Path file = write(frames, energies);
        Trajectory read = read(file, LengthUnit.NM);
        assertThat(read.frames().xyz())
                .containsExactly(frames.select(new int[] {0, 2, 3, 4}).xyz(), within(1e-6));
        if (energies) {
            assertThat(read.energy()).containsExactly(0, 2, 3, 4);
            assertThat(read.ladder()).containsExactly(0, 1, 1, 2);
        }
        assertThat(remarks)
                .containsExactly(
                        file + ": 1 of 5 frames has a bond longer than 0.3 nm: frame 2",
                        file + ": left out of training the frames with broken bonds, 4 of 5 are kept");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void coordinatesInAngstromNeedTheirUnitNamed(boolean energies) {
        Path file = write(frames().times(10), energies);
        assertThatThrownBy(() -> read(file, LengthUnit.NM))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("x.npz", "look like ångström");
        assertThat(read(file, LengthUnit.ANGSTROM).frames().xyz()).containsExactly(frames().xyz(), within(1e-6));
        assertThat(remarks).isEmpty();
    }
}
