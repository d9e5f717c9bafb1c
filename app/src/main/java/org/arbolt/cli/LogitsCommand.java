package org.arbolt.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.arbolt.pipeline.ModelConversion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "logits",
        mixinStandardHelpOptions = true,
        description = {
            "Logits of a model for given tokens, to compare it with another program.",
            "",
            "Reads 'tokens' [B,T] from an NPZ file: the network's inputs, the start token 0 first, then the tokens of "
                    + "the coordinates. Writes 'logits' [B,T,V], float32."
        },
        footer = {"", "Example:", "  arbolt logits robin.ckpt --tokens tokens.npz --peptide AL --output logits.npz"})
final class LogitsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "a model file (.safetensors) or a published checkpoint (.ckpt)")
    private Path model;

    @Option(names = "--tokens", required = true, paramLabel = "TOKENS.npz", description = "array 'tokens' [B,T]")
    private Path tokens;

    @Option(names = "--peptide", paramLabel = "NAME", description = "the peptide, for a transferable model")
    private String peptide;

    @Mixin
    private PublishedOptions published;

    @Mixin
    @SuppressWarnings("UnusedVariable") // every command takes a seed
    private SeedOption seed;

    @Mixin
    private DeviceOptions device;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "LOGITS.npz",
            description = "where the logits go")
    private Path output;

    @Override
    public Integer call() {
        device.apply();
        ModelConversion.logits(
                        model,
                        tokens,
                        peptide,
                        published.known(),
                        output,
                        ConsoleStages.INSTANCE.begin("logits", "rows"))
                .forEach(System.out::println);
        return 0;
    }
}
