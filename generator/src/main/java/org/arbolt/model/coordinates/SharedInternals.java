package org.arbolt.model.coordinates;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.arbolt.BadInput;
import org.arbolt.forcefield.ForceField;
import org.arbolt.molecule.InternalCoordinates;
import org.arbolt.molecule.Topology;

/**
 * Internal coordinates of many peptides on grids that they share, so that one model can speak of all of them and of
 * peptides it has not seen. A coordinate is known by a name that means the same in every peptide ({@link
 * LocalCoordinates}); every peptide whose coordinates are all known has {@link InternalTokens}. Soft torsions have
 * their whole period; a stiff coordinate has a grid about where it is expected from the coordinates near it, by a
 * linear function that is the same in every peptide. Soft torsions are drawn first, the stiff coordinates of an atom
 * share a position, and equivalent atoms are folded.
 */
public final class SharedInternals {
    static final String KIND = "shared internal";

    private static final int MOST_HARMONICS = 100;
    private static final double MOST = 1e6; // nm, rad or coefficients, of what a file says

    /** Length that the spread of the centroid is told in, nm, as in the paper's model of many peptides. */
    private static final double SCALE = 0.35;

    private final int bins;
    private final int harmonics;
    private final Design design;
    private final Map<String, StiffCoordinate> known; // by name; a soft torsion needs no entry
    private final boolean closingAngles; // of proline's ring; false in files of before

    private SharedInternals(
            int bins, int harmonics, Design design, Map<String, StiffCoordinate> known, boolean closingAngles) {
        this.bins = bins;
        this.harmonics = harmonics;
        this.design = design;
        this.known = known;
        this.closingAngles = closingAngles;
    }

    /**
     * How a model writes them.
     *
     * @param order of the tokens
     * @param energies force field whose energies the model is told of before it draws a soft torsion; null for none
     */
    public record Design(TokenOrder order, ForceField energies) {}

    /**
     * Grids from training frames.
     *
     * @param topologies the molecules
     * @param frames training frames of all of them
     * @param bins V
     */
    public static SharedInternals fit(List<Topology> topologies, FramePasses frames, int bins, Design design) {
        return new SharedInternals(
                bins,
                SharedInternalsFit.HARMONICS,
                design,
                new SharedInternalsFit(topologies, design.order, frames).fit(),
                true);
    }

    /**
     * The tokens of a molecule.
     *
     * @throws BadInput if it has a coordinate that no training molecule had
     */
    public InternalTokens of(Topology topology) {
        LocalCoordinates local = LocalCoordinates.of(topology, design.order);
        int tokens = local.order().length;
        if (local.internal().internal().hasPuckeredRing() && !closingAngles) {
            throw InternalTokens.otherRings();
        }
        for (int t = 0; t < tokens; t++) {
            if (!local.soft(t) && stiff(local, t) == null) {
                throw new BadInput(
                        "the model has not seen coordinate " + local.name(t) + " in training: give a peptide of "
                                + "residues that training peptides have at the same place (first, middle, last), or "
                                + "train with one that has it");
            }
        }
        ConditionalMean centres = local.centres(harmonics, t -> stiff(local, t).mean());
        Grid[] grids = new Grid[tokens];
        for (int t = 0; t < tokens; t++) {
            if (local.soft(t)) {
                grids[t] = local.internal().circle(local.order()[t], bins);
            } else {
                StiffCoordinate stiff = stiff(local, t);
                for (LocalCoordinates.Feature feature : local.features(t, centres)) {
                    centres.row(t)[feature.place()] = stiff.uses().getOrDefault(feature.name(), 0f);
                }
                centres.least()[t] = stiff.least();
                centres.most()[t] = stiff.most();
                grids[t] = grid(local.internal().kind(local.order()[t]), stiff);
            }
        }
        return new InternalTokens(
                local.internal(),
                design.order == TokenOrder.TORSIONS ? TokenGroups.TOKEN : TokenGroups.ATOM,
                SCALE,
                local.order(),
                design.order.tokens(local.internal().internal()),
                centres,
                grids,
                new BitSet(),
                design.energies,
                topology);
    }

    /** That of a token, or of its residue in the usual protonation; null where training peptides had neither. */
    private StiffCoordinate stiff(LocalCoordinates local, int token) {
        StiffCoordinate own = known.get(local.name(token));
        return own != null ? own : known.get(local.usualName(token));
    }

