package org.arbolt.model.transformer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.arbolt.BadInput;
import org.arbolt.BadSetting;
import org.arbolt.io.checkpoint.Safetensors;
import org.arbolt.io.checkpoint.TensorData;

/**
 * A trained network in a safetensors file: its weights, its shape, and what else the caller wants kept with it.
 *
 * @param notes texts kept with it by key, e.g. the description of its coordinates in JSON
 */
public record Checkpoint(TransformerWeights network, Map<String, String> notes) {
    private static final String SHAPE = "arbolt.transformer"; // key of the metadata
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How numbers are kept. */
    public enum Storage {
        /** float32: the network as it is. */
        FLOAT32,
        /** bfloat16: half the size, weights rounded to 8 bits. */
        BFLOAT16
    }

    /**
     * The file's JSON. Without a design it is that for a single molecule; kind, atom, position and slot are those of
     * that molecule's tokens, or null; the last two also where every token is a position.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Shape(
            int layers,
            int channels,
            int heads,
            int bins,
            int positions,
            int atoms,
            int kinds,
            int frequencies,
            TransformerVariant design,
            int[] kind,
            int[] atom,
            int[] position,
            int[] slot) {

        static Shape of(TransformerWeights network) {
            TransformerConfig c = network.config();
            TransformerVariant design = c.design().equals(TransformerVariant.SINGLE) ? null : c.design();
            boolean many = c.design().conditioning() != null; // for many molecules: which one is said when it is used
            return new Shape(
                    c.layers(),
                    c.channels(),
                    c.heads(),
                    c.bins(),
                    c.positions(),
                    c.atoms(),
                    c.kinds(),
                    network.frequencies(),
                    design,
                    many ? null : network.molecule().kind(),
                    many ? null : network.molecule().atom(),
                    many || c.design().heads() == null
                            ? null
                            : network.molecule().position(),
                    many || c.design().heads() == null
                            ? null
                            : network.molecule().slot());
        }

        TransformerConfig config() {
            return new TransformerConfig(
                    layers,
                    channels,
                    heads,
                    bins,
                    positions,
                    atoms,
                    kinds,
                    design == null ? TransformerVariant.SINGLE : design);
        }

        /** The molecule, or null where the network is for many. */
        TokenLayout layout() {
            if (design != null && design.conditioning() != null) {
                return null;
            }
            if (kind == null || atom == null || (position == null) != (slot == null)) {
                throw new IllegalArgumentException("it does not say what its positions are");
            }
            TokenLayout layout = position == null
                    ? new TokenLayout(kind, atom, null)
                    : new TokenLayout(kind, atom, position, slot, null, null);
            if (layout.positions() != positions) {
                throw new IllegalArgumentException("it does not say what its positions are");
            }
            return layout;
        }
    }

    public Checkpoint {
        notes = Map.copyOf(notes);
    }

    /**
     * Writes a network with its parameters as they are learned; smooth tables stay factors, which is smaller.
     *
     * @param notes texts to keep with it
     */
    public static void save(Path path, TransformerWeights network, Storage storage, Map<String, String> notes) {
        Map<String, String> metadata = new LinkedHashMap<>(notes);
        metadata.put(SHAPE, text(Shape.of(network)));
        Safetensors.write(path, data(network, storage, ""), metadata);
    }

    /** Writes a network under the published names, smooth tables multiplied out. */
    public static void export(Path path, TransformerWeights network, Storage storage, Map<String, String> notes) {
        save(path, network.multipliedOut(), storage, notes);
    }

    /**
     * Writes the weights alone, as PyTorch's state dicts name them: no loader but {@code load_state_dict} needs
     * anything else.
     *
     * @param prefix put before each name, e.g. {@code net.}, or empty
     * @return number of tensors
     */
    public static int exportStateDict(Path path, TransformerWeights network, String prefix) {
        SequencedMap<String, TensorData> data = data(network.multipliedOut(), Storage.FLOAT32, prefix);
        Safetensors.write(path, data, Map.of("format", "pt"));
        return data.size();
    }

    /**
     * Reads what {@link #save} or {@link #export} wrote.
     *
     * @throws BadInput if the file is damaged or holds something else
     */
    public static Checkpoint load(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            Safetensors file = Safetensors.read(path, arena);
            TransformerWeights network = network(path, file);
            Map<String, String> notes = new LinkedHashMap<>(file.metadata());
            notes.remove(SHAPE);
            return new Checkpoint(network, notes);
        }
    }

    private static SequencedMap<String, TensorData> data(TransformerWeights network, Storage storage, String prefix) {
        SequencedMap<String, TensorData> data = new LinkedHashMap<>();
        network.arrays()
                .forEach((name, array) -> data.put(
                        prefix + name,
                        storage == Storage.FLOAT32
                                ? TensorData.ofFloats(array.values(), array.shape())
                                : TensorData.ofBfloat16(array.values(), array.shape())));
        return data;
    }

    private static String text(Shape shape) {
        try {
            return JSON.writeValueAsString(shape);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers are always written", e);
        }
    }

    private static TransformerWeights network(Path path, Safetensors file) {
        String text = file.metadata().get(SHAPE);
        if (text == null) {
            throw unusable(path, "it does not say the shape of its network", null);
        }
        Map<String, TensorData> left = new LinkedHashMap<>(file.tensors());
        TransformerWeights network;
        try {
            Shape shape = JSON.readValue(text, Shape.class);
            network = TransformerWeights.of(
                    shape.config(),
                    shape.layout(),
                    shape.frequencies,
                    (name, sizes) -> weights(path, left.remove(name), name, sizes));
        } catch (JsonProcessingException e) {
            throw unusable(path, "the shape of its network is no JSON of the kind expected", e);
        } catch (IllegalArgumentException | BadSetting e) {
            throw unusable(path, e.getMessage(), e);
        }
        if (!left.isEmpty()) {
            throw unusable(
                    path,
                    "it holds tensors its network does not have, "
                            + left.keySet().iterator().next(),
                    null);
        }
        return network;
    }

    private static float[] weights(Path path, TensorData data, String name, long[] sizes) {
        if (data == null) {
            throw unusable(path, "tensor " + name + " is missing", null);
        }
        boolean known = data.dtype().equals("F32") || data.dtype().equals("BF16");
        if (!known || !Arrays.equals(data.shape(), sizes)) {
            throw unusable(
                    path,
                    "tensor " + name + " is " + data.dtype() + " " + Arrays.toString(data.shape())
                            + " instead of F32 or BF16 " + Arrays.toString(sizes),
                    null);
        }
        float[] values = data.toFloats();
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw unusable(path, "tensor " + name + " holds numbers that are not finite", null);
            }
        }
        return values;
    }

    private static BadInput unusable(Path path, String why, Exception cause) {
        return new BadInput("model file " + path + " cannot be used: " + why + "; fetch or train it again", cause);
    }
}
