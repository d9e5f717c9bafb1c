package org.arbolt.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Stereocentres;

/**
 * A proposal whose mirror images are put right: a sample x with every stereocentre inverted is replaced by −x. That is
 * the pushforward of q under this map, so the density is exact (docs/method.md, "Centroid, rotation, handedness"): q(x)
 * + q(−x) where −x is such a mirror image, which is where all centres are right; 0 on the mirror images; q(x)
 * elsewhere. Reflection at the origin leaves volumes as they are, and float32 coordinates exact. The published code
 * flips without this density.
 *
 * @param inner what is drawn from
 * @param chirality the stereocentres as they should be
 */
public record Reflected(Proposal inner, Stereocentres chirality) implements Proposal {

    @Override
    public int atoms() {
        return inner.atoms();
    }

    @Override
    public Draw draw(Seed seed, long first, int count) {
        Draw drawn = inner.draw(seed, first, count);
        double[] logDensity = drawn.logDensity().clone();
        addMirrored(drawn.frames(), logDensity, f -> right(drawn.frames(), f) || inverted(drawn.frames(), f));
        double[] xyz = drawn.frames().xyz().clone();
        for (int f = 0; f < count; f++) {
            if (inverted(drawn.frames(), f)) {
                mirror(xyz, f);
            }
        }
        return new Draw(new Frames(atoms(), xyz), logDensity);
    }

    @Override
    public void close() {
        inner.close();
    }

    @Override
    public double[] logDensity(Frames frames) {
        double[] logDensity = inner.logDensity(frames);
        addMirrored(frames, logDensity, f -> right(frames, f));
        for (int f = 0; f < logDensity.length; f++) {
            if (inverted(frames, f)) {
                logDensity[f] = Double.NEGATIVE_INFINITY;
            }
        }
        return logDensity;
    }

    /** Adds q(−x) to the density of chosen frames. */
    private void addMirrored(Frames frames, double[] logDensity, IntPredicate chosen) {
        List<Integer> which = new ArrayList<>();
        for (int f = 0; f < frames.count(); f++) {
            if (chosen.test(f)) {
                which.add(f);
            }
        }
        double[] xyz = new double[3 * atoms() * which.size()];
        for (int i = 0; i < which.size(); i++) {
            System.arraycopy(frames.xyz(), 3 * atoms() * which.get(i), xyz, 3 * atoms() * i, 3 * atoms());
            mirror(xyz, i);
        }
        double[] mirrored = inner.logDensity(new Frames(atoms(), xyz));
        for (int i = 0; i < mirrored.length; i++) {
            logDensity[which.get(i)] = logSum(logDensity[which.get(i)], mirrored[i]);
        }
    }

    /** Whether this frame's mirror image has every centre inverted. */
    private boolean right(Frames frames, int frame) {
        return chirality.count() > 0 && chirality.agree(frames.xyz(), 3 * atoms() * frame);
    }

    private boolean inverted(Frames frames, int frame) {
        return chirality.inverted(frames.xyz(), 3 * atoms() * frame);
    }

    private void mirror(double[] xyz, int frame) {
        int from = 3 * atoms() * frame;
        for (int i = from; i < from + 3 * atoms(); i++) {
            xyz[i] = -xyz[i];
        }
    }

    private static double logSum(double a, double b) {
        double most = Math.max(a, b);
        return most == Double.NEGATIVE_INFINITY ? most : most + Math.log(Math.exp(a - most) + Math.exp(b - most));
    }
}
