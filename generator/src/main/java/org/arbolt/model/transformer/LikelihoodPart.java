package org.arbolt.model.transformer;

import java.util.Iterator;
import java.util.List;
import org.arbolt.tensor.DType;
import org.arbolt.tensor.Device;
import org.arbolt.tensor.GradientMode;
import org.arbolt.tensor.Layers;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;

/**
 * Some sequences of a batch on their way through a network and back ({@link Likelihood}). Everything is done by one
 * thread, in this order: forward, probabilities where they are wanted, backward, close. Never holds the logits of more
 * than a few hundred positions.
 */
final class LikelihoodPart implements AutoCloseable {
    private static final int ROWS =
            512; // logits of so many rows are in memory at once: they stay in the cache of a CPU
    private static final long DEVICE_LOGITS = 1 << 27; // in memory at once on a device: so many that it is busy

    private final int number;
    private final Transformer network;
    private final Tensor batch; // tokens of all sequences
    private final List<TokenLayout> molecules; // one for all of this part's sequences, or one for each
    private final int first; // sequence
    private final int count;
    private final int width; // positions T of the longest molecule here
    private final NetworkPrecision precision;
    private final LossTerms manner;
    private TensorScope scope;
    private Tensor tokens; // [B, T]
    private Transformer.Trunk trunk;
    private Tensor taught; // the teacher's hidden vectors [B·T, C]; null without a teacher

    /**
     * @param number of the part, from 0 on
     * @param network whose parameters' gradients are added to; remains the caller's
     * @param batch tokens of all sequences
     * @param molecules one for all sequences, or one for each
     * @param first sequence of the part
     * @param end the one behind the last
     */
    LikelihoodPart(
            int number,
            Transformer network,
            Tensor batch,
            List<TokenLayout> molecules,
            int first,
            int end,
            NetworkPrecision precision,
            LossTerms manner) {
        this.number = number;
        this.network = network;
        this.batch = batch;
        this.first = first;
        this.count = end - first;
        List<TokenLayout> own = molecules.size() == 1 ? molecules : molecules.subList(first, end);
        this.molecules = own.stream().distinct().count() == 1 ? List.of(own.getFirst()) : own;
        this.width = own.stream().mapToInt(TokenLayout::positions).max().orElseThrow();
        this.precision = precision;
        this.manner = manner.part(number);
    }

    int number() {
        return number;
    }

    /** Up to the hidden vectors. */
    void forward() {
        scope = TensorScope.open();
        try (var _ = GradientMode.recording()) {
            tokens = batch.narrow(0, first, count).narrow(1, 0, width).contiguous();
            Tensor inputs = TokenLayoutBatch.shifted(tokens);
            trunk = network.trunk(inputs, network.surroundings(molecules, precision), precision, manner.dropout());
            taught = manner.distillation().wanted() ? taught(inputs) : null;
        }
    }

    private Tensor taught(Tensor inputs) {
        try (var _ = GradientMode.off()) {
            Transformer teacher = manner.distillation().teacher();
            return teacher.trunk(inputs, teacher.surroundings(molecules, precision), precision, Dropout.NONE)
                    .hidden();
        }
    }

    /** @param all log P of the batch's sequences, nats; those of this part's are set */
    void logProbabilities(double[] all) {
        try (var _ = GradientMode.off()) {
            subtract(
                    overRows((targets, from, rows) -> {
                        Tensor logits = network.outputTable()
                                .logits(trunk.hidden().narrow(0, from, rows), precision)
                                .to(DType.FLOAT32);
                        return Layers.crossEntropies(logits, targets, 0);
                    }),
                    all);
        }
    }

