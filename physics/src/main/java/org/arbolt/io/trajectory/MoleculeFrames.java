package org.arbolt.io.trajectory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;

/**
 * Frames of a file as those of one molecule: of its number of atoms, in the order of its topology, finite, and in nm.
 * Frames with broken bonds are passed on and remarked.
 */
final class MoleculeFrames implements FrameSource {
    private static final int MOST_KEPT = 8; // numbers of broken frames

    private final Path path;
    private final FrameSource source;
    private final int[] order; // for every atom of the topology its place in the file
    private final boolean identity; // whether the file has them in that order already
    private final BondCheck bonds; // null where they are not known
    private final ReadOptions options;
    private final List<Long> broken = new ArrayList<>(); // the first of them
    private long brokenCount;
    private boolean looked; // at a first frame
    private boolean told;
    private long before; // frames read

    /**
     * @param topology whose bonds are looked at; null for none
     * @throws BadInput if the frames are of another number of atoms; the source is closed then
     */
    MoleculeFrames(Path path, FrameSource source, int[] order, Topology topology, ReadOptions options) {
        this.path = path;
        this.source = source;
        this.order = order.clone();
        this.identity = isIdentity(order);
        this.bonds = topology == null ? null : new BondCheck(topology);
        this.options = options;
        if (source.atoms() != order.length) {
            source.close();
            throw new BadInput(path + " has frames of " + source.atoms() + " atoms, the topology has " + order.length
                    + "; give frames and topology of one molecule");
        }
    }

    @Override
    public int atoms() {
        return order.length;
    }

    @Override
    public long count() {
        return source.count();
    }

    @Override
    public Frames next(int most) {
        Frames read = source.next(most);
        requireFinite(read);
        Frames frames = identity ? read : reordered(read);
        if (bonds != null) {
            look(frames);
        }
        before += frames.count();
        if (before == source.count()) {
            tell();
        }
        return frames;
    }

    @Override
    public void skip(long frames) {
        source.skip(frames);
        before += frames;
    }

    private void look(Frames frames) {
        if (!looked) {
            bonds.requireNanometres(path, frames);
            looked = frames.count() > 0;
        }
        for (int f = 0; f < frames.count(); f++) {
            if (!bonds.whole(frames, f)) {
                brokenCount++;
                if (broken.size() < MOST_KEPT) {
                    broken.add(before + f);
                }
            }
        }
    }

    private void tell() {
        if (!told) {
            BondCheck.tell(path, brokenCount, source.count(), broken, options.remarks());
        }
        told = true;
    }

    @Override
    public void close() {
        tell();
        source.close();
    }

    private void requireFinite(Frames frames) {
        double[] xyz = frames.xyz();
        for (int i = 0; i < xyz.length; i++) {
            if (!Double.isFinite(xyz[i])) {
                throw new BadInput(path + ": frame " + (before + i / (3 * order.length) + 1) + ", atom "
                        + (i / 3 % order.length + 1) + " has coordinate " + xyz[i]
                        + ", which is not finite; remove the frame");
            }
        }
    }

    private Frames reordered(Frames frames) {
        Frames out = Frames.allocate(frames.count(), order.length);
        for (int f = 0; f < frames.count(); f++) {
            int start = f * order.length;
            for (int a = 0; a < order.length; a++) {
                System.arraycopy(frames.xyz(), 3 * (start + order[a]), out.xyz(), 3 * (start + a), 3);
            }
        }
        return out;
    }

    private static boolean isIdentity(int[] order) {
        return IntStream.range(0, order.length).allMatch(i -> order[i] == i);
    }
}
