package org.arbolt.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CollectiveTest {

    @Test
    void twoProcessesSumAndTellOneAnother() throws IOException, InterruptedException {
        String output = MpiLaunch.run(2, CollectiveProcess.class);
        for (int rank = 0; rank < 2; rank++) {
            assertThat(output)
                    .contains("rank " + rank + " of 2: sum [3.0, 30.0], told [0.5], numbers [0.5, 1.0], signals true");
        }
    }

    @Test
    void aloneThereIsNothingToAdd() {
        Collective alone = Collective.ofLaunch(Device.CPU); // the tests are not run by mpirun
        assertThat(alone).isSameAs(Collective.ALONE);
        assertThat(alone.leads()).isTrue();
        assertThat(alone.sum(1.5, 2)).containsExactly(1.5, 2);
        assertThat(alone.broadcast(3)).containsExactly(3);
        alone.leave();
    }
}
