package org.arbolt.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.arbolt.BadInput;
import org.arbolt.pipeline.EvaluationPlan;
import org.arbolt.pipeline.MolecularSystem;
import org.arbolt.pipeline.Pipeline;
import org.arbolt.pipeline.Presets;
import org.arbolt.pipeline.RunConfig;
import org.arbolt.pipeline.SmcPlan;
import org.arbolt.pipeline.Summary;
import org.arbolt.run.Part;
import org.arbolt.run.RunFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        description = {
            "Draws independent samples from a trained model and weighs them.",
            "",
            "Writes a run folder with samples.npz ('positions' [F,A,3] float32 nm, 'log_q', 'energy' kJ/mol, "
                    + "'log_weight') and samples.dcd. The same command with more --samples tops up."
        },
        footer = {
            "",
            "Examples:",
            "  arbolt sample AAA --samples 50000",
            "  arbolt sample Ace-A-Nme --model runs/Ace-A-Nme-model/model.safetensors --samples 50000"
        })
final class SampleCommand extends RecordedCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PEPTIDE", description = SystemOptions.PEPTIDE)
    private String peptide;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "a trained model (.safetensors; default: the one that ships for the peptide, else that of "
                    + "many peptides)")
    private Path model;

    @Option(names = "--samples", defaultValue = "10000", description = "samples in all (default: ${DEFAULT-VALUE})")
    private int samples;

    @Mixin
    private SamplingOptions sampling;

    @Mixin
    private ControlOptions control;

    @Mixin
    private VariableOptions profiles;

    @Mixin
    private SystemOptions system;

    @Mixin
    private DeviceOptions device;

    @Mixin
    private PartOption part;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "run folder (default: runs/PEPTIDE-samples, or runs/PEPTIDE-samples-part-i-N)")
    private Path output;

    @Override
    public Integer call() {
        device.apply();
        Path folder =
                output != null ? output : Path.of("runs", MolecularSystem.label(peptide) + "-samples" + part.suffix());
        Path trained = model != null ? model : shipped();
        RunConfig config = new RunConfig(
                        system.of(peptide, trained), seed(), null, Presets.file(trained), sampling.plan())
                .withControl(control.plan());
        SmcPlan smc = config.sampling().smc();
        config = config.withPart(
                smc == null
                        ? part.of(Part.Work.SAMPLES, samples)
                        : part.of(Part.Work.POPULATIONS, Math.ceilDiv(samples, smc.particles())));
        if (part.elsewhere()) {
            System.out.println(part.run(folder, typed()));
            return 0;
        }
        if (config.part() != null) {
            System.out.println(Pipeline.samplePart(folder, config, typed(), ConsoleStages.INSTANCE));
            return 0;
        }
        Summary summary = Pipeline.sample(
                folder,
                config,
                samples,
                EvaluationPlan.ONCE.with(profiles.variables()),
                typed(),
                ConsoleStages.INSTANCE);
        print(summary);
        System.out.printf("%n%d samples: %s%n", summary.weights().samples(), folder.resolve(RunFiles.SAMPLES));
        return 0;
    }

    private Path shipped() {
        String name = MolecularSystem.name(peptide);
        boolean whole = control.plan() != null || !sampling.plan().asTrained();
        List<Path> ships = Presets.candidates(Installation.home(), name, whole);
        if (ships.isEmpty()) {
            throw new BadInput("no model of " + peptide + " ships; give one by --model FILE, or let arbolt run "
                    + peptide + " train one");
        }
        if (Presets.shippedModel(Installation.home(), name, whole) == null) {
            ConsoleStages.INSTANCE.note("no model of " + peptide + " ships: that of many peptides is used; arbolt run "
                    + peptide + " adapts it");
        }
        return ships.getFirst();
    }
}
