package org.arbolt.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.arbolt.BadInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzTest {
  @TempDir Path folder;

  @Test
  void arraysComeBackInOrderToTheBit() {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("positions", NpyArray.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 3));
    arrays.put("log_q", NpyArray.of(new double[] {-1.25}));
    arrays.put("names", NpyArray.of(new String[] {"CA", "HH31"}));
    Path file = folder.resolve("a.npz");
    Npz.write(file, arrays);
    Map<String, NpyArray> back = Npz.read(file);
    assertThat(back.keySet()).containsExactly("positions", "log_q", "names");
    back.forEach((name, array) -> {
      assertThat(array.data()).isEqualTo(arrays.get(name).data());
      assertThat(array.shape()).isEqualTo(arrays.get(name).shape());
    });
    assertThat(Npz.names(file)).isEqualTo(back.keySet());
    assertThat(Npz.shape(file, "positions")).containsExactly(1, 2, 3);
    assertThat(Npz.read(file, "log_q").toDoubles()).containsExactly(-1.25);
  }

  @Test
  void equalArraysGiveEqualFiles() throws IOException {
    Map<String, NpyArray> arrays = Map.of("a", NpyArray.of(new double[] {1, 2}));
    Npz.write(folder.resolve("a.npz"), arrays);
    Npz.write(folder.resolve("b.npz"), arrays);
    assertThat(folder.resolve("a.npz")).hasSameBinaryContentAs(folder.resolve("b.npz"));
  }

  @Test
  void arrayWrittenInPiecesEqualsTheWhole() {
    Path file = folder.resolve("a.npz");
    try (NpzWriter out = NpzWriter.create(file)) {
      out.put("first", NpyArray.of(new int[] {9}));
      out.begin("x", new float[0], 2, 2, 3);
      out.append(new float[] {1, 2, 3, 4, 5});
      out.append(new float[0]);
      out.append(new float[] {6, 7, 8, 9, 10, 11, 12});
      out.commit();
    }
    assertThat(Npz.read(file, "x").data()).isEqualTo(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
    assertThat(Npz.shape(file, "x")).containsExactly(2, 2, 3);
    assertThat(Npz.read(file, "first").toLongs()).containsExactly(9);
  }

  @Test
  void incompleteArrayIsNotCommittedAndLeavesNoFile() throws IOException {
    try (NpzWriter out = NpzWriter.create(folder.resolve("a.npz"))) {
      out.begin("x", new double[0], 3);
      out.append(new double[2]);
      assertThatThrownBy(out::commit).isInstanceOf(IllegalStateException.class).hasMessageContaining("lacks 1");
      assertThatThrownBy(() -> out.append(new double[2])).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> out.append(new float[1])).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void deflatedArraysAreRead() throws IOException {
    double[] values = new double[30_000];
    Path file = folder.resolve("a.npz");
    zip(file, "x.npy", npy(NpyArray.of(values)));
    assertThat(Files.size(file)).isLessThan(2_000);
    assertThat(Npz.read(file, "x").data()).isEqualTo(values);
  }

  @Test
  void missingArrayIsNamedWithThoseThatAreThere() {
    Path file = folder.resolve("a.npz");
    Npz.write(file, Map.of("coords", NpyArray.of(new double[3])));
    assertThatThrownBy(() -> Npz.read(file, "positions")).isInstanceOf(BadInput.class)
        .hasMessageContainingAll("a.npz", "positions", "coords");
  }

  @Test
  void everyAlteredByteOfTheNumbersIsNoticed() throws IOException {
    Path file = folder.resolve("a.npz");
    Npz.write(file, Map.of("x", NpyArray.of(new double[] {1, 2, 3})));
    byte[] good = Files.readAllBytes(file);
    int start = 30 + "x.npy".length() + 128; // local header, name, NPY header
    for (int at = start; at < start + 24; at++) {
      byte[] bad = good.clone();
      bad[at] ^= 1;
      Files.write(file, bad);
      assertThatThrownBy(() -> Npz.read(file)).isInstanceOf(BadInput.class).hasMessageContainingAll("a.npz", "checksum");
    }
  }

  @Test
  void entryThatUnpacksToMoreThanItsHeaderPromisesIsRefused() throws IOException {
    Path file = folder.resolve("a.npz");
    byte[] array = npy(NpyArray.of(new double[1000]));
    zip(file, "x.npy", java.util.Arrays.copyOf(array, array.length + 1_000_000));
    assertThatThrownBy(() -> Npz.read(file)).isInstanceOf(BadInput.class)
        .hasMessageContainingAll("a.npz", "takes 8000 bytes, but 1008000 are there");
  }

  @Test
  void sizeThatThePackedBytesCannotGiveIsRefusedBeforeItIsAllocated() throws IOException {
    Path file = folder.resolve("a.npz");
    zip(file, "x.npy", npy(NpyArray.of(new double[1])));
    byte[] bytes = Files.readAllBytes(file);
    int directory = bytes.length - 22 - 46 - "x.npy".length();
    bytes[directory + 24 + 3] = 0x70; // uncompressed size in the central directory: 1.8 GB
    Files.write(file, bytes);
    assertThatThrownBy(() -> Npz.read(file)).isInstanceOf(BadInput.class).hasMessageContaining("cannot hold");
  }

  @Test
  void whatIsNoArchiveOrTruncatedIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("a.npz"), "not a zip");
    assertThatThrownBy(() -> Npz.read(file)).isInstanceOf(BadInput.class).hasMessageContaining("a.npz");
    Npz.write(file, Map.of("x", NpyArray.of(new double[100])));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 30));
    assertThatThrownBy(() -> Npz.read(file)).isInstanceOf(BadInput.class).hasMessageContaining("a.npz");
    assertThatThrownBy(() -> Npz.read(folder.resolve("none.npz"))).isInstanceOf(BadInput.class)
        .hasMessageContainingAll("none.npz", "no such file");
  }

  private static byte[] npy(NpyArray array) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Npy.write(out, array);
    return out.toByteArray();
  }

  private static void zip(Path file, String name, byte[] contents) throws IOException {
    try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(contents);
    }
  }
}
