package org.arbolt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.arbolt.io.numpy.Npz;
import org.arbolt.molecule.AtomSelection;
import org.arbolt.molecule.HeldAtoms;
import org.arbolt.molecule.Molecule;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code arbolt run}; its help and its bad values are in {@link CommandHelpTest} and {@link AbsurdValuesTest}, its
 * stages in {@code PipelineTest}.
 */
class RunCommandTest {
    @TempDir
    private Path folder;

    /** A minute. */
    @Test
    @Tag("long")
    void theWholePathInMiniature() throws IOException {
        Path run = folder.resolve("run");
        String command = "run Ace-A-Nme --quick --samples 200 -o " + run;
        assertThat(TinyRuns.succeeds(command).out())
                .contains("effective sample size, raw", "E-W2 (kT)", "report: " + run);
        for (String made : new String[] {"reference.npz", "training.npz", "model.safetensors", "report.html"}) {
            assertThat(run.resolve(made)).isNotEmptyFile();
        }
        assertThat(Npz.shape(run.resolve("samples.npz"), "positions")).containsExactly(200, 22, 3);
        byte[] samples = Files.readAllBytes(run.resolve("samples.npz"));
        assertThat(TinyRuns.succeeds(command).error()).contains("sampling: reusing the 200 samples");
        assertThat(run.resolve("samples.npz")).hasBinaryContent(samples);
    }

    /** What is to be held is what the model learns to write first. */
    @Test
    @Tag("long")
    void aRunThatTrainsHoldsWhatItIsAskedTo() {
        Path run = folder.resolve("run");
        String held = "residue 2-3";
        Typed typed = Typed.arbolt("run", "Ace-A-Nme", "--quick", "--samples", 100, "--fix", held, "-o", run);
        assertThat(typed.exitCode()).as(typed.error()).isZero();
        Molecule molecule = Peptide.of("Ace-A-Nme");
        HeldAtoms atoms = new HeldAtoms(AtomSelection.of(held, molecule.topology(), molecule.xyz()), molecule.xyz());
        for (String file : new String[] {"samples.npz", "reference.npz"}) {
            double[] positions = Npz.read(run.resolve(file), "positions").toDoubles();
            for (int at = 0; at < positions.length; at += 66) {
                assertThat(atoms.areIn(positions, at)).as(file).isTrue();
            }
        }
    }
}
