package org.arbolt.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.arbolt.BadInput;
import org.arbolt.pipeline.MolecularSystem;
import org.arbolt.pipeline.Presets;
import org.arbolt.pipeline.Screen;
import org.arbolt.pipeline.ScreenConfig;
import org.arbolt.run.Part;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "screen",
        mixinStandardHelpOptions = true,
        description = {
            "Samples many peptides, without training or with some for each, into one table and page.",
            "",
            "Each peptide is sampled from --model, if you give one, else from the model that ships for it, else from "
                    + "the model of many peptides. Writes screen.json, screen.html and a run folder for each peptide, "
                    + "as arbolt sample makes it, with its report. If the model does not know a peptide, the table "
                    + "says so. With --minutes, each peptide without its own model gets the run of arbolt run "
                    + "--minutes: the model of many peptides is adapted to it, unless it knows it well. "
                    + "Stopped at any moment, the same command goes on where it was."
        },
        footer = {
            "",
            "Examples:",
            "  arbolt screen peptides.txt                                   AG, SA, … one a line",
            "  arbolt screen peptides.txt --model mine.safetensors --samples 5000",
            "  arbolt screen peptides.txt --minutes 20                      models are trained, 20 minutes for each",
            "  arbolt screen peptides.txt --spark spark://HOST:7077 --parts 64"
        })
final class ScreenCommand extends RecordedCommand implements Callable<Integer> {
    @Parameters(paramLabel = "LIST", description = "names of peptides, one a line; # begins a comment")
    private Path list;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "a trained model (.safetensors) for all of them (default: those that ship)")
    private Path model;

    @Option(names = "--samples", defaultValue = "1000", description = "of each peptide (default: ${DEFAULT-VALUE})")
    private int samples;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "what each peptide without a model of its own may take to have one trained, at least 1 "
                    + "(default: none is trained)")
    private Double minutes;

    @Mixin
    private SamplingOptions sampling;

    @Mixin
    private SystemOptions system;

    @Mixin
    private DeviceOptions device;

    @Mixin
    private PartOption part;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "folder (default: runs/NAME-screen after the list, -part-i-N added)")
    private Path output;

    @Override
    public Integer call() {
        device.apply();
        List<String> names = PeptideList.read(list);
        Path folder = output != null
                ? output
                : Path.of("runs", MolecularSystem.label("./" + list.getFileName()) + "-screen" + part.suffix());
        if (sampling.plan().smc() != null) {
            throw new BadInput("--smc is for arbolt sample and run; leave it out");
        }
        Path conditions = model != null
                ? model
                : Presets.transferableModel(
                        Installation.home(), !sampling.plan().asTrained());
        String first = names.getFirst();
        ScreenConfig config = ScreenConfig.of(
                        names,
                        system.of(first, conditions),
                        seed(),
                        samples,
                        model,
                        Installation.home(),
                        sampling.plan(),
                        minutes)
                .withPart(part.of(Part.Work.PEPTIDES, names.size()));
        System.out.println(
                part.elsewhere()
                        ? part.run(folder, typed())
                        : Screen.run(folder, config, typed(), ConsoleStages.INSTANCE));
        return 0;
    }
}
