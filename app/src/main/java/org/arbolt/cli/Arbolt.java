package org.arbolt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.stream.Collectors;
import org.arbolt.BadInput;
import org.arbolt.tensor.MissingTorch;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program. Exit codes: 0 done, 1 a fault of Arbolt's own, 2 something the user can put right. */
@Command(
        name = "arbolt",
        mixinStandardHelpOptions = true,
        versionProvider = Arbolt.Version.class,
        description = {
            "Boltzmann generator for peptides: from a name to a weighted, statistically exact ensemble.",
            "",
        },
        footer = {
            "",
            "Start here:",
            "  arbolt run Ace-A-Nme            the whole path, with the model that ships",
            "  arbolt run Ace-A-Nme --quick    a small model, trained from nothing",
            "  arbolt COMMAND --help           what a command does, with an example"
        },
        subcommands = {
            RunCommand.class,
            MdCommand.class,
            DataCommand.class,
            TrainCommand.class,
            ImproveCommand.class,
            SampleCommand.class,
            AnnealCommand.class,
            ChainCommand.class,
            ScreenCommand.class,
            MergeCommand.class,
            EvaluateCommand.class,
            BenchmarkCommand.class,
            CompareCommand.class,
            EnergyCommand.class,
            ReportCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            LogitsCommand.class,
            BundleCommand.class,
            TestCommand.class
        })
public final class Arbolt implements Runnable {
    static final int BAD_INPUT = 2;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Runs the program and exits. */
    public static void main(String[] arguments) {
        Exit.atOnceOnSignals();
        Exit.with(execute(arguments));
    }

    /** Runs the program and returns its exit code. */
    static int execute(String... arguments) {
        return execute(new PrintWriter(System.err, true, System.err.charset()), arguments);
    }

    /** The same within another program. @param complaints where it is told what went wrong */
    public static int execute(PrintWriter complaints, String... arguments) {
        String[] expanded;
        try {
            expanded = ControlFile.expanded(arguments);
        } catch (BadInput e) {
            complaints.println("arbolt: " + e.getMessage());
            return BAD_INPUT;
        }
        return new CommandLine(new Arbolt())
                .setErr(complaints)
                .setExecutionExceptionHandler(Arbolt::report)
                .setParameterExceptionHandler(Arbolt::misunderstood)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .execute(expanded);
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    private static int misunderstood(CommandLine.ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        List<String> meant = exception instanceof CommandLine.UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions()
                : List.of();
        command.getErr()
                .println("arbolt: " + plain(exception.getMessage().lines().collect(Collectors.joining(" ")))
                        + (meant.isEmpty() ? "" : " (perhaps " + String.join(" or ", meant) + ")")
                        + "; see " + command.getCommandSpec().qualifiedName() + " --help");
        return BAD_INPUT;
    }

    /** The message with the names of Java's types in words. */
    private static String plain(String message) {
        return message.replaceFirst(" is not an int$", " is not a whole number up to " + Integer.MAX_VALUE)
                .replaceFirst(" is not a long$", " is not a whole number below 2^63")
                .replaceFirst(" is not a double$", " is not a number");
    }

    private static int report(Exception exception, CommandLine command, CommandLine.ParseResult parsed) {
        String line = explanation(exception);
        if (line == null) {
            exception.printStackTrace(command.getErr());
            command.getErr().println("arbolt: this is a fault of Arbolt itself; please report the lines above");
            return CommandLine.ExitCode.SOFTWARE;
        }
        command.getErr().println("arbolt: " + line);
        return BAD_INPUT;
    }

    /** One line for what the user can put right; null for what is Arbolt's own fault. */
    private static String explanation(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof BadInput bad) {
                return isOf(MissingTorch.class, bad) ? bad.getMessage() + " by --torch DIR" : bad.getMessage();
            }
            if (cause instanceof FileSystemException file) {
                return "cannot use " + file.getFile() + ": " + reason(file)
                        + "; check that it exists, is yours, and the disk has room";
            }
            if (cause instanceof IOException || cause instanceof UncheckedIOException && cause.getCause() == null) {
                return "reading or writing failed: " + cause.getMessage()
                        + "; check the disk's free space and permissions";
            }
            if (cause instanceof OutOfMemoryError) {
                return "out of memory: " + cause.getMessage()
                        + "; give Java more with ARBOLT_JVM=-Xmx8g or ask for less";
            }
        }
        return null;
    }

    private static boolean isOf(Class<?> type, Throwable thrown) {
        return thrown != null && (type.isInstance(thrown) || isOf(type, thrown.getCause()));
    }

    private static String reason(FileSystemException file) {
        return file.getReason() != null
                ? file.getReason()
                : file.getClass().getSimpleName().replace("Exception", "");
    }

    /** The version from the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Arbolt.class.getPackage().getImplementationVersion();
            return new String[] {
                "arbolt " + (version == null ? "(not packaged)" : version) + ", Java " + Runtime.version()
            };
        }
    }
}
