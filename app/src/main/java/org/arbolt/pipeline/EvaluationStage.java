package org.arbolt.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.evaluate.BackboneResidue;
import org.arbolt.evaluate.ComparisonFeatures;
import org.arbolt.evaluate.EnsembleDistances;
import org.arbolt.evaluate.Observables;
import org.arbolt.evaluate.TicaPlane;
import org.arbolt.molecule.Topology;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.WeightStatistics;
import org.arbolt.units.Units;

/** The numbers of an ensemble, by itself and beside a reference. */
final class EvaluationStage {
    private final RunContext bench;

    EvaluationStage(RunContext bench) {
        this.bench = bench;
    }

    /** @param file the reference; compared with nothing where there is no such file */
    Evaluation evaluate(Ensemble ensemble, Path file) {
        Topology topology = bench.molecule().topology();
        double thermal = Units.thermalEnergy(bench.system().temperatureKelvin());
        Trajectory reference = Files.isRegularFile(file) ? TrajectoryArrays.read(file, topology.atomCount()) : null;
        List<BackboneResidue> residues = BackboneResidue.of(topology);
        return new Evaluation(
                ensemble,
                reference,
                residues,
                WeightStatistics.of(ensemble, bench.seed().child("evaluation")),
                reference == null ? null : distances(ensemble, reference, file, thermal),
                new Observables(ensemble, reference, residues, thermal));
    }

    private EnsembleDistances distances(Ensemble ensemble, Trajectory reference, Path file, double thermal) {
        TicaPlane plane =
                new TrajectoryAnalysis(bench, file).slowPlane(bench.seed().child("evaluation").stream("clusters", 0));
        if (plane == null) {
            bench.stages()
                    .note("TICA-W2: none; frames of the reference are too few, or remember nothing from one to the"
                            + " next, or do not say their walkers");
        }
        return EnsembleDistances.of(
                ensemble,
                reference,
                ComparisonFeatures.of(bench.molecule().topology(), thermal, plane),
                bench.seed().child("evaluation"),
                bench.stages().begin("comparing with the reference", "parts"));
    }
}
