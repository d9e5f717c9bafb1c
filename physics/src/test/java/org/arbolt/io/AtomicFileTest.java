package org.arbolt.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.arbolt.BadInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void writtenFileHoldsTheBytesAndNothingElseRemains() throws IOException {
        Path file = folder.resolve("a.bin");
        AtomicFile.write(file, out -> out.write(new byte[] {1, 2, 3}));
        assertThat(file).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(names()).containsExactly("a.bin");
    }

    @Test
    void failureKeepsTheOldFileAndNamesFileReasonAndRemedy() throws IOException {
        Path file = folder.resolve("a.bin");
        Files.writeString(file, "old");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write(new byte[1 << 20]);
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("a.bin", "No space left on device", "free space");
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("a.bin");
    }

    @Test
    void exceptionOfTheBodyPassesThroughAndLeavesNothing() throws IOException {
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("a.bin"), out -> {
                    throw new IllegalStateException("mine");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("mine");
        assertThat(names()).isEmpty();
    }

    @Test
    void uncommittedFileDoesNotAppear() throws IOException {
        try (AtomicFile file = AtomicFile.open(folder.resolve("a.bin"))) {
            file.stream().write(1);
            assertThat(folder.resolve("a.bin")).doesNotExist();
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void whatAKilledProcessLeftIsRemovedButAnotherFilesIsNot() throws IOException {
        Files.writeString(folder.resolve(".a.bin.1-7.part"), "half");
        Files.writeString(folder.resolve(".b.bin.1-7.part"), "half");
        AtomicFile.write(folder.resolve("a.bin"), out -> out.write(1));
        assertThat(names()).containsExactly(".b.bin.1-7.part", "a.bin");
    }

    @Test
    void twoWritersOfOneFileDoNotDisturbEachOther() throws IOException {
        Path path = folder.resolve("a.bin");
        try (AtomicFile first = AtomicFile.open(path)) {
            first.stream().write('1');
            AtomicFile.write(path, out -> out.write('2'));
            assertThat(path).hasContent("2");
            first.commit();
        }
        assertThat(path).hasContent("1");
    }

    @Test
    void linkIsWrittenThrough() throws IOException {
        Path real = Files.writeString(folder.resolve("real.bin"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.bin"), real);
        AtomicFile.write(link, out -> out.write('n'));
        assertThat(link).isSymbolicLink();
        assertThat(real).hasContent("n");
    }

    @Test
    void missingFolderAndFoldersInTheWayAreBadInput() throws IOException {
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("none/a.bin"), out -> {}))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("none", "no such file or folder");
        Path taken = Files.createDirectory(folder.resolve("taken"));
        assertThatThrownBy(() -> AtomicFile.write(taken, out -> {}))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("taken", "not a plain file");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
