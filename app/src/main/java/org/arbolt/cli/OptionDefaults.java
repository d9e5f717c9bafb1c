package org.arbolt.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a command takes where an option is not given, for its help: options that commands share have one text, and the
 * defaults of each command are those of the records it begins with.
 *
 * @param cases the usual settings by when they are taken, e.g. {@code with --from}; first, under the empty name, those
 *     of a command without such options
 * @param texts what is told, by option
 */
record OptionDefaults<S>(Map<String, S> cases, Map<String, String> texts) {

    /** Of a command whose usual settings are these. */
    static <S> OptionDefaults<S> of(S usual) {
        Map<String, S> cases = new LinkedHashMap<>();
        cases.put("", usual);
        return new OptionDefaults<>(cases, new LinkedHashMap<>());
    }

    /** Other settings are usual in a case. */
    OptionDefaults<S> in(String when, S usual) {
        cases.put(when, usual);
        return this;
    }

    /** An option that fills a setting. */
    OptionDefaults<S> option(String name, Function<S, Object> setting) {
        Object first = setting.apply(cases.get(""));
        StringBuilder text = new StringBuilder(word(first));
        cases.forEach((when, usual) -> {
            Object other = setting.apply(usual);
            if (!other.equals(first)) {
                text.append("; ").append(word(other)).append(' ').append(when);
            }
        });
        texts.put(name, text.toString());
        return this;
    }

    private static String word(Object value) {
        return value instanceof Enum<?> one
                ? one.name().toLowerCase(java.util.Locale.ROOT)
                : value.toString().replaceFirst("\\.0$", "");
    }

    /** Adds the defaults to the options' help. */
    CommandSpec tell(CommandSpec command) {
        texts.forEach((name, value) -> {
            OptionSpec option = command.findOption(name);
            String[] lines = option.description().clone();
            lines[lines.length - 1] += " (default: " + value + ")";
            command.remove(option);
            command.addOption(OptionSpec.builder(option).description(lines).build());
        });
        return command;
    }
}
