package org.arbolt.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.arbolt.BadInput;
import org.arbolt.io.numpy.Npy;
import org.arbolt.io.numpy.Npz;
import org.arbolt.run.Stages;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataTest {
    @TempDir
    private Path folder;

    private String make() {
        DynamicsPlan plan = new DynamicsPlan(4, DynamicsPlan.CHOSEN, 1, 400, 0.2, 0.1, 10);
        RunConfig config = new RunConfig(BenchmarkSystem.of("ace-a-nme").system(), 3, plan, null, null);
        return Pipeline.data(folder, config, "arbolt data", Stages.SILENT);
    }

    @Tag("slow")
    @Test
    void threeIndependentPartsInThePublishedLayout() throws IOException {
        String text = make();
        float[] train =
                (float[]) Npy.read(folder.resolve("Ace-A-Nme_300K_train.npy")).data();
        float[] test =
                (float[]) Npy.read(folder.resolve("Ace-A-Nme_300K_test.npy")).data();
        assertThat(Npy.read(folder.resolve("Ace-A-Nme_300K_val.npy")).shape()).containsExactly(40, 22, 3);
        assertThat(train)
                .hasSize(40 * 66)
                .isEqualTo(Npz.read(folder.resolve("train.npz"), "positions").data());
        assertThat(test).hasSize(40 * 66).isNotEqualTo(train);
        assertThat(Npz.read(folder.resolve("test.npz"), "energy").toDoubles())
                .hasSize(40)
                .doesNotContain(Double.NaN);
        assertThat(folder.resolve("Ace-A-Nme.pdb")).isNotEmptyFile();
        assertThat(Files.readString(folder.resolve("data.json"))).contains("torsionDistance", "roundTrips", "reasons");
        assertThat(text)
                .contains("noise floor between", "validation and test", "No TICA", "NOT CONVERGED"); // 1 ps never is
        byte[] npy = Files.readAllBytes(folder.resolve("Ace-A-Nme_300K_test.npy"));
        Files.delete(folder.resolve("Ace-A-Nme_300K_test.npy"));
        Files.delete(folder.resolve("test.npz"));
        assertThat(make()).isEqualTo(text);
        assertThat(folder.resolve("Ace-A-Nme_300K_test.npy")).hasBinaryContent(npy);
    }

    @Test
    void everyBenchmarkCanBeBuilt() {
        for (BenchmarkSystem benchmark : BenchmarkSystem.values()) {
            assertThat(benchmark.system().peptide()).isEqualTo(benchmark.peptide());
            assertThat(benchmark.dynamics(100_000, false).frames()).isGreaterThanOrEqualTo(100_000);
        }
    }

    @Test
    void aMoleculeIsABenchmarkInItsForceFieldOnly() {
        assertThat(BenchmarkSystem.matching(new MolecularSystem("AAA", "amber14-obc1", "2", 310)))
                .contains(BenchmarkSystem.TRIALANINE);
        assertThat(BenchmarkSystem.matching(new MolecularSystem("AAA", "amber14-obc1", "none", 310)))
                .isEmpty();
        assertThat(BenchmarkSystem.matching(new MolecularSystem("AAA", "amber99sbildn-obc", "2", 310)))
                .isEmpty();
        assertThat(BenchmarkSystem.matching(new MolecularSystem("AAA", "amber14-obc1", "2", 300)))
                .isEmpty();
    }

    @Test
    void anUnknownSystemIsToldTheNames() {
        assertThatThrownBy(() -> BenchmarkSystem.of("AAAA"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("Ace-A-Nme, AAA, Ace-AAA-Nme, AAAAAA, GYDPETGTWG")
                .hasMessageContaining("arbolt md");
    }
}
