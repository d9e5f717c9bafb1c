package org.arbolt.model.coordinates;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.forcefield.SystemParameters;
import org.arbolt.molecule.InternalCoordinates;

/**
 * What the force field says of a soft torsion before it is drawn: non-bonded energies at places of its period
 * between the atoms that it turns and the atoms whose places the tokens before it decide. Coordinates that are
 * drawn stand at the midpoints of their bins, others where they are expected; atoms beyond soft torsions that are not
 * drawn are left out. A scan is thus a function of the tokens before its own, and logits may be made of it without the
 * density being any less exact. Immutable and thread safe.
 *
 * <p>There are two terms, in units of {@value #THERMAL} kJ/mol with the sign of a log-probability: Lennard-Jones above
 * its least value, and Coulomb with a generalised Born term of equal radii, about its mean. Both bend towards ±
 * {@value #CAP}: clashes are told apart without their size.
 */
final class RotorScans implements TokenScans {
    private static final double THERMAL = 2.5;
    private static final float CAP = 15;
    private static final float NEAREST = 0.5f; // distances below this share of σ count as it
    private static final float COULOMB = 138.9354576f; // kJ/mol nm/e²
    private static final float SOLVENT = 1 - 1 / 78.5f;
    private static final float BORN = 0.2f; // nm, of every atom

    private final FoldedCoordinates internal;
    private final int[] order;
    private final ConditionalMean centres;
    private final Grid[] grids;
    private final Scan[] scans; // [token]; null for a stiff coordinate

    /**
     * A soft torsion.
     *
     * @param placed atoms that have places when it is known
     * @param moving atoms that it turns, [m]
     * @param resting the others, [n]
     * @param pairs interacting pairs, each by its place in moving and in resting
     * @param numbers σ² (nm²), 4 ε (kJ/mol), charges (e²) of each pair, [pairs][3]
     * @param turns cosine and sine of the turn to each place from the first, [places][2]
     */
    private record Scan(
            BitSet placed, int[] moving, int[] resting, int[][] pairs, float[][] numbers, double[][] turns) {}

    private RotorScans(FoldedCoordinates internal, int[] order, ConditionalMean centres, Grid[] grids, Scan[] scans) {
        this.internal = internal;
        this.order = order;
        this.centres = centres;
        this.grids = grids;
        this.scans = scans;
    }

    /** Those of a molecule's soft torsions. @param parameters of its force field */
    static RotorScans of(
            FoldedCoordinates internal,
            int[] order,
            ConditionalMean centres,
            Grid[] grids,
            SystemParameters parameters) {
        List<BitSet> needed = softOfAtoms(internal.internal());
        PairNumbers numbers = new PairNumbers(parameters.nonbonded());
        Scan[] scans = new Scan[order.length];
        BitSet known = new BitSet(); // soft coordinates that are drawn
        for (int t = 0; t < order.length; t++) {
            if (internal.soft(order[t])) {
                BitSet before = placed(needed, known);
                known.set(order[t]);
                scans[t] = scan(
                        internal.internal().torsionAtoms(order[t]),
                        before,
                        placed(needed, known),
                        numbers,
                        turns(grids[t]));
            }
        }
        return new RotorScans(internal, order, centres, grids, scans);
    }

    /** The soft coordinates that each atom's place depends on. */
    static List<BitSet> softOfAtoms(InternalCoordinates internal) {
        List<BitSet> needed = new ArrayList<>();
        IntStream.range(0, internal.atoms()).forEach(_ -> needed.add(new BitSet()));
        for (int i = 0; i < internal.count(); i++) { // in the order in which atoms are placed
            BitSet own = needed.get(internal.atom(i));
            if (internal.soft(i)) {
                own.set(i);
            }
            for (int atom : internal.atoms(i).stream().toArray()) {
                own.or(needed.get(atom));
            }
            if (internal.kind(i) == InternalCoordinates.Kind.TORSION) {
                for (int atom : internal.torsionAtoms(i)) {
                    own.or(needed.get(atom));
                }
            }
        }
        return needed;
    }

