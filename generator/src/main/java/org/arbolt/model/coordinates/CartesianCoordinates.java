package org.arbolt.model.coordinates;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.math.RandomStream;
import org.arbolt.molecule.Topology;

/**
 * The paper's tokens: x, y, z of each atom in the order of the topology, divided by one length s and put on one grid
 * (docs/method.md, "Two coordinate systems"; Rehman et al. 2026, §3). Training examples are centred, turned at random
 * and shifted by a centroid drawn from N(0, I/A) in units of s. The density is uniform within a cell.
 *
 * @param atoms number of atoms A
 * @param scale the length s that one unit of the grid stands for, nm
 * @param grid bins of a coordinate in units of s
 * @param shifted whether training examples are shifted; if not, they are centred
 */
public record CartesianCoordinates(int atoms, double scale, Grid grid, boolean shifted) implements Coordinates {
    static final String KIND = "cartesian";

    /** Draws of a place in a cell before giving up; one is nearly always enough. */
    private static final int TRIES = 1000;

    private static final double TRANSFERABLE_SCALE = 0.35; // nm
    private static final double TRANSFERABLE_RANGE = 4.5;

    /** Coordinates of a model of one molecule, whose training examples are shifted. */
    public CartesianCoordinates(int atoms, double scale, Grid grid) {
        this(atoms, scale, grid, true);
    }

    public CartesianCoordinates {
        if (atoms < 1) {
            throw new IllegalArgumentException("coordinates need at least one atom, had " + atoms);
        }
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("scale must be a positive length in nm, was " + scale);
        }
        if (grid.period() > 0) {
            throw new IllegalArgumentException("Cartesian coordinates do not live on a circle");
        }
    }

    /**
     * The scale from training frames: the standard deviation of all centred coordinates.
     *
     * @param atoms of the molecule
     * @param frames training frames of it
     * @param half the grid is ±half, in units of the scale (3 in the paper for a single system)
     * @param bins V
     */
    public static CartesianCoordinates fit(int atoms, FramePasses frames, double half, int bins) {
        return new CartesianCoordinates(atoms, Centroid.scale(frames), new Grid(-half, half, bins, 0));
    }

    /** The paper's coordinates for models of many molecules: one scale for all, ±4.5 of it, no shift. */
    public static CartesianCoordinates transferable(int atoms, int bins) {
        Grid grid = new Grid(-TRANSFERABLE_RANGE, TRANSFERABLE_RANGE, bins, 0);
        return new CartesianCoordinates(atoms, TRANSFERABLE_SCALE, grid, false);
    }

    @Override
    public int tokens() {
        return 3 * atoms;
    }

    @Override
    public int bins() {
        return grid.bins();
    }

    @Override
    public int[] kind() {
        int[] kind = new int[tokens()];
        for (int p = 0; p < kind.length; p++) {
            kind[p] = p % 3;
        }
        return kind;
    }

    @Override
    public int[] atom() {
        int[] atom = new int[tokens()];
        for (int p = 0; p < atom.length; p++) {
            atom[p] = p / 3;
        }
        return atom;
    }

    @Override
    public double centroidDeviation() {
        if (!shifted) {
            throw new IllegalStateException(
                    "examples are not shifted: the centroid density is fitted to what a model draws");
        }
        return scale / Math.sqrt(atoms);
    }

    @Override
    public boolean tokenise(double[] xyz, int offset, int[] tokens, int tokenOffset) {
        for (int p = 0; p < 3 * atoms; p++) {
            int bin = grid.bin(xyz[offset + p] / scale);
            if (bin < 0) {
                return false;
            }
            tokens[tokenOffset + p] = bin;
        }
        return true;
    }

    @Override
    public double logCellDensity(double[] xyz, int offset) {
        return -tokens() * Math.log(grid.width() * scale);
    }

    @Override
    public void decode(int[] tokens, int tokenOffset, RandomStream random, double[] xyz, int offset) {
        for (int p = 0; p < tokens(); p++) {
            xyz[offset + p] = draw(tokens[tokenOffset + p], random);
        }
    }

    private double draw(int token, RandomStream random) {
        for (int i = 0; i < TRIES; i++) {
            float x = (float) (scale * grid.at(token, random.nextDouble()));
            if (grid.bin(x / scale) == token) {
                return x;
            }
        }
        throw new IllegalStateException("bins of " + grid.width() * scale + " nm are too fine for float32 coordinates");
    }

    @Override
    public double[] placedForTraining(double[] xyz, int offset, RandomStream random) {
        double[] x = Arrays.copyOfRange(xyz, offset, offset + 3 * atoms);
        Centroid.moveTo(new double[3], x, 0, atoms);
        double[] turn = Rotation.uniform(random);
        Rotation.apply(turn, shifted ? Centroid.draw(centroidDeviation(), random) : new double[3], x, 0, atoms);
        return x;
    }

    @Override
    public Map<String, Object> describe() {
        Map<String, Object> d = new LinkedHashMap<>();
        d.put("kind", KIND);
        d.put("atoms", atoms);
        d.put("bins", grid.bins());
        d.put("scale", scale);
        d.put("lo", grid.lo());
        d.put("hi", grid.hi());
        if (!shifted) {
            d.put("shifted", false);
        }
        return d;
    }

    static CartesianCoordinates from(CoordinateDescription d, Topology topology) {
        if (d.has("atoms") && d.integer("atoms") != topology.atomCount()) { // without: of any molecule
            throw d.unusable("atoms", "must be " + topology.atomCount() + " as in the molecule");
        }
        try {
            Grid grid = new Grid(d.number("lo"), d.number("hi"), d.integer("bins"), 0);
            boolean shifted = !d.has("shifted") || d.truth("shifted");
            return new CartesianCoordinates(topology.atomCount(), d.number("scale"), grid, shifted);
        } catch (IllegalArgumentException e) {
            throw new BadInput("coordinates of the model: " + e.getMessage() + "; the model file is damaged", e);
        }
    }
}
