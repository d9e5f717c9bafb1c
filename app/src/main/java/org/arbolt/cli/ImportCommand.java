package org.arbolt.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.arbolt.pipeline.ModelConversion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a model file from a checkpoint of the published PyTorch code.",
            "",
            "Reads Lightning checkpoints and plain state dicts; nothing in the file is run. The network's design "
                    + "follows from the names and shapes of its tensors; the weights of a moving average are taken "
                    + "where there are any."
        },
        footer = {
            "",
            "Examples:",
            "  arbolt import robin.ckpt --output robin.safetensors",
            "  arbolt sample IFGWVYTG --model robin.safetensors",
            "  arbolt import ala2.ckpt --peptide Ace-A-Nme --heads 8 --grid-min -3 --grid-max 3 --scale 0.16 "
                    + "--output ala2.safetensors"
        })
final class ImportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CHECKPOINT", description = "what torch.save wrote (.ckpt, .pt)")
    private Path checkpoint;

    @Option(
            names = "--peptide",
            paramLabel = "NAME",
            description = "whose model it is, e.g. Ace-A-Nme; not for a transferable one")
    private String peptide;

    @Mixin
    private PublishedOptions published;

    @Mixin
    @SuppressWarnings("UnusedVariable") // every command takes a seed
    private SeedOption seed;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "model file (.safetensors)")
    private Path output;

    @Override
    public Integer call() {
        ModelConversion.importCheckpoint(checkpoint, output, published.known(), peptide)
                .forEach(System.out::println);
        System.out.println("model: " + output);
        return 0;
    }
}
