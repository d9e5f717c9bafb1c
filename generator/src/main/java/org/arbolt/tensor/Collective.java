package org.arbolt.tensor;

/**
 * Processes that work on one thing together, each with its part of the data. Every process must make the same calls in
 * the same order. The work is done by an existing engine: MPI on CPUs, NCCL on CUDA devices. Not thread safe: all
 * calls from the thread that made it. A process that ends without {@link #leave} ends the whole job, so that none waits
 * for it.
 */
public interface Collective {

    /** One process alone: sums are what they are. */
    Collective ALONE = new Collective() {
        @Override
        public int rank() {
            return 0;
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public void sum(Tensor tensor) {}

        @Override
        public void broadcast(Tensor tensor) {}

        @Override
        public void leave() {}
    };

    /**
     * The processes that {@code mpirun} started together with this one; {@link #ALONE} without it.
     *
     * @param device where the tensors live that will be summed
     * @throws org.arbolt.BadInput if MPI, or NCCL for CUDA devices, cannot be had
     */
    static Collective ofLaunch(Device device) {
        if (!Mpi.launched()) {
            return ALONE;
        }
        Mpi mpi = Mpi.join();
        return device.kind() == Device.Kind.CPU ? mpi : Nccl.join(mpi, device);
    }

    /** Number of this process, from 0. */
    int rank();

    /** Number of processes. */
    int size();

    /** Replaces a tensor (float32 or float64, its own memory in row-major order) by its sum over all processes. */
    void sum(Tensor tensor);

    /** Replaces a tensor by that of process 0. */
    void broadcast(Tensor tensor);

    /** Sums of a few numbers over all processes. */
    default double[] sum(double... values) {
        try (var _ = TensorScope.open()) {
            Tensor tensor = Tensor.of(values, values.length);
            sum(tensor);
            return tensor.toDoubles();
        }
    }

    /** A few numbers as process 0 has them. */
    default double[] broadcast(double... values) {
        try (var _ = TensorScope.open()) {
            Tensor tensor = Tensor.of(values, values.length);
            broadcast(tensor);
            return tensor.toDoubles();
        }
    }

    /** Whether this process speaks for all: it alone writes files and messages. */
    default boolean leads() {
        return rank() == 0;
    }

    /** Takes leave of the others once all went well; no calls after that. */
    void leave();
}
