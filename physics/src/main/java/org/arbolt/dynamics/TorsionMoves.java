package org.arbolt.dynamics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.arbolt.math.RandomStream;
import org.arbolt.molecule.Geometry;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.Torsions;

/**
 * Monte Carlo turns about bonds: one part of the molecule turns rigidly about a bond by a uniformly random angle,
 * about a second bond as well every other time. Dynamics crosses the barriers of torsions rarely; a turn needs no
 * crossing. In internal coordinates it shifts torsions alone, whose volume element is constant, and the way back is as
 * likely as the way there, so that acceptance by min(1, exp(−ΔU/kT)) leaves the Boltzmann distribution as it is.
 *
 * <p>There are three sets of bonds, those of φ and ψ, of ω and of the side chains, each with trials of its own.
 */
public final class TorsionMoves {
    /** No turns at all. */
    public static final TorsionMoves NONE = new TorsionMoves(Map.of(), 0);

    private static final int DRAWS = 5; // random numbers of a trial, the one for its acceptance included

    /**
     * @param from atom at the end of the bond that stays
     * @param to atom at the end that turns
     * @param moving atoms that turn, without {@code to}, which lies on the axis
     */
    private record Turn(int from, int to, int[] moving) {}

    /** Bonds whose turns are tried together. */
    enum Bonds {
        /** Those of side chains, {@link SideChainBonds}. */
        SIDE_CHAINS,
        /** φ and ψ. */
        BACKBONE,
        /** ω, whose cis and trans forms dynamics alone would not bring to equilibrium; one of φ and ψ turns as well. */
        PEPTIDE_BONDS
    }

    private final Map<Bonds, List<Turn>> turns;
    private final int most; // trials of each

    private TorsionMoves(Map<Bonds, List<Turn>> turns, int most) {
        this.turns = Map.copyOf(turns);
        this.most = most;
    }

    /**
     * Turns about the bonds of every φ, ψ and ω, and of side chains, but those in rings.
     *
     * @param most trials of each set between two stretches of dynamics: as many as it has bonds, but not more than this
     */
    public static TorsionMoves of(Topology topology, int most) {
        return new TorsionMoves(
                Map.of(
                        Bonds.BACKBONE,
                        turns(topology, Torsions.phiPsi(topology)),
                        Bonds.PEPTIDE_BONDS,
                        turns(topology, Torsions.peptideBonds(topology)),
                        Bonds.SIDE_CHAINS,
                        sideChains(topology)),
                most);
    }

    private static List<Turn> turns(Topology topology, List<Torsions.Torsion> torsions) {
        List<Turn> turns = new ArrayList<>();
        for (Torsions.Torsion torsion : torsions) {
            add(torsion.b(), torsion.c(), side(topology, torsion.b(), torsion.c()), turns);
        }
        return List.copyOf(turns);
    }

    private static List<Turn> sideChains(Topology topology) {
        List<Turn> sideChains = new ArrayList<>();
        for (Topology.Bond bond : SideChainBonds.of(topology)) {
            BitSet second = side(topology, bond.first(), bond.second());
            BitSet first = side(topology, bond.second(), bond.first());
            if (second.cardinality() <= first.cardinality()) {
                add(bond.first(), bond.second(), second, sideChains);
            } else {
                add(bond.second(), bond.first(), first, sideChains);
            }
        }
        return List.copyOf(sideChains);
    }

    /** Adds the turn of a side unless the bond is part of a ring. @param side of {@code to}; changed */
    private static void add(int from, int to, BitSet side, List<Turn> turns) {
        if (!side.get(from)) {
            side.clear(to);
            turns.add(new Turn(from, to, side.stream().toArray()));
        }
    }

    /** Those that leave some atoms where they are. */
    public TorsionMoves sparing(BitSet atRest) {
        Map<Bonds, List<Turn>> spared = new EnumMap<>(Bonds.class);
        turns.forEach((bonds, of) -> spared.put(bonds, sparing(of, atRest)));
        return new TorsionMoves(spared, most);
    }

    private static List<Turn> sparing(List<Turn> turns, BitSet atRest) {
        return turns.stream()
                .filter(turn -> Arrays.stream(turn.moving).noneMatch(atRest::get))
                .toList();
    }

