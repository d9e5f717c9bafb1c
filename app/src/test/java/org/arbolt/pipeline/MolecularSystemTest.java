package org.arbolt.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.arbolt.BadInput;
import org.arbolt.Remarks;
import org.arbolt.dynamics.Minimiser;
import org.arbolt.forcefield.ForceField;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Stereocentres;
import org.arbolt.peptide.Peptide;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peptides from files, energies from files. */
class MolecularSystemTest {
    @TempDir
    private Path folder;

    private static Path system(String name) {
        try {
            return Path.of(
                    ForceField.class.getResource("systems/" + name + ".xml").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path write(Molecule molecule, double sign) {
        Frames frames = Frames.allocate(1, molecule.topology().atomCount());
        for (int i = 0; i < molecule.xyz().length; i++) {
            frames.xyz()[i] = i % 3 == 0 ? sign * molecule.xyz()[i] : molecule.xyz()[i];
        }
        Path file = folder.resolve("given.pdb");
        PdbFile.write(file, molecule.topology(), frames);
        return file;
    }

    private static void withoutHydrogens(Path file) throws IOException {
        Files.writeString(
                file,
                Files.readAllLines(file).stream()
                        .filter(line -> !line.endsWith(" H"))
                        .collect(Collectors.joining("\n")));
    }

    private PreparedMolecule open(MolecularSystem system) {
        try (RunFolder run = RunFolder.open(folder.resolve("run"), new RunConfig(system, 1, null, null, null))) {
            run.writeJson(RunFiles.CONVERGENCE, "something done");
            return system.open(run, Remarks.NONE);
        }
    }

    /** Built hydrogens leave the energy where a few steps of minimisation bring the molecule's own to. */
    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"GYDPETGTWG", "Ace-ARNDCEQGHILKMFPSTWYV-Nme", "PKSH"})
    void aStructureWithoutHydrogensHasASaneEnergy(String name) throws IOException {
        Molecule molecule = Peptide.of(name);
        Path file = write(molecule, 1);
        withoutHydrogens(file);
        PreparedMolecule given = open(MolecularSystem.of(file.toString(), "amber99sbildn-obc", "none", null, 300));
        assertThat(given.molecule().name()).isEqualTo(name);
        assertThat(given.molecule().topology()).isEqualTo(molecule.topology());
        int atoms = molecule.topology().atomCount();
        Frames built = new Frames(atoms, given.molecule().xyz());
        Frames own = new Frames(atoms, molecule.xyz());
        double excess = given.exact().evaluate(built, false).total()[0]
                - given.exact().evaluate(own, false).total()[0];
        assertThat(excess / atoms)
                .as("kJ/mol per atom above the structure that the builder made")
                .isLessThan(2);
        Frames relaxed = Minimiser.minimise(given.exact(), built, 10, 2000).frames();
        assertThat(Stereocentres.of(molecule.topology(), molecule.xyz()).agree(relaxed.xyz(), 0))
                .isTrue();
    }

    /** Samples are held to the chirality of the structure that was given, not to L. */
    @Tag("slow")
    @Test
    void aDPeptideIsItsOwnReference() throws IOException {
        Path file = write(Peptide.of("AIA"), -1);
        withoutHydrogens(file);
        Molecule given = open(MolecularSystem.of(file.toString(), "amber99sbildn-obc", "none", null, 300))
                .molecule();
        assertThat(given.name()).isEqualTo("[D-ALA][D-ILE][D-ALA]");
        assertThat(Stereocentres.of(given.topology(), given.xyz())
                        .inverted(Peptide.of("AIA").xyz(), 0))
                .isTrue();
    }

    @Test
    void aSystemFollowsTheAtomsOfItsPdbFile() throws IOException {
        Molecule molecule = Peptide.of("Ace-A-Nme");
        Path file = write(molecule, 1);
        MolecularSystem named = MolecularSystem.of(file.toString(), "amber14-obc2", "none", null, 300);
        Frames start = new Frames(22, molecule.xyz());
        double wanted = open(named).exact().evaluate(start, false).total()[0];
        deleteRun();
        MolecularSystem serialised = MolecularSystem.of(file.toString(), null, null, system("amber14-obc2"), 300);
        assertThat(open(serialised).exact().evaluate(start, false).total()[0]).isCloseTo(wanted, within(1e-7));
        assertThat(serialised.energyInWords()).isEqualTo("OpenMM system amber14-obc2.xml");
        deleteRun();
        MolecularSystem byName = MolecularSystem.of("Ace-A-Nme", null, null, system("amber14-obc2"), 300);
        assertThat(open(byName).exact().evaluate(start, false).total()[0]).isCloseTo(wanted, within(1e-7));
    }

    private void deleteRun() throws IOException {
        try (var files = Files.list(folder.resolve("run"))) {
            for (Path path : files.toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void constrainedSystemsAndThoseOfOtherMoleculesAreRefused() {
        assertThatThrownBy(() ->
                        open(MolecularSystem.of("Ace-A-Nme", null, null, system("amber14-obc1-constraints"), 300)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("constrains 12 distances");
    }

    @Test
    void aSystemOfAnotherMoleculeIsRefused() {
        Path file = write(Peptide.of("AAA"), 1);
        assertThatThrownBy(() -> open(MolecularSystem.of(file.toString(), null, null, system("amber14-obc2"), 300)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("22 particles")
                .hasMessageContaining("33 atoms");
    }

    /** The folder is enough to go on; another file under the same name is another run. */
    @Test
    void aRunKeepsTheFilesItBeganWith() throws IOException {
        Path file = write(Peptide.of("Ace-A-Nme"), 1);
        MolecularSystem system = MolecularSystem.of(file.toString(), "amber99sbildn-obc", "none", null, 300);
        double[] before = open(system).molecule().xyz();
        Files.delete(file);
        assertThat(open(system).molecule().xyz()).isEqualTo(before);
        write(Peptide.of("Ace-A-Nme"), -1);
        MolecularSystem other = MolecularSystem.of(file.toString(), "amber99sbildn-obc", "none", null, 300);
        assertThatThrownBy(() -> open(other)).isInstanceOf(BadInput.class).hasMessageContaining("sha256");
        Files.writeString(folder.resolve("run").resolve("structure.pdb"), "changed");
        assertThatThrownBy(() -> open(system)).isInstanceOf(BadInput.class).hasMessageContaining("restore it");
    }

    @Test
    void namesAndFilesAreToldApart() {
        assertThat(MolecularSystem.label("Ace-A-Nme")).isEqualTo("Ace-A-Nme");
        assertThat(MolecularSystem.label("data/1uao.model.pdb")).isEqualTo("1uao.model");
        assertThat(MolecularSystem.of("ACE-A-nme", "amber14-obc1", "NONE", null, 300))
                .isEqualTo(new MolecularSystem("Ace-A-Nme", "amber14-obc1", "none", 300));
        assertThatThrownBy(() -> MolecularSystem.of("absent.pdb", "amber14-obc1", "none", null, 300))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("absent.pdb");
    }
}
