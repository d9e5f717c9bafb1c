package org.arbolt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What {@code arbolt COMMAND --help} teaches. */
class CommandHelpTest {
    /** Options whose absence needs no number: files, folders, and what is asked of the command's own words. */
    private static final Set<String> WITHOUT_DEFAULT = Set.of(
            "--system",
            "--data",
            "--from",
            "--preset",
            "--peptides",
            "--held-out",
            "--model",
            "--peptide",
            "--torch",
            "--part");

    static Stream<CommandSpec> commands() {
        return new CommandLine(new Arbolt()).getSubcommands().values().stream().map(CommandLine::getCommandSpec);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandSaysWhatItDoesAndShowsAnExample(CommandSpec command) {
        Typed help = Typed.arbolt(command.name(), "--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.error()).isEmpty();
        assertThat(help.out())
                .startsWith("Usage: arbolt " + command.name())
                .containsPattern("Examples?:")
                .contains("arbolt " + command.name());
    }

    /** The options of an example are those of the command. */
    @ParameterizedTest
    @MethodSource("commands")
    void examplesAreOfTheCommandAsItIs(CommandSpec command) {
        for (String line : command.usageMessage().footer()) {
            boolean own = line.contains("arbolt " + command.name() + " ")
                    && !command.name().equals("test");
            for (String word : line.strip().split("\\s+")) {
                if (own && word.startsWith("--")) {
                    assertThat(command.optionsMap()).as(line).containsKey(word);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyNumberSaysItsDefault(CommandSpec command) {
        for (OptionSpec option : command.options()) {
            boolean flag = option.arity().max() == 0;
            if (!flag && !option.required() && !WITHOUT_DEFAULT.contains(option.longestName())) {
                assertThat(String.join(" ", option.description()))
                        .as(command.name() + " " + option.longestName())
                        .contains("default: ");
            }
        }
    }

    /** A value beyond the range that an option's help tells is refused with that range. */
    @Test
    void rangesAreThoseThatAreKept() {
        Pattern range = Pattern.compile("\\b([0-9]+) to ([0-9]+)\\b");
        CommandSpec train = commands()
                .filter(command -> command.name().equals("train"))
                .findFirst()
                .orElseThrow();
        int found = 0;
        for (OptionSpec option : train.options()) {
            Matcher told = range.matcher(String.join(" ", option.description()));
            if (told.find()) {
                found++;
                String beyond = String.valueOf(Long.parseLong(told.group(2)) + 1);
                Typed typed = Typed.line("train Ace-A-Nme --data x.npz " + option.longestName() + " " + beyond);
                assertThat(typed.exitCode()).isEqualTo(2);
                assertThat(typed.error()).contains("between " + told.group(1) + " and " + told.group(2) + ", was");
            }
        }
        assertThat(found).isEqualTo(7);
    }

    @Test
    void defaultsAreThoseOfTheCommand() {
        String train = Typed.line("train --help").out().replaceAll("\\s+", " ");
        assertThat(train)
                .contains("optimiser steps, 1 to 100000000 (default: 4000; 1000 with --from)")
                .contains("(default: 128; 256 with --coordinates cartesian)")
                .contains("(default: 0; 1 with --coordinates internal; 1 with --from)")
                .contains("(default: 4; 6 with --coordinates cartesian)")
                .contains("(default: adamw)");
        String improve = Typed.line("improve --help").out().replaceAll("\\s+", " ");
        assertThat(improve).contains("optimiser steps, 1 to 100000000 (default: 300)");
    }

    @Test
    void helpOfTheProgramNamesEveryCommand() {
        assertThat(Typed.line("--help").out())
                .contains(commands().map(CommandSpec::name).toArray(String[]::new));
        assertThat(Typed.line("--version").out()).startsWith("arbolt ");
    }

    @Test
    void aMisspeltOptionIsToldWithWhatWasMeant() {
        for (String command :
                new String[] {"md AAA --laders 3", "train AAA --stps 3", "sample AAA --model m --sample 3"}) {
            Typed typed = Typed.line(command);
            assertThat(typed.exitCode()).isEqualTo(2);
            assertThat(Arrays.asList(typed.error().split("\n")))
                    .singleElement()
                    .asString()
                    .contains("perhaps --", "see arbolt " + command.split(" ")[0] + " --help");
        }
    }

    @Test
    void everyCommandRefusesAnOptionThatItDoesNotHave() {
        commands().filter(command -> !command.name().equals("help")).forEach(command -> {
            Typed typed = Typed.line(command.name() + " --no-such-option");
            assertThat(typed.exitCode()).as(command.name()).isEqualTo(2);
            assertThat(typed.complaints()).as(typed.error()).hasSize(1);
        });
    }
}
