package org.arbolt.train;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.arbolt.BadInput;
import org.arbolt.io.checkpoint.Safetensors;
import org.arbolt.io.checkpoint.TensorData;
import org.arbolt.tensor.DType;
import org.arbolt.tensor.Device;
import org.arbolt.tensor.GradientMode;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;

/**
 * The folder {@code checkpoints/} of a run: everything that training needs to go on, one safetensors file per save, the
 * last three and the one that did best on held-out examples kept. A file is there whole or not at all, carries a
 * checksum, and is never passed over in silence.
 */
final class Checkpoints {
    private static final int KEPT = 3;

    private final Path folder; // null to keep none
    private final TrainingState state;
    private final String settings;

    /**
     * @param run folder of the run; null to keep no checkpoints
     * @param state what to save and restore
     * @param settings the settings of the run, which must be equal for it to go on
     */
    Checkpoints(Path run, TrainingState state, String settings) {
        this.folder = run == null ? null : run.resolve("checkpoints");
        this.state = state;
        this.settings = settings;
    }

    /** Saves the state at a position, and removes those before the last three but the best one. */
    void save(TrainingProgress position) {
        if (folder == null) {
            return;
        }
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            Files.createDirectories(folder);
            Map<String, TensorData> tensors = new LinkedHashMap<>();
            state.tensors()
                    .forEach((name, tensor) -> tensors.put( // in place: they may fill most of the memory
                            name,
                            new TensorData(
                                    "F32",
                                    tensor.shape(),
                                    tensor.on(Device.CPU).contiguous().memory())));
            Safetensors.write(folder.resolve(name(position.step())), tensors, describe(position));
            removeOld(position.best());
        } catch (IOException e) {
            throw new BadInput("cannot write to " + folder + ": " + e + "; free space or make it writable", e);
        }
    }

    private void removeOld(TrainingProgress.Best best) throws IOException {
        List<Path> all = all();
        for (Path old : all.subList(0, Math.max(0, all.size() - KEPT))) {
            if (!old.getFileName().toString().equals(name(best.step()))) {
                Files.delete(old);
            }
        }
    }

    /**
     * Restores the newest checkpoint.
     *
     * @return the position it was saved at; null if there is none
     * @throws BadInput if it is damaged or of another run; the message names the one before it
     */
    TrainingProgress restore() {
        List<Path> all = folder == null ? List.of() : all();
        if (all.isEmpty()) {
            return null;
        }
        Path newest = all.getLast();
        try (Arena arena = Arena.ofConfined()) {
            Safetensors file = read(all, arena);
            requireSettings(newest, file);
            TrainingProgress position = position(all, file);
            restore(newest, file);
            return position;
        }
    }

    /**
     * Gives parameters the averages of the checkpoint that did best on held-out examples: training may have gone on
     * until the model knew its examples by heart.
     *
     * @param last step of the end of the run
     * @return false if nothing was restored: the end did best, or nothing was measured or kept
     */
    boolean restoreBest(TrainingProgress.Best best, long last, Map<String, Tensor> parameters) {
        if (folder == null || !best.measured() || best.step() == last) {
            return false;
        }
        Path path = folder.resolve(name(best.step()));
        if (!Files.exists(path)) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            Safetensors file = Safetensors.read(path, arena);
            try (var _ = TensorScope.open();
                    var _ = GradientMode.off()) {
                parameters.forEach((name, tensor) -> assign(path, file, TrainingState.AVERAGE + name, tensor));
            }
        }
        return true;
    }

    private static Safetensors read(List<Path> all, Arena arena) {
        try {
            return Safetensors.read(all.getLast(), arena);
        } catch (BadInput e) {
            throw damaged(all, e.getMessage().replaceFirst("; [^;]*$", ""), e);
        }
    }

    /** What is told of an unusable newest checkpoint: what is wrong, and how to go on from the one before it. */
    private static BadInput damaged(List<Path> all, String what, Exception cause) {
        String before = all.size() == 1
                ? "begin anew"
                : "go on from the one before it, " + all.get(all.size() - 2).getFileName();
        return new BadInput(
                "the newest checkpoint is damaged: " + what + "; remove " + all.getLast() + " and run again to "
                        + before,
                cause);
    }

    /** What is told when a run is asked to go on to another length. */
    BadInput otherLength(long saved, long wanted) {
        return new BadInput("the run in " + folder.getParent() + " is one of " + saved + " steps, not of " + wanted
                + "; give the same number or choose another output");
    }

    private void requireSettings(Path path, Safetensors file) {
        if (!settings.equals(file.metadata().get("settings"))) {
            throw new BadInput("checkpoint " + path
                    + " was made with other settings or by an earlier arbolt; use the same or choose another output");
        }
    }

    private void restore(Path path, Safetensors file) {
        if (!file.tensors().keySet().equals(state.tensors().keySet())) {
            throw new BadInput("checkpoint " + path + " is of another network; choose another output");
        }
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            state.tensors().forEach((name, tensor) -> assign(path, file, name, tensor));
        }
    }

    private static void assign(Path path, Safetensors file, String name, Tensor tensor) {
        TensorData saved = file.tensors().get(name);
        if (saved == null || !saved.dtype().equals("F32") || !Arrays.equals(saved.shape(), tensor.shape())) {
            throw new BadInput("checkpoint " + path + " is of another network: tensor " + name + " is "
                    + (saved == null ? "missing" : saved.dtype() + Arrays.toString(saved.shape())) + " instead of F32"
                    + Arrays.toString(tensor.shape()) + "; choose another output");
        }
        tensor.assign(Tensor.filled(DType.FLOAT32, saved.data(), saved.shape()));
    }

    private Map<String, String> describe(TrainingProgress position) {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("step", Long.toString(position.step()));
        text.put("steps", Long.toString(position.steps()));
        text.put("skipped", Long.toString(position.skipped()));
        text.put("seconds", Double.toString(position.seconds()));
        text.put("best_step", Long.toString(position.best().step()));
        text.put("best_loss", Double.toString(position.best().loss()));
        text.put("settings", settings);
        return text;
    }

    private static TrainingProgress position(List<Path> all, Safetensors file) {
        Map<String, String> text = file.metadata();
        try {
            TrainingProgress.Best best = new TrainingProgress.Best(
                    Long.parseLong(text.getOrDefault("best_step", "0")),
                    Double.parseDouble(text.getOrDefault("best_loss", "Infinity")));
            return new TrainingProgress(
                    Long.parseLong(text.getOrDefault("step", "")),
                    Long.parseLong(text.getOrDefault("steps", "")),
                    Long.parseLong(text.getOrDefault("skipped", "")),
                    Double.parseDouble(text.getOrDefault("seconds", "")),
                    best);
        } catch (IllegalArgumentException e) {
            throw damaged(all, all.getLast() + " does not say how far training was", e);
        }
    }

    private static String name(long step) {
        return String.format(Locale.ROOT, "step-%09d.safetensors", step);
    }

    /** All checkpoints, oldest first. */
    private List<Path> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().matches("step-\\d{9,18}\\.safetensors"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new BadInput("cannot read " + folder + ": " + e + "; make it readable or choose another output", e);
        }
    }
}
