package org.arbolt.io.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.arbolt.BadInput;
import org.arbolt.molecule.Frames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws of the format; that others agree to the bit is tested where they are installed. */
public class XtcFileTest {
    private static final double HALF_STEP = 0.5e-3 * 1.001; // nm

    @TempDir
    Path folder;

    /** From atoms that fall together to axes so long that each has bits of its own (beyond 2^24 steps). */
    @ParameterizedTest
    @CsvSource({"10, 0", "10, 0.002", "11, 0.05", "22, 0.3", "138, 1", "300, 100", "40, 5000", "25, 30000", "16, 100000"
    })
    void coordinatesComeBackToHalfAStep(int atoms, double spread) {
        Frames frames = walk(5, atoms, spread);
        Path file = folder.resolve("a.xtc");
        XtcFile.write(file, frames);
        Frames back = XtcFile.read(file);
        assertThat(back.atoms()).isEqualTo(atoms);
        double rounding =
                2e-7 * Arrays.stream(frames.xyz()).map(Math::abs).max().orElseThrow();
        assertThat(back.xyz()).containsExactly(frames.xyz(), within(HALF_STEP + rounding));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 9})
    void fewAtomsArePlainFloats(int atoms) {
        Frames frames = walk(3, atoms, 0.3);
        Path file = folder.resolve("a.xtc");
        XtcFile.write(file, frames);
        assertThat(XtcFile.read(file).xyz()).containsExactly(frames.xyz(), within(1e-6));
    }

    @Test
    void whatIsReadAndWrittenAgainIsTheSameFile() {
        XtcFile.write(folder.resolve("a.xtc"), walk(4, 57, 0.15));
        XtcFile.write(folder.resolve("b.xtc"), XtcFile.read(folder.resolve("a.xtc")));
        assertThat(folder.resolve("a.xtc")).hasSameBinaryContentAs(folder.resolve("b.xtc"));
    }

    @Test
    void longCountsOfGiantSystemsAreRead() throws IOException {
        Path file = folder.resolve("a.xtc");
        Frames frames = walk(1, 22, 0.3);
        XtcFile.write(file, frames);
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer wide = ByteBuffer.allocate(bytes.length + 4);
        int length = 88; // byte of the count
        wide.put(bytes, 0, length)
                .putInt(0)
                .put(bytes, length, bytes.length - length)
                .putInt(0, 2023);
        Files.write(file, wide.array());
        assertThat(XtcFile.read(file).xyz()).containsExactly(frames.xyz(), within(HALF_STEP));
    }

    @Test
    void truncatedFileIsRefusedAtEveryLength() throws IOException {
        Path file = folder.resolve("a.xtc");
        XtcFile.write(file, walk(2, 12, 0.2));
        byte[] good = Files.readAllBytes(file);
        for (int length = 0; length < good.length; length += 3) {
            if (length != good.length / 2) { // a whole frame is a trajectory
                Files.write(file, Arrays.copyOf(good, length));
                assertThatThrownBy(() -> XtcFile.read(file))
                        .isInstanceOf(BadInput.class)
                        .hasMessageContaining("a.xtc");
            }
        }
    }

    @Test
    void atomsThatTheBytesCannotHoldAreRefusedBeforeTheyAreAllocated() throws IOException {
        Path file = folder.resolve("a.xtc");
        XtcFile.write(file, walk(1, 12, 0.2));
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        bytes.putInt(4, 500_000_000).putInt(52, 500_000_000);
        Files.write(file, bytes.array());
        assertThatThrownBy(() -> XtcFile.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("too few for them");
    }

    @Test
    void coordinatesBeyondTheFormatAreNotWritten() {
        Frames frames = walk(2, 12, 0.2);
        frames.xyz()[50] = Double.NaN;
        assertThatThrownBy(() -> XtcFile.write(folder.resolve("a.xtc"), frames))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("a.xtc", "frame 2", "NaN", "atom 5");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void somethingElseIsNamedAsSuch() throws IOException {
        Path file = Files.writeString(
                folder.resolve("a.xtc"), "HEADER    A PROTEIN AND SOME MORE TEXT THAT FOLLOWS IT ........");
        assertThatThrownBy(() -> XtcFile.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no XTC trajectory");
    }

    /** A chain whose neighbours lie {@code spread} nm apart on average. */
    public static Frames walk(int count, int atoms, double spread) {
        Random random = new Random(7);
        Frames frames = Frames.allocate(count, atoms);
        for (int i = 0; i < frames.xyz().length; i++) {
            double before = i % (3 * atoms) < 3 ? 0 : frames.xyz()[i - 3];
            frames.xyz()[i] = (float) (before + spread * random.nextGaussian());
        }
        return frames;
    }
}
