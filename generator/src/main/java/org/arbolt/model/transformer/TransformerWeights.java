package org.arbolt.model.transformer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.arbolt.BadInput;
import org.arbolt.kernel.PackedProduct;
import org.arbolt.math.Seed;

/**
 * A network as plain numbers: what files hold, what generation and scoring on the CPU are made from
 * ({@code model.decoding}), and what a {@link Transformer} of libtorch begins with and gives back. Immutable.
 *
 * @param config shape
 * @param molecule its molecule; null for a network of many that has not been told one
 * @param frequencies of smooth tables, 0 for free ones
 * @param arrays the parameters by their published names, in the order of the network, those not learned last; smooth
 *     tables as their factors
 */
public record TransformerWeights(
        TransformerConfig config, TokenLayout molecule, int frequencies, SequencedMap<String, FloatArray> arrays) {

    public TransformerWeights {
        if (molecule != null) {
            molecule.require(config);
        }
        arrays = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(arrays));
    }

    /** Values of the parameter of a name and shape, row-major. */
    @FunctionalInterface
    public interface Values {
        float[] of(String name, long... shape);
    }

    /**
     * A network with given weights.
     *
     * @param molecule its molecule; null for a network of many, told with {@link #of(TokenLayout)}
     * @param frequencies 0 for free tables as published; n > 0 for tables of 2n + 1 smooth functions of the bin
     */
    public static TransformerWeights of(
            TransformerConfig config, TokenLayout molecule, int frequencies, Values values) {
        if (molecule != null) {
            molecule.require(config); // before anything is read
        }
        SequencedMap<String, FloatArray> learned = new LinkedHashMap<>();
        SequencedMap<String, FloatArray> fixed = new LinkedHashMap<>();
        Parameters.of(config, frequencies, (name, changes, shape) -> {
            FloatArray array = new FloatArray(values.of(name, shape), shape);
            (changes ? learned : fixed).put(name, array);
            return array;
        });
        learned.putAll(fixed);
        return new TransformerWeights(config, molecule, frequencies, learned);
    }

    /** A network with random weights ({@link InitialWeights}). */
    public static TransformerWeights initialised(
            TransformerConfig config, TokenLayout molecule, int frequencies, Seed seed) {
        return of(config, molecule, frequencies, new InitialWeights(config, seed.child("weights"))::of);
    }

    /** This network for another molecule. */
    public TransformerWeights of(TokenLayout molecule) {
        return new TransformerWeights(config, molecule, frequencies, arrays);
    }

    /** Its molecule, which it must have been told. */
    public TokenLayout layout() {
        if (molecule == null) {
            throw new IllegalStateException("a network for many molecules must be told which: use of(TokenLayout)");
        }
        return molecule;
    }

    /** Number of tokens T of its molecule. */
    public int tokens() {
        return layout().tokens();
    }

    /** The parameters, part by part. */
    public Parameters<FloatArray> parameters() {
        return Parameters.of(config, frequencies, (name, _, _) -> arrays.get(name));
    }

    /** The same network with free tables: smooth ones multiplied out, as published. */
    public TransformerWeights multipliedOut() {
        if (config.design().heads() != null) {
            throw new BadInput(
                    "a network with one position per atom has no form in the published code; give one whose every "
                            + "token is a position, such as one of Cartesian coordinates");
        }
        if (frequencies == 0) {
            return this;
        }
        SequencedMap<String, FloatArray> free = new LinkedHashMap<>();
        for (Map.Entry<String, FloatArray> entry : arrays.entrySet()) {
            switch (entry.getKey()) {
                case Parameters.TOKENS + ".smooth" ->
                    free.put(Parameters.published(Parameters.TOKENS), table(entry.getValue()));
                case Parameters.OUTPUT + ".smooth" ->
                    free.put(Parameters.published(Parameters.OUTPUT), table(entry.getValue()));
                default -> free.put(entry.getKey(), entry.getValue());
            }
        }
        return new TransformerWeights(config, molecule, 0, free);
    }

    /** basis·Wᵀ, [V, C], of a factor [C, K]. */
    private FloatArray table(FloatArray factor) {
        int bins = config.bins();
        float[] basis = SmoothBasis.values(bins, frequencies);
        return new FloatArray(
                PackedProduct.of(basis, bins, factor.values(), null, config.channels(), SmoothBasis.size(frequencies)),
                bins,
                config.channels());
    }
}
