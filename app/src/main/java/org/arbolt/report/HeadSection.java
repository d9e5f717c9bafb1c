package org.arbolt.report;

import java.util.Locale;
import org.arbolt.math.ConfidenceInterval;
import org.arbolt.report.plot.Markup;
import org.arbolt.sampling.WeightStatistics;
import org.arbolt.units.Units;

/** Top of the page: what it is about, whether to believe it, and the numbers that matter most. */
final class HeadSection {
    private final ReportContent content;

    HeadSection(ReportContent content) {
        this.content = content;
    }

    void write(Page page) {
        Markup body = page.body();
        Subject subject = content.subject();
        body.open("header").element("p", "Arbolt · equilibrium ensemble", "class", "kicker");
        body.element("h1", subject.molecule())
                .element(
                        "p",
                        NumberText.count(subject.atoms()) + " atoms · " + subject.forceField() + " · "
                                + NumberText.exact(subject.temperatureKelvin()) + " K",
                        "class",
                        "subject");
        body.close().newline();
        verdict(body);
        body.open("dl", "class", "tiles").newline();
        tiles(body);
        body.close().newline();
        if (content.numbers().worth() != null) {
            page.paragraph(String.join(" ", content.numbers().worth().sentences()));
        }
    }

    private void verdict(Markup body) {
        Verdict verdict = content.verdict();
        String level = verdict.level().name().toLowerCase(Locale.ROOT).replace('_', '-');
        body.open("section", "class", "verdict " + level)
                .element("strong", verdict.level().words())
                .open("ul");
        verdict.reasons().forEach(reason -> body.element("li", reason));
        body.close().close().newline();
    }

    private void tiles(Markup body) {
        KeyNumbers numbers = content.numbers();
        WeightStatistics weights = numbers.weights();
        if (weights.areKnown()) {
            ofWeights(body, weights);
        } else {
            tile(body, "Weights", "none", "all samples count alike");
        }
        tile(body, "Samples drawn", NumberText.count(weights.samples()), excluded());
        tile(
                body,
                "Energy evaluations",
                NumberText.count(numbers.energyEvaluations()),
                "of one molecule, in the whole " + "run");
        tile(body, "Wall time", NumberText.duration(numbers.wallSeconds()), "of the stages at the end of this page");
    }

    private void ofWeights(Markup body, WeightStatistics weights) {
        double shape = weights.paretoShape();
        tile(
                body,
                "Effective sample size, raw",
                NumberText.count(Math.round(weights.rawEffectiveSamples())),
                NumberText.percent(weights.rawShare(), 3) + " of " + NumberText.count(weights.samples()) + " samples",
                "smoothed: " + NumberText.count(Math.round(weights.smoothedEffectiveSamples())) + ", "
                        + NumberText.percent(weights.smoothedShare(), 3));
        tile(
                body,
                "Pareto k̂ of the weights",
                Double.isInfinite(shape) ? "not known" : NumberText.fixed(shape, 2),
                "below " + NumberText.fixed(Judgement.usableShape(weights.samples()), 2) + " is usable");
        logPartition(body, weights.logPartition());
    }

    private void logPartition(Markup body, ConfidenceInterval z) {
        int decimals = Double.isFinite(z.high() - z.low()) && z.high() > z.low()
                ? Math.clamp(NumberText.decimals((z.high() - z.low()) / 2), 0, 6)
                : 3;
        double kT = Units.thermalEnergy(content.subject().temperatureKelvin());
        String energy = "−kT ln Z = " + range(-kT * z.high(), -kT * z.low(), decimals) + " kJ/mol";
        tile(
                body,
                "Free energy, log Z",
                NumberText.fixed(z.value(), decimals),
                NumberText.percent(z.level(), 2) + " interval " + range(z.low(), z.high(), decimals),
                energy);
    }

    private static String range(double low, double high, int decimals) {
        return NumberText.fixed(low, decimals) + " … " + NumberText.fixed(high, decimals);
    }

    private String excluded() {
        long excluded = content.samples().weighting().exclusions().stream()
                .mapToLong(Weighting.Exclusion::samples)
                .sum();
        long samples = content.numbers().weights().samples();
        return excluded == 0
                ? "none excluded"
                : NumberText.count(excluded) + " excluded ("
                        + NumberText.percent(excluded / (double) Math.max(1, samples), 2) + ")";
    }

    private static void tile(Markup body, String name, String value, String... notes) {
        body.open("div").element("dt", name).element("dd", value, "class", "value");
        for (String note : notes) {
            body.element("dd", note, "class", "note");
        }
        body.close().newline();
    }
}
