package org.arbolt.tensor;

import java.util.Arrays;

/** One of the processes of {@link CollectiveTest}: prints what it got from the others. */
final class CollectiveProcess {
    private CollectiveProcess() {}

    public static void main(String[] arguments) {
        TestDevice.use();
        Collective all = Collective.ofLaunch(Engine.device());
        int rank = all.rank();
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            Tensor single =
                    Tensor.of(new float[] {rank + 1, 10 * (rank + 1)}, 2).on(Engine.device());
            all.sum(single);
            Tensor told = Tensor.of(new double[] {rank + 0.5}, 1).on(Engine.device());
            all.broadcast(told);
            System.out.println(
                    "rank " + rank + " of " + all.size() + ": sum " + Arrays.toString(single.toFloats()) + ", told "
                            + Arrays.toString(told.toDoubles()) + ", numbers " + Arrays.toString(all.sum(0.25, rank))
                            + ", signals " + survivesSignals());
        }
        all.leave();
    }

    /** Java finds null by SIGSEGV in compiled code; MPI must have left that alone. */
    private static boolean survivesSignals() {
        int found = 0;
        for (int i = 0; i < 200_000; i++) {
            try {
                found += lengthOf(i % 1000 == 0 ? null : "x") - 1;
            } catch (NullPointerException e) {
                found++;
            }
        }
        return found == 200;
    }

    private static int lengthOf(String text) {
        return text.length();
    }
}
