package org.arbolt.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.arbolt.pipeline.ControlPlan;
import org.arbolt.run.SourceFile;
import picocli.CommandLine.Option;

/** What is asked of the conformations of an ensemble. */
final class ControlOptions {
    @Option(
            names = "--fix",
            paramLabel = "SELECTION",
            description =
                    "atoms that keep the geometry of a structure, e.g. 'residue 1' (docs/control.md; default: none)")
    private String fix;

    @Option(
            names = "--like",
            paramLabel = "STRUCTURE.pdb",
            description = "the structure whose geometry --fix keeps (default: that of topology.pdb)")
    private Path like;

    @Option(
            names = "--restrict",
            paramLabel = "WINDOW",
            description = "a window that conformations lie in, e.g. 'phi(2) in -100..-40'; may be given several times "
                    + "(default: none)")
    private List<String> restrict = new ArrayList<>();

    @Option(
            names = "--restrain",
            paramLabel = "BIAS",
            description = "a harmonic bias, e.g. 'distance(CA 1, CA 5) = 0.5 +- 0.05' (nm, degrees): V/kT = "
                    + "((x - x0)/sigma)^2/2; may be given several times (default: none)")
    private List<String> restrain = new ArrayList<>();

    @Option(
            names = "--control",
            paramLabel = "FILE.yaml",
            description = "a file with these options, by their names: fix, like, restrict, restrain, cv, "
                    + "sampling-temperature, top-k, top-p, smc, particles, twist, resample (default: none)")
    void file(Path file) {
        throw new IllegalStateException(file + " should stand for its options before options are read"); // ControlFile
    }

    /** Null where nothing is asked. */
    ControlPlan plan() {
        return new ControlPlan(fix, like == null ? null : SourceFile.of(like), restrict, restrain).orNull();
    }
}
