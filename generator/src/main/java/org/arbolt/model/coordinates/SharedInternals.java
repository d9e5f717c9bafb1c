package org.arbolt.model.coordinates;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ObjDoubleConsumer;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.molecule.EquivalentAtoms;
import org.arbolt.molecule.InternalCoordinates;
import org.arbolt.molecule.Topology;

/**
 * Internal coordinates of many peptides on grids that they share, so that one model can speak of all of them and of
 * peptides it has not seen. A coordinate is known by the force-field template of its residue, the atom it places and
 * its kind, e.g. {@code NALA CB ANGLE}; every peptide whose coordinates are all known has {@link InternalTokens}. Soft
 * torsions have the whole circle; a stiff coordinate has its mean over the training frames ± what {@link GridFit} gives
 * a single molecule, without the linear dependence on the coordinates before it that a single molecule's grids have.
 */
public final class SharedInternals {
    static final String KIND = "shared internal";

    /** Length that the spread of the centroid is told in, nm, as in the paper's model of many peptides. */
    private static final double SCALE = 0.35;

    private final int bins;
    private final Map<String, Stiff> known; // by name; a soft torsion needs no entry

    /**
     * Where a stiff coordinate lies.
     *
     * @param mean (circular) mean, nm or rad
     * @param half half the width of its grid
     */
    private record Stiff(double mean, double half) {}

    private SharedInternals(int bins, Map<String, Stiff> known) {
        this.bins = bins;
        this.known = known;
    }

    /**
     * Grids from training frames.
     *
     * @param topologies the molecules
     * @param frames training frames of all of them
     * @param bins V
     */
    public static SharedInternals fit(List<Topology> topologies, FramePasses frames, int bins) {
        List<InternalCoordinates> internals =
                topologies.stream().map(InternalCoordinates::of).toList();
        Map<String, Statistics> statistics = new TreeMap<>();
        List<Statistics[]> of = IntStream.range(0, topologies.size())
                .mapToObj(m -> statistics(topologies.get(m), internals.get(m), statistics))
                .toList();
        over(frames, internals, of, Statistics::add);
        over(frames, internals, of, Statistics::deviate);
        Map<String, Stiff> known = new TreeMap<>();
        statistics.forEach((name, values) -> {
            if (values.mean.count() > 0) {
                known.put(name, values.stiff());
            }
        });
        return new SharedInternals(bins, known);
    }

    /** The statistics that each coordinate of a molecule goes into, [d]; null for soft torsions. */
    private static Statistics[] statistics(
            Topology topology, InternalCoordinates internal, Map<String, Statistics> all) {
        Statistics[] of = new Statistics[internal.count()];
        for (int i = 0; i < of.length; i++) {
            boolean circular = internal.kind(i) == InternalCoordinates.Kind.TORSION;
            of[i] = internal.soft(i)
                    ? null
                    : all.computeIfAbsent(name(topology, internal, i), _ -> new Statistics(circular));
        }
        return of;
    }

    private static void over(
            FramePasses frames,
            List<InternalCoordinates> internals,
            List<Statistics[]> of,
            ObjDoubleConsumer<Statistics> take) {
        frames.forEach((molecule, some) -> {
            InternalCoordinates internal = internals.get(molecule);
            double[] q = new double[internal.count()];
            for (int f = 0; f < some.count(); f++) {
                internal.toInternal(some.xyz(), 3 * f * some.atoms(), q, 0);
                InternalPasses.requireFinite(q, f);
                for (int i = 0; i < q.length; i++) {
                    if (of.get(molecule)[i] != null) {
                        take.accept(of.get(molecule)[i], q[i]);
                    }
                }
            }
        });
    }

    /** Of one coordinate: first its mean, then the deviations from it. */
    private static final class Statistics {
        private final boolean circular;
        private final GridFit.Mean mean;
        private double about = Double.NaN; // the mean, when all have been added
        private double squares;
        private double largest;

        Statistics(boolean circular) {
            this.circular = circular;
            this.mean = new GridFit.Mean(circular);
        }

        void add(double value) {
            mean.add(value);
        }

        void deviate(double value) {
            if (Double.isNaN(about)) { // the first of them
                about = mean.value();
            }
            double away = circular ? InternalCoordinates.wrap(value - about) : value - about;
            squares += away * away;
            largest = Math.max(largest, Math.abs(away));
        }

        Stiff stiff() {
            return new Stiff(about, GridFit.half(Math.sqrt(squares / mean.count()), largest));
        }
    }

    private static String name(Topology topology, InternalCoordinates internal, int coordinate) {
        Topology.Atom atom = topology.atoms().get(internal.atom(coordinate));
        return topology.residues().get(atom.residue()).template() + " " + atom.name() + " " + internal.kind(coordinate);
    }

    /**
     * The tokens of a molecule.
     *
     * @throws BadInput if it has a coordinate that no training molecule had
     */
    public InternalTokens of(Topology topology) {
        InternalCoordinates internal = InternalCoordinates.of(topology);
        FoldedCoordinates plain = new FoldedCoordinates(internal, EquivalentAtoms.none(internal));
        int[] order = TokenGroups.order(internal, true);
        double[] mean = new double[order.length];
        Grid[] grids = new Grid[order.length];
        for (int t = 0; t < order.length; t++) {
            grids[t] = Grid.circle(bins);
            if (!internal.soft(order[t])) {
                Stiff stiff = known(topology, internal, order[t]);
                mean[t] = stiff.mean;
                grids[t] = GridFit.about(internal.kind(order[t]), stiff.half, stiff.mean, stiff.mean, bins);
            }
        }
        return new InternalTokens(
                plain, TokenGroups.TOKEN, SCALE, order, new ConditionalMean(plain, order, 0, mean), grids);
    }

    private Stiff known(Topology topology, InternalCoordinates internal, int coordinate) {
        String name = name(topology, internal, coordinate);
        Stiff stiff = known.get(name);
        if (stiff == null) {
            throw new BadInput(
                    "the model has not seen coordinate " + name + " in training: give a peptide of residues that "
                            + "training peptides have at the same place (first, middle, last), or train with one "
                            + "that has it");
        }
        return stiff;
    }

    /** What {@link Coordinates#from} needs to make the coordinates of any peptide of these. */
    public Map<String, Object> describe() {
        Map<String, Object> d = new LinkedHashMap<>();
        d.put("kind", KIND);
        d.put("bins", bins);
        d.put("names", List.copyOf(known.keySet()));
        d.put("mean", known.values().stream().map(Stiff::mean).toList());
        d.put("half", known.values().stream().map(Stiff::half).toList());
        return d;
    }

    static SharedInternals from(CoordinateDescription d) {
        List<String> names = d.texts("names");
        double[] mean = d.numbers("mean", names.size());
        double[] half = d.numbers("half", names.size());
        Map<String, Stiff> known = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            if (!(half[i] > 0 && Math.abs(mean[i]) < 100 && half[i] < 100)) {
                throw d.unusable("half", "must hold positive widths about means of nm or rad");
            }
            known.put(names.get(i), new Stiff(mean[i], half[i]));
        }
        int bins = d.integer("bins");
        if (bins < 2 || bins > 1 << 20) {
            throw d.unusable("bins", "must be between 2 and 2^20");
        }
        return new SharedInternals(bins, known);
    }
}
