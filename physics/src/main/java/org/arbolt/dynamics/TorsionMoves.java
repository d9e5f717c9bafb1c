package org.arbolt.dynamics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.arbolt.math.RandomStream;
import org.arbolt.molecule.Geometry;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.Torsions;

/**
 * Monte Carlo turns about bonds: one part of the molecule turns rigidly about a bond by a uniformly random angle,
 * about a second bond as well every other time. Dynamics crosses the barriers of backbone torsions rarely; a turn
 * needs no crossing. In internal coordinates it shifts torsions alone, whose volume element is constant, and the way
 * back is as likely as the way there, so that acceptance by min(1, exp(−ΔU/kT)) leaves the Boltzmann distribution as
 * it is.
 */
public final class TorsionMoves {
    /** No turns at all. */
    public static final TorsionMoves NONE = new TorsionMoves(List.of());

    /** Random numbers that a trial takes, the one for its acceptance included. */
    static final int DRAWS = 5;

    /**
     * @param from atom at the end of the bond that stays
     * @param to atom at the end that turns
     * @param moving atoms that turn, without {@code to}, which lies on the axis
     */
    private record Turn(int from, int to, int[] moving) {}

    private final List<Turn> turns;

    private TorsionMoves(List<Turn> turns) {
        this.turns = List.copyOf(turns);
    }

    /** Turns about the bonds of every φ and ψ but those in rings. */
    public static TorsionMoves backbone(Topology topology) {
        List<Turn> turns = new ArrayList<>();
        for (Torsions.Torsion torsion : Torsions.phiPsi(topology)) {
            BitSet side = side(topology, torsion.b(), torsion.c());
            if (!side.get(torsion.b())) {
                side.clear(torsion.c());
                turns.add(new Turn(torsion.b(), torsion.c(), side.stream().toArray()));
            }
        }
        return new TorsionMoves(turns);
    }

    /** Those that leave some atoms where they are. */
    public TorsionMoves sparing(BitSet atRest) {
        return new TorsionMoves(turns.stream()
                .filter(turn -> Arrays.stream(turn.moving).noneMatch(atRest::get))
                .toList());
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
        return turns.size();
    }

    /**
     * Turns one conformation of a tile; takes one random number less than {@link #DRAWS}.
     *
     * @param x coordinates [3A][L], nm
     * @param v velocities [3A][L], nm/ps, which turn with their atoms
     */
    void turn(double[] x, double[] v, int lanes, int lane, RandomStream random) {
        turn(x, v, lanes, lane, random.nextDouble() * count(), random.nextDouble());
        turn(x, v, lanes, lane, random.nextDouble() * 2 * count(), random.nextDouble());
    }

    private void turn(double[] x, double[] v, int lanes, int lane, double choice, double angle) {
        if (choice < count()) {
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
