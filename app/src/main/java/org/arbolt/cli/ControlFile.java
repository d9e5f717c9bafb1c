package org.arbolt.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.io.InputFile;

/**
 * Options of control from a YAML file (docs/control.md), which {@code --control FILE} stands for: the keys are the
 * options' names, a list gives an option several times.
 */
final class ControlFile {
    private static final String OPTION = "--control";
    private static final String SWITCH = "smc"; // true or false, without a value on the command line
    private static final List<String> KEYS = List.of(
            "fix",
            "like",
            "restrict",
            "restrain",
            "cv",
            "sampling-temperature",
            "top-k",
            "top-p",
            SWITCH,
            "particles",
            "twist",
            "resample");
    private static final long MOST_BYTES = 1 << 16;

    private ControlFile() {}

    /** The arguments with what their control files say in the place of these. @throws BadInput if one is none */
    static String[] expanded(String... arguments) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals(OPTION) && i + 1 < arguments.length) {
                all.addAll(options(Path.of(arguments[++i])));
            } else if (arguments[i].startsWith(OPTION + "=")) {
                all.addAll(options(Path.of(arguments[i].substring(OPTION.length() + 1))));
            } else {
                all.add(arguments[i]);
            }
        }
        return all.toArray(String[]::new);
    }

    private static List<String> options(Path file) {
        InputFile.refuseFolder(file, "a YAML file of control");
        JsonNode tree = read(file);
        if (!tree.isObject()) {
            throw new BadInput(file + " holds no settings of control; write e.g. 'restrict: phi(2) in -100..-40'");
        }
        List<String> options = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : tree.properties()) {
            if (!KEYS.contains(entry.getKey())) {
                throw new BadInput(file + ": '" + entry.getKey() + "' is no setting of control; known are "
                        + String.join(", ", KEYS));
            }
            if (entry.getKey().equals(SWITCH)) {
                if (!entry.getValue().isBoolean()) {
                    throw new BadInput(file + ": '" + SWITCH + "' must be true or false");
                }
                if (entry.getValue().asBoolean()) {
                    options.add("--" + SWITCH);
                }
                continue;
            }
            for (JsonNode value : entry.getValue().isArray() ? entry.getValue() : List.of(entry.getValue())) {
                if (!value.isValueNode() || value.isNull()) {
                    throw new BadInput(file + ": '" + entry.getKey() + "' must be a text, a number or a list of them");
                }
                options.add("--" + entry.getKey() + "=" + value.asText());
            }
        }
        return options;
    }

    private static JsonNode read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new BadInput(file + " is larger than 64 kB; it is no file of control");
            }
            return new ObjectMapper(new YAMLFactory()).readTree(Files.readString(file));
        } catch (JacksonException e) {
            throw new BadInput(file + " is no YAML: " + e.getOriginalMessage() + "; mend it", e);
        } catch (IOException e) {
            throw new BadInput("cannot read " + file + ": " + e.getMessage() + "; check its name and permissions", e);
        }
    }
}