    private Grid grid(InternalCoordinates.Kind kind, StiffCoordinate stiff) {
        try {
            return GridFit.about(kind, stiff.half(), stiff.mean() + stiff.least(), stiff.mean() + stiff.most(), bins);
        } catch (IllegalArgumentException e) {
            throw new BadInput("coordinates of the model: " + e.getMessage() + "; the model file is damaged", e);
        }
    }

    /** What {@link Coordinates#from} needs to make the coordinates of any peptide of these. */
    public Map<String, Object> describe() {
        List<String> features = List.copyOf(new TreeSet<>(known.values().stream()
                .flatMap(stiff -> stiff.uses().keySet().stream())
                .toList()));
        Map<String, Integer> number = new TreeMap<>();
        features.forEach(name -> number.put(name, number.size()));
        List<Integer> counts = new ArrayList<>();
        List<Integer> uses = new ArrayList<>();
        List<Float> coefficients = new ArrayList<>();
        for (StiffCoordinate stiff : known.values()) {
            counts.add(stiff.uses().size());
            stiff.uses().forEach((name, coefficient) -> {
                uses.add(number.get(name));
                coefficients.add(coefficient);
            });
        }
        Map<String, Object> d = new LinkedHashMap<>();
        d.put("kind", KIND);
        d.put("bins", bins);
        d.put("harmonics", harmonics);
        d.put("order", design.order.name());
        if (closingAngles) {
            d.put(InternalTokens.CLOSING_ANGLES, true);
        }
        if (design.energies != null) {
            d.put("energies", design.energies.label());
        }
        d.put("names", List.copyOf(known.keySet()));
        d.put("mean", known.values().stream().map(StiffCoordinate::mean).toList());
        d.put("half", known.values().stream().map(StiffCoordinate::half).toList());
        d.put("least", known.values().stream().map(StiffCoordinate::least).toList());
        d.put("most", known.values().stream().map(StiffCoordinate::most).toList());
        d.put("features", features);
        d.put("counts", counts);
        d.put("uses", uses);
        d.put("coefficients", coefficients);
        return d;
    }

    static SharedInternals from(CoordinateDescription d) {
        if (!d.has("features")) {
            throw new BadInput("the model's coordinates are those of models of many peptides up to 2026-11, which are "
                    + "no longer read; take the one that ships, or train again");
        }
        List<String> names = d.texts("names");
        List<String> features = d.texts("features");
        double[] mean = within(d, "mean", names.size());
        double[] half = within(d, "half", names.size());
        double[] least = within(d, "least", names.size());
        double[] most = within(d, "most", names.size());
        int[] counts = d.whole("counts", names.size(), features.size());
        int all = (int)
                Math.min(Integer.MAX_VALUE, Arrays.stream(counts).asLongStream().sum());
        int[] uses = d.whole("uses", all, features.size() - 1);
        double[] coefficients = within(d, "coefficients", all);
        Map<String, StiffCoordinate> known = new TreeMap<>();
        for (int i = 0, at = 0; i < names.size(); i++) {
            if (half[i] <= 0 || least[i] > most[i]) {
                throw d.unusable("half", "must hold positive widths about means of nm or rad");
            }
            Map<String, Float> of = new TreeMap<>();
            for (int end = at + counts[i]; at < end; at++) {
                of.put(features.get(uses[at]), (float) coefficients[at]);
            }
            known.put(names.get(i), new StiffCoordinate(mean[i], half[i], least[i], most[i], of));
        }
        int bins = d.integer("bins");
        if (bins < 2 || bins > 1 << 20) {
            throw d.unusable("bins", "must be between 2 and 2^20");
        }
        int harmonics = d.integer("harmonics");
        if (harmonics < 0 || harmonics > MOST_HARMONICS) {
            throw d.unusable("harmonics", "must be between 0 and " + MOST_HARMONICS);
        }
        return new SharedInternals(
                bins, harmonics, new Design(order(d), d.energies()), known, d.has(InternalTokens.CLOSING_ANGLES));
    }

    private static TokenOrder order(CoordinateDescription d) {
        if (!d.has("order")) {
            return TokenOrder.SOFT_FIRST; // models up to 2026-11
        }
        return d.oneOf("order", TokenOrder.values());
    }

    private static double[] within(CoordinateDescription d, String name, int count) {
        double[] values = d.numbers(name, count);
        for (double value : values) {
            if (Math.abs(value) >= MOST) {
                throw d.unusable(name, "must hold numbers below " + MOST);
            }
        }
        return values;
    }
}
