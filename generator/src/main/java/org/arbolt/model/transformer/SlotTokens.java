package org.arbolt.model.transformer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tokens of a batch as a network with {@link TransformerVariant.Heads} wants them: by position and slot. Padding has no
 * rows, but where molecules differ the rows of a slot are filled up to a round number: oneDNN makes a kernel for every
 * shape that it meets, and with as many shapes as batches that took half of the time of training.
 *
 * @param positions P of the longest sequence, or a little more
 * @param inputs tokens of the position before each, [B, P, S]; V where a slot is empty
 * @param rows what each slot's head is to tell
 */
record SlotTokens(int positions, long[] inputs, List<Rows> rows) {

    private static final int ROUND = 64; // rows

    /**
     * The tokens of one slot, n of them.
     *
     * @param slot s
     * @param hidden row of the position's vector in [B·P, C], [n]
     * @param target the token, [n]
     * @param before tokens of the slots before it at its position, [n, s]; V where a slot is empty
     * @param token number of the token in the batch, row · width + t, [n]; any where the target is ignored
     */
    record Rows(int slot, long[] hidden, long[] target, long[] before, int[] token) {
        int count() {
            return hidden.length;
        }
    }

    /**
     * @param tokens [B, width], the tokens of sequences from their first on, negative behind the end of one
     * @param layouts of each sequence, or one for all
     * @param config of the network, which has heads
     */
    static SlotTokens of(long[] tokens, int width, List<TokenLayout> layouts, TransformerConfig config) {
        int slots = config.design().heads().slots();
        int bins = config.bins();
        int sequences = tokens.length / width;
        int positions = 0;
        boolean differ = layouts.size() > 1;
        int[][] position = new int[layouts.size()][];
        int[][] slot = new int[layouts.size()][];
        for (int m = 0; m < position.length; m++) {
            position[m] = layouts.get(m).position();
            slot[m] = layouts.get(m).slot();
            positions = Math.max(positions, position[m][Math.min(width, position[m].length) - 1] + 1);
        }
        if (differ) {
            positions = Math.min(config.positions(), TokenLayoutBatch.positions(layouts));
        }
        Builder[] builders = new Builder[slots];
        Arrays.setAll(builders, Builder::new);
        long[] inputs = new long[sequences * positions * slots];
        Arrays.fill(inputs, bins);
        long[] here = new long[slots];
        for (int b = 0; b < sequences; b++) {
            int m = layouts.size() == 1 ? 0 : b;
            int last = -1;
            for (int t = 0; t < Math.min(width, position[m].length); t++) {
                long token = tokens[b * width + t];
                int p = position[m][t];
                int s = slot[m][t];
                if (token < 0) {
                    break;
                }
                if (p != last) {
                    Arrays.fill(here, bins);
                    last = p;
                }
                builders[s].add((long) b * positions + p, token, here, b * width + t);
                here[s] = token;
                if (p + 1 < positions) {
                    inputs[(b * positions + p + 1) * slots + s] = token;
                }
            }
        }
        return new SlotTokens(
                positions,
                inputs,
                Arrays.stream(builders)
                        .filter(builder -> builder.count > 0)
                        .map(builder -> builder.rows(differ ? ROUND : 1, bins))
                        .toList());
    }

    /** Collects the rows of a slot. */
    private static final class Builder {
        private final int slot;
        private final List<long[]> rows = new ArrayList<>(); // hidden, target, token, those before
        private int count;

        Builder(int slot) {
            this.slot = slot;
        }

        void add(long hidden, long target, long[] here, int token) {
            long[] row = new long[3 + slot];
            row[0] = hidden;
            row[1] = target;
            row[2] = token;
            System.arraycopy(here, 0, row, 3, slot);
            rows.add(row);
            count++;
        }

        /** Filled up with rows that have no target. */
        Rows rows(int unit, int bins) {
            long[] nothing = new long[slot];
            Arrays.fill(nothing, bins);
            while (count % unit != 0) {
                add(0, TokenLayoutBatch.IGNORED, nothing, 0);
            }
            long[] before = new long[count * slot];
            for (int i = 0; i < count; i++) {
                System.arraycopy(rows.get(i), 3, before, i * slot, slot);
            }
            return new Rows(
                    slot,
                    rows.stream().mapToLong(row -> row[0]).toArray(),
                    rows.stream().mapToLong(row -> row[1]).toArray(),
                    before,
                    rows.stream().mapToInt(row -> (int) row[2]).toArray());
        }
    }
}
