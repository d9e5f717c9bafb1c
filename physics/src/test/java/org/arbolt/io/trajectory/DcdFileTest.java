package org.arbolt.io.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.arbolt.BadInput;
import org.arbolt.molecule.Frames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DcdFileTest {
    @TempDir
    Path folder;

    @Test
    void framesComeBackToSinglePrecision() {
        Path file = folder.resolve("a.dcd");
        Frames frames = frames(3, 5);
        DcdFile.write(file, frames);
        assertSame(DcdFile.read(file), frames);
    }

    @Test
    void trajectoryWithoutFramesIsRead() {
        Path file = folder.resolve("a.dcd");
        DcdFile.write(file, Frames.allocate(0, 7));
        assertThat(DcdFile.read(file).count()).isZero();
        assertThat(DcdFile.read(file).atoms()).isEqualTo(7);
    }

    @Test
    void halfFrameOfAKilledWriterIsTold() throws IOException {
        Path file = folder.resolve("a.dcd");
        DcdFile.write(file, frames(3, 4));
        byte[] good = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(good, good.length + 17));
        assertThatThrownBy(() -> DcdFile.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("part of one");
    }

    @ParameterizedTest
    @CsvSource({
        "true, false, false",
        "false, false, false",
        "true, true, false",
        "false, true, true",
        "true, false, true"
    })
    void charmmsVariantsAreRead(boolean little, boolean cell, boolean fourth) throws IOException {
        Frames frames = frames(3, 12); // 12 atoms: a record of coordinates is as long as one of a unit cell
        Path file = Files.write(folder.resolve("a.dcd"), charmm(frames, little, cell, fourth, 0));
        assertSame(DcdFile.read(file), frames);
    }

    @Test
    void fixedAtomsKeepTheirFirstCoordinates() throws IOException {
        Frames frames = frames(3, 5);
        Path file = Files.write(folder.resolve("a.dcd"), charmm(frames, true, false, false, 2));
        Frames back = DcdFile.read(file);
        for (int f = 0; f < 3; f++) {
            for (int a = 0; a < 5; a++) {
                assertThat(back.get(f, a, 1)).isCloseTo(frames.get(a < 2 ? 0 : f, a, 1), within(1e-6));
            }
        }
    }

    @Test
    void countOfZeroMeansAllThatIsThere() throws IOException {
        Path file = folder.resolve("a.dcd");
        DcdFile.write(file, frames(3, 5));
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(8, 0);
        Files.write(file, bytes);
        assertThat(DcdFile.read(file).count()).isEqualTo(3);
    }

    @Test
    void truncatedFileIsRefusedAtEveryLength() throws IOException {
        Path file = folder.resolve("a.dcd");
        DcdFile.write(file, frames(2, 2));
        byte[] good = Files.readAllBytes(file);
        for (int length = 0; length < good.length; length += 3) {
            Files.write(file, Arrays.copyOf(good, length));
            assertThatThrownBy(() -> DcdFile.read(file))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("a.dcd");
        }
    }

    @Test
    void somethingElseIsNamedAsSuch() throws IOException {
        Path file = Files.writeString(folder.resolve("a.dcd"), "HEADER    A PROTEIN");
        assertThatThrownBy(() -> DcdFile.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no DCD trajectory");
    }

    private static Frames frames(int count, int atoms) {
        Frames frames = Frames.allocate(count, atoms);
        Arrays.setAll(frames.xyz(), i -> Math.sin(i * 1.7) * 3);
        return frames;
    }

    private static void assertSame(Frames found, Frames expected) {
        assertThat(found.atoms()).isEqualTo(expected.atoms());
        assertThat(found.xyz()).containsExactly(expected.xyz(), within(2e-7));
    }

    /** A DCD as CHARMM writes it, with the first {@code fixed} atoms fixed; independent of the writer tested. */
    private static byte[] charmm(Frames frames, boolean little, boolean cell, boolean fourth, int fixed) {
        ByteBuffer out = ByteBuffer.allocate(10_000).order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        out.putInt(84).put("CORD".getBytes(StandardCharsets.US_ASCII));
        int[] control = new int[20];
        control[0] = frames.count();
        control[8] = fixed;
        control[10] = cell ? 1 : 0;
        control[11] = fourth ? 1 : 0;
        control[19] = 24;
        Arrays.stream(control).forEach(out::putInt);
        out.putInt(84)
                .putInt(164)
                .putInt(2)
                .put(" ".repeat(160).getBytes(StandardCharsets.US_ASCII))
                .putInt(164);
        out.putInt(4).putInt(frames.atoms()).putInt(4);
        if (fixed > 0) {
            out.putInt(4 * (frames.atoms() - fixed));
            for (int a = fixed; a < frames.atoms(); a++) {
                out.putInt(a + 1);
            }
            out.putInt(4 * (frames.atoms() - fixed));
        }
        for (int f = 0; f < frames.count(); f++) {
            if (cell) {
                out.putInt(48).put(new byte[48]).putInt(48);
            }
            int first = f == 0 ? 0 : fixed;
            for (int axis = 0; axis < (fourth ? 4 : 3); axis++) {
                out.putInt(4 * (frames.atoms() - first));
                for (int a = first; a < frames.atoms(); a++) {
                    out.putFloat(axis == 3 ? 0 : (float) (10 * frames.get(f, a, axis)));
                }
                out.putInt(4 * (frames.atoms() - first));
            }
        }
        return Arrays.copyOf(out.array(), out.position());
    }
}
