package org.arbolt.model.published;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.arbolt.BadInput;
import org.arbolt.io.checkpoint.Pickled;
import org.arbolt.io.checkpoint.TensorData;
import org.arbolt.io.checkpoint.TorchFile;
import org.arbolt.io.checkpoint.TorchTensor;
import org.arbolt.model.coordinates.Grid;
import org.arbolt.model.transformer.TokenLayout;
import org.arbolt.model.transformer.TransformerConfig;
import org.arbolt.model.transformer.TransformerVariant;
import org.arbolt.model.transformer.TransformerWeights;

/**
 * A checkpoint that the published code wrote (PyTorch Lightning, or a state dict alone), as a network. Its design
 * follows from the names and shapes of its tensors; what they cannot tell is taken from the caller, else from the
 * hyper-parameters in the file, else it is what the published transferable network has.
 */
public final class PublishedCheckpoint {
    private static final List<String> NOTES = List.of("hyper_parameters", "hparams", "config", "cfg", "args");
    private static final Set<String> ABSENT_IS_ZERO = Set.of("coord_dim_embed.weight", "atom_pos_embed.weight");
    private static final int DEFAULT_HEADS = 12;
    private static final double DEFAULT_RANGE = 4.5;
    private static final double DEFAULT_SCALE = 0.35; // nm

    private PublishedCheckpoint() {}

    /**
     * What the caller knows; null where the checkpoint shall say.
     *
     * @param heads attention heads
     * @param gridMin centre of the first bin, in units of the scale
     * @param gridMax centre of the last bin
     * @param scale length of one unit of the grid, nm
     */
    public record Known(Integer heads, Double gridMin, Double gridMax, Double scale) {}

    /**
     * @param network told its molecule unless it is conditioned
     * @param grid centres of the first and the last bin, in units of the scale
     * @param scale nm
     * @param sources what was found and where each number comes from, a line each
     */
    public record Read(TransformerWeights network, double[] grid, double scale, List<String> sources) {

        /**
         * The published grid (docs/method.md, "The network, and the published checkpoints"): V centres from end to end,
         * all cells of the width between centres.
         */
        public Grid cells() {
            int bins = network.config().bins();
            double half = (grid[1] - grid[0]) / (bins - 1) / 2;
            return new Grid(grid[0] - half, grid[1] + half, bins, 0);
        }
    }

    /**
     * Reads a network.
     *
     * @throws BadInput if the file is damaged, or not of the published kind
     */
    public static Read read(Path path, Known known) {
        try (TorchFile file = TorchFile.open(path)) {
            PublishedState state = PublishedState.of(file.root(), path.toString());
            PublishedShape shape = new PublishedShape(state.tensors(), path.toString());
            Numbers numbers = new Numbers(hyperParameters(file.root()));
            int heads = heads(path, numbers, known.heads(), shape.headsFromShapes());
            TransformerConfig config = shape.config(heads);
            double low = numbers.choose("grid-min", known.gridMin(), HyperParameters.GRID_MIN, -DEFAULT_RANGE);
            double high = numbers.choose("grid-max", known.gridMax(), HyperParameters.GRID_MAX, DEFAULT_RANGE);
            double scale = numbers.choose("scale", known.scale(), HyperParameters.SCALE, DEFAULT_SCALE);
            if (!(low < high) || !(scale > 0)) {
                throw new BadInput(path + ": a grid from " + low + " to " + high + " in units of " + scale
                        + " nm cannot be; give the centres of the first and last bin, and the scale");
            }
            TransformerWeights network = network(path, file, state, config);
            numbers.lines.addFirst(description(config, state.averaged()));
            return new Read(network, new double[] {low, high}, scale, List.copyOf(numbers.lines));
        }
    }

    private static HyperParameters hyperParameters(Object root) {
        Map<?, ?> entries = Pickled.entries(root);
        return new HyperParameters(NOTES.stream()
                .<Object>map(entries::get)
                .filter(Objects::nonNull)
                .toList());
    }

    /** Chooses numbers and notes where they come from. */
    private record Numbers(HyperParameters noted, LinkedHashSet<String> lines) {
        Numbers(HyperParameters noted) {
            this(noted, new LinkedHashSet<>());
        }

