package org.arbolt.report;

import java.util.List;
import org.arbolt.evaluate.Basin;
import org.arbolt.evaluate.ObservableMean;
import org.arbolt.evaluate.Profile;

/**
 * Everything the page shows. Parts that a run does not have stay empty; the page says so in their place.
 *
 * @param subject what was simulated
 * @param verdict whether to believe it, see {@link Judgement}
 * @param numbers the numbers of the head
 * @param samples the three sets of frames that the figures compare
 * @param training how the loss fell; {@link TrainingCurve#NONE} when nothing was trained
 * @param comparison the tables of numbers
 * @param provenance what was run
 * @param structures some samples to look at; {@link Structures#NONE} for a page without scripts
 * @param profiles of variables that were asked for; may be empty
 * @param population what became of samples that are not independent; null where they are
 */
public record ReportContent(
        Subject subject,
        Verdict verdict,
        KeyNumbers numbers,
        Samples samples,
        TrainingCurve training,
        Comparison comparison,
        Provenance provenance,
        Structures structures,
        List<Profile> profiles,
        PopulationCurve population) {

    /** A page without structures and profiles. */
    public ReportContent(
            Subject subject,
            Verdict verdict,
            KeyNumbers numbers,
            Samples samples,
            TrainingCurve training,
            Comparison comparison,
            Provenance provenance) {
        this(subject, verdict, numbers, samples, training, comparison, provenance, Structures.NONE, List.of(), null);
    }

    /**
     * @param proposal the samples as drawn
     * @param weighting their weights, one per sample
     * @param reference independent frames of the same distribution, equally weighted; {@link Frameset#NONE} without any
     */
    public record Samples(Frameset proposal, Weighting weighting, Frameset reference) {
        public Samples {
            FieldChecks.sameLength("samples and weights", proposal.size(), weighting.size());
            if (!reference.isEmpty()) {
                FieldChecks.sameLength(
                        "residues of samples and reference",
                        proposal.torsions().size(),
                        reference.torsions().size());
            }
        }
    }

    /**
     * @param basins populations and free energies of states; may be empty
     * @param averages means of observables; may be empty
     * @param metrics measures of quality; may be empty
     * @param published what others published of the same molecule; may be empty
     * @param clusters populations of clusters, and what became of control; may be empty
     * @param tables further tables, e.g. convergence of the reference; may be empty
     */
    public record Comparison(
            List<Basin> basins,
            List<ObservableMean> averages,
            List<Metric> metrics,
            List<PublishedResult> published,
            List<Table> clusters,
            List<Table> tables) {
        public static final Comparison NONE =
                new Comparison(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

        /** Without clusters and published figures. */
        public Comparison(List<Basin> basins, List<ObservableMean> averages, List<Metric> metrics, List<Table> tables) {
            this(basins, averages, metrics, List.of(), List.of(), tables);
        }

        public Comparison {
            basins = List.copyOf(basins);
            averages = List.copyOf(averages);
            metrics = List.copyOf(metrics);
            published = List.copyOf(published);
            clusters = List.copyOf(clusters);
            tables = List.copyOf(tables);
        }
    }
}
