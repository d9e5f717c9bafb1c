package org.arbolt.io.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.io.numpy.Npy;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Topology;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedDataTest {
    private static final Molecule MOLECULE = Peptide.of("Ace-A-Nme");
    private static final Topology TOPOLOGY = MOLECULE.topology();

    @TempDir
    Path folder;

    @Test
    void partsLieUnderTheirPublishedNamesBesideAPdb() {
        Frames frames = frames(3);
        PublishedData.write(folder, "Ace-A-Nme", 300, PublishedData.Part.TRAIN, TOPOLOGY, frames);
        Path file = folder.resolve("Ace-A-Nme_300K_train.npy");
        assertThat(Npy.read(file).shape()).containsExactly(3, 22, 3);
        assertThat(Npy.read(file).data()).isInstanceOf(float[].class);
        assertThat(PublishedData.read(file, TOPOLOGY).xyz()).containsExactly(frames.xyz(), within(1e-6));
        assertThat(PdbFile.read(folder.resolve("Ace-A-Nme.pdb")).topology()).isEqualTo(TOPOLOGY);
    }

    @Test
    void atomsAreInTheOrderOfThePdb() throws IOException {
        Frames frames = frames(2);
        PublishedData.write(folder, "x", 310, PublishedData.Part.VAL, TOPOLOGY, frames);
        Path pdb = folder.resolve("x.pdb");
        List<String> lines = new ArrayList<>(Files.readAllLines(pdb));
        Collections.swap(lines, 8, 11);
        Files.write(pdb, lines);
        Frames back = PublishedData.read(folder.resolve("x_310K_val.npy"), TOPOLOGY);
        assertThat(back.get(1, 8, 0)).isCloseTo(frames.get(1, 11, 0), within(1e-6));
        assertThat(back.get(1, 11, 2)).isCloseTo(frames.get(1, 8, 2), within(1e-6));
        assertThat(back.get(1, 9, 1)).isCloseTo(frames.get(1, 9, 1), within(1e-6));
    }

    @Test
    void pdbOfAnotherMoleculeIsRefused() {
        PublishedData.write(folder, "x", 300, PublishedData.Part.TEST, TOPOLOGY, frames(1));
        assertThatThrownBy(() -> PublishedData.read(
                        folder.resolve("x_300K_test.npy"), Peptide.of("AG").topology()))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("x_300K_test.npy", "x.pdb", "another molecule");
    }

    @Test
    void shardNeedsThePdbOfItsSequence() {
        Molecule peptide = Peptide.of("AG");
        Path shard = folder.resolve("shard.tar");
        float[] xyz = new float[peptide.xyz().length];
        for (int i = 0; i < xyz.length; i++) {
            xyz[i] = (float) peptide.xyz()[i];
        }
        try (PeptideShardWriter out = new PeptideShardWriter(shard)) {
            out.add("GG", new float[30]);
            out.add("AG", xyz);
            out.commit();
        }
        assertThatThrownBy(() -> PublishedData.read(shard, peptide.topology()))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("shard.tar", "AG.pdb");
        PdbFile.write(
                folder.resolve("AG.pdb"),
                peptide.topology(),
                new Frames(peptide.topology().atomCount(), peptide.xyz()));
        assertThat(PublishedData.read(shard, peptide.topology()).xyz()).containsExactly(peptide.xyz(), within(1e-6));
    }

    private static Frames frames(int count) {
        Frames frames = Frames.allocate(count, TOPOLOGY.atomCount());
        Arrays.setAll(frames.xyz(), i -> MOLECULE.xyz()[i % MOLECULE.xyz().length] + 0.01 * Math.sin(i * 1.7));
        return frames;
    }
}
