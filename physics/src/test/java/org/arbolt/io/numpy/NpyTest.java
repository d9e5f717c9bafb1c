package org.arbolt.io.numpy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.arbolt.BadInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NpyTest {
    @TempDir
    Path folder;

    static Stream<NpyArray> arrays() {
        float[] many = new float[20_001]; // more than the block in which elements are converted
        for (int i = 0; i < many.length; i++) {
            many[i] = (float) Math.sin(i);
        }
        return Stream.of(
                NpyArray.of(new float[] {1.5f, -0.0f, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY, 7}, 2, 3),
                NpyArray.of(many),
                NpyArray.of(new double[] {Math.PI, 1e-310, -1e308}),
                NpyArray.of(new long[] {Long.MIN_VALUE, 0, Long.MAX_VALUE}),
                NpyArray.of(new int[] {Integer.MIN_VALUE, -1, Integer.MAX_VALUE, 4}, 2, 1, 2),
                NpyArray.of(new byte[] {0, 127, -128, -1}),
                NpyArray.of(new boolean[] {true, false, true}),
                NpyArray.of(new String[] {"ALA", "", "φ ψ", "𝛽"}),
                new NpyArray(new long[0], new double[] {42}),
                NpyArray.of(new float[0], 0, 22, 3));
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void whatIsWrittenIsReadBackToTheBit(NpyArray array) {
        Path file = folder.resolve("a.npy");
        Npy.write(file, array);
        NpyArray back = Npy.read(file);
        assertThat(back.data()).isEqualTo(array.data());
        assertThat(back.shape()).isEqualTo(array.shape());
    }

    @Test
    void numbersStartAtAMultipleOf64() throws IOException {
        Path file = folder.resolve("a.npy");
        Npy.write(file, NpyArray.of(new byte[1], 1));
        assertThat(Files.size(file) % 64).isEqualTo(1);
    }

    @Test
    void fortranOrderIsTransposed() throws IOException {
        byte[] column = {1, 4, 2, 5, 3, 6}; // [[1 2 3] [4 5 6]], first index fastest
        NpyArray array = Npy.read(file("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", 1, column));
        assertThat(array.data()).isEqualTo(new byte[] {1, 2, 3, 4, 5, 6});
        assertThat(array.shape()).containsExactly(2, 3);
    }

    @Test
    void fortranOrderOfThreeAxesIsTransposed() throws IOException {
        byte[] data = new byte[24];
        for (int i = 0; i < 24; i++) {
            int a = i % 2;
            int b = i / 2 % 3;
            int c = i / 6;
            data[i] = (byte) (100 * a + 10 * b + c);
        }
        byte[] expected = new byte[24];
        for (int i = 0; i < 24; i++) {
            expected[i] = (byte) (100 * (i / 12) + 10 * (i / 4 % 3) + i % 4);
        }
        Path file = file("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 4)}", 1, data);
        assertThat(Npy.read(file).data()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void allVersionsOfTheHeaderAreRead(int version) throws IOException {
        Path file = file("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", version, new byte[] {7, 8});
        assertThat(Npy.read(file).toLongs()).containsExactly(7, 8);
    }

    @Test
    void halfBigEndianAndSmallIntegersBecomeJavasTypes() throws IOException {
        assertThat(Npy.read(file(header("<f2", 2), 1, new byte[] {0, 0x3c, 0, (byte) 0xc0}))
                        .toDoubles())
                .containsExactly(1, -2);
        byte[] big = ByteBuffer.allocate(4)
                .order(ByteOrder.BIG_ENDIAN)
                .putFloat(3.25f)
                .array();
        assertThat(Npy.read(file(header(">f4", 1), 1, big)).toDoubles()).containsExactly(3.25);
        assertThat(Npy.read(file(header("<u2", 1), 1, new byte[] {-1, -1})).toLongs())
                .containsExactly(65535);
        assertThat(Npy.read(file(header("|i1", 2), 1, new byte[] {-1, 5})).toLongs())
                .containsExactly(-1, 5);
        assertThat(Npy.read(file(header("<u4", 1), 1, new byte[] {-1, -1, -1, -1}))
                        .toLongs())
                .containsExactly(4294967295L);
        byte[] text = "ACENME".getBytes(StandardCharsets.US_ASCII);
        assertThat(Npy.read(file(header("|S3", 2), 1, text)).data()).isEqualTo(new String[] {"ACE", "NME"});
    }

    @Test
    void pickledObjectsAreRefusedWithTheRemedy() throws IOException {
        Path file = file(header("|O", 1), 1, new byte[8]);
        assertThatThrownBy(() -> Npy.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("a.npy", "pickled", "never opened", "plain numbers");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'descr': '<f4', 'fortran_order': False, 'shape': (461168601842738790, 400), } | beyond any file",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (900000000000000000, 5), }  | beyond any file",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), } | takes 12 bytes, but 8 are there",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } | takes 4 bytes, but 8 are there",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }                     | not one of an array",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }   | not one of an array",
                "{'descr': '<c8', 'fortran_order': False, 'shape': (1,), } | type '<c8' cannot be read",
                "{'descr': '<f16', 'fortran_order': False, 'shape': (1,), } | type '<f16' cannot be read",
                "{'descr': '<U0', 'fortran_order': False, 'shape': (1000000000,), } | type '<U0' cannot be read",
                "{'descr': '<U1', 'fortran_order': False, 'shape': (2,), }                      | impossible character",
                "{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (2,), } | records of several fields",
                "{'descr': '<f4', 'shape': (2,), } | no readable 'fortran_order'",
                "nonsense                                                                       | no readable 'descr'"
            })
    void impossibleHeadersAreRefused(String header, String reason) throws IOException {
        byte[] data = {-1, -1, -1, 127, -1, -1, -1, 127};
        Path file = file(header, 1, data);
        assertThatThrownBy(() -> Npy.read(file)).isInstanceOf(BadInput.class).hasMessageContainingAll("a.npy", reason);
    }

    @Test
    void headerThatClaimsGigabytesAndFilesThatEndEarlyAreRefused() throws IOException {
        Path huge = bytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, 127});
        assertThatThrownBy(() -> Npy.read(huge))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("claims 2147483647 bytes");
        Path brief = bytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 64, 0, '{'});
        assertThatThrownBy(() -> Npy.read(brief)).isInstanceOf(BadInput.class).hasMessageContaining("truncated");
        Path empty = bytes(new byte[0]);
        assertThatThrownBy(() -> Npy.read(empty))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("does not start as");
        assertThatThrownBy(() -> Npy.read(folder.resolve("none.npy")))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("none.npy", "no such file");
    }

    @Test
    void arrayMustHoldWhatItsShapeSays() {
        assertThatThrownBy(() -> NpyArray.of(new float[5], 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[2, 3]");
    }

    private static String header(String descr, int count) {
        return "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + count + ",), }";
    }

    private Path file(String header, int version, byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        out.write(header.length());
        out.write(header.length() >> 8);
        if (version > 1) {
            out.write(new byte[2]);
        }
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        out.write(data);
        return bytes(out.toByteArray());
    }

    private Path bytes(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("a.npy"), bytes);
    }
}
