package org.arbolt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Values that cannot be, of every command: each is told in one line, with exit code 2, before anything is made. In the
 * lines stand PDB, MODEL, TOKENS, TEXT, LIST for files of that kind, FOLDER for an empty folder, OUT for where nothing
 * is yet.
 */
class AbsurdValuesTest {
    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    @BeforeAll
    static void writeFiles() throws IOException {
        Molecule molecule = Peptide.of("Ace-A-Nme");
        PdbFile.write(shared.resolve("molecule.pdb"), molecule.topology(), new Frames(22, molecule.xyz()));
        Files.writeString(shared.resolve("text.txt"), "hello\nworld\n");
        Files.writeString(shared.resolve("list.txt"), "AG\nGA\n");
        Files.createDirectory(shared.resolve("folder"));
        TinyRuns.succeeds(
                "import " + ShippedModels.PUBLISHED + " --heads 2 -o " + shared.resolve("published.safetensors"));
    }

    private void refused(String words, String complaint) {
        Path out = folder.resolve("out");
        Typed typed = Typed.line(words.replace(
                        "PDB", shared.resolve("molecule.pdb").toString())
                .replace("TEXT", shared.resolve("text.txt").toString())
                .replace("LIST", shared.resolve("list.txt").toString())
                .replace("FOLDER", shared.resolve("folder").toString())
                .replace("TOKENS", shared.resolve("published.safetensors").toString())
                .replace("MODEL", ShippedModels.ALANINE_DIPEPTIDE.toString())
                .replace("OUT", out.toString()));
        assertThat(typed.exitCode()).as(typed.error()).isEqualTo(Arbolt.BAD_INPUT);
        assertThat(typed.complaints())
                .as(typed.error())
                .singleElement()
                .asString()
                .contains(complaint);
        assertThat(typed.error()).doesNotContain("\tat ").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--layers 80 | layers must be between 1 and 64, was 80",
                "--channels 8192 | channels must be between 8 and 4096, was 8192",
                "--bins 2048 --frequencies 600 | frequencies must be between 0 and 512, was 600",
                "--bins 1 | bins must be between 2 and 65536, was 1",
                "--heads 0 | heads must be between 1 and 128, was 0",
                "--heads 7 | channels must be even and a multiple of the heads (7), was 128",
                "--preset huge | there is no preset huge; take tiny",
                "--steps 0 | steps must be between 1 and 100000000, was 0",
                "--steps -1 | steps must be between 1 and 100000000, was -1",
                "--steps many | '--steps': 'many' is not a whole number up to 2147483647",
                "--steps 99999999999 | is not a whole number up to 2147483647",
                "--minutes 0 | minutes must be above 0 and at most 1000000, was 0.0",
                "--minutes ten | '--minutes': 'ten' is not a number;",
                "--minutes NaN | minutes must be above 0 and at most 1000000, was NaN",
                "--minutes 5 --steps 100 | --steps and --minutes both say how long to train; give one of them",
                "--batch 0 | batch must be between 1 and 1048576, was 0",
                "--batch 4000000 | batch must be between 1 and 1048576, was 4000000",
                "--learning-rate NaN | learning rate must be above 0 and less than 1, was NaN",
                "--learning-rate -1 | learning rate must be above 0 and less than 1, was -1.0",
                "--optimiser sgd | expected one of",
                "--dropout 1 | dropout must be at least 0 and less than 1, was 1.0",
                "--label-smoothing NaN | label smoothing must be at least 0 and less than 1, was NaN",
                "--accumulate 0 | parts of a batch must be between 1 and 128, was 0",
                "--accumulate 1000 | parts of a batch must be between 1 and 128, was 1000",
                "--dispersion Infinity | dispersion must be between 0 and 1000, was Infinity",
                "--coordinates polar | expected one of",
                "--shuffle-buffer 5 | --shuffle-buffer is for shards",
                "--seed x | '--seed': 'x' is not a whole number below 2^63",
                "--temperature 0 | temperature (K) must be between 1 and 5000, was 0.0",
                "--temperature NaN | temperature (K) must be between 1 and 5000, was NaN",
                "--cutoff 0 | cut-off must be a positive distance",
                "--cutoff NaN | cut-off must be a positive distance",
                "--force-field charmm | unknown force field 'charmm'",
                "--system missing.xml | there is no file missing.xml",
                "--system FOLDER | folder is a folder; name a file",
                "--system TEXT --cutoff 2 | --cutoff and --system exclude one another",
                "--from missing.safetensors | there is no model missing.safetensors",
                "--from FOLDER | is a folder; name a model in it",
                "--from MODEL --layers 2 | --from goes on with the network and coordinates of",
                "--held-out AG | give --peptides, or leave them out",
                "--frames 7 | give --peptides, or leave them out",
                "--samples 7 | give --peptides, or leave them out",
                "--layrs 2 | Unknown option",
            })
    void ofTrain(String options, String complaint) {
        refused("train Ace-A-Nme --data PDB -o OUT " + options, complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Ace-A-Nme --data PDB -o OUT | there are 1 frames to train on, fewer than 100",
                "Ace-A-Nme --data PDB -o TEXT | text.txt is a file, not a folder",
                "Ace-A-Nme --data missing.npz -o OUT | there is no file missing.npz",
                "Ace-A-Nme --data FOLDER -o OUT | folder is a folder; name a file of conformations in it, .npz",
                "Ace-A-Nme --data TEXT -o OUT | has an ending that is not known",
                "Ace-A-Nme -o OUT | there is nothing to learn from",
                "-o OUT | give one PEPTIDE",
                "Ace-A-Nme --peptides LIST -o OUT | give one PEPTIDE",
                "--peptides missing.txt -o OUT | cannot read the list of peptides missing.txt",
                "--peptides FOLDER -o OUT | is a folder; name a list of names",
                "--peptides TEXT -o OUT | peptide name \"hello\"",
                "--peptides MODEL -o OUT | safetensors is no text; give a list of names",
                "--peptides LIST --held-out AG -o OUT | AG is named twice",
                "--peptides LIST --frames 0 -o OUT | frames must be between 1 and 10000000, was 0",
                "--peptides LIST --samples 0 -o OUT | samples must be between 1 and 10000000, was 0",
                "--peptides LIST --data missing -o OUT | there is neither missing/AG.npz nor",
                "--peptides LIST --layers 80 -o OUT | layers must be between 1 and 64, was 80",
            })
    void ofTrainsData(String rest, String complaint) {
        refused("train " + rest, complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--frames 0 | frames must be between 1 and 10000000, was 0",
                "--frames -1 | frames must be between 1 and 10000000, was -1",
                "--frames 2147483647 | frames must be between 1 and 10000000, was 2147483647",
                "--frames x | is not a whole number up to 2147483647",
                "--ladders 0 | ladders must be between 1 and 100000, was 0",
                "--ladders 100000 --cold-rungs 1000 | are more than 1000000 replicas",
                "--ladders 2147483647 --cold-rungs 6 | ladders must be between 1 and 100000",
                "--ladders 2147483647 --cold-rungs 2147483647 | cold rungs must be between 1 and 1000",
                "--rungs -1 | rungs must be between 1 and 100, was -1",
                "--rungs 1000 | rungs must be between 1 and 100, was 1000",
                "--cold-rungs 0 | cold rungs must be between 1 and 1000, was 0",
                "--hottest 100 | must be at least that of the system, 300.0 K, was 100.0",
                "--hottest NaN | temperature of the hottest rung must be between 1 and 5000, was NaN",
                "--equilibration -1 | equilibration (ps) must be between 0 and 1e9, was -1.0",
                "--spacing 0 | frame spacing (ps) must be between 0.1 and 1000000, was 0.0",
                "--spacing NaN | frame spacing (ps) must be between 0.1 and 1000000, was NaN",
                "--spacing 0.17 | frame spacing (ps) must be a multiple of 0.1, such as 0.1 or 0.2, was 0.17",
                "--equilibration 0.25 | equilibration (ps) must be a multiple of 0.1, such as 0.2 or 0.3, was 0.25",
                "--turns -1 | turns must be between 0 and 1000, was -1",
                "--turns 1001 | turns must be between 0 and 1000, was 1001",
                "--friction 0 | friction (1/ps) must be above 0 and at most 10000, was 0.0",
                "--format gro | '--format' (FORMAT): expected one of",
            })
    void ofMd(String options, String complaint) {
        refused("md Ace-A-Nme -o OUT " + options, complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "md | Missing required parameter: 'PEPTIDE'",
                "md XYZ! -o OUT | residue 1 is 'X'",
                "md missing.pdb -o OUT | there is no file missing.pdb",
                "md TEXT -o OUT | has no ATOM records",
                "md FOLDER -o OUT | is a folder; name a file",
                "md . -o OUT | is a folder; name a file",
                "md Ace-A-Nme extra | Unmatched argument at index 2: 'extra'",
                "md Ace-A-Nme -o TEXT | text.txt is a file, not a folder",
                "data XX -o OUT | is no benchmark system",
                "data AAA --frames 0 -o OUT | frames must be between 1 and 10000000, was 0",
                "data AAA --frames 2147483647 -o OUT | frames must be between 1 and 10000000",
                "run Ace-A-Nme --model MODEL --samples 0 -o OUT | samples must be between 1 and 10000000, was 0",
                "run Ace-A-Nme --model MODEL --samples 2147483647 -o OUT | samples must be between 1 and 10000000",
                "run Ace-A-Nme --quick --train -o OUT | exclude one another",
                "run Ace-A-Nme --model missing -o OUT | there is no model missing",
                "run Ace-A-Nme --model FOLDER -o OUT | is a folder; name a model in it",
                "run Ace-A-Nme --model TEXT -o OUT | it is no safetensors file",
                "run AAA --model MODEL -o OUT | is a model of Ace-A-Nme, not of AAA",
                "run Ace-A-Nme --model MODEL --weights clip:2 -o OUT | treatment of weights must be none, psis or "
                        + "clip:SHARE",
                "run Ace-A-Nme --model MODEL --sampling-temperature 0 -o OUT | sampling temperature must be between "
                        + "0.1 and 10",
                "run Ace-A-Nme --model MODEL --temperature 1000 -o OUT | at least that of the system, 1000.0 K, was "
                        + "700.0",
                "sample Ace-A-Nme --model MODEL --samples 0 -o OUT | samples must be between 1 and 10000000, was 0",
                "sample Ace-A-Nme --model MODEL --samples 1e5 -o OUT | '1e5' is not a whole number up to 2147483647",
                "sample Ace-A-Nme --model PDB -o OUT | it is no safetensors file",
                "sample KE -o OUT | no model of KE ships; give one by --model FILE, or let arbolt run KE train one",
                "sample Ace-A-Nme --model MODEL --samples 5 -o TEXT | text.txt is a file, not a folder",
                "improve Ace-A-Nme --model MODEL --rounds 0 -o OUT | rounds must be between 1 and 1000, was 0",
                "improve Ace-A-Nme --model MODEL --samples 0 -o OUT | samples of a round must be between 10 and "
                        + "10000000",
                "improve Ace-A-Nme --model MODEL --buffer -1 -o OUT | frames of the replay buffer must be between 10",
                "improve Ace-A-Nme --model MODEL --old-share NaN -o OUT | share of old frames must be between 0 and "
                        + "0.99",
                "improve Ace-A-Nme --model MODEL --distil -1 -o OUT | distillation must be between 0 and 1000, was "
                        + "-1.0",
                "improve Ace-A-Nme --model MODEL --steps 0 -o OUT | steps must be between 1 and 100000000, was 0",
                "improve Ace-A-Nme --model MODEL --weights x -o OUT | treatment of weights must be",
                "improve Ace-A-Nme --model MODEL --held-out missing -o OUT | there is no file missing",
                "evaluate missing | missing holds no run",
                "evaluate FOLDER | holds no run: it has no config.yaml",
                "evaluate | Missing required parameter: 'SAMPLES'",
                "report TEXT | holds no run",
                "energy PDB PDB --cutoff -1 -o OUT | cut-off must be a positive distance",
                "energy PDB PDB --precision half -o OUT | expected one of",
                "energy PDB missing -o OUT | there is no file missing",
                "energy PDB FOLDER -o OUT | folder is a folder; name a file of conformations in it, .npz",
                "energy missing PDB -o OUT | cannot read missing",
                "energy PDB PDB -o FOLDER | it is not a plain file",
                "energy PDB PDB --system TEXT -o OUT | is no XML",
                "import missing -o OUT | cannot read missing",
                "import FOLDER -o OUT | folder is a folder; name a ",
                "import MODEL -o OUT | is no checkpoint in PyTorch's zip format",
                "import TEXT --heads 0 -o OUT | --heads must be at least 1, was 0",
                "import TEXT --heads few -o OUT | 'few' is not a whole number up to 2147483647",
                "export FOLDER -o OUT | folder is a folder; name a file in it",
                "export TEXT -o OUT | it is no safetensors file",
                "export TOKENS -o FOLDER | it is not a plain file",
                "export MODEL | Missing required option: '--output=FILE'",
                "logits MODEL --tokens TEXT -o OUT | is not a readable NPZ archive",
                "logits MODEL --tokens missing -o OUT | cannot read missing",
                "logits MODEL -o OUT | Missing required option: '--tokens=TOKENS.npz'",
                "sample Ace-A-Nme --model MODEL --like PDB -o OUT | give --fix too",
                "sample Ace-A-Nme --model MODEL --cv phi(2) -o OUT | is no named variable",
                "sample Ace-A-Nme --model MODEL --fix sidechain -o OUT | cannot be held exactly by this model",
                "sample Ace-A-Nme --model MODEL --restrict phi(9)inside -o OUT | is no window",
                "sample Ace-A-Nme --model MODEL --restrain psi(2)=5 -o OUT | is no restraint",
                "sample Ace-A-Nme --model MODEL --top-k 0 -o OUT | top-k must be between 1 and",
                "sample Ace-A-Nme --model MODEL --top-p 0 -o OUT | top-p must be above 0 and at most 1",
                "sample Ace-A-Nme --model MODEL --sampling-temperature warm -o OUT | write a number, or one for each",
                "sample Ace-A-Nme --model MODEL --sampling-temperature soft=1,2 -o OUT | write a number, or one",
                "sample Ace-A-Nme --model MODEL --top-k 1.5 -o OUT | write a whole number",
                "sample Ace-A-Nme --model MODEL --top-p stiff=0 -o OUT | top-p must be above 0 and at most 1",
                "sample Ace-A-Nme --model MODEL --sampling-temperature soft=1,soft=2 -o OUT | is none",
                "md Ace-A-Nme --restrict phi(2) -o OUT | --restrict is for arbolt sample and run",
                "nonsense | Unmatched argument at index 0: 'nonsense'",
                "--nonsense | Unknown option: '--nonsense'",
            })
    void ofOtherCommands(String words, String complaint) {
        refused(words, complaint);
    }
}
