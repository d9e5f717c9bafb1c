package org.arbolt.model.transformer;

import java.util.Arrays;
import java.util.List;
import org.arbolt.tensor.DType;
import org.arbolt.tensor.Device;
import org.arbolt.tensor.Tensor;

/**
 * Layouts as the tensors that a network looks up: of one molecule, which all rows of a batch share (M = 1), or of one
 * molecule per row (M = B), shorter ones padded with zeros. Indices are int64.
 *
 * @param rows M
 * @param positions P of the longest
 * @param kind [M, P]
 * @param atom [M, P]
 * @param labels what the atoms are; null unless the network is conditioned
 */
public record TokenLayoutBatch(int rows, int positions, Tensor kind, Tensor atom, Labels labels) {
    static final int IGNORED = -100; // token of padding: no target of the loss
    private static final int FEW = 8; // positions or atoms that a batch of different molecules is rounded up to
    private static final float EXCLUDED = -1e30f; // as good as −∞ under a softmax, and no NaN where nothing is left

    /**
     * @param type [M, A]
     * @param residue [M, A]
     * @param place number of the residue in the sequence, [M, A]
     * @param length number of residues, [M, A]
     * @param index number of the atom, [M, A]
     * @param owner row of [M·A, C] that holds the atom of a position, [M, T]
     * @param padding [M, 1, 1, A], float32: 0 for an atom, as good as −∞ for padding; null without padding
     */
    record Labels(
            Tensor type, Tensor residue, Tensor place, Tensor length, Tensor index, Tensor owner, Tensor padding) {}

    /** Tensors in the current scope. */
    static TokenLayoutBatch of(List<TokenLayout> layouts, TransformerConfig config, Device device) {
        layouts.stream().distinct().forEach(layout -> layout.require(config));
        int m = layouts.size();
        int t = Math.min(config.positions(), positions(layouts));
        Tensor kind = indices(layouts.stream().map(TokenLayout::kindOfPosition).toList(), t, device);
        Tensor atom = indices(layouts.stream().map(TokenLayout::atomOfPosition).toList(), t, device);
        return new TokenLayoutBatch(
                m, t, kind, atom, config.design().conditioning() == null ? null : labels(layouts, t, device));
    }

    /** P of the longest; of different molecules rounded up, so that products have few shapes. */
    static int positions(List<TokenLayout> layouts) {
        int longest = layouts.stream().mapToInt(TokenLayout::positions).max().orElseThrow();
        return layouts.size() == 1 ? longest : rounded(longest, FEW);
    }

    /** The next multiple. */
    static int rounded(int count, int unit) {
        return Math.ceilDiv(count, unit) * unit;
    }

    private static Labels labels(List<TokenLayout> layouts, int positions, Device device) {
        int longest = layouts.stream().mapToInt(l -> l.labels().atoms()).max().orElseThrow();
        int a = layouts.size() == 1 ? longest : rounded(longest, FEW);
        List<AtomLabels> labels = layouts.stream().map(TokenLayout::labels).toList();
        return new Labels(
                indices(labels.stream().map(AtomLabels::type).toList(), a, device),
                indices(labels.stream().map(AtomLabels::residue).toList(), a, device),
                indices(labels.stream().map(AtomLabels::place).toList(), a, device),
                indices(labels.stream().map(l -> filled(l.atoms(), l.length())).toList(), a, device),
                indices(labels.stream().map(l -> counted(l.atoms())).toList(), a, device),
                indices(owners(layouts, a), positions, device),
                padding(labels, a, device));
    }

    private static List<int[]> owners(List<TokenLayout> layouts, int atoms) {
        int[][] owners = new int[layouts.size()][];
        for (int m = 0; m < owners.length; m++) {
            int first = m * atoms;
            owners[m] = Arrays.stream(layouts.get(m).atomOfPosition())
                    .map(atom -> first + atom)
                    .toArray();
        }
        return List.of(owners);
    }

    private static Tensor padding(List<AtomLabels> labels, int atoms, Device device) {
        if (labels.stream().allMatch(l -> l.atoms() == atoms)) {
            return null;
        }
        float[] mask = new float[labels.size() * atoms];
        for (int m = 0; m < labels.size(); m++) {
            Arrays.fill(mask, m * atoms + labels.get(m).atoms(), (m + 1) * atoms, EXCLUDED);
        }
        return on(device, Tensor.of(mask, labels.size(), 1, 1, atoms));
    }

    private static int[] filled(int count, int value) {
        int[] all = new int[count];
        Arrays.fill(all, value);
        return all;
    }

    private static int[] counted(int count) {
        int[] all = new int[count];
        Arrays.setAll(all, i -> i);
        return all;
    }

    /** Rows of different lengths as one tensor [M, width], zeros behind them. */
    private static Tensor indices(List<int[]> rows, int width, Device device) {
        long[] all = new long[rows.size() * width];
        for (int m = 0; m < rows.size(); m++) {
            int[] row = rows.get(m);
            for (int i = 0; i < row.length; i++) {
                all[m * width + i] = row[i];
            }
        }
        return on(device, Tensor.of(all, rows.size(), width));
    }

    private static Tensor on(Device device, Tensor made) {
        return made.on(device);
    }

    /** Tokens [B, T] moved on by one, the start token 0 first and 0 for padding: the inputs that predict them. */
    public static Tensor shifted(Tensor tokens) {
        Tensor start = Tensor.zeros(DType.INT64, tokens.device(), tokens.size(0), 1);
        return Tensor.concatenate(List.of(start, tokens.narrow(1, 0, tokens.size(1) - 1)), 1)
                .positivePart();
    }
}