    /** Atoms all of whose soft coordinates are known. */
    static BitSet placed(List<BitSet> needed, BitSet known) {
        BitSet placed = new BitSet();
        for (int atom = 0; atom < needed.size(); atom++) {
            BitSet missing = (BitSet) needed.get(atom).clone();
            missing.andNot(known);
            placed.set(atom, missing.isEmpty());
        }
        return placed;
    }

    private static double[][] turns(Grid grid) {
        double step = (grid.hi() - grid.lo()) / PLACES;
        double[][] turns = new double[PLACES][];
        Arrays.setAll(turns, p -> new double[] {Math.cos(p * step), Math.sin(p * step)});
        return turns;
    }

    private static Scan scan(int[] torsion, BitSet before, BitSet placed, PairNumbers numbers, double[][] turns) {
        BitSet turned = (BitSet) placed.clone();
        turned.andNot(before);
        BitSet others = (BitSet) before.clone();
        others.clear(torsion[1]); // on the axis: as far away at every place
        others.clear(torsion[2]);
        int[] moving = turned.stream().toArray();
        int[] resting = others.stream().toArray();
        List<int[]> pairs = new ArrayList<>();
        List<float[]> all = new ArrayList<>();
        for (int m = 0; m < moving.length; m++) {
            for (int r = 0; r < resting.length; r++) {
                float[] of = numbers.of(moving[m], resting[r]);
                if (of[1] != 0 || of[2] != 0) {
                    pairs.add(new int[] {m, r});
                    all.add(of);
                }
            }
        }
        return new Scan(placed, moving, resting, pairs.toArray(int[][]::new), all.toArray(float[][]::new), turns);
    }

    /** σ², 4 ε and charges of pairs. */
    private record PairNumbers(SystemParameters.Nonbonded of, int[] exception) {
        PairNumbers(SystemParameters.Nonbonded of) {
            this(of, new int[of.charge().length * of.charge().length]);
            int atoms = of.charge().length;
            for (int n = 0; n < of.exceptionCharge().length; n++) {
                int i = of.exceptionAtoms()[2 * n];
                int j = of.exceptionAtoms()[2 * n + 1];
                exception[i * atoms + j] = n + 1;
                exception[j * atoms + i] = n + 1;
            }
        }

        float[] of(int i, int j) {
            int n = exception[i * of.charge().length + j] - 1;
            double sigma = n < 0 ? 0.5 * (of.sigma()[i] + of.sigma()[j]) : of.exceptionSigma()[n];
            double epsilon = n < 0 ? Math.sqrt(of.epsilon()[i] * of.epsilon()[j]) : of.exceptionEpsilon()[n];
            double charge = n < 0 ? of.charge()[i] * of.charge()[j] : of.exceptionCharge()[n];
            return new float[] {(float) (sigma * sigma), (float) (4 * epsilon), (float) charge};
        }
    }

    @Override
    public boolean at(int token) {
        return scans[token] != null && scans[token].pairs.length > 0;
    }

    @Override
    public float[][] of(int[] tokens, int offset, int token) {
        Scan scan = scans[token];
        double[] xyz = places(tokens, offset, token, scan.placed);
        float[][][] turned = turned(xyz, token, scan.moving);
        float[] repulsion = new float[PLACES];
        float[] charges = new float[PLACES];
        for (int i = 0; i < scan.pairs.length; i++) {
            int rest = 3 * scan.resting[scan.pairs[i][1]];
            add(turned[scan.pairs[i][0]], xyz, rest, scan.numbers[i], repulsion, charges);
        }
        return new float[][] {aboveLeast(repulsion), aboutMean(charges)};
    }

