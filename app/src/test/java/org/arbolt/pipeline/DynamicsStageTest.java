package org.arbolt.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.dynamics.ExchangeRecord;
import org.arbolt.forcefield.Cutoff;
import org.arbolt.forcefield.EnergyPrecision;
import org.arbolt.forcefield.ForceField;
import org.arbolt.forcefield.Potential;
import org.arbolt.io.numpy.Npz;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Molecule;
import org.arbolt.peptide.Peptide;
import org.arbolt.run.Part;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DynamicsStageTest {
    private static final Molecule MOLECULE = Peptide.of("Ace-S-Nme");
    private static final Potential POTENTIAL =
            ForceField.named("amber99sbildn-obc").potential(MOLECULE.topology(), Cutoff.NONE, EnergyPrecision.FLOAT);
    private static final DynamicsPlan PLAN = new DynamicsPlan(4, 2, 2, 400, 1, 0.2, 40); // 10 + 80 exchanges

    @TempDir
    private Path folder;

    private long toldLast; // energies of a process when it saved last

    /** @return energies of this process */
    private long run(Path file, Progress progress) {
        toldLast = 0;
        return new DynamicsStage(new PreparedMolecule(MOLECULE, POTENTIAL, POTENTIAL), 0)
                .telling(energies -> toldLast = energies)
                .run(file, PLAN, 300, new Seed(5), progress);
    }

    /** @return energies of what the process has saved */
    private long die(Path file, long exchange) {
        assertThatThrownBy(() -> run(file, (done, total, detail) -> {
                    if (done == exchange) {
                        throw new IllegalStateException("killed");
                    }
                }))
                .hasMessage("killed");
        return toldLast;
    }

    @Tag("slow")
    @Test
    void aRunKilledAgainAndAgainEndsInTheSameFile() throws IOException {
        Path whole = folder.resolve("whole.npz");
        Path killed = folder.resolve("killed.npz");
        long energies = run(whole, Progress.NONE);
        int replicas = 4 * 3;
        assertThat(energies).isEqualTo((40 + 4 + 2) * 90 * replicas + 4 * 2 * 40); // steps, turns, exchanges; frames
        assertThat(die(killed, 15)).isZero(); // before the first save
        long saved = die(killed, 45) + die(killed, 58);
        assertThat(saved).isPositive();
        assertThat(folder.resolve("killed.npz.unfinished")).isNotEmptyDirectory();
        Files.writeString(
                folder.resolve("killed.npz.unfinished/frames-000002.npz"), "begun by a process that was killed");
        assertThat(saved + run(killed, Progress.NONE)).isEqualTo(energies);
        assertThat(killed).hasSameBinaryContentAs(whole);
        assertThat(folder.resolve("killed.npz.unfinished")).doesNotExist();
        assertThat(Npz.shape(whole, "positions")).containsExactly(4 * 2 * 40, 23, 3);
    }

    @Tag("slow")
    @Test
    void aPartKilledInTheMiddleEndsInTheSameFile() throws IOException {
        Part part = new Part(Part.Work.DYNAMICS, 2, 2, PLAN.ladders());
        Path whole = folder.resolve("whole.npz");
        Path killed = folder.resolve("killed.npz");
        part(whole, part, Progress.NONE);
        assertThatThrownBy(() -> part(killed, part, (done, total, detail) -> {
                    if (done == 45) {
                        throw new IllegalStateException("killed");
                    }
                }))
                .hasMessage("killed");
        part(killed, part, Progress.NONE);
        assertThat(killed).hasSameBinaryContentAs(whole);
        assertThat(Npz.read(whole, "ladder").toLongs()).containsOnly(2, 3);
    }

    private static void part(Path file, Part part, Progress progress) {
        new DynamicsStage(new PreparedMolecule(MOLECULE, POTENTIAL, POTENTIAL), 0)
                .part(file, PLAN, part, 300, new Seed(5), progress);
    }

    /** Saves hold what is new alone: their files together are as large as the frames, however often one saves. */
    @Tag("slow")
    @Test
    void savesTogetherHoldEveryFrameOnce() throws IOException {
        Path file = folder.resolve("killed.npz");
        die(file, 85);
        long frames = 0;
        try (var files = Files.newDirectoryStream(folder.resolve("killed.npz.unfinished"), "frames-*.npz")) {
            for (Path segment : files) {
                frames += Npz.shape(segment, "positions")[0];
            }
        }
        assertThat(frames).isEqualTo(4 * 2 * 35); // the save at exchange 80: 35 moments
    }

    @Tag("slow")
    @Test
    void aDamagedStateIsRefusedByName() throws IOException {
        Path file = folder.resolve("killed.npz");
        die(file, 45);
        Path state = folder.resolve("killed.npz.unfinished/state.npz");
        Files.write(state, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> run(file, Progress.NONE))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("state.npz");
    }

    @Tag("slow")
    @Test
    void theFileTellsHowReplicasMoved() {
        Path file = folder.resolve("whole.npz");
        run(file, Progress.NONE);
        ExchangeRecord record = TrajectoryArrays.exchanges(file, Npz.read(file));
        assertThat(record.temperaturesKelvin()).containsExactly(300, 300, 400);
        assertThat(record.acceptance()[0]).isNaN();
        assertThat(record.acceptance()[1]).isBetween(0.1, 0.9);
        assertThat(record.coldRungs()).isEqualTo(2);
        assertThat(record.spacingPs()).isEqualTo(0.2);
        assertThat(record.roundTrips()).isPositive();
        assertThat(record.turnAcceptance()).isBetween(0.02, 0.5); // of two trials each time, far from either end
    }
}
