package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.arbolt.molecule.Frames;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.Proposal;

/**
 * Samples as files: {@code positions} [F,A,3] float32 nm, {@code log_q} [F], and once weighed {@code energy},
 * {@code log_weight}.
 */
final class SampleFile {
    private static final String CENTROID = "centroid_deviation";

    private SampleFile() {}

    /** Writes samples that are not weighed yet. */
    static void writeDraw(Path file, Proposal.Draw draw, long seed) {
        Npz.write(file, arrays(draw, seed));
    }

    /** Writes a weighted ensemble, and with it the σ (nm) of the centroid density that its weights contain. */
    static void writeEnsemble(Path file, Ensemble ensemble, double centroidDeviation, long seed) {
        Map<String, NpyArray> arrays = arrays(new Proposal.Draw(ensemble.frames(), ensemble.logDensity()), seed);
        arrays.put("energy", NpyArray.of(ensemble.evaluation().energy(), ensemble.count()));
        arrays.put("log_weight", NpyArray.of(ensemble.weights().logWeights(), ensemble.count()));
        arrays.put(CENTROID, NpyArray.of(new double[] {centroidDeviation}, 1));
        Npz.write(file, arrays);
    }

    private static Map<String, NpyArray> arrays(Proposal.Draw draw, long seed) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("positions", PositionArrays.toArray(draw.frames()));
        arrays.put("log_q", NpyArray.of(draw.logDensity(), draw.logDensity().length));
        arrays.put("seed", NpyArray.of(new long[] {seed}, 1));
        return arrays;
    }

    /**
     * Reads positions and densities.
     *
     * @throws BadInput if the file is damaged or of another molecule
     */
    static Proposal.Draw read(Path file, int atoms) {
        Map<String, NpyArray> arrays = Npz.read(file);
        if (!arrays.containsKey("positions") || !arrays.containsKey("log_q")) {
            throw new BadInput(
                    file + " has no arrays positions and log_q; it holds no samples of arbolt, name another folder");
        }
        Frames frames = PositionArrays.fromArray(file, arrays.get("positions"), atoms);
        double[] logDensity = arrays.get("log_q").toDoubles();
        if (logDensity.length != frames.count()) {
            throw new BadInput(file + ": " + frames.count() + " frames but " + logDensity.length
                    + " densities; the file is damaged, delete it and sample again");
        }
        return new Proposal.Draw(frames, logDensity);
    }

    /** The σ (nm) of the centroid density that {@link #writeEnsemble} noted. */
    static double centroidDeviation(Path file) {
        double[] value = Npz.read(file, CENTROID).toDoubles();
        if (value.length != 1 || !(value[0] > 0) || Double.isInfinite(value[0])) {
            throw new BadInput(
                    file + ": " + CENTROID + " must be one positive number; the file is damaged, sample again");
        }
        return value[0];
    }

    static Proposal.Draw join(List<Proposal.Draw> parts, int atoms) {
        Frames frames =
                Frames.concatenate(parts.stream().map(Proposal.Draw::frames).toList(), atoms);
        double[] logDensity = parts.stream()
                .flatMapToDouble(p -> Arrays.stream(p.logDensity()))
                .toArray();
        return new Proposal.Draw(frames, logDensity);
    }
}
