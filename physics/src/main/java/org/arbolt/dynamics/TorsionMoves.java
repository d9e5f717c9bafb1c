package org.arbolt.dynamics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
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
 * <p>There are two sets of bonds, those of the backbone and those of the side chains, each with trials of its own.
 */
public final class TorsionMoves {
    /** No turns at all. */
    public static final TorsionMoves NONE = new TorsionMoves(List.of(), List.of(), 0);

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
        /** φ, ψ and ω, whose cis and trans forms dynamics alone would not bring to equilibrium. */
        BACKBONE
    }

    private final Map<Bonds, List<Turn>> turns;
    private final int most; // trials of either

    private TorsionMoves(List<Turn> backbone, List<Turn> sideChains, int most) {
        this.turns = Map.of(Bonds.BACKBONE, List.copyOf(backbone), Bonds.SIDE_CHAINS, List.copyOf(sideChains));
        this.most = most;
    }

    /**
     * Turns about the bonds of every φ, ψ and ω, and of side chains, but those in rings.
     *
     * @param most trials of the backbone, and of side chains, between two stretches of dynamics: as many as there are
     *     bonds, but not more than this
     */
    public static TorsionMoves of(Topology topology, int most) {
        List<Turn> backbone = new ArrayList<>();
        List<Torsions.Torsion> turning = new ArrayList<>(Torsions.phiPsi(topology));
        turning.addAll(Torsions.peptideBonds(topology));
        for (Torsions.Torsion torsion : turning) {
            add(torsion.b(), torsion.c(), side(topology, torsion.b(), torsion.c()), backbone);
        }
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
        return new TorsionMoves(backbone, sideChains, most);
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
        return new TorsionMoves(
                sparing(turns.get(Bonds.BACKBONE), atRest), sparing(turns.get(Bonds.SIDE_CHAINS), atRest), most);
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
        return Math.min(turns.get(bonds).size(), most);
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
     * @param v velocities [3A][L], nm/ps, which turn with their atoms
     */
    void turn(Bonds bonds, double[] x, double[] v, int lanes, int lane, RandomStream random) {
        List<Turn> of = turns.get(bonds);
        turn(of, x, v, lanes, lane, random.nextDouble() * of.size(), random.nextDouble());
        turn(of, x, v, lanes, lane, random.nextDouble() * 2 * of.size(), random.nextDouble());
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
