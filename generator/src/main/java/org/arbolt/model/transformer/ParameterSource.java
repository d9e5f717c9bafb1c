package org.arbolt.model.transformer;

/**
 * Where the parameters of a network come from, by their published names.
 *
 * @param <W> what a weight is kept in
 */
@FunctionalInterface
interface ParameterSource<W> {

    /** @param learned whether training changes it; a table of positions that came with a checkpoint it does not */
    W of(String name, boolean learned, long... shape);

    default W learned(String name, long... shape) {
        return of(name, true, shape);
    }

    default Linear<W> linear(String name, long inputs, long outputs, boolean bias) {
        return new Linear<>(learned(name + ".weight", outputs, inputs), bias ? learned(name + ".bias", outputs) : null);
    }

    default Norm<W> norm(String name, long width, TransformerVariant.Norm kind) {
        return new Norm<>(
                learned(name + ".weight", width),
                kind == TransformerVariant.Norm.LAYER ? learned(name + ".bias", width) : null);
    }
}