        double choose(String option, Double given, List<String> names, double otherwise) {
            if (given != null) {
                return line(option, given, "as given");
            }
            HyperParameters.Found found = noted.number(names);
            return found != null
                    ? line(option, found.value(), "from the checkpoint's " + found.name())
                    : line(
                            option,
                            otherwise,
                            "assumed: the published transferable model's; the checkpoint does not say");
        }

        double line(String option, double value, String source) {
            String shown = value == Math.rint(value) && Math.abs(value) < 1e6 && option.equals("heads")
                    ? Long.toString((long) value)
                    : Double.toString(value);
            lines.add(String.format(Locale.ROOT, "%s %s (%s)", option, shown, source));
            return value;
        }
    }

    private static int heads(Path path, Numbers numbers, Integer given, int fromShapes) {
        if (given == null && fromShapes > 0) {
            return (int) numbers.line("heads", fromShapes, "from the width of cross-attention's norms");
        }
        double heads = numbers.choose(
                "heads", given == null ? null : given.doubleValue(), HyperParameters.HEADS, DEFAULT_HEADS);
        if (heads != Math.rint(heads) || heads < 1 || heads > 4096) {
            throw new BadInput(path + ": " + heads + " heads cannot be; give the number of heads");
        }
        return (int) heads;
    }

    private static String description(TransformerConfig c, boolean averaged) {
        TransformerVariant d = c.design();
        return String.format(
                Locale.ROOT,
                "%d × %d, %d bins, %d positions, %s, %s, positions %s, tokens %s%s%s%s%s",
                c.layers(),
                c.channels(),
                c.bins(),
                c.positions(),
                d.feedForward(),
                d.norm(),
                d.places(),
                d.tokens(),
                d.inputNorm() ? ", input norm" : "",
                d.conditioning() == null
                        ? ""
                        : ", conditioned" + (d.conditioning().global() ? " with global attention" : ""),
                d.cross() == null ? "" : ", cross-attention",
                averaged ? "; weights of the moving average" : "");
    }

    private static TransformerWeights network(
            Path path, TorchFile file, PublishedState state, TransformerConfig config) {
        Map<String, TorchTensor> left = new LinkedHashMap<>(state.tensors());
        TokenLayout layout = config.design().conditioning() == null ? axes(config) : null;
        TransformerWeights network;
        try {
            network = TransformerWeights.of(config, layout, 0, (name, shape) -> weights(path, file, left, name, shape));
        } catch (IllegalArgumentException e) {
            throw new BadInput(path + " cannot be used: " + e.getMessage() + "; give another checkpoint", e);
        }
        left.keySet().removeIf(PublishedState::isBuffer);
        if (!left.isEmpty()) {
            throw new BadInput(path + " holds tensors that the published network does not have, "
                    + left.keySet().iterator().next() + " among " + left.size()
                    + "; give a checkpoint of the published network");
        }
        return network;
    }

    /** x, y, z of one atom after the other, as far as there are positions. */
    private static TokenLayout axes(TransformerConfig config) {
        int[] kind = new int[config.positions()];
        int[] atom = new int[config.positions()];
        Arrays.setAll(kind, p -> p % 3);
        Arrays.setAll(atom, p -> p / 3);
        return new TokenLayout(kind, atom, null);
    }

    private static float[] weights(
            Path path, TorchFile file, Map<String, TorchTensor> left, String name, long[] shape) {
        TorchTensor tensor = left.remove(name);
        if (tensor == null && name.equals(PublishedShape.PLACES)) {
            tensor = left.remove(PublishedShape.PLACES_PLAIN);
        }
        if (tensor == null && ABSENT_IS_ZERO.contains(name)) {
            return new float[(int) (shape[0] * shape[1])];
        }
        if (tensor == null) {
            throw new BadInput(path + " lacks tensor " + name + "; give a checkpoint of the published network");
        }
        if (!Arrays.equals(withoutOnes(tensor.shape()), withoutOnes(shape))
                || !tensor.dtype().contains("F")) {
            throw new BadInput(path + ": tensor " + name + " is " + tensor + " where numbers of shape "
                    + Arrays.toString(shape) + " belong; give another checkpoint");
        }
        TensorData data = file.read(name, tensor);
        float[] values = data.toFloats();
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new BadInput(
                        path + ": tensor " + name + " holds numbers that are not finite; fetch the file again");
            }
        }
        return values;
    }

    private static long[] withoutOnes(long[] shape) {
        return Arrays.stream(shape).filter(size -> size != 1).toArray();
    }
}
