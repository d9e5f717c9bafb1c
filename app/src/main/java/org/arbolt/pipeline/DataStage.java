package org.arbolt.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.arbolt.Progress;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.evaluate.ComparisonFeatures;
import org.arbolt.evaluate.ComparisonFeatures.Points;
import org.arbolt.evaluate.ConvergenceReport;
import org.arbolt.evaluate.TicaPlane;
import org.arbolt.io.trajectory.PublishedData;
import org.arbolt.math.Seed;
import org.arbolt.run.RunFiles;
import org.arbolt.units.Units;

/**
 * Makes the benchmark data set of a system: training, validation and test frames by independent runs, in the published
 * layout and as trajectories with energies and ladder numbers, and what noise and convergence make of them.
 */
final class DataStage {

    private final RunContext bench;
    private final DynamicsPlan plan;
    private final Dynamics dynamics;

    /** Makes a trajectory unless it is there. */
    @FunctionalInterface
    interface Dynamics {
        void run(String name, String file, DynamicsPlan plan, Seed seed);
    }

    /**
     * @param plan makes the training set
     * @param dynamics makes a trajectory in the run's folder
     */
    DataStage(RunContext bench, DynamicsPlan plan, Dynamics dynamics) {
        this.bench = bench;
        this.plan = plan;
        this.dynamics = dynamics;
    }

    /** Makes the trajectories alone. */
    void simulate() {
        for (PublishedData.Part part : PublishedData.Part.values()) {
            dynamics.run(label(part) + " dynamics", file(part), plan(part, plan), seed(part));
        }
    }

    DataReport run() {
        for (PublishedData.Part part : PublishedData.Part.values()) {
            dynamics.run(label(part) + " dynamics", file(part), plan(part, plan), seed(part));
            export(part);
        }
        if (!bench.folder().has(RunFiles.DATA)) {
            bench.folder().writeJson(RunFiles.DATA, report());
        }
        return bench.folder().readJson(RunFiles.DATA, DataReport.class);
    }

    private static DynamicsPlan plan(PublishedData.Part part, DynamicsPlan plan) {
        return part == PublishedData.Part.TRAIN
                ? plan
                : plan.withFrames(Math.min(plan.frames(), ComparisonFeatures.MOST));
    }

    private Seed seed(PublishedData.Part part) {
        return bench.seed().child("data " + label(part));
    }

    private static String label(PublishedData.Part part) {
        return part.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The trajectories of a data set, and what makes each.
     *
     * @param plan makes the training set
     */
    static Map<String, DynamicsPlan> trajectories(DynamicsPlan plan) {
        Map<String, DynamicsPlan> plans = new LinkedHashMap<>();
        for (PublishedData.Part part : PublishedData.Part.values()) {
            plans.put(file(part), plan(part, plan));
        }
        return plans;
    }

    private static String file(PublishedData.Part part) {
        return label(part) + ".npz";
    }

    private void export(PublishedData.Part part) {
        String name = bench.system().peptide();
        int kelvin = (int) Math.round(bench.system().temperatureKelvin());
        if (!bench.folder()
                .has(PublishedData.file(bench.folder().path(), name, kelvin, part)
                        .getFileName()
                        .toString())) {
            PublishedData.write(
                    bench.folder().path(),
                    name,
                    kelvin,
                    part,
                    bench.molecule().topology(),
                    bench.trajectory(file(part)).frames());
        }
    }

    private TrajectoryAnalysis analysis(PublishedData.Part part) {
        return new TrajectoryAnalysis(bench, bench.folder().file(file(part)));
    }

    private DataReport report() {
        Map<String, ConvergenceReport> parts = new LinkedHashMap<>();
        for (PublishedData.Part part : PublishedData.Part.values()) {
            parts.put(label(part), analysis(part).convergence(seed(part).child("convergence")));
        }
        Trajectory train = bench.trajectory(file(PublishedData.Part.TRAIN));
        TicaPlane plane =
                analysis(PublishedData.Part.TRAIN).slowPlane(seed(PublishedData.Part.TRAIN).stream("clusters", 0));
        ComparisonFeatures measures = ComparisonFeatures.of(
                bench.molecule().topology(), Units.thermalEnergy(bench.system().temperatureKelvin()), plane);
        Trajectory val = bench.trajectory(file(PublishedData.Part.VAL));
        Trajectory test = bench.trajectory(file(PublishedData.Part.TEST));
        List<DataReport.Floor> floors = List.of(
                floor(
                        "validation and test (independent runs)",
                        measures,
                        points(measures, val, IntStream.range(0, val.count()).toArray()),
                        points(measures, test, IntStream.range(0, test.count()).toArray())),
                floor(
                        "even and odd ladders of training",
                        measures,
                        points(measures, train, train.half(0)),
                        points(measures, train, train.half(1))));
        return new DataReport(
                bench.system().peptide(),
                bench.system().temperatureKelvin(),
                parts,
                floors,
                plane == null ? null : plane.facts(),
                parts.values().stream().allMatch(ConvergenceReport::converged));
    }

    private static Points points(ComparisonFeatures measures, Trajectory trajectory, int[] chosen) {
        return measures.points(trajectory.frames(), trajectory.energy(), chosen);
    }

    private Progress progress(String what, String between) {
        return bench.stages().begin("noise floor of " + what + between, "parts");
    }

    private DataReport.Floor floor(String between, ComparisonFeatures measures, Points a, Points b) {
        boolean slow = measures.plane() != null;
        return new DataReport.Floor(
                between,
                Math.min(a.size(), b.size()),
                measures.energyDistance(a, b),
                measures.torsionDistance(a, b, progress("torsions, ", between)),
                slow ? measures.slowDistance(a, b, progress("slow coordinates, ", between)) : null,
                slow ? measures.slowDivergence(a, b) : null);
    }
}
