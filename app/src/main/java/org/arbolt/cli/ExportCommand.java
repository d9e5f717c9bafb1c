package org.arbolt.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.arbolt.pipeline.ModelConversion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a model's weights as a state dict under the published names.",
            "",
            "In PyTorch: net.load_state_dict(safetensors.torch.load_file(FILE), strict=False). What is missing then "
                    + "are buffers that the network makes itself (causal masks, and sinusoids where the model came "
                    + "without their table)."
        },
        footer = {"", "Example:", "  arbolt export models/AAAAAA.internal.safetensors --output state.safetensors"})
final class ExportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "a model file (.safetensors)")
    private Path model;

    @Option(names = "--prefix", defaultValue = "", description = "put before each name, e.g. net. (default: nothing)")
    private String prefix;

    @Mixin
    @SuppressWarnings("UnusedVariable") // every command takes a seed
    private SeedOption seed;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "state dict (.safetensors)")
    private Path output;

    @Override
    public Integer call() {
        int tensors = ModelConversion.export(model, prefix, output);
        System.out.println(tensors + " tensors: " + output);
        return 0;
    }
}
