package org.arbolt.io.pdb;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.io.trajectory.FrameSource;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.HydrogenBuilder;
import org.arbolt.molecule.Topology;

/** The models of a PDB file as frames, atoms in the order of the topology. Hydrogens that the file lacks are built. */
public final class PdbFrames implements FrameSource {
    private final Path path;
    private final StructureModels models;
    private final List<PdbAtom> first;
    private final int count;
    private final Topology topology;
    private final int[] source;
    private final boolean[] there;
    private final HydrogenBuilder hydrogens; // null where none is to be built
    private int read;

    /**
     * @param models to be read from its second model on
     * @param first its first model
     * @param count models in all
     * @param source for every atom of the topology its place in a model; -1 for a hydrogen that is to be built
     */
    PdbFrames(Path path, StructureModels models, List<PdbAtom> first, int count, Topology topology, int[] source) {
        this.path = path;
        this.models = models;
        this.first = first;
        this.count = count;
        this.topology = topology;
        this.source = source;
        there = new boolean[source.length];
        for (int i = 0; i < there.length; i++) {
            there[i] = source[i] >= 0;
        }
        hydrogens = built() > 0 ? new HydrogenBuilder(topology) : null;
    }

    /** The molecule; null where its atoms come as they stand in the file. */
    public Topology topology() {
        return topology;
    }

    /** For every atom of the topology its place in the file; where hydrogens were built, in the topology itself. */
    int[] order() {
        return built() == 0 ? source.clone() : IntStream.range(0, source.length).toArray();
    }

    /** Number of hydrogens that the file lacks. */
    int built() {
        return (int) IntStream.range(0, source.length).filter(i -> !there[i]).count();
    }

    @Override
    public int atoms() {
        return source.length;
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public Frames next(int most) {
        Frames frames = Frames.allocate(Math.min(most, count - read), source.length);
        for (int f = 0; f < frames.count(); f++, read++) {
            List<PdbAtom> model = read == 0 ? first : models.next();
            requireSameAtoms(model);
            System.arraycopy(coordinates(model), 0, frames.xyz(), f * source.length * 3, source.length * 3);
        }
        return frames;
    }

    private double[] coordinates(List<PdbAtom> model) {
        double[] xyz = new double[3 * source.length];
        for (int i = 0; i < source.length; i++) {
            if (there[i]) {
                System.arraycopy(model.get(source[i]).xyz(), 0, xyz, 3 * i, 3);
            }
        }
        if (hydrogens != null) {
            try {
                hydrogens.place(xyz, there);
            } catch (BadInput e) {
                throw new BadInput(path + ": model " + (read + 1) + ": " + e.getMessage(), e);
            }
        }
        return xyz;
    }

    @Override
    public void close() {
        models.close();
    }

    private void requireSameAtoms(List<PdbAtom> model) {
        if (model == null) {
            throw new BadInput(
                    path + " has fewer than its " + count + " models now; it was changed while it was read, try again");
        }
        if (model.size() != first.size()) {
            throw new BadInput(path + ": model " + (read + 1) + " has " + model.size() + " atoms, the first has "
                    + first.size() + "; all models must be of one molecule");
        }
        for (int i = 0; i < first.size(); i++) {
            if (!model.get(i).name().equals(first.get(i).name())) {
                throw new BadInput(path + " line " + model.get(i).line() + ": atom "
                        + model.get(i).name() + " where the first model has "
                        + first.get(i).name() + "; all models must list the same atoms");
            }
        }
    }
}
