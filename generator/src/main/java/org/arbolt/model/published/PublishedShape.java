package org.arbolt.model.published;

import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.BadSetting;
import org.arbolt.io.checkpoint.TorchTensor;
import org.arbolt.model.transformer.TransformerConfig;
import org.arbolt.model.transformer.TransformerVariant;

/**
 * Reads a network's shape and design off the names and shapes of its tensors. The number of heads they mostly do not
 * tell.
 */
record PublishedShape(Map<String, TorchTensor> tensors, String where) {
    static final String PLACES_BUFFER = "pos_embed.pe";
    static final String PLACES = "pos_embed.weight";
    static final String PLACES_PLAIN = "pos_embed";
    private static final String GATE = "blocks.0.cross_attn_gate";
    private static final String CROSS = "blocks.0.cross_attn.";

    /** @throws BadInput if the tensors are not those of a network of the published kind */
    TransformerConfig config(int heads) {
        int channels = size("final_norm.weight", 0);
        int bins = size("output_proj.weight", 0);
        int positions = positions();
        int atoms = has("atom_pos_embed.weight") ? size("atom_pos_embed.weight", 0) : (positions + 2) / 3;
        int kinds = has("coord_dim_embed.weight") ? size("coord_dim_embed.weight", 0) : 3;
        try {
            return new TransformerConfig(
                    layers(), channels, heads, bins, positions, atoms, kinds, design(channels, bins));
        } catch (IllegalArgumentException | BadSetting e) {
            throw new BadInput(
                    where + " cannot be used: " + e.getMessage()
                            + "; give the right number of heads, or another checkpoint",
                    e);
        }
    }

    /** Heads where the width of a norm tells them; 0 where nothing does. */
    int headsFromShapes() {
        if (!has(CROSS + "q_norm.weight")) {
            return 0;
        }
        int channels = size("final_norm.weight", 0);
        int width = size(CROSS + "q_norm.weight", 0);
        return width < channels && width > 0 ? channels / width : 0;
    }

    private TransformerVariant design(int channels, int bins) {
        boolean swiglu = has("blocks.0.ff.net.0.w1.weight");
        int hidden = size(swiglu ? "blocks.0.ff.net.0.w1.weight" : "blocks.0.ff.net.0.weight", 0);
        return new TransformerVariant(
                swiglu ? TransformerVariant.FeedForward.SWIGLU : TransformerVariant.FeedForward.GELU,
                hidden == (swiglu ? 2 * 4 * channels / 3 : 4 * channels) ? 0 : hidden,
                norm("final_norm"),
                has(PLACES_BUFFER)
                        ? TransformerVariant.Places.TABLE
                        : has(PLACES) || has(PLACES_PLAIN)
                                ? TransformerVariant.Places.LEARNED
                                : TransformerVariant.Places.SINUSOIDAL,
                tokens(channels, bins),
                has("input_norm.weight"),
                conditioning(),
                has(CROSS + "q_proj.weight") ? cross(channels) : null);
    }

    /** A table is [V, C], a layer over one-hot vectors [C, V]. */
    private TransformerVariant.TokenInput tokens(int channels, int bins) {
        if (has("token_embed.bias")) {
            return TransformerVariant.TokenInput.ONE_HOT_BIAS;
        }
        boolean table = size("token_embed.weight", 0) == bins && size("token_embed.weight", 1) == channels;
        return table ? TransformerVariant.TokenInput.EMBEDDING : TransformerVariant.TokenInput.ONE_HOT;
    }

    private TransformerVariant.Conditioning conditioning() {
        return !has("cond_embed.proj.0.weight")
                ? null
                : new TransformerVariant.Conditioning(
                        size("cond_embed.atom_embed.weight", 0),
                        size("cond_embed.residue_embed.weight", 0),
                        has("global_cond_attn.in_proj_weight"));
    }

    private TransformerVariant.Cross cross(int channels) {
        TransformerVariant.QueryKeyNorm norms = !has(CROSS + "q_norm.weight")
                ? TransformerVariant.QueryKeyNorm.NONE
                : size(CROSS + "q_norm.weight", 0) == channels
                        ? TransformerVariant.QueryKeyNorm.CHANNELS
                        : TransformerVariant.QueryKeyNorm.HEAD;
        long[] gate = has(GATE) ? tensors.get(GATE).shape() : null;
        int gates = gate == null ? 0 : gate.length == 0 ? 1 : size(GATE, 0);
        if (gates != 0 && gates != 1 && gates != channels) {
            throw new BadInput(where + ": " + GATE + " has " + gates
                    + " numbers, neither one nor one per channel; give another" + " checkpoint");
        }
        return new TransformerVariant.Cross(has(CROSS + "q_proj.bias"), norms, norm(CROSS + "q_norm"), gates);
    }

    private TransformerVariant.Norm norm(String name) {
        return has(name + ".bias") ? TransformerVariant.Norm.LAYER : TransformerVariant.Norm.RMS;
    }

    private int layers() {
        int layers = 0;
        while (has("blocks." + layers + ".norm1.weight")) {
            layers++;
        }
        return layers;
    }

    private int positions() {
        for (String name : new String[] {PLACES_BUFFER, PLACES, PLACES_PLAIN, "blocks.0.attn.causal_mask"}) {
            if (has(name)) {
                int rank = tensors.get(name).shape().length; // [T, C] or [1, T, C]
                return size(name, Math.max(0, rank - 2));
            }
        }
        return 3 * size("atom_pos_embed.weight", 0);
    }

    private boolean has(String name) {
        return tensors.containsKey(name);
    }

    private int size(String name, int axis) {
        TorchTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new BadInput(where + " lacks tensor " + name + "; give a checkpoint of the published network");
        }
        if (tensor.shape().length <= axis || tensor.shape()[axis] < 1 || tensor.shape()[axis] > 1 << 20) {
            throw new BadInput(
                    where + ": tensor " + name + " is " + tensor + ", which no network has; give another checkpoint");
        }
        return (int) tensor.shape()[axis];
    }
}
