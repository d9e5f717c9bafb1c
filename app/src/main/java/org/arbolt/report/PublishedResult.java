package org.arbolt.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.arbolt.math.Estimate;

/**
 * What others published of a benchmark system; null for what they do not say.
 *
 * @param system name of the peptide, in the force field and at the temperature of the benchmark
 * @param method name of theirs
 * @param evaluations energies of one molecule that sampling took
 * @param ess effective samples as a share of the samples
 * @param dropped share of the samples, those of largest weight, that was dropped before
 * @param energyW2 E-W2, kT
 * @param energyW2Deviation its standard deviation over runs
 * @param torusW2 T-W2, rad
 * @param torusW2Deviation its standard deviation over runs
 * @param source where it is published
 */
public record PublishedResult(
        String system,
        String method,
        Long evaluations,
        Double ess,
        Double dropped,
        Double energyW2,
        Double energyW2Deviation,
        Double torusW2,
        Double torusW2Deviation,
        String source) {
    private static final String FILE = "published.yaml";
    private static final List<PublishedResult> ALL = read();

    private record Contents(Map<String, String> sources, List<PublishedResult> results) {}

    private static List<PublishedResult> read() {
        try (InputStream in = PublishedResult.class.getResourceAsStream(FILE)) {
            Contents contents = new ObjectMapper(new YAMLFactory()).readValue(in, Contents.class);
            return contents.results.stream()
                    .map(result -> result.from(contents.sources.get(result.source)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " of the report cannot be read", e);
        }
    }

    private PublishedResult from(String whole) {
        return new PublishedResult(
                system,
                method,
                evaluations,
                ess,
                dropped,
                energyW2,
                energyW2Deviation,
                torusW2,
                torusW2Deviation,
                whole);
    }

    /** All of a system; none of a system that is no benchmark. */
    public static List<PublishedResult> of(String system) {
        return ALL.stream().filter(result -> result.system.equals(system)).toList();
    }

    /** E-W2, kT, with the deviation over runs. */
    public Estimate energyDistance() {
        return estimate(energyW2, energyW2Deviation);
    }

    /** T-W2, rad, with the deviation over runs. */
    public Estimate torsionDistance() {
        return estimate(torusW2, torusW2Deviation);
    }

    /** E-W2 for a table. */
    public String energyText() {
        return text(energyDistance());
    }

    /** T-W2 for a table. */
    public String torsionText() {
        return text(torsionDistance());
    }

    private static String text(Estimate distance) {
        return distance.error() > 0 || distance.isMissing()
                ? NumberText.estimate(distance)
                : NumberText.fixed(distance.value(), 3);
    }

    private static Estimate estimate(Double value, Double deviation) {
        return value == null ? Estimate.MISSING : new Estimate(value, deviation == null ? Double.NaN : deviation);
    }
}
