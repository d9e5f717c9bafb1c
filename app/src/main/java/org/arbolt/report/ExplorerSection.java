package org.arbolt.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arbolt.math.Weights;
import org.arbolt.report.plot.Markup;

/**
 * The part of the page that one takes hold of: brushing a region or a bar selects samples, and a viewer shows them
 * overlaid. Its scripts are in the page, and nothing is fetched.
 */
final class ExplorerSection {
    private static final String VIEWER = "3Dmol-min.js"; // bundled by the build, from npm
    private static final String SCRIPT = "explorer.js";
    private static final double UNIT = 0.001; // nm
    private static final String CITATION =
            "Arbolt: an autoregressive Boltzmann generator for peptides, in Java. The Arbolt authors. D. Rehman, T. "
                    + "Tan, Y. Bengio, A. J. Bose, A. Tong. Autoregressive Boltzmann Generators. ICML 2026, "
                    + "arXiv:2606.27361.";

    private final Structures structures;
    private final ReportContent.Samples samples;
    private final String command;

    ExplorerSection(ReportContent content) {
        this.structures = content.structures();
        this.samples = content.samples();
        this.command = content.provenance().command();
    }

    void write(Page page) {
        if (structures.isEmpty()) {
            return;
        }
        String viewer = resource(VIEWER);
        Markup body = page.body();
        body.open("section", "class", "on-screen").newline();
        page.heading("Explore the samples");
        body.open("noscript")
                .element("p", "Scripts are off in this browser; the figures below need none.", "class", "missing")
                .close();
        body.open("div", "id", "explorer", "class", "explorer", "hidden", "").newline();
        controls(body);
        body.open("div", "class", "panels").newline();
        if (!samples.proposal().torsions().isEmpty()) {
            body.element("canvas", "", "data-part", "map", "role", "img", "aria-label", "φ and ψ of the samples");
        }
        body.element("canvas", "", "data-part", "energy", "role", "img", "aria-label", "energies of the samples");
        if (viewer != null) {
            body.element("div", "", "class", "molecule", "data-part", "molecule");
        }
        body.close().newline();
        if (viewer == null) {
            page.missing(
                    "The view of the molecules was left out: 3Dmol.js was not there when this arbolt was built, for "
                            + "want of npm. Install npm and build again.");
        }
        body.close().newline();
        scripts(body, viewer);
        body.close().newline();
    }

    private void controls(Markup body) {
        body.element(
                "p",
                (samples.proposal().torsions().isEmpty()
                                ? "Drag over the energies"
                                : "Drag over φ and ψ or over the energies")
                        + " to select samples. Click a bar to select it; click outside a "
                        + "selected region to clear it. This page holds "
                        + NumberText.count(structures.sample().length) + " of "
                        + NumberText.count(samples.proposal().size())
                        + " samples: those of largest weight, and some of the others, each of which stands for many.");
        body.open("div", "class", "controls");
        boolean hidden = samples.proposal().torsions().isEmpty(); // no residue has both φ and ψ
        body.open("label", hidden ? new String[] {"hidden", ""} : new String[0])
                .text("residue ")
                .element("select", "", "data-part", "residue")
                .close();
        body.open("label")
                .empty("input", "type", "checkbox", "checked", "", "data-part", "weighted")
                .text(" reweighted")
                .close();
        body.element("button", "clear the selection", "type", "button", "data-part", "clear");
        body.element("button", "copy the command", "type", "button", "data-copy", "copied-command");
        body.element("button", "copy the citation", "type", "button", "data-copy", "copied-citation");
        body.close();
        body.element("p", "", "data-part", "told", "aria-live", "polite").newline();
        body.element("span", command, "id", "copied-command", "hidden", "");
        body.element("span", CITATION, "id", "copied-citation", "hidden", "").newline();
    }

    private void scripts(Markup body, String viewer) {
        body.open("script", "type", "application/json", "id", "explorer-data")
                .insert(Markup.ofTrusted(json()))
                .close()
                .newline();
        if (viewer != null) {
            body.open("script").insert(Markup.ofTrusted(viewer)).close().newline();
        }
        body.open("script").insert(Markup.ofTrusted(resource(SCRIPT))).close().newline();
    }

    /** What the script needs; a sign that would end the script is written as an escape. */
    private String json() {
        int[] chosen = structures.sample();
        double[] weight = Weights.of(Arrays.stream(chosen)
                        .mapToDouble(i -> samples.weighting().logWeights()[i])
                        .toArray())
                .share();
        double[] weighted = new double[chosen.length];
        Arrays.setAll(weighted, i -> weight[i] * structures.standsFor()[i]);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("elements", structures.elements());
        data.put("number", Arrays.stream(chosen).map(i -> i + 1).toArray());
        data.put("weight", weight);
        data.put("share", normalised(weighted));
        data.put("plain", normalised(structures.standsFor()));
        Bins energies = EnergyRange.choose(
                new Quantiles(
                        samples.proposal().energy(),
                        Weights.uniform(samples.proposal().size())),
                new Quantiles(
                        samples.proposal().energy(),
                        Weights.of(samples.weighting().logWeights())),
                new Quantiles(
                        samples.reference().energy(),
                        Weights.uniform(samples.reference().size())));
        data.put("range", List.of(energies.low(), energies.high()));
        data.put("energy", finite(chosen, samples.proposal().energy(), 1, 1e3));
        List<String> residues = new ArrayList<>();
        List<Object> phi = new ArrayList<>();
        List<Object> psi = new ArrayList<>();
        for (ResidueTorsions torsions : samples.proposal().torsions()) {
            residues.add(torsions.residue());
            phi.add(finite(chosen, torsions.phi(), 180 / Math.PI, 10));
            psi.add(finite(chosen, torsions.psi(), 180 / Math.PI, 10));
        }
        data.put("residues", residues);
        data.put("phi", phi);
        data.put("psi", psi);
        data.put("positions", positions());
        try {
            return new ObjectMapper().writeValueAsString(data).replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With sum 1; all zero where there is no weight. */
    private static double[] normalised(double[] weights) {
        double sum = Arrays.stream(weights).sum();
        return sum > 0 ? Arrays.stream(weights).map(w -> w / sum).toArray() : weights;
    }

    /** Rounded to one part in {@code steps}; null for what is no number. */
    private static Double[] finite(int[] chosen, double[] values, double factor, double steps) {
        return Arrays.stream(chosen)
                .mapToObj(i ->
                        Double.isFinite(values[i]) ? (Double) (Math.rint(values[i] * factor * steps) / steps) : null)
                .toArray(Double[]::new);
    }

    /** Base64 of little-endian 16-bit integers, 0.001 nm. */
    private String positions() {
        ByteBuffer bytes = ByteBuffer.allocate(2 * structures.xyz().length).order(ByteOrder.LITTLE_ENDIAN);
        for (double x : structures.xyz()) {
            bytes.putShort((short) Math.clamp(Math.rint(x / UNIT), Short.MIN_VALUE, Short.MAX_VALUE));
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** Null where the build left it out. */
    private static String resource(String name) {
        try (InputStream in = ExplorerSection.class.getResourceAsStream(name)) {
            return in == null
                    ? null
                    : new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("</script", "<\\/script");
        } catch (IOException e) {
            throw new UncheckedIOException(name + " of the report cannot be read", e);
        }
    }
}
