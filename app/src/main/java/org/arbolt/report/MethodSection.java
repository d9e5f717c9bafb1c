package org.arbolt.report;

import java.util.List;
import org.arbolt.report.plot.Markup;

/** What the numbers rest on: which of them are exact, which are estimates, and whose ideas they are. */
final class MethodSection {
    private static final String DENSITY = "Every sample was drawn from an autoregressive model whose normalised "
            + "density at that sample is known exactly: the density that was reported is the one that was sampled "
            + "from, temperature and other changes of the sampled distribution included. Its weight is exp(−u)/q, "
            + "with u the energy in units of kT and q that density. Weighted averages therefore converge to those of "
            + "the force field at this temperature, however the model was trained; a poor model costs samples, not "
            + "correctness.";
    private static final String POPULATION = "The samples are of populations that were resampled or moved on their way "
            + "(sequential Monte Carlo, annealing). Weighted averages converge to those of the force field at this "
            + "temperature, under the control that was asked for, as samples become many. Samples that descend from "
            + "one are not independent: effective sample sizes and errors take them together.";
    private static final String GIVEN_DENSITY = "The samples came with the density q that each was drawn with. Its "
            + "weight is exp(−u)/q, with u the energy in units of kT. Weighted averages converge to those of the force "
            + "field at this temperature if that density is normalised and is the one that was sampled from. Nothing "
            + "on this page can show whether it is.";
    private static final String GIVEN =
            "The samples came with their weights, so averages and log Z are as right as those are.";
    private static final String NONE = "The samples came without weights, so averages are as right as what made them.";
    private static final String LIMITS = "What is not exact: with finitely many samples every average has a "
            + "statistical error, and error bars made from the same samples are too small when a state was hardly "
            + "visited. A state that the model never draws cannot be noticed from its weights. The reference has an "
            + "error of its own. And the force field is a model of the molecule; no sampling method can make it "
            + "better.";
    private static final List<String> SOURCES = List.of(
            "D. Rehman, T. Tan, Y. Bengio, A. J. Bose, A. Tong. Autoregressive Boltzmann Generators. ICML 2026, "
                    + "arXiv:2606.27361.",
            "F. Noé, S. Olsson, J. Köhler, H. Wu. Boltzmann generators: sampling equilibrium states of many-body "
                    + "systems with deep learning. Science 365, eaaw1147 (2019).",
            "A. Vehtari, D. Simpson, A. Gelman, Y. Yao, J. Gabry. Pareto smoothed importance sampling. JMLR 25(72), "
                    + "1–58 (2024).",
            "L. Kish. Survey Sampling. Wiley (1965): the effective sample size.");

    private final String treatment;
    private final Weighting.Origin origin;

    MethodSection(Weighting weighting) {
        this.treatment = weighting.treatment();
        this.origin = weighting.origin();
    }

    void write(Page page) {
        page.heading("What is exact, and what is not");
        page.paragraph(
                switch (origin) {
                    case MODEL -> DENSITY;
                    case POPULATION -> POPULATION;
                    case GIVEN_DENSITY -> GIVEN_DENSITY;
                    case GIVEN -> GIVEN;
                    case NONE -> NONE;
                });
        if (origin != Weighting.Origin.NONE) {
            page.paragraph(treatment());
        }
        page.paragraph(LIMITS);
        Markup body = page.body();
        body.open("ol", "class", "sources");
        SOURCES.forEach(source -> body.element("li", source));
        body.close().newline();
    }

    private String treatment() {
        if (treatment.equals("none")) {
            return "The weights were used as they are.";
        }
        if (treatment.equals("psis")) {
            return "The largest weights were replaced by the expected order statistics of a generalised Pareto "
                    + "distribution fitted to their tail (Pareto smoothed importance sampling). This lowers the "
                    + "variance for a "
                    + "bias that vanishes as the number of samples grows.";
        }
        if (treatment.startsWith("clip:")) {
            return "The samples of largest weight were dropped (" + treatment
                    + "), as published tables do. The result is "
                    + "biased and does not become exact with more samples.";
        }
        return "The weights were treated by “" + treatment + "”.";
    }
}
