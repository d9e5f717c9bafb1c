package org.arbolt.molecule;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A batch of conformations of one molecule. The array is shared, not copied: whoever hands it over no longer writes to
 * it.
 */
public final class Frames {
    private final int atoms;
    private final double[] xyz; // [frame][atom][3], nm

    /**
     * @param atoms number of atoms of the molecule
     * @param xyz [F][A][3] flattened, nm
     * @throws IllegalArgumentException if the array is not a whole number of frames
     */
    public Frames(int atoms, double[] xyz) {
        if (atoms < 1 || xyz.length % (3 * atoms) != 0) {
            throw new IllegalArgumentException("coordinates must be a whole number of frames of " + atoms
                    + " atoms, were " + xyz.length + " numbers");
        }
        this.atoms = atoms;
        this.xyz = xyz;
    }

    /** An empty batch of {@code count} frames, to be filled through {@link #xyz()} by whoever made it. */
    public static Frames allocate(int count, int atoms) {
        return new Frames(atoms, new double[Math.multiplyExact(count, 3 * atoms)]);
    }

    public int count() {
        return xyz.length / (3 * atoms);
    }

    public int atoms() {
        return atoms;
    }

    /** The coordinates themselves, [F][A][3] flattened, nm. */
    public double[] xyz() {
        return xyz;
    }

    /** Coordinate {@code axis} (0 x, 1 y, 2 z) of an atom, nm. */
    public double get(int frame, int atom, int axis) {
        return xyz[(frame * atoms + atom) * 3 + axis];
    }

    /** Distance of two atoms in one frame, nm. */
    public double distance(int frame, int first, int second) {
        return Geometry.distance(xyz, (frame * atoms + first) * 3, (frame * atoms + second) * 3);
    }

    /** A copy of the frames {@code from} (inclusive) to {@code to} (exclusive). */
    public Frames slice(int from, int to) {
        return new Frames(atoms, Arrays.copyOfRange(xyz, from * 3 * atoms, to * 3 * atoms));
    }

    /** A copy with every coordinate times a factor. */
    public Frames times(double factor) {
        return new Frames(atoms, Arrays.stream(xyz).map(value -> factor * value).toArray());
    }

    /** A copy with the centroid of every frame, all atoms weighted equally, at the origin. */
    public Frames centred() {
        double[] out = xyz.clone();
        int width = 3 * atoms;
        for (int at = 0; at < out.length; at += width) {
            for (int axis = 0; axis < 3; axis++) {
                double mean = 0;
                for (int k = axis; k < width; k += 3) {
                    mean += out[at + k] / atoms;
                }
                for (int k = axis; k < width; k += 3) {
                    out[at + k] -= mean;
                }
            }
        }
        return new Frames(atoms, out);
    }

    /** A copy of chosen frames, in the order given; a frame may be chosen more than once. */
    public Frames select(int[] chosen) {
        Frames out = allocate(chosen.length, atoms);
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(xyz, chosen[i] * 3 * atoms, out.xyz, i * 3 * atoms, 3 * atoms);
        }
        return out;
    }

    /** A copy of some atoms of all frames, in their order. */
    public Frames of(BitSet chosen) {
        int[] some = chosen.stream().toArray();
        Frames out = allocate(count(), some.length);
        for (int f = 0; f < count(); f++) {
            for (int i = 0; i < some.length; i++) {
                System.arraycopy(xyz, 3 * (f * atoms + some[i]), out.xyz, 3 * (f * some.length + i), 3);
            }
        }
        return out;
    }

    /** All frames of all parts, in order. */
    public static Frames concatenate(Iterable<Frames> parts, int atoms) {
        int count = 0;
        for (Frames part : parts) {
            if (part.atoms != atoms) {
                throw new IllegalArgumentException(
                        "cannot join frames of " + part.atoms + " atoms to frames of " + atoms);
            }
            count = Math.addExact(count, part.count());
        }
        Frames out = allocate(count, atoms);
        int at = 0;
        for (Frames part : parts) {
            System.arraycopy(part.xyz, 0, out.xyz, at, part.xyz.length);
            at += part.xyz.length;
        }
        return out;
    }
}
