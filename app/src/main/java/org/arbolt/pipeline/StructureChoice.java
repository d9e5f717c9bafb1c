package org.arbolt.pipeline;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.Vector3;
import org.arbolt.report.Structures;
import org.arbolt.sampling.Ensemble;

/**
 * Samples to look at: those of largest weight, and of the others some as drawn, each of which stands for many. They are
 * laid over each other at the middle of the backbone, or where atoms are held.
 */
final class StructureChoice {
    private static final int MOST = 600; // samples
    private static final int MOST_COORDINATES = 300_000; // 0.8 MB of the page
    private static final String[] ANCHOR = {"N", "CA", "C"};

    private final Topology topology;
    private final Ensemble ensemble;
    private final BitSet held;

    /** @param held atoms that every sample has alike; empty for none */
    StructureChoice(Topology topology, Ensemble ensemble, BitSet held) {
        this.topology = topology;
        this.ensemble = ensemble;
        this.held = held;
    }

    Structures structures() {
        int most = Math.min(MOST, MOST_COORDINATES / (3 * topology.atomCount()));
        int[] byWeight = byWeight();
        int heavy = Math.min(most / 2, byWeight.length);
        int others = byWeight.length - heavy;
        int drawn = Math.min(most - heavy, others);
        int[] chosen = new int[heavy + drawn];
        double[] standsFor = new double[chosen.length];
        int[] rest = Arrays.stream(byWeight, heavy, byWeight.length).sorted().toArray();
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = i < heavy ? byWeight[i] : rest[(int) ((long) (i - heavy) * others / drawn)];
            standsFor[i] = i < heavy ? 1 : others / (double) drawn;
        }
        return new Structures(
                topology.atoms().stream().map(atom -> atom.element().name()).toList(),
                chosen,
                standsFor,
                laidOver(chosen));
    }

    /** Samples with an energy, the largest weight first. */
    private int[] byWeight() {
        double[] energy = ensemble.evaluation().energy();
        double[] weight = ensemble.weights().logWeights();
        return IntStream.range(0, ensemble.count())
                .filter(i -> Double.isFinite(energy[i]))
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -weight[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Samples, laid over each other, [M][A][3], nm. */
    double[] laidOver(int[] chosen) {
        int[] anchor = anchor();
        double[] xyz = new double[3 * topology.atomCount() * chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            place(topology.atomCount() * chosen[i], anchor, xyz, topology.atomCount() * i);
        }
        return xyz;
    }

    /** N, Cα and C of the middle residue that has them, held if any are; else the first three atoms. */
    private int[] anchor() {
        boolean holds = held.cardinality() >= ANCHOR.length;
        int[] three = backbone(atom -> !holds || held.get(atom));
        return three != null
                ? three
                : IntStream.range(0, topology.atomCount())
                        .filter(atom -> !holds || held.get(atom))
                        .limit(ANCHOR.length)
                        .toArray();
    }

    /** Null where no residue has all three. */
    private int[] backbone(IntPredicate counts) {
        int residues = topology.residues().size();
        return IntStream.range(0, residues)
                .boxed()
                .sorted(Comparator.comparingInt(residue -> Math.abs(residue - residues / 2)))
                .map(residue -> topology.atoms().stream()
                        .filter(atom -> atom.residue() == residue
                                && Arrays.asList(ANCHOR).contains(atom.name()))
                        .mapToInt(Topology.Atom::index)
                        .filter(counts)
                        .toArray())
                .filter(atoms -> atoms.length == ANCHOR.length)
                .findFirst()
                .orElse(null);
    }

    /** A sample in the frame of its anchor: the second atom at the origin, the third on the first axis. */
    private void place(int from, int[] anchor, double[] out, int to) {
        double[] xyz = ensemble.frames().xyz();
        Vector3 origin = Vector3.of(xyz, from + anchor[1]);
        Vector3 x = Vector3.of(xyz, from + anchor[2]).minus(origin).unit();
        Vector3 z = x.cross(Vector3.of(xyz, from + anchor[0]).minus(origin)).unit();
        Vector3[] axes = {x, z.cross(x), z};
        for (int atom = 0; atom < topology.atomCount(); atom++) {
            Vector3 place = Vector3.of(xyz, from + atom).minus(origin);
            new Vector3(axes[0].dot(place), axes[1].dot(place), axes[2].dot(place)).putTo(out, to + atom);
        }
    }
}
