package org.arbolt.model.transformer;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.arbolt.tensor.CrossEntropy;
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
    private final int width; // tokens T of the longest molecule here
    private final NetworkPrecision precision;
    private final LossTerms manner;
    private TensorScope scope;
    private final List<Read> reads = new ArrayList<>();
    private Readout readout;
    private Transformer.Trunk trunk;
    private Tensor rows; // of the readout, [n, C]
    private Tensor taught; // the same of the teacher's hidden vectors; null without a teacher

    /**
     * Rows on their way to logits.
     *
     * @param hidden a leaf, [n, C]
     * @param coefficients made of it, [n, K]; itself where the logits are
     * @param ofCoefficients where their derivative goes
     * @param columns what they are multiplied with, [V, K] in the precision's type
     * @param rows the same as [K, V], for the way back
     */
    private record Read(
            Readout.Segment segment,
            Tensor hidden,
            Tensor coefficients,
            Tensor ofCoefficients,
            Tensor columns,
            Tensor rows) {}

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
        this.width = own.stream().mapToInt(TokenLayout::tokens).max().orElseThrow();
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
            Tensor tokens = batch.narrow(0, first, count).narrow(1, 0, width).contiguous();
            readout = Readout.of(network.config(), tokens, molecules, SmoothBasis.size(network.frequencies()));
            trunk = network.trunk(
                    readout.inputs(), network.surroundings(molecules, precision), precision, manner.dropout());
        }
        try (var _ = GradientMode.off()) {
            rows = readout.rows(trunk.hidden());
            taught = manner.distillation().wanted() ? taught() : null;
        }
        try (var _ = GradientMode.recording()) {
            for (Readout.Segment segment : readout.segments()) {
                Tensor leaf = of(rows, segment).detach().requireGradient(true);
                reads.add(read(segment, leaf, network.coefficients(segment, leaf, precision)));
            }
        }
    }

    private Read read(Readout.Segment segment, Tensor leaf, Tensor coefficients) {
        try (var _ = GradientMode.off()) {
            Tensor columns = network.columns(segment).to(precision.type());
            return new Read(
                    segment,
                    leaf,
                    coefficients,
                    Tensor.empty(precision.type(), network.device(), coefficients.shape()),
                    columns,
                    columns.transpose(0, 1).contiguous());
        }
    }

    private Tensor taught() {
        Transformer teacher = manner.distillation().teacher();
        return readout.rows(
                teacher.trunk(readout.inputs(), teacher.surroundings(molecules, precision), precision, Dropout.NONE)
                        .hidden());
    }

    /** @param all log P of the batch's sequences, nats; those of this part's are set */
    void logProbabilities(double[] all) {
        try (var _ = GradientMode.off()) {
            subtract(overRows((_, _, logits, targets) -> CrossEntropy.losses(logits, targets)), all);
        }
    }

    /**
     * Adds the gradient to those of the part's network.
     *
     * @param omega weights of the batch's sequences
     * @param all log P of the batch's sequences, nats; those of this part's are set
     */
    void backward(double[] omega, double[] all) {
        try (var _ = GradientMode.off()) {
            Tensor weights = Tensor.of(rowWeights(omega), rows.size(0)).on(network.device());
            Tensor ofRows = Tensor.empty(rows.type(), network.device(), rows.shape());
            Tensor plain = overRows((read, some, logits, targets) -> {
                CrossEntropy loss = loss(some, logits, targets, of(weights, some));
                learn(read, some, loss.derivative());
                return loss.losses();
            });
            for (Read read : reads) {
                boolean same = read.coefficients == read.hidden;
                if (!same) {
                    read.coefficients.backward(read.ofCoefficients);
                }
                of(ofRows, read.segment).assign(same ? read.ofCoefficients : read.hidden.gradient());
            }
            Tensor derivative = readout.derivative(trunk.hidden(), ofRows);
            try (var _ = GradientMode.recording()) {
                trunk.backward(derivative);
            }
            subtract(plain, all);
        }
    }

    /** Derivatives with respect to coefficients, and to what they are multiplied with where that is learned. */
    private void learn(Read read, Readout.Segment some, Tensor ofLogits) {
        long from = some.from() - read.segment.from();
        read.ofCoefficients.narrow(0, from, some.rows()).assign(precision.linear(ofLogits, read.rows));
        if (network.learnsColumns()) {
            Tensor used = read.coefficients.detach().narrow(0, from, some.rows());
            network.columns(some).backward(ofLogits.transpose(0, 1).matmul(used).to(DType.FLOAT32));
        }
    }

    /** What is made small: the cross-entropy, perhaps against smoothed targets, perhaps near a teacher's. */
    private CrossEntropy loss(Readout.Segment some, Tensor logits, Tensor targets, Tensor weights) {
        if (manner.smoothing() == 0 && taught == null) {
            return CrossEntropy.of(logits, targets, weights);
        }
        Tensor plain = CrossEntropy.losses(logits, targets);
        try (var _ = GradientMode.recording()) {
            Tensor leaf = logits.detach().to(DType.FLOAT32).detach().requireGradient(true);
            Tensor loss = weights.dot(Layers.crossEntropies(leaf, targets, manner.smoothing()));
            Tensor total = taught == null ? loss : loss.plus(distilled(some, leaf, targets));
            total.backward(Tensor.scalar(1));
            return new CrossEntropy(plain, leaf.gradient().to(precision.type()));
        }
    }

    /**
     * β/n Σ over the rows of the cross-entropy against the teacher's distribution, which is the KL divergence but for a
     * constant.
     */
    private Tensor distilled(Readout.Segment some, Tensor logits, Tensor targets) {
        Distillation distillation = manner.distillation();
        Tensor teachers;
        try (var _ = GradientMode.off()) {
            Tensor theirs = distillation.teacher().logits(some, of(taught, some), precision);
            teachers = Layers.softmax(theirs, -1); // [rows, V]
        }
        long[] chosen = targets.toLongs();
        float[] counted = new float[chosen.length];
        for (int i = 0; i < counted.length; i++) {
            counted[i] = chosen[i] == Transformer.PADDING ? 0 : (float) (distillation.factor() * manner.token());
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

    /** Work on some rows of the readout, of which losses [rows] come out, given logits [rows, V] and targets [rows]. */
    @FunctionalInterface
    private interface RowWork {
        Tensor on(Read read, Readout.Segment some, Tensor logits, Tensor targets);
    }

    private static Tensor of(Tensor rows, Readout.Segment some) {
        return rows.narrow(0, some.from(), some.rows());
    }

    /** Losses of all rows. */
    private Tensor overRows(RowWork work) {
        Tensor losses =
                Tensor.empty(DType.FLOAT32, network.device(), readout.targets().elements());
        long most = network.device().kind() == Device.Kind.CPU
                ? ROWS
                : Math.max(ROWS, DEVICE_LOGITS / network.config().bins());
        for (Read read : reads) {
            Tensor coefficients = read.coefficients.detach();
            for (long from = 0; from < read.segment.rows(); from += most) {
                Readout.Segment some = read.segment.part(from, Math.min(most, read.segment.rows() - from));
                try (var _ = TensorScope.open()) {
                    Tensor logits = precision.linear(coefficients.narrow(0, from, some.rows()), read.columns);
                    of(losses, some).assign(work.on(read, some, logits, of(readout.targets(), some)));
                }
            }
        }
        return losses;
    }

    private float[] rowWeights(double[] omega) {
        float[] weights = new float[readout.token().length];
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

    /** That a row of the readout belongs to, in the batch. */
    private int sequence(int row) {
        return first + readout.token()[row] / width;
    }
}
