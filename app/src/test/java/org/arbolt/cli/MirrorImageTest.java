package org.arbolt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A peptide of D-amino acids is the mirror image of one that the model of many peptides knows. */
@Tag("slow")
class MirrorImageTest {

    @TempDir
    private Path folder;

    @Test
    void samplesOfTheMirrorImageAreMirrorImagesOfTheSamples() throws IOException {
        Path left = folder.resolve("left");
        TinyRuns.succeeds("sample AV --samples 20 --model " + ShippedModels.PEPTIDES + " -o " + left);
        Path structure = folder.resolve("right.pdb");
        Files.write(
                structure,
                Files.readAllLines(left.resolve("topology.pdb")).stream()
                        .map(line -> mirrored(line, line.contains(" ALA ") || line.contains(" VAL ")))
                        .toList());
        Path right = folder.resolve("right");
        TinyRuns.succeeds("sample " + structure + " --samples 20 --model " + ShippedModels.PEPTIDES + " -o " + right);
        Map<String, NpyArray> ofLeft = Npz.read(left.resolve("samples.npz"));
        Map<String, NpyArray> ofRight = Npz.read(right.resolve("samples.npz"));
        double[] positions = ofLeft.get("positions").toDoubles();
        for (int i = 0; i < positions.length; i++) {
            positions[i] = -positions[i];
        }
        assertThat(ofRight.get("positions").toDoubles()).containsExactly(positions);
        assertThat(ofRight.get("log_q").toDoubles())
                .containsExactly(ofLeft.get("log_q").toDoubles());
        assertThat(ofRight.get("log_weight").toDoubles())
                .containsExactly(ofLeft.get("log_weight").toDoubles(), within(1e-6));
    }

    @Test
    void aPeptideOfBothKindsIsRefusedByAModelOfMany() throws IOException {
        Path left = folder.resolve("left");
        TinyRuns.succeeds("sample AV --samples 20 --model " + ShippedModels.PEPTIDES + " -o " + left);
        List<String> lines = Files.readAllLines(left.resolve("topology.pdb"));
        // The side chain of alanine and its hydrogen change places: the other hand for this residue alone.
        Path structure = folder.resolve("mixed.pdb");
        Files.write(structure, swapped(lines));
        Typed typed = Typed.arbolt("sample", structure, "--samples", 20, "--model", ShippedModels.PEPTIDES);
        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.complaints())
                .singleElement()
                .asString()
                .contains("mirror images, but not both in one peptide");
    }

    private static String mirrored(String line, boolean named) {
        if (!line.startsWith("ATOM") && !line.startsWith("HETATM")) {
            return line;
        }
        StringBuilder out =
                new StringBuilder(named ? line.replace(" ALA ", " DAL ").replace(" VAL ", " DVA ") : line);
        for (int column = 30; column < 54; column += 8) {
            double x = Double.parseDouble(line.substring(column, column + 8));
            out.replace(column, column + 8, String.format(Locale.ROOT, "%8.3f", -x));
        }
        return out.toString();
    }

    /** The first residue's atoms reflected in a plane through N, CA and C. */
    private static List<String> swapped(List<String> lines) {
        double[][] frame = new double[3][];
        String[] names = {" N  ", " CA ", " C  "};
        for (String line : lines) {
            for (int k = 0; k < 3; k++) {
                if (line.startsWith("ATOM") && line.startsWith(names[k], 12) && frame[k] == null) {
                    frame[k] = position(line);
                }
            }
        }
        double[] u = minus(frame[0], frame[1]);
        double[] v = minus(frame[2], frame[1]);
        double[] normal = {u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]};
        double length = Math.sqrt(normal[0] * normal[0] + normal[1] * normal[1] + normal[2] * normal[2]);
        return lines.stream()
                .map(line -> {
                    boolean turned = line.contains(" ALA ")
                            && (line.startsWith(" HA ", 12)
                                    || line.substring(12, 16).contains("B"));
                    if (!turned) {
                        return line;
                    }
                    double[] x = position(line);
                    double[] d = minus(x, frame[1]);
                    double along = (d[0] * normal[0] + d[1] * normal[1] + d[2] * normal[2]) / length;
                    StringBuilder out = new StringBuilder(line.replace(" ALA ", " DAL "));
                    for (int k = 0; k < 3; k++) {
                        out.replace(
                                30 + 8 * k,
                                38 + 8 * k,
                                String.format(Locale.ROOT, "%8.3f", x[k] - 2 * along * normal[k] / length));
                    }
                    return out.toString();
                })
                .map(line -> line.replace(" ALA ", " DAL "))
                .toList();
    }

    private static double[] position(String line) {
        return new double[] {
            Double.parseDouble(line.substring(30, 38)),
            Double.parseDouble(line.substring(38, 46)),
            Double.parseDouble(line.substring(46, 54))
        };
    }

    private static double[] minus(double[] a, double[] b) {
        return new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
    }
}
