package org.arbolt.model.coordinates;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;

/**
 * Fits {@link SharedInternals} to frames of many molecules: where each stiff coordinate of a name lies, what it is
 * expected from, by least squares over every molecule that has it, and how far it strays from there. Every sum runs
 * over the frames in order, whatever the threads.
 */
final class SharedInternalsFit {
    static final int HARMONICS = 3; // of soft torsions, as of a single molecule's

    /** Added to the diagonal, relative to it and per number of unknowns over number of frames: as for one molecule. */
    private static final double RIDGE = 0.1;

    private static final int BLOCK = 512; // frames

    private final List<Seen> molecules;
    private final FramePasses frames;
    private final Map<String, Of> all = new TreeMap<>();

    /** What is gathered of a name. */
    private static final class Of {
        private final GridFit.Mean mean;
        private final Map<String, Integer> features = new HashMap<>();
        private final List<String> names = new ArrayList<>();
        private double[][] moments; // of the features, then of the coordinate itself: lower triangle
        private float[] coefficients;
        private double least = Double.POSITIVE_INFINITY;
        private double most = Double.NEGATIVE_INFINITY;
        private double squares;
        private double largest;

        Of(boolean circular) {
            this.mean = new GridFit.Mean(circular);
        }

        int feature(String name) {
            return features.computeIfAbsent(name, added -> {
                names.add(added);
                return names.size() - 1;
            });
        }

        StiffCoordinate stiff() {
            return new StiffCoordinate(
                    (float) mean.value(),
                    GridFit.half(Math.sqrt(squares / Math.max(1, mean.count() - names.size())), largest),
                    least,
                    most,
                    uses());
        }

        private Map<String, Float> uses() {
            Map<String, Float> uses = new TreeMap<>();
            for (int k = 0; k < coefficients.length; k++) {
                uses.put(names.get(k), coefficients[k]);
            }
            return uses;
        }
    }

    /** A molecule. */
    private static final class Seen {
        private final LocalCoordinates local; // its coordinates by name
        private final Of[] of; // [token] what it goes into; null for soft torsions
        private ConditionalMean centres;
        private int[][] index; // [token][feature] number of the feature
        private int[][] place; // [token][feature] where it stands in what is known

        Seen(Topology topology, TokenOrder order, Map<String, Of> all) {
            local = LocalCoordinates.of(topology, order);
            of = new Of[local.order().length];
            for (int t = 0; t < of.length; t++) {
                boolean circular = local.circular(t);
                of[t] = local.soft(t) ? null : all.computeIfAbsent(local.name(t), _ -> new Of(circular));
            }
        }

        void expect(Map<String, StiffCoordinate> known) {
            centres = local.centres(HARMONICS, t -> known.get(local.name(t)).mean());
            index = new int[of.length][];
            place = new int[of.length][];
            for (int t = 0; t < of.length; t++) {
                if (of[t] != null) {
                    Of into = of[t];
                    List<LocalCoordinates.Feature> features = local.features(t, centres);
                    index[t] = features.stream()
                            .mapToInt(feature -> into.feature(feature.name()))
                            .toArray();
                    place[t] = features.stream()
                            .mapToInt(LocalCoordinates.Feature::place)
                            .toArray();
                }
            }
        }

        double[] known(double[] q) {
            double[] known = centres.nothingKnown();
            for (int t = 0; t < of.length; t++) {
                centres.learn(t, q[local.order()[t]], known);
            }
            return known;
        }

        /** What a token is expected from, [feature of its name]; 0 for those this molecule does not have. */
        double[] features(int t, double[] known) {
            double[] x = new double[of[t].names.size()];
            for (int k = 0; k < index[t].length; k++) {
                x[index[t][k]] = known[place[t][k]];
            }
            return x;
        }
    }

    SharedInternalsFit(List<Topology> topologies, TokenOrder order, FramePasses frames) {
        this.molecules = topologies.stream()
                .map(topology -> new Seen(topology, order, all))
                .toList();
        this.frames = frames;
    }

    /** Coordinates that no frame shows are left out. */
    Map<String, StiffCoordinate> fit() {
        pass((seen, q) -> forEachName(seen, (of, tokens) -> {
            for (double[] frame : q) {
                tokens.forEach(t -> of.mean.add(frame[seen.local.order()[t]]));
            }
        }));
        Map<String, StiffCoordinate> means = new HashMap<>();
        all.forEach((name, of) -> means.put(name, new StiffCoordinate((float) of.mean.value(), 1, 0, 0, Map.of())));
        molecules.forEach(seen -> seen.expect(means));
        passOfKnown(this::addMoments);
        all.values().parallelStream().forEach(SharedInternalsFit::solve);
        passOfKnown(this::addDeviations);
        Map<String, StiffCoordinate> known = new TreeMap<>();
        all.forEach((name, of) -> {
            if (of.mean.count() > 0) {
                known.put(name, of.stiff());
            }
        });
        return known;
    }

