package org.arbolt.model.transformer;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.arbolt.tensor.ResidualStream;
import org.arbolt.tensor.Tensor;

/**
 * What a network makes of molecules before any token is known. M is 1, all rows of a batch being of one molecule, or B.
 *
 * @param place embedding of each position, [M, T, C]
 * @param global what the sum at the input attends to; null without
 * @param cross what each block attends to; empty without
 * @param padding added to the scores of atoms, [M, 1, 1, A]; null where no molecule is padded
 */
public record MoleculeContext(Tensor place, KeysValues global, List<KeysValues> cross, Tensor padding)
        implements AutoCloseable {

    /** Keys and values of the atoms for every head, [M, H, A, D] each. */
    public record KeysValues(Tensor keys, Tensor values) {}

    /** The same for {@code count} positions from {@code from} on. */
    MoleculeContext at(int from, int count) {
        return new MoleculeContext(place.narrow(1, from, count), global, cross, padding);
    }

    /** The same for the branches of a stream. */
    MoleculeContext of(ResidualStream stream) {
        List<Tensor> shared = stream.shared(
                cross.stream().flatMap(kv -> Stream.of(kv.keys, kv.values)).toList());
        List<KeysValues> read = IntStream.range(0, cross.size())
                .mapToObj(layer -> new KeysValues(shared.get(2 * layer), shared.get(2 * layer + 1)))
                .toList();
        return new MoleculeContext(place, global, read, padding);
    }

    /** Takes the tensors out of their scope, for sampling. */
    MoleculeContext own() {
        place.own();
        if (padding != null) {
            padding.own();
        }
        keysValues().forEach(kv -> {
            kv.keys.own();
            kv.values.own();
        });
        return this;
    }

    private List<KeysValues> keysValues() {
        return global == null
                ? cross
                : Stream.concat(Stream.of(global), cross.stream()).toList();
    }

    @Override
    public void close() {
        place.close();
        if (padding != null) {
            padding.close();
        }
        keysValues().forEach(kv -> {
            kv.keys.close();
            kv.values.close();
        });
    }
}
