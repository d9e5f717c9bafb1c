package org.arbolt.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import org.arbolt.BadInput;
import org.arbolt.io.AtomicFile;

/**
 * The folder of one run. {@code config.yaml} says which run it is; a stage is done when its file is there, because
 * every file appears whole or not at all. Held by one process at a time.
 */
public final class RunFolder implements AutoCloseable {
    private static final String CONTENTS = "sha256"; // of a file that a run begins with
    private static final String MINUTES = "minutes"; // of training
    private static final String STEPS = "steps";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES))
            .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Path path;
    private final FolderLock lock; // null where the folder is only looked at
    private boolean begun; // by this process

    private RunFolder(Path path, FolderLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Opens the folder of a run, made where there is none. A run that is begun here leaves nothing behind if nothing of
     * it is done when the folder is closed, as after a refusal.
     *
     * @param config what identifies the run, written to {@code config.yaml}
     * @throws BadInput if the folder holds another run, holds files that are no run of ours, or is in use by another
     *     process
     */
    public static RunFolder open(Path path, Object config) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new BadInput(path + " is a file, not a folder; choose another output folder");
        }
        try {
            RunFolder folder = new RunFolder(path, FolderLock.of(path));
            try {
                folder.claim(config);
                return folder;
            } catch (BadInput refused) {
                folder.close();
                throw refused;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Opens a folder that must hold a run already.
     *
     * @throws BadInput if it holds none
     */
    public static RunFolder existing(Path path) {
        requireRun(path);
        try {
            return new RunFolder(path, FolderLock.of(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Looks at a folder that must hold a run already, which another process may hold: files appear whole in it.
     *
     * @throws BadInput if it holds none
     */
    public static RunFolder toRead(Path path) {
        requireRun(path);
        return new RunFolder(path, null);
    }

    private static void requireRun(Path path) {
        if (!Files.isRegularFile(path.resolve(RunFiles.CONFIG))) {
            throw new BadInput(path + " holds no run: it has no " + RunFiles.CONFIG
                    + "; name the folder that arbolt run, md or sample wrote");
        }
    }

    private void claim(Object config) throws IOException {
        Path file = file(RunFiles.CONFIG);
        if (Files.exists(file)) {
            JsonNode there = tree(file);
            refuseAnother(
                    ConfigVersions.asFarAs(there, YAML.valueToTree(config)),
                    normalised(ConfigVersions.current(file, there), config.getClass()));
            return;
        }
        if (!lock.isAlone()) {
            lock.forget();
            throw new BadInput(path + " holds files but no " + RunFiles.CONFIG
                    + ", so it is no run folder; choose another output folder");
        }
        begun = true;
        replace(config);
    }

    /** Writes what has become known of the run's configuration. */
    public void replace(Object config) {
        try {
            byte[] text = text(config).getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(file(RunFiles.CONFIG), out -> out.write(text));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not expressible as YAML: " + config.getClass(), e);
        }
    }

    /** What a configuration of any version would be written as now; as it is where it is of another kind of run. */
    private static JsonNode normalised(JsonNode config, Class<?> type) {
        try {
            return YAML.valueToTree(YAML.treeToValue(config, type));
        } catch (JsonProcessingException e) {
            return config;
        }
    }

    private void refuseAnother(JsonNode wanted, JsonNode there) throws IOException {
        List<String> differences = differences(wanted, there);
        if (!differences.isEmpty()) {
            throw new BadInput(path + " holds another run (" + String.join("; ", differences)
                    + "); choose another output folder, ask for the same settings, or delete the folder");
        }
    }

    private static List<String> differences(JsonNode wanted, JsonNode there) throws IOException {
        // Through text and back, so that 300 and 300.0 compare as what the file can say.
        List<String> differences = new ArrayList<>();
        differences("", YAML.readTree(YAML.writeValueAsString(wanted)), there, differences);
        return differences;
    }

    /** What in {@code config.yaml} is other than in a configuration, in words; nothing where both are of one run. */
    public List<String> differencesFrom(Object config) {
        try {
            return text(config).equals(configText()) // which is so in most cases, and quickly seen
                    ? List.of()
                    : differences(YAML.valueToTree(config), read(file(RunFiles.CONFIG)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Which part of a run the folder holds; null where it holds a whole one. @throws BadInput if that is damaged */
    public Part part() {
        try {
            return YAML.treeToValue(read(file(RunFiles.CONFIG)).get("part"), Part.class);
        } catch (JsonProcessingException e) {
            throw new BadInput(
                    file(RunFiles.CONFIG) + " names no part of a run (" + e.getOriginalMessage()
                            + "); compute the part again",
                    e);
        }
    }

    private static String text(Object config) throws JsonProcessingException {
        return YAML.writeValueAsString(ConfigVersions.withVersion(YAML.valueToTree(config)));
    }

    private static void differences(String at, JsonNode wanted, JsonNode there, List<String> found) {
        if (wanted.hasNonNull(CONTENTS) && wanted.get(CONTENTS).equals(there.get(CONTENTS))) {
            return; // a file is what it holds, wherever it lies
        }
        if (!wanted.isObject() || !there.isObject()) {
            if (!same(wanted, there)) {
                found.add(at + " is " + word(there) + " there, " + word(wanted) + " here");
            }
            return;
        }
        TreeSet<String> names = new TreeSet<>();
        for (Iterator<String> it = wanted.fieldNames(); it.hasNext(); ) {
            names.add(it.next());
        }
        for (Iterator<String> it = there.fieldNames(); it.hasNext(); ) {
            names.add(it.next());
        }
        if (wanted.path(MINUTES).asDouble() > 0 && wanted.path(STEPS).asLong() == 0) {
            names.remove(STEPS); // which an earlier process has measured for these minutes
        }
        for (String name : names) {
            differences(at.isEmpty() ? name : at + "." + name, wanted.path(name), there.path(name), found);
        }
    }

    private static boolean same(JsonNode wanted, JsonNode there) {
        return wanted.isContainerNode() || there.isContainerNode()
                ? wanted.equals(there)
                : wanted.asText().equals(there.asText());
    }

    private static String word(JsonNode value) {
        return value.isObject()
                ? "given"
                : value.isArray() ? "another list of " + value.size() : value.asText("absent");
    }

    private static JsonNode read(Path file) {
        return ConfigVersions.current(file, tree(file));
    }

    private static JsonNode tree(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new BadInput(
                    file + " cannot be read as YAML (" + e.getOriginalMessage() + "); restore it or delete the folder",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The configuration that the folder holds. */
    public <T> T config(Class<T> type) {
        try {
            return YAML.treeToValue(read(file(RunFiles.CONFIG)), type);
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof BadInput bad) {
                throw new BadInput(file(RunFiles.CONFIG) + ": " + bad.getMessage() + "; put it right", e);
            }
            throw new BadInput(
                    file(RunFiles.CONFIG) + " is of another command, or of another version of arbolt ("
                            + e.getOriginalMessage() + "); run again into another folder",
                    e);
        }
    }

    /** The text of {@code config.yaml}. */
    public String configText() {
        try {
            return Files.readString(file(RunFiles.CONFIG));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path path() {
        return path;
    }

    public Path file(String name) {
        return path.resolve(name);
    }

    public boolean has(String name) {
        return Files.isRegularFile(file(name));
    }

    /** Deletes a file, if it is there. */
    public static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a record as JSON, whole or not at all. */
    public void writeJson(String name, Object value) {
        writeJson(file(name), value);
    }

    public static void writeJson(Path file, Object value) {
        try {
            byte[] bytes = JSON.writeValueAsBytes(value);
            AtomicFile.write(file, out -> out.write(bytes));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not expressible as JSON: " + value.getClass(), e);
        }
    }

    /** Reads what {@link #writeJson} wrote. */
    public <T> T readJson(String name, Class<T> type) {
        return readJson(file(name), type);
    }

    /** Reads what {@link #writeJson} wrote. */
    public static <T> T readJson(Path file, Class<T> type) {
        try {
            return JSON.readValue(file.toFile(), type);
        } catch (IOException e) {
            throw new BadInput(
                    file + " cannot be read ("
                            + e.getMessage().lines().findFirst().orElse("") + "); delete it and run again",
                    e);
        }
    }

    @Override
    public void close() {
        if (lock == null) {
            return;
        }
        try (lock) {
            if (begun && lock.holdsOnly(RunFiles.BEGINNING)) {
                lock.takeAway();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
