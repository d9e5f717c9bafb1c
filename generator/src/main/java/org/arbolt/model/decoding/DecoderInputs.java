package org.arbolt.model.decoding;

import java.util.Arrays;
import org.arbolt.kernel.Activation;
import org.arbolt.kernel.PackedProduct;
import org.arbolt.model.transformer.AtomEmbedding;
import org.arbolt.model.transformer.AtomLabels;
import org.arbolt.model.transformer.FloatArray;
import org.arbolt.model.transformer.Linear;
import org.arbolt.model.transformer.Parameters;
import org.arbolt.model.transformer.Sinusoids;
import org.arbolt.model.transformer.SmoothBasis;
import org.arbolt.model.transformer.TokenLayout;
import org.arbolt.model.transformer.TransformerVariant;
import org.arbolt.model.transformer.TransformerWeights;

/**
 * What a network is told at its input, and what it makes of its molecule's atoms before any token is known.
 *
 * @param positions P of the molecule
 * @param tokens what enters for a token, [V][C] flattened, with heads for a token of each slot, [S][V][C]
 * @param places what is added at a position, [P][C] flattened
 * @param atomCount A
 * @param atoms a vector for every atom, [A][C] flattened; null without conditioning
 */
record DecoderInputs(int positions, float[] tokens, float[] places, int atomCount, float[] atoms) {

    /** @param weights without smooth tables */
    static DecoderInputs of(TransformerWeights weights) {
        int c = weights.config().channels();
        Parameters<FloatArray> parts = weights.parameters();
        TokenLayout molecule = weights.layout();
        FloatArray table = parts.places() != null ? parts.places() : Sinusoids.of(molecule.positions(), c);
        float[] places = Arrays.copyOf(table.values(), molecule.positions() * c);
        add(parts.kinds(), molecule.kindOfPosition(), places);
        add(parts.atoms(), molecule.atomOfPosition(), places);
        float[] tokens = tokens(weights, parts.tokens());
        if (parts.conditioning() == null) {
            return new DecoderInputs(molecule.positions(), tokens, places, 0, null);
        }
        float[] atoms =
                atoms(parts.conditioning(), molecule.labels(), weights.config().atoms(), c);
        int count = molecule.labels().atoms();
        add(new FloatArray(atoms, count, c), molecule.atomOfPosition(), places);
        return new DecoderInputs(molecule.positions(), tokens, places, count, atoms);
    }

    /** x·wᵀ + b of the atoms' vectors, [A, K]. */
    float[] ofAtoms(Linear<FloatArray> layer) {
        return product(atoms, atomCount, layer);
    }

    /** Adds rows of a table. */
    private static void add(FloatArray table, int[] indices, float[] to) {
        int width = table.size(1);
        for (int p = 0; p < indices.length; p++) {
            for (int c = 0; c < width; c++) {
                to[p * width + c] += table.values()[indices[p] * width + c];
            }
        }
    }

    private static float[] tokens(TransformerWeights weights, Linear<FloatArray> tokens) {
        float[] given = tokens.weight().values();
        if (weights.config().design().heads() != null) {
            return ofSlots(weights, tokens.weight());
        }
        if (weights.config().design().tokens() == TransformerVariant.TokenInput.EMBEDDING) {
            return given;
        }
        int bins = weights.config().bins();
        int channels = weights.config().channels();
        float[] columns = new float[given.length];
        for (int token = 0; token < bins; token++) {
            for (int c = 0; c < channels; c++) {
                float bias = tokens.bias() == null ? 0 : tokens.bias().values()[c];
                columns[token * channels + c] = given[c * bins + token] + bias;
            }
        }
        return columns;
    }

    /** [S][V][C] flattened, from the factor [C, S·K′]. */
    private static float[] ofSlots(TransformerWeights weights, FloatArray factor) {
        TransformerVariant.Heads heads = weights.config().design().heads();
        int bins = weights.config().bins();
        int c = weights.config().channels();
        int size = SmoothBasis.size(heads.frequencies());
        float[] functions = SmoothBasis.values(bins, heads.frequencies());
        float[] all = new float[heads.slots() * bins * c];
        float[] own = new float[c * size];
        for (int slot = 0; slot < heads.slots(); slot++) {
            for (int row = 0; row < c; row++) {
                System.arraycopy(factor.values(), (row * heads.slots() + slot) * size, own, row * size, size);
            }
            float[] table = PackedProduct.of(functions, bins, own, null, c, size);
            System.arraycopy(table, 0, all, slot * bins * c, table.length);
        }
        return all;
    }

    /** proj([type | residue | residue's place | sequence length | atom index]) of every atom, [A, C]. */
    private static float[] atoms(AtomEmbedding<FloatArray> embedding, AtomLabels labels, int most, int c) {
        int count = labels.atoms();
        FloatArray numbers = Sinusoids.of(most + 1, c);
        float[] known = new float[count * 5 * c];
        int[] type = labels.type();
        int[] residue = labels.residue();
        int[] place = labels.place();
        for (int atom = 0; atom < count; atom++) {
            int at = atom * 5 * c;
            copy(embedding.types(), type[atom], known, at);
            copy(embedding.residues(), residue[atom], known, at + c);
            copy(numbers, place[atom], known, at + 2 * c);
            copy(numbers, labels.length(), known, at + 3 * c);
            copy(numbers, atom, known, at + 4 * c);
        }
        float[] hidden = product(known, count, embedding.first());
        int padded = PackedProduct.width(hidden.length); // whole vectors
        float[] activated = Arrays.copyOf(hidden, padded);
        Activation.gelu(activated, padded);
        return product(activated, count, embedding.second());
    }

    private static void copy(FloatArray table, int row, float[] to, int at) {
        int width = table.size(1);
        System.arraycopy(table.values(), row * width, to, at, width);
    }

    private static float[] product(float[] x, int rows, Linear<FloatArray> layer) {
        return PackedProduct.of(
                x,
                rows,
                layer.weight().values(),
                layer.bias() == null ? null : layer.bias().values(),
                layer.weight().size(0),
                layer.weight().size(1));
    }
}
