package org.arbolt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused after its folder is opened leaves nothing behind. */
class RefusedRunsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Molecule molecule = Peptide.of("Ace-A-Nme");
        PdbFile.write(folder.resolve("one.pdb"), molecule.topology(), new Frames(22, molecule.xyz()));
        Files.writeString(folder.resolve("two.txt"), "AG\nGA\n");
        Files.writeString(folder.resolve("three.txt"), "AAA\n");
        Files.writeString(folder.resolve("bad.safetensors"), "not weights");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train Ace-A-Nme --data ONE",
                "train Ace-A-Nme --data ONE --from MODEL",
                "train AAA --data ONE",
                "train --peptides two.txt --data IN",
                "sample AAA --model MODEL",
                "sample Ace-A-Nme --model bad.safetensors",
                "sample Ace-A-Nme --model MODEL --samples 0",
                "sample AAA --model MODEL --part 1/2",
                "sample Ace-A-Nme --model MODEL --fix sidechain --like ONE",
                "improve AAA --model MODEL",
                "improve Ace-A-Nme --model MODEL --held-out bad.safetensors",
                "improve AAA --model MODEL --held-out ONE",
                "run AAA --model MODEL",
                "run Ace-A-Nme --model bad.safetensors",
                "run Ace-A-Nme --train --fix sidechain",
                "run Ace-A-Nme --train --coordinates cartesian --fix all",
                "run Ace-A-Nme --train --coordinates cartesian --smc",
                "run Ace-A-Nme --train --coordinates torsions --smc",
                "run Ace-A-Nme --train --coordinates torsions --fix all",
                "run Ace-A-Nme --train --coordinates torsions --sampling-temperature 1.1",
                "run AV --model MANY --smc",
                "run AV --model MANY --reflect",
                "run AV --model MANY --sampling-temperature 1.1",
                "sample AV --model MANY --fix backbone",
                "chain AV --model MANY",
                "screen three.txt --model MODEL",
                "evaluate bad.safetensors --topology ONE",
                "evaluate ONE --topology ONE --reference bad.safetensors",
                "md Ace-A-Nme --system bad.safetensors",
                "merge IN",
            })
    void nothingIsLeft(String words) {
        Path run = folder.resolve("runs").resolve("refused");
        Typed typed = Typed.line(words.replaceAll("(two|three|bad)\\.", folder + "/$1.")
                        .replace("ONE", folder.resolve("one.pdb").toString())
                        .replace("MODEL", ShippedModels.ALANINE_DIPEPTIDE.toString())
                        .replace(
                                "MANY",
                                ShippedModels.ALANINE_DIPEPTIDE
                                        .resolveSibling("peptides.torsions.safetensors")
                                        .toString())
                        .replace("IN", folder.toString())
                + " -o " + run);
        assertThat(typed.exitCode()).as(typed.error()).isEqualTo(2);
        assertThat(typed.complaints()).isNotEmpty();
        assertThat(typed.error()).doesNotContain("\tat ");
        assertThat(folder.resolve("runs")).as(typed.error()).doesNotExist();
    }
}
