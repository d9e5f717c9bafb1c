package org.arbolt.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.arbolt.kernel.CausalAttention;
import org.arbolt.kernel.OffHeapFloats;
import org.arbolt.kernel.ResidualNorm;
import org.arbolt.kernel.Swiglu;

/**
 * Our own kernels on the CPU, where libtorch walks through memory once for every addition and multiplication.
 * What they make is a leaf to libtorch, which so records and differentiates only what lies between two of them, the
 * products; the way back goes through these pieces in reverse, with one running derivative of the stream for all
 * branches.
 */
final class FusedStream implements ResidualStream {
    private final DType type;
    private final boolean recording = LibTorch.recordsGradients();
    private final Tensor beginning;
    private final List<Tensor> shared = new ArrayList<>();
    private final List<Tensor> sharedLeaves = new ArrayList<>();
    private final Deque<Runnable> wayBack = new ArrayDeque<>(); // the last first
    private final Swiglu swiglu = new Swiglu();
    private CausalAttention attention; // of all layers, which are of one shape; null before the first
    private Tensor x; // [B, T, C], float32
    private Tensor branch; // still to be added to x; or null
    private Tensor last; // norm
    private Tensor ofStream; // derivative with respect to x as far as the way back has come; null at its beginning

    FusedStream(Tensor x, DType type) {
        this.beginning = x;
        this.x = x.contiguous();
        this.type = type;
        wayBack.push(this::backThroughBeginning);
    }

    @Override
    public List<Tensor> shared(List<Tensor> tensors) {
        if (!recording) {
            return tensors;
        }
        List<Tensor> leaves = tensors.stream()
                .map(tensor -> tensor.detach().requireGradient(true))
                .toList();
        shared.addAll(tensors);
        sharedLeaves.addAll(leaves);
        return leaves;
    }

    /**
     * All at once, for what was made before the stream may have been made together, and libtorch goes there only once.
     */
    private void backThroughBeginning() {
        if (shared.isEmpty()) {
            beginning.backward(ofStream);
            return;
        }
        Tensor total =
                beginning.reshape(-1).dot(ofStream.view(-1)); // its derivative is the one that the beginning is to have
        for (int i = 0; i < shared.size(); i++) {
            total = total.plus(
                    shared.get(i).reshape(-1).dot(sharedLeaves.get(i).gradient().reshape(-1)));
        }
        total.backward(Tensor.scalar(1));
    }

    @Override
    public Tensor norm(Tensor weight, Tensor bias, double epsilon) {
        ResidualNorm kernel = new ResidualNorm(
                weight.detach().toFloats(), bias == null ? null : bias.detach().toFloats(), epsilon);
        Tensor before = x;
        Tensor added = branch;
        Tensor sum = added == null ? before : like(before, DType.FLOAT32);
        Tensor normed = like(before, type);
        int rows = Math.toIntExact(before.elements() / before.size(-1));
        kernel.forward(numbers(before), added == null ? null : numbers(added), numbers(sum), numbers(normed), rows);
        x = sum;
        branch = null;
        last = recorded(normed, () -> {
            backThroughNorm(kernel, sum, normed, added, rows);
            weight.backward(Tensor.of(kernel.ofWeight(), kernel.ofWeight().length));
            if (bias != null) {
                bias.backward(Tensor.of(kernel.ofBias(), kernel.ofBias().length));
            }
        });
        return last;
    }

    private void backThroughNorm(ResidualNorm kernel, Tensor sum, Tensor normed, Tensor added, int rows) {
        boolean end = ofStream == null;
        if (end) {
            ofStream = like(sum, DType.FLOAT32);
        }
        Tensor ofNormed = normed.gradient().contiguous();
        Tensor ofBranch = added == null ? null : like(added, added.type());
        kernel.backward(
                numbers(sum),
                numbers(ofNormed),
                numbers(ofStream),
                end,
                added == null ? null : numbers(ofBranch),
                rows);
        if (added != null) {
            added.backward(ofBranch);
        }
    }

    @Override
    public void add(Tensor branch) {
        if (this.branch != null) {
            throw new IllegalStateException("a norm must lie between two branches");
        }
        this.branch = branch.contiguous();
    }

    @Override
    public Tensor attention(Tensor qkv, int heads) {
        int sequences = qkv.size(0);
        int positions = qkv.size(1);
        int channels = qkv.size(2) / 3;
        Tensor mixed = Tensor.empty(type, Device.CPU, sequences, positions, channels);
        if (attention == null) {
            attention = new CausalAttention(positions, heads, channels / heads);
        }
        attention.forward(numbers(qkv), numbers(mixed), sequences);
        return recorded(mixed, () -> {
            Tensor ofMixed = mixed.gradient().contiguous();
            Tensor ofQkv = like(qkv, type);
            attention.backward(numbers(qkv), numbers(ofMixed), numbers(ofQkv), sequences);
            qkv.backward(ofQkv);
        });
    }

    @Override
    public Tensor swiglu(Tensor gate, Tensor up) {
        Tensor made = like(gate, type);
        swiglu.forward(numbers(gate), numbers(up), numbers(made), gate.elements());
        return recorded(made, () -> {
            Tensor ofMade = made.gradient().contiguous();
            Tensor ofGate = like(gate, type);
            Tensor ofUp = like(up, type);
            swiglu.backward(
                    numbers(gate), numbers(up), numbers(ofMade), numbers(ofGate), numbers(ofUp), gate.elements());
            gate.backward(ofGate);
            up.backward(ofUp);
        });
    }

    @Override
    public Tensor end() {
        return last;
    }

    @Override
    public void backward(Tensor derivative) {
        last.backward(derivative);
        wayBack.forEach(Runnable::run);
    }

    private Tensor recorded(Tensor made, Runnable back) {
        if (recording) {
            made.requireGradient(true);
            wayBack.push(back);
        }
        return made;
    }

    private static Tensor like(Tensor tensor, DType type) {
        return Tensor.empty(type, Device.CPU, tensor.shape());
    }

    private static OffHeapFloats numbers(Tensor tensor) {
        return new OffHeapFloats(tensor.data(), tensor.type() == DType.BFLOAT16);
    }
}
