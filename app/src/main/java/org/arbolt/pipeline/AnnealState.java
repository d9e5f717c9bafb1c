package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.arbolt.sampling.AnnealedSampling;
import org.arbolt.sampling.LocalMoves;

/**
 * Annealing that is under way, {@code anneal.unfinished.npz}.
 *
 * @param annealing where it is
 * @param moves the samples, as the last move left them
 */
record AnnealState(AnnealedSampling.State annealing, LocalMoves.State moves) {

    void write(Path file) {
        Map<String, NpyArray> arrays = MovesState.arrays(moves);
        arrays.put("begin", NpyArray.of(annealing.begin()));
        arrays.put("log_weight", NpyArray.of(annealing.logWeight()));
        arrays.put("ancestor", NpyArray.of(annealing.ancestor()));
        put(arrays, "step_kelvin", AnnealedSampling.Step::temperatureKelvin);
        put(arrays, "step_effective", AnnealedSampling.Step::effective);
        put(arrays, "step_acceptance", AnnealedSampling.Step::acceptance);
        put(arrays, "step_leapfrog_ps", AnnealedSampling.Step::stepPs);
        put(arrays, "step_energy", AnnealedSampling.Step::energy);
        arrays.put(
                "step_lineages",
                NpyArray.of(annealing.steps().stream()
                        .mapToInt(AnnealedSampling.Step::lineages)
                        .toArray()));
        Npz.write(file, arrays);
    }

    private void put(Map<String, NpyArray> arrays, String name, ToDoubleFunction<AnnealedSampling.Step> of) {
        arrays.put(name, NpyArray.of(annealing.steps().stream().mapToDouble(of).toArray()));
    }

    /** @throws org.arbolt.BadInput if the file holds no such annealing of so many samples of so many atoms */
    static AnnealState read(Path file, AnnealedSampling annealed, int samples, int atoms) {
        SavedState saved = SavedState.read(file, file);
        LocalMoves.State moves = MovesState.of(saved, samples, atoms);
        List<AnnealedSampling.Step> steps = steps(saved);
        if (steps.isEmpty() || steps.size() != moves.moves()) {
            throw saved.damaged(moves.moves() + " moves, of which " + steps.size() + " are described");
        }
        double kelvin = steps.getLast().temperatureKelvin();
        if (!(kelvin >= annealed.temperatureKelvin() && kelvin <= annealed.hottestKelvin())) {
            throw saved.damaged("a temperature of " + kelvin + " K");
        }
        return new AnnealState(
                saved.checked(() -> new AnnealedSampling.State(
                        saved.doubles("begin", samples),
                        saved.doubles("log_weight", samples),
                        saved.integers("ancestor", samples),
                        steps)),
                moves);
    }

    private static List<AnnealedSampling.Step> steps(SavedState saved) {
        int count = saved.length("step_kelvin");
        double[] kelvin = saved.doubles("step_kelvin", count);
        double[] effective = saved.doubles("step_effective", count);
        int[] lineages = saved.integers("step_lineages", count);
        double[] acceptance = saved.doubles("step_acceptance", count);
        double[] stepPs = saved.doubles("step_leapfrog_ps", count);
        double[] energy = saved.doubles("step_energy", count);
        List<AnnealedSampling.Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.add(new AnnealedSampling.Step(
                    kelvin[i], effective[i], lineages[i], acceptance[i], stepPs[i], energy[i]));
        }
        return steps;
    }
}
