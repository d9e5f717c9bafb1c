package org.arbolt.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.arbolt.BadInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeptideShardTest {
  @TempDir Path folder;

  @Test
  void framesComeBackToTheBit() {
    Path file = write("a.tar", new float[] {1, 2, 3}, new float[] {4, 5, 6, 7, 8, 9});
    try (PeptideShard shard = PeptideShard.open(file)) {
      assertThat(shard.count()).isEqualTo(2);
      assertThat(shard.sequence(1)).isEqualTo("AG");
      assertThat(shard.atoms(1)).isEqualTo(2);
      assertThat(shard.xyz(0)).containsExactly(1, 2, 3);
      assertThat(shard.xyz(1)).containsExactly(4, 5, 6, 7, 8, 9);
    }
  }

  @Test
  void equalFramesGiveEqualShards() {
    assertThat(write("a.tar", new float[3])).hasSameBinaryContentAs(write("b.tar", new float[3]));
  }

  /** What Python's tarfile puts before every entry whose time is not a whole number of seconds. */
  @Test
  void settingsBeforeAnEntryAreReadForItsName() throws IOException {
    Path file = folder.resolve("a.tar");
    String records = "28 mtime=1700000000.1234567\n" + "22 path=x/AG_long.bin\n";
    byte[] setting = entry("PaxHeaders/AG", records.getBytes(StandardCharsets.UTF_8));
    setting[156] = 'x';
    byte[] frame = entry("AG_shortened", new byte[12]);
    Files.write(file, concatenate(sum(setting), frame, new byte[1024]));
    try (PeptideShard shard = PeptideShard.open(file)) {
      assertThat(shard.count()).isEqualTo(1);
      assertThat(shard.sequence(0)).isEqualTo("AG");
    }
  }

  @Test
  void sizeBeyondTheFileIsRefused() throws IOException {
    byte[] header = Arrays.copyOf(entry("A_1.bin", new byte[12]), 512);
    System.arraycopy("77777777777\0".getBytes(StandardCharsets.US_ASCII), 0, header, 124, 12);
    Path file = Files.write(folder.resolve("a.tar"), sum(header));
    assertThatThrownBy(() -> PeptideShard.open(file)).isInstanceOf(BadInput.class)
        .hasMessageContainingAll("a.tar", "8589934591 bytes", "truncated");
  }

  @Test
  void whatIsNoFrameOrNotFiniteIsNamed() throws IOException {
    Path odd = Files.write(folder.resolve("odd.tar"), entry("A_1.bin", new byte[13]));
    assertThatThrownBy(() -> PeptideShard.open(odd)).isInstanceOf(BadInput.class)
        .hasMessageContainingAll("odd.tar", "A_1.bin", "13 bytes");
    Path other = Files.write(folder.resolve("other.tar"), entry("readme.txt", new byte[13]));
    assertThatThrownBy(() -> PeptideShard.open(other)).isInstanceOf(BadInput.class).hasMessageContaining("no entry");
    try (PeptideShard shard = PeptideShard.open(write("nan.tar", new float[] {1, Float.NaN, 2}))) {
      assertThatThrownBy(() -> shard.xyz(0)).isInstanceOf(BadInput.class)
          .hasMessageContainingAll("nan.tar", "AG_00000000.bin", "atom 0", "NaN");
    }
  }

  @Test
  void somethingElseIsNamedAsSuch() throws IOException {
    Path file = Files.write(folder.resolve("a.tar"), "x".repeat(2000).getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> PeptideShard.open(file)).isInstanceOf(BadInput.class).hasMessageContaining("no tar archive");
  }

  private Path write(String name, float[]... frames) {
    Path file = folder.resolve(name);
    try (PeptideShard.Writer out = PeptideShard.create(file)) {
      for (float[] frame : frames) {
        out.add("AG", frame);
      }
      out.commit();
    }
    return file;
  }

  private static byte[] entry(String name, byte[] data) throws IOException {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    TarWriter.put(out, name, data);
    return out.toByteArray();
  }

  /** Puts the right checksum into the header at the start. */
  private static byte[] sum(byte[] archive) {
    Arrays.fill(archive, 148, 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += archive[i] & 0xFF;
    }
    System.arraycopy("%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII), 0, archive, 148, 8);
    return archive;
  }

  private static byte[] concatenate(byte[]... parts) {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
