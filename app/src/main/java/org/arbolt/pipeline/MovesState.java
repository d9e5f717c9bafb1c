package org.arbolt.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.molecule.Frames;
import org.arbolt.sampling.LocalMoves;

/** The state of moves by forces as arrays of a file, in double precision. */
final class MovesState {
    private MovesState() {}

    static Map<String, NpyArray> arrays(LocalMoves.State state) {
        Frames frames = state.frames();
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("positions", NpyArray.of(frames.xyz(), frames.count(), frames.atoms(), 3));
        arrays.put("energy", NpyArray.of(state.energy()));
        arrays.put("forces", NpyArray.of(state.forces(), frames.count(), frames.atoms(), 3));
        arrays.put("leapfrog_ps", NpyArray.of(new double[] {state.stepPs()}));
        arrays.put("adapts", NpyArray.of(new long[] {state.adapts() ? 1 : 0}));
        arrays.put("moves", NpyArray.of(new long[] {state.moves()}));
        arrays.put("evaluations", NpyArray.of(new long[] {state.evaluations()}));
        return arrays;
    }

    /** @throws org.arbolt.BadInput if it is not of so many conformations of so many atoms */
    static LocalMoves.State of(SavedState saved, int count, int atoms) {
        return saved.checked(() -> new LocalMoves.State(
                new Frames(atoms, saved.doubles("positions", count, atoms, 3)),
                saved.doubles("energy", count),
                saved.doubles("forces", count, atoms, 3),
                saved.number("leapfrog_ps"),
                saved.count("adapts") == 1,
                saved.count("moves"),
                saved.count("evaluations")));
    }
}
