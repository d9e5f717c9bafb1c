package org.arbolt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToDoubleFunction;
import org.arbolt.Progress;
import org.junit.jupiter.api.Test;

class ParallelTasksTest {

    @Test
    void piecesAreDoneAtTheSameTimeAndAnswerInTheirOrder() {
        CountDownLatch both = new CountDownLatch(2); // reached only if neither waits for the other to end
        List<ToDoubleFunction<Progress>> pieces = List.of(_ -> met(both, 1), _ -> met(both, 2));
        assertThat(ParallelTasks.run(pieces, 2, Progress.NONE)).containsExactly(1, 2);
    }

    @Test
    void progressIsThatOfAllAndEndsAtTheEnd() {
        List<Long> heard = Collections.synchronizedList(new ArrayList<>());
        List<ToDoubleFunction<Progress>> pieces = List.of(
                progress -> {
                    progress.report(1, 2, "");
                    progress.report(2, 2, "");
                    return 0;
                },
                _ -> 0);
        ParallelTasks.run(pieces, 1, (done, total, _) -> {
            assertThat(total).isEqualTo(2000);
            heard.add(done);
        });
        assertThat(heard).containsExactly(500L, 1000L, 2000L);
    }

    @Test
    void whatAPieceThrowsIsThrown() {
        List<ToDoubleFunction<Progress>> pieces = List.of(_ -> 1, _ -> {
            throw new IllegalArgumentException("no");
        });
        assertThatThrownBy(() -> ParallelTasks.run(pieces, 2, Progress.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no");
    }

    private static double met(CountDownLatch both, double value) {
        both.countDown();
        try {
            both.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return value;
    }
}
