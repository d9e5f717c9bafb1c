package org.arbolt.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.arbolt.evaluate.Basin;
import org.arbolt.evaluate.ObservableMean;
import org.arbolt.math.ConfidenceInterval;
import org.arbolt.math.Estimate;
import org.arbolt.report.ReportContent.Comparison;
import org.arbolt.report.Verdict.Level;
import org.arbolt.sampling.WeightStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgementTest {
    private static final ConfidenceInterval Z = new ConfidenceInterval(0, -0.1, 0.1, 0.95);
    private static final Weighting EVEN = new Weighting("none", new double[1000], List.of());

    @ParameterizedTest
    @CsvSource({
        "900,0.3,TRUST",
        "399,0.3,CAUTION",
        "49,0.3,DO_NOT_TRUST",
        "900,0.65,TRUST",
        "900,0.75,CAUTION",
        "900,1.0,DO_NOT_TRUST",
        "900,Infinity,CAUTION",
        "49,0.75,DO_NOT_TRUST"
    })
    void theWorstOfSampleSizeAndTailDecides(double effective, double shape, Level level) {
        Verdict verdict = Judgement.of(numbers(effective, shape), EVEN, Comparison.NONE);

        assertThat(verdict.level()).isEqualTo(level);
        assertThat(verdict.reasons()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"0.52,TRUST,agree", "0.54,CAUTION,differs", "0.56,DO_NOT_TRUST,differs"})
    void populationsFarFromTheReferenceLowerTheVerdict(double population, Level level, String word) {
        Basin basin = new Basin(
                "A",
                "",
                new Basin.State(new Estimate(population, 0.008), Estimate.of(0)),
                new Basin.State(new Estimate(0.5, 0.006), Estimate.of(0))); // combined error 0.01
        Verdict verdict = Judgement.of(good(), EVEN, new Comparison(List.of(basin), List.of(), List.of(), List.of()));

        assertThat(verdict.level()).isEqualTo(level);
        assertThat(verdict.reasons()).anyMatch(reason -> reason.contains(word));
    }

    @Test
    void averagesAreComparedToo() {
        ObservableMean energy =
                new ObservableMean("U", "kJ/mol", Estimate.MISSING, new Estimate(-10, 0.3), new Estimate(-12, 0.4));
        Verdict verdict = Judgement.of(good(), EVEN, new Comparison(List.of(), List.of(energy), List.of(), List.of()));

        assertThat(verdict.level()).isEqualTo(Level.CAUTION);
        assertThat(verdict.reasons().getFirst()).contains("4.0 combined");
    }

    @ParameterizedTest
    @CsvSource({"49,0.4,true", "51,0.4,false", "49,40,false", "49,NaN,false"})
    void whereSamplesAreWorthLittleDynamicsHasTheAnswer(double effective, double error, boolean told) {
        ObservableMean energy =
                new ObservableMean("U", "kJ/mol", Estimate.MISSING, new Estimate(-12, 9), new Estimate(-12, error));
        Verdict verdict = Judgement.of(
                numbers(effective, 0.3), EVEN, new Comparison(List.of(), List.of(energy), List.of(), List.of()));

        assertThat(verdict.reasons().stream().anyMatch(reason -> reason.contains("knows more")))
                .isEqualTo(told);
    }

    @Test
    void aDominatingWeightLowersTheVerdict() {
        double[] logWeights = new double[1000];
        logWeights[3] = Math.log(999.0 / 4); // a fifth of the total
        Weighting weighting = new Weighting("none", logWeights, List.of());

        Verdict verdict = Judgement.of(good(), weighting, Comparison.NONE);

        assertThat(verdict.level()).isEqualTo(Level.CAUTION);
        assertThat(verdict.reasons().getFirst()).contains("20 %");
    }

    @Test
    void weightsThatAreAllEqualHaveNoTailToDoubt() {
        Verdict verdict = Judgement.of(numbers(1000, Double.POSITIVE_INFINITY), EVEN, Comparison.NONE);

        assertThat(verdict.level()).isEqualTo(Level.TRUST);
        assertThat(verdict.reasons()).contains("All weights are equal, so they have no tail.");
    }

    @Test
    void doubtsLowerTheVerdict() {
        Verdict verdict = Judgement.of(good(), EVEN, Comparison.NONE);

        assertThat(verdict.doubted(List.of())).isEqualTo(verdict);
        assertThat(verdict.doubted(List.of("far off")).level()).isEqualTo(Level.CAUTION);
        assertThat(verdict.doubted(List.of("far off")).reasons())
                .startsWith("far off")
                .hasSize(4);
    }

    @Test
    void anEnsembleWithoutWeightIsNotTrusted() {
        Weighting none = new Weighting("none", new double[] {Double.NEGATIVE_INFINITY}, List.of());

        assertThat(Judgement.of(good(), none, Comparison.NONE).level()).isEqualTo(Level.DO_NOT_TRUST);
    }

    @Test
    void mostlyExcludedSamplesAreMentionedWithTheirReason() {
        Weighting excluded = new Weighting(
                "none",
                new double[1000],
                List.of(new Weighting.Exclusion("wrong handedness", 501), new Weighting.Exclusion("out of range", 0)));

        assertThat(Judgement.of(good(), excluded, Comparison.NONE).reasons().getFirst())
                .contains("wrong handedness: 501")
                .doesNotContain("out of range");
    }

    @Test
    void fewExcludedSamplesAreToldAndNoReasonForDoubt() {
        Weighting excluded =
                new Weighting("none", new double[1000], List.of(new Weighting.Exclusion("wrong handedness", 3)));
        Verdict verdict = Judgement.of(good(), excluded, Comparison.NONE);
        assertThat(verdict.level()).isEqualTo(Level.TRUST);
        assertThat(verdict.reasons()).contains("3 samples were excluded (wrong handedness: 3).");
    }

    @Test
    void theUsableTailIsLighterForFewSamples() {
        assertThat(Judgement.usableShape(100)).isEqualTo(0.5);
        assertThat(Judgement.usableShape(1000)).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(Judgement.usableShape(10_000)).isEqualTo(0.7);
    }

    private static KeyNumbers good() {
        return numbers(900, 0.2);
    }

    private static KeyNumbers numbers(double effective, double shape) {
        return new KeyNumbers(new WeightStatistics(1000, 0, effective, 1000, 1000, shape, Z, "psis"), 1, 1, null);
    }
}
