package org.arbolt.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.arbolt.BadInput;
import org.arbolt.io.trajectory.TrajectoryFormat;
import org.arbolt.pipeline.ControlPlan;
import org.arbolt.pipeline.DynamicsPlan;
import org.arbolt.pipeline.MolecularSystem;
import org.arbolt.pipeline.Pipeline;
import org.arbolt.pipeline.RunConfig;
import org.arbolt.run.Part;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "md",
        mixinStandardHelpOptions = true,
        description = {
            "Equilibrium frames of a peptide by replica-exchange Langevin dynamics, and how converged they are.",
            "",
            "Writes a run folder with trajectory.npz ('positions' [F,A,3] float32 nm, 'energy' [F] kJ/mol, 'ladder' "
                    + "[F], 'walker' [F]), topology.pdb and convergence.json, and the frames for other programs as "
                    + "trajectory.dcd or as --format says. Stopped at any moment, the same command goes on where it "
                    + "was."
        },
        footer = {"", "Example:", "  arbolt md Ace-A-Nme --frames 100000 --seed 7 --output data/train"})
final class MdCommand extends RecordedCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PEPTIDE", description = SystemOptions.PEPTIDE)
    private String peptide;

    @Option(names = "--frames", defaultValue = "10000", description = "frames to keep (default: ${DEFAULT-VALUE})")
    private int frames;

    @Option(
            names = "--spacing",
            paramLabel = "PS",
            defaultValue = "1",
            description = "ps between frames (default: ${DEFAULT-VALUE})")
    private double spacing;

    @Option(
            names = "--ladders",
            defaultValue = "32",
            description = "independent ladders side by side (default: ${DEFAULT-VALUE})")
    private int ladders;

    @Option(
            names = "--rungs",
            description =
                    "temperatures per ladder; 1: no exchange (default: as many as let neighbours exchange 3 times "
                            + "in 10)")
    private Integer rungs;

    @Option(
            names = "--cold-rungs",
            defaultValue = "6",
            description = "replicas of a ladder at the lowest temperature (default: ${DEFAULT-VALUE})")
    private int coldRungs;

    @Option(
            names = "--hottest",
            paramLabel = "K",
            defaultValue = "700",
            description = "hottest temperature (default: ${DEFAULT-VALUE})")
    private double hottest;

    @Option(
            names = "--equilibration",
            paramLabel = "PS",
            defaultValue = "50",
            description = "ps before frames are kept (default: ${DEFAULT-VALUE})")
    private double equilibration;

    @Option(
            names = "--friction",
            paramLabel = "1/PS",
            defaultValue = "1",
            description = "of the thermostat (default: ${DEFAULT-VALUE})")
    private double friction;

    @Option(
            names = "--time-step",
            paramLabel = "FS",
            defaultValue = "" + 1000 * DynamicsPlan.TIME_STEP_PS,
            description = "time step, a whole fraction of 100 fs (default: ${DEFAULT-VALUE})")
    private double timeStep;

    @Option(
            names = "--hydrogen-mass",
            paramLabel = "AMU",
            defaultValue = "" + DynamicsPlan.HYDROGEN_MASS,
            description = "mass that hydrogens move with; populations do not depend on it, and heavy ones allow longer "
                    + "steps; 0: their own (default: ${DEFAULT-VALUE})")
    private double hydrogenMass;

    @Option(
            names = "--turns",
            paramLabel = "N",
            defaultValue = "" + DynamicsPlan.TURNS,
            description = "trials of turns about bonds before each exchange: as many as there are such bonds of the "
                    + "backbone, likewise of side chains, at most N of either; 0: none (default: ${DEFAULT-VALUE})")
    private int turns;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            split = ",",
            defaultValue = "dcd",
            description = "what else the frames are written as, of ${COMPLETION-CANDIDATES}; none for NPZ alone "
                    + "(default: ${DEFAULT-VALUE})")
    private List<TrajectoryFormat> formats;

    @Mixin
    private ControlOptions control;

    @Mixin
    private SystemOptions system;

    @Mixin
    private PartOption part;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "run folder (default: runs/PEPTIDE-md, or runs/PEPTIDE-md-part-i-N)")
    private Path output;

    @Override
    public Integer call() {
        Path folder = output != null ? output : Path.of("runs", MolecularSystem.label(peptide) + "-md" + part.suffix());
        DynamicsPlan plan = new DynamicsPlan(
                        ladders,
                        rungs == null ? DynamicsPlan.CHOSEN : rungs,
                        coldRungs,
                        hottest,
                        equilibration,
                        spacing,
                        1,
                        friction,
                        timeStep / 1000,
                        hydrogenMass,
                        turns)
                .withFrames(frames);
        RunConfig config = new RunConfig(system.of(peptide), seed(), plan, null, null)
                .withControl(unwindowed(control.plan()))
                .withPart(part.of(Part.Work.DYNAMICS, ladders));
        if (part.elsewhere()) {
            System.out.println(part.run(folder, typed()));
            return 0;
        }
        System.out.println(Pipeline.dynamics(folder, config, Set.copyOf(formats), typed(), ConsoleStages.INSTANCE));
        return 0;
    }

    /** Windows are for frames that are there: dynamics cannot be kept in them. */
    private static ControlPlan unwindowed(ControlPlan asked) {
        if (asked != null && asked.restrict() != null) {
            throw new BadInput("--restrict is for arbolt sample and run; choose the frames that lie in the window, or "
                    + "use --restrain");
        }
        return asked;
    }
}
