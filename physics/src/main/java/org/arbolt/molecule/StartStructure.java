package org.arbolt.molecule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.arbolt.molecule.Topology.Residue;

/**
 * A conformation to start from: an extended backbone (φ -120°, ψ 135°, ω 180°; φ of proline as its ring has it, ψ
 * before proline 155° to make room for its CD) with side-chain rotamers chosen one residue after another so that atoms
 * keep away from each other: from the first residue to the last or, where that ends in a clash, from the last to the
 * first.
 */
public final class StartStructure {
    /** Atoms more than three bonds apart clash when they are closer than this times the sum of van der Waals radii. */
    static final double CLASH = 0.75;

    private static final int SWEEPS = 3;
    private static final double REACH =
            2.0; // nm between first atoms of residues; no two side chains touch farther apart
    private static final double PSI_BEFORE_PROLINE = Math.toRadians(155);
    private static final Set<String> BACKBONE = Set.of("N", "H", "CA", "HA", "C", "O", "OXT", "CB");

    private final Topology topology;
    private final Contacts contacts;
    private final ChainGeometry chain;
    private final BitSet settled = new BitSet(); // atoms whose place is chosen; the others crowd nobody yet

    /** A bond that may turn: the atom it ends on and the torsions worth trying, rad. */
    private record Turn(int atom, double[] choices) {}

    private StartStructure(Topology topology) {
        this.topology = topology;
        contacts = new Contacts(topology);
        chain = new ChainGeometry(topology);
    }

    /**
     * @param topology one chain
     * @return [A][3] flattened, nm, centroid at the origin
     */
    public static double[] of(Topology topology) {
        double[] forwards = settled(topology, topology.residues());
        Contacts contacts = new Contacts(topology);
        if (contacts.closest(forwards) >= CLASH) {
            return forwards;
        }
        double[] backwards = settled(topology, topology.residues().reversed());
        return contacts.closest(backwards) > contacts.closest(forwards) ? backwards : forwards;
    }

    private static double[] settled(Topology topology, List<Residue> order) {
        StartStructure start = new StartStructure(topology);
        start.extend();
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            order.forEach(start::settle);
        }
        return centred(start.chain.xyz());
    }

    private void extend() {
        for (Residue residue : topology.residues()) {
            List<Turn> turns = turns(residue);
            turns.forEach(turn -> chain.turn(turn.atom, turn.choices[0]));
            boolean fixed = turns.stream().allMatch(turn -> turn.choices.length == 1);
            atoms(residue)
                    .filter(atom -> fixed || BACKBONE.contains(atom.name()))
                    .forEach(atom -> settled.set(atom.index()));
            if (residue.name().equals("PRO") && residue.index() > 0) {
                chain.turn(topology.atom(residue.index() - 1, "C"), PSI_BEFORE_PROLINE);
            }
        }
        chain.place(0, topology.residues().size());
    }

    private Stream<Topology.Atom> atoms(Residue residue) {
        return topology.atoms().subList(residue.firstAtom(), residue.firstAtom() + residue.atomCount()).stream();
    }

    private List<Turn> turns(Residue residue) {
        List<Turn> turns = new ArrayList<>();
        for (Map.Entry<String, List<Double>> entry :
                ChainGeometry.template(residue).torsions().entrySet()) {
            double[] choices =
                    entry.getValue().stream().mapToDouble(Math::toRadians).toArray();
            turns.add(new Turn(topology.atom(residue.index(), entry.getKey()), choices));
        }
        return turns;
    }

    /** Tries every combination of a residue's torsions and keeps the least crowded, the first of equals. */
    private void settle(Residue residue) {
        List<Turn> turns =
                turns(residue).stream().filter(turn -> turn.choices.length > 1).toList();
        int combinations = turns.stream().mapToInt(turn -> turn.choices.length).reduce(1, Math::multiplyExact);
        if (combinations == 1) {
            return;
        }
        settled.set(residue.firstAtom(), residue.firstAtom() + residue.atomCount());
        int[] others = surroundings(residue);
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int combination = 0; combination < combinations; combination++) {
            set(residue, turns, combination);
            double crowding = crowding(residue, others, least);
            if (crowding < least) {
                least = crowding;
                best = combination;
            }
        }
        set(residue, turns, best);
    }

    private void set(Residue residue, List<Turn> turns, int combination) {
        int rest = combination;
        for (Turn turn : turns) {
            chain.turn(turn.atom, turn.choices[rest % turn.choices.length]);
            rest /= turn.choices.length;
        }
        chain.place(residue.index(), residue.index() + 1);
    }

    private int[] surroundings(Residue residue) {
        return topology.residues().stream()
                .filter(other -> Geometry.distance(chain.xyz(), 3 * other.firstAtom(), 3 * residue.firstAtom()) < REACH)
                .flatMap(this::atoms)
                .mapToInt(Topology.Atom::index)
                .filter(settled::get)
                .toArray();
    }

    /** Sum of (van der Waals distance / distance)^12 between a residue and others, given up once above a limit. */
    private double crowding(Residue residue, int[] others, double limit) {
        double sum = 0;
        for (int i = residue.firstAtom(); i < residue.firstAtom() + residue.atomCount() && sum < limit; i++) {
            for (int j : others) {
                if (contacts.counts(i, j)) {
                    double inverse = 1 / contacts.ratioSquared(chain.xyz(), i, j);
                    double cube = inverse * inverse * inverse;
                    sum += cube * cube;
                }
            }
        }
        return sum;
    }

    private static double[] centred(double[] xyz) {
        double[] centroid = new double[3];
        for (int i = 0; i < xyz.length; i++) {
            centroid[i % 3] += 3 * xyz[i] / xyz.length;
        }
        double[] out = xyz.clone();
        for (int i = 0; i < xyz.length; i++) {
            out[i] -= centroid[i % 3];
        }
        return out;
    }
}