    private void addMoments(Seen seen, double[][] known) {
        forEachName(seen, (of, tokens) -> {
            if (of.moments == null) {
                of.moments = new double[of.names.size() + 1][of.names.size() + 1];
            }
            for (double[] vector : known) {
                tokens.forEach(t -> {
                    double deviation = vector[seen.centres.start(t)];
                    int[] index = seen.index[t];
                    int[] place = seen.place[t];
                    double[] last = of.moments[of.names.size()];
                    for (int i = 0; i < index.length; i++) {
                        double x = vector[place[i]];
                        double[] row = of.moments[index[i]];
                        for (int j = 0; j < index.length; j++) {
                            if (index[j] <= index[i]) {
                                row[index[j]] += x * vector[place[j]];
                            }
                        }
                        last[index[i]] += x * deviation;
                    }
                });
            }
        });
    }

    /** (G + ridge) β = g, by Cholesky. */
    private static void solve(Of of) {
        int n = of.names.size();
        of.coefficients = new float[n];
        if (of.moments == null) {
            return;
        }
        double ridge = RIDGE * n / of.mean.count();
        double[][] l = new double[n][n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = of.moments[i][j] * (i == j ? 1 + ridge : 1);
                for (int k = 0; k < j; k++) {
                    sum -= l[i][k] * l[j][k];
                }
                if (i == j) {
                    l[i][i] = sum > 1e-12 * of.moments[i][i] ? Math.sqrt(sum) : 0;
                } else {
                    l[i][j] = l[j][j] == 0 ? 0 : sum / l[j][j];
                }
            }
            double sum = of.moments[n][i];
            for (int k = 0; k < i; k++) {
                sum -= l[i][k] * y[k];
            }
            y[i] = l[i][i] == 0 ? 0 : sum / l[i][i];
        }
        double[] beta = new double[n];
        for (int i = n - 1; i >= 0; i--) {
            double sum = y[i];
            for (int k = i + 1; k < n; k++) {
                sum -= l[k][i] * beta[k];
            }
            beta[i] = l[i][i] == 0 ? 0 : sum / l[i][i];
            of.coefficients[i] = (float) beta[i];
        }
    }

    private void addDeviations(Seen seen, double[][] known) {
        forEachName(seen, (of, tokens) -> {
            for (double[] vector : known) {
                tokens.forEach(t -> {
                    double[] x = seen.features(t, vector);
                    double expected = 0;
                    for (int k = 0; k < x.length; k++) {
                        expected += of.coefficients[k] * x[k];
                    }
                    double deviation = vector[seen.centres.start(t)];
                    double away = seen.centres.difference(t, deviation, expected);
                    of.least = Math.min(of.least, expected);
                    of.most = Math.max(of.most, expected);
                    of.squares += away * away;
                    of.largest = Math.max(of.largest, Math.abs(away));
                });
            }
        });
    }

    /** Work on a name and the tokens of a molecule that have it. */
    @FunctionalInterface
    private interface NameWork {
        void on(Of of, List<Integer> tokens);
    }

    private static void forEachName(Seen seen, NameWork work) {
        Map<Of, List<Integer>> tokens = new HashMap<>(); // by identity
        for (int t = 0; t < seen.of.length; t++) {
            if (seen.of[t] != null) {
                tokens.computeIfAbsent(seen.of[t], _ -> new ArrayList<>()).add(t);
            }
        }
        tokens.entrySet().parallelStream().forEach(entry -> work.on(entry.getKey(), entry.getValue()));
    }

    /** Hands over what is known of a molecule's frames, [frames][entry]. */
    private void passOfKnown(BiConsumer<Seen, double[][]> work) {
        pass((seen, q) ->
                work.accept(seen, Arrays.stream(q).parallel().map(seen::known).toArray(double[][]::new)));
    }

    /** Hands over the coordinates of a molecule's frames, [frames][d]. */
    private void pass(BiConsumer<Seen, double[][]> work) {
        frames.forEach((molecule, some) -> {
            for (int from = 0; from < some.count(); from += BLOCK) {
                work.accept(
                        molecules.get(molecule),
                        block(molecules.get(molecule), some, from, Math.min(some.count(), from + BLOCK)));
            }
        });
    }

    private static double[][] block(Seen seen, Frames some, int from, int to) {
        double[][] q = new double[to - from][seen.of.length];
        IntStream.range(from, to)
                .parallel()
                .forEach(f -> seen.local.internal().toInternal(some.xyz(), 3 * f * some.atoms(), q[f - from]));
        for (int f = from; f < to; f++) {
            InternalPasses.requireFinite(q[f - from], f);
        }
        return q;
    }
}