    /**
     * Atoms reached from {@code to} without crossing the bond; {@code from} is among them if the bond is part of a
     * ring.
     */
    private static BitSet side(Topology topology, int from, int to) {
        BitSet side = new BitSet();
        side.set(to);
        boolean grown = true;
        while (grown) {
            int before = side.cardinality();
            for (Topology.Bond bond : topology.bonds()) {
                boolean crosses = bond.first() == Math.min(from, to) && bond.second() == Math.max(from, to);
                if (!crosses && (side.get(bond.first()) || side.get(bond.second()))) {
                    side.set(bond.first());
                    side.set(bond.second());
                }
            }
            grown = side.cardinality() > before;
        }
        return side;
    }

    /** Number of bonds that may turn. */
    public int count() {
        return turns.values().stream().mapToInt(List::size).sum();
    }

    /** Trials about some bonds between two stretches of dynamics. */
    int trials(Bonds bonds) {
        return Math.min(bonds(bonds).size(), most);
    }

    private List<Turn> bonds(Bonds bonds) {
        return turns.getOrDefault(bonds, List.of());
    }

    /** All trials between two stretches of dynamics, each of which evaluates an energy. */
    public int trials() {
        return turns.keySet().stream().mapToInt(this::trials).sum();
    }

    /** Random numbers that all of them take. */
    int draws() {
        return DRAWS * trials();
    }

    /**
     * Turns one conformation of a tile; takes one random number less than a trial has.
     *
     * @param bonds of which some turn
     * @param x coordinates [3A][L], nm
     * @param v velocities [3A][L], nm/ps, which turn with their atoms; that of the atom at the turning end of the bond
     *     turns, too, so that no bond's length changes faster or more slowly than before
     */
    void turn(Bonds bonds, double[] x, double[] v, int lanes, int lane, RandomStream random) {
        List<Turn> of = bonds(bonds);
        List<Turn> second = bonds == Bonds.PEPTIDE_BONDS ? bonds(Bonds.BACKBONE) : of;
        turn(of, x, v, lanes, lane, random.nextDouble() * of.size(), random.nextDouble());
        turn(second, x, v, lanes, lane, random.nextDouble() * 2 * second.size(), random.nextDouble());
    }

    private static void turn(
            List<Turn> turns, double[] x, double[] v, int lanes, int lane, double choice, double angle) {
        if (choice < turns.size()) {
            turn(x, v, lanes, lane, turns.get((int) choice), 2 * Math.PI * angle);
        }
    }

    private static void turn(double[] x, double[] v, int lanes, int lane, Turn turn, double angle) {
        int origin = 3 * turn.to * lanes + lane;
        int tail = 3 * turn.from * lanes + lane;
        double[] centre = {x[origin], x[origin + lanes], x[origin + 2 * lanes]};
        double[] n = {centre[0] - x[tail], centre[1] - x[tail + lanes], centre[2] - x[tail + 2 * lanes]};
        double length = Geometry.norm(n[0], n[1], n[2]);
        for (int axis = 0; axis < 3; axis++) {
            n[axis] /= length;
        }
        double[] still = new double[3];
        for (int atom : turn.moving) {
            rotate(x, 3 * atom * lanes + lane, lanes, centre, n, angle);
            rotate(v, 3 * atom * lanes + lane, lanes, still, n, angle);
        }
        rotate(v, origin, lanes, still, n, angle);
    }

    /** Rodrigues' formula about a unit vector n: r cos α + (n × r) sin α + n (n·r)(1 − cos α). */
    private static void rotate(double[] a, int at, int lanes, double[] centre, double[] n, double angle) {
        double cosine = Math.cos(angle);
        double sine = Math.sin(angle);
        double rx = a[at] - centre[0];
        double ry = a[at + lanes] - centre[1];
        double rz = a[at + 2 * lanes] - centre[2];
        double along = (n[0] * rx + n[1] * ry + n[2] * rz) * (1 - cosine);
        a[at] = centre[0] + rx * cosine + (n[1] * rz - n[2] * ry) * sine + n[0] * along;
        a[at + lanes] = centre[1] + ry * cosine + (n[2] * rx - n[0] * rz) * sine + n[1] * along;
        a[at + 2 * lanes] = centre[2] + rz * cosine + (n[0] * ry - n[1] * rx) * sine + n[2] * along;
    }
}