    /**
     * Adds the gradient to those of the part's network.
     *
     * @param omega weights of the batch's sequences
     * @param all log P of the batch's sequences, nats; those of this part's are set
     */
    void backward(double[] omega, double[] all) {
        try (var _ = GradientMode.recording()) {
            Tensor hidden = trunk.hidden(); // [B·T, C]
            Tensor derivative = Tensor.empty(hidden.type(), network.device(), hidden.shape());
            Tensor weights = Tensor.of(rowWeights(omega), hidden.size(0)).on(network.device());
            Tensor plain = overRows((targets, from, rows) -> {
                Tensor part = hidden.narrow(0, from, rows).detach().requireGradient(true);
                Tensor logits = network.outputTable().logits(part, precision).to(DType.FLOAT32); // [rows, V]
                Tensor losses = Layers.crossEntropies(logits, targets, manner.smoothing()); // [rows]
                Tensor loss = weights.narrow(0, from, rows).dot(losses);
                Tensor total =
                        taught == null ? loss : loss.plus(distilled(taught.narrow(0, from, rows), logits, targets));
                total.backward(List.of(part, network.outputTable().parameters().getFirst()));
                try (var _ = GradientMode.off()) {
                    derivative.narrow(0, from, rows).assign(part.gradient());
                }
                return manner.smoothing() == 0 ? losses : Layers.crossEntropies(logits.detach(), targets, 0);
            });
            trunk.backward(derivative);
            subtract(plain, all);
        }
    }

    /**
     * β/n Σ over the rows of the cross-entropy against the teacher's distribution, which is the KL divergence but for a
     * constant.
     */
    private Tensor distilled(Tensor taught, Tensor logits, Tensor targets) {
        Distillation distillation = manner.distillation();
        Tensor teachers;
        try (var _ = GradientMode.off()) {
            Tensor theirs = distillation
                    .teacher()
                    .outputTable()
                    .logits(taught, precision)
                    .to(DType.FLOAT32);
            teachers = Layers.softmax(theirs, -1); // [rows, V]
        }
        long[] tokens = targets.toLongs();
        float[] counted = new float[tokens.length];
        for (int i = 0; i < counted.length; i++) {
            counted[i] = tokens[i] == Transformer.PADDING ? 0 : (float) (distillation.factor() * manner.token());
        }
        return Tensor.of(counted, counted.length).to(logits.device()).dot(Layers.crossEntropies(logits, teachers));
    }

    /** Moves the gradients of the part's network to those of another with the same parameters, which may be itself. */
    void give(Transformer to) {
        if (to == network) {
            return;
        }
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            Iterator<Tensor> theirs = to.parameters().iterator(); // the same in the same order
            for (Tensor own : network.parameters()) {
                Tensor their = theirs.next();
                if (own.hasGradient()) {
                    their.backward(own.gradient());
                    own.gradient().zero();
                }
            }
        }
    }

    @Override
    public void close() {
        if (scope != null) {
            scope.close();
        }
    }

    /**
     * Work on some rows of [B·T, C], of which the loss of each comes out: their targets [rows], the first of them, how
     * many.
     */
    @FunctionalInterface
    private interface RowWork {
        Tensor on(Tensor targets, long from, long rows);
    }

    /** Losses of all rows, [B·T]. */
    private Tensor overRows(RowWork work) {
        Tensor targets = tokens.view(-1);
        Tensor losses = Tensor.empty(DType.FLOAT32, network.device(), targets.elements());
        long most = network.device().kind() == Device.Kind.CPU
                ? ROWS
                : Math.max(ROWS, DEVICE_LOGITS / network.config().bins());
        for (long from = 0; from < targets.elements(); from += most) {
            long rows = Math.min(most, targets.elements() - from);
            try (var _ = TensorScope.open()) {
                Tensor found =
                        work.on(targets.narrow(0, from, rows), from, rows).detach();
                try (var _ = GradientMode.off()) {
                    losses.narrow(0, from, rows).assign(found);
                }
            }
        }
        return losses;
    }

    private float[] rowWeights(double[] omega) {
        float[] weights = new float[count * width];
        for (int row = 0; row < weights.length; row++) {
            weights[row] = (float) omega[sequence(row)];
        }
        return weights;
    }

    private void subtract(Tensor losses, double[] all) {
        float[] values = losses.toFloats();
        for (int row = 0; row < values.length; row++) {
            all[sequence(row)] -= values[row];
        }
    }

    /** In the batch. */
    private int sequence(int row) {
        return first + row / width;
    }
}