    private static void add(
            float[][] moving, double[] xyz, int rest, float[] numbers, float[] repulsion, float[] charges) {
        float x = (float) xyz[rest];
        float y = (float) xyz[rest + 1];
        float z = (float) xyz[rest + 2];
        float sigma2 = numbers[0];
        float epsilon4 = numbers[1];
        float charge = COULOMB * numbers[2];
        float least = Math.max(NEAREST * NEAREST * sigma2, 1e-4f);
        float[] mx = moving[0];
        float[] my = moving[1];
        float[] mz = moving[2];
        for (int p = 0; p < PLACES; p++) {
            float dx = mx[p] - x;
            float dy = my[p] - y;
            float dz = mz[p] - z;
            float r2 = Math.max(dx * dx + dy * dy + dz * dz, least);
            float s = sigma2 / r2;
            float s6 = s * s * s;
            repulsion[p] += epsilon4 * (s6 * s6 - s6);
            float born = BORN * BORN / (1 + r2 / (4 * BORN * BORN));
            charges[p] += charge * (1 / (float) Math.sqrt(r2) - SOLVENT / (float) Math.sqrt(r2 + born));
        }
    }

    /** Conformation with a torsion at the first place of its scan, [A][3]; atoms that are not placed stay at 0. */
    private double[] places(int[] tokens, int offset, int token, BitSet placed) {
        double[] q = new double[order.length];
        double[] known = centres.nothingKnown();
        for (int t = 0; t < order.length; t++) {
            int i = order[t];
            if (t < token) {
                q[i] = centres.of(t, known) + grids[t].at(tokens[offset + t], 0.5);
                centres.learn(t, q[i], known);
            } else if (t == token) {
                q[i] = grids[t].lo() + (grids[t].hi() - grids[t].lo()) / (2 * PLACES); // the first place
            } else if (scans[t] == null && placed.get(internal.internal().atom(i))) {
                q[i] = centres.of(t, known);
                centres.learn(t, q[i], known);
            }
        }
        internal.equivalents().unfold(q, 0);
        double[] xyz = new double[3 * internal.internal().atoms()];
        internal.internal().toCartesian(q, 0, xyz, 0, placed);
        return xyz;
    }

    /** Moving atoms at all places, [m][3][places], nm. */
    private float[][][] turned(double[] xyz, int token, int[] moving) {
        int[] torsion = internal.internal().torsionAtoms(order[token]);
        int b = 3 * torsion[1];
        int c = 3 * torsion[2];
        double[] axis = {xyz[b] - xyz[c], xyz[b + 1] - xyz[c + 1], xyz[b + 2] - xyz[c + 2]};
        double length = Math.sqrt(axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2]);
        for (int k = 0; k < 3; k++) {
            axis[k] /= length;
        }
        float[][][] turned = new float[moving.length][3][PLACES];
        double[][] turns = scans[token].turns;
        for (int m = 0; m < moving.length; m++) {
            int a = 3 * moving[m];
            double[] d = {xyz[a] - xyz[b], xyz[a + 1] - xyz[b + 1], xyz[a + 2] - xyz[b + 2]};
            double along = d[0] * axis[0] + d[1] * axis[1] + d[2] * axis[2];
            double[] across = {
                axis[1] * d[2] - axis[2] * d[1], axis[2] * d[0] - axis[0] * d[2], axis[0] * d[1] - axis[1] * d[0]
            };
            for (int p = 0; p < PLACES; p++) {
                double cos = turns[p][0];
                double sin = turns[p][1];
                for (int k = 0; k < 3; k++) {
                    double aside = d[k] - along * axis[k];
                    turned[m][k][p] = (float) (xyz[b + k] + along * axis[k] + cos * aside + sin * across[k]);
                }
            }
        }
        return turned;
    }

    private static float[] aboveLeast(float[] energy) {
        float least = Float.POSITIVE_INFINITY;
        for (float e : energy) {
            least = Math.min(least, e);
        }
        return bent(energy, least);
    }

    private static float[] aboutMean(float[] energy) {
        float sum = 0;
        for (float e : energy) {
            sum += e;
        }
        return bent(energy, sum / PLACES);
    }

    private static float[] bent(float[] energy, float from) {
        float[] bent = new float[PLACES];
        for (int p = 0; p < PLACES; p++) {
            float x = (energy[p] - from) / (float) THERMAL;
            bent[p] = -x / (1 + Math.abs(x) / CAP);
        }
        return bent;
    }
}
