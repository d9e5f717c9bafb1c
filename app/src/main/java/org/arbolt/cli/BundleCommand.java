package org.arbolt.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.arbolt.BadInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Here for the help text; the launcher makes the bundle, because that needs the sources, Maven and a JDK. */
@Command(
        name = "bundle",
        mixinStandardHelpOptions = true,
        description = {
            "Packs Arbolt with its own Java, for machines that have none (needs the source folder, Maven and a JDK).",
            "",
            "The file has the program, the models that ship, and a Java runtime with only the modules that the program "
                    + "needs. Unpack it anywhere on a machine of the same system and processor: ./arbolt in its folder "
                    + "takes every command but test, bundle and those with --spark. Training fetches libtorch when "
                    + "it is first wanted, as it does from the source folder."
        },
        footer = {
            "",
            "Example:",
            "  ./arbolt bundle --output arbolt.tar.gz",
            "  scp arbolt.tar.gz HOST: && ssh HOST tar xzf arbolt.tar.gz"
        })
@SuppressWarnings("UnusedVariable") // an option for --help alone: the launcher makes the bundle
final class BundleCommand implements Callable<Integer> {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "the bundle, .tar.gz (default: target/arbolt-VERSION-SYSTEM.tar.gz)")
    private Path output;

    @Override
    public Integer call() {
        throw new BadInput("a bundle is made by the launcher in the source folder: ./arbolt bundle, alone or with"
                + " --output FILE");
    }
}
