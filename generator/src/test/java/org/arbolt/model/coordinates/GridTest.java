package org.arbolt.model.coordinates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GridTest {

    @Test
    void cellsTileTheIntervalWithoutGaps() {
        Grid grid = new Grid(-3, 3, 4096, 0);
        for (int k = 0; k < 4096; k++) {
            double edge = -3 + k * grid.width(); // exact: the width is a small multiple of a power of two
            assertThat(grid.bin(edge)).isEqualTo(k);
            assertThat(grid.bin(Math.nextDown(edge))).isEqualTo(k - 1);
        }
    }

    @Test
    void theEndsBelongAsTheIntervalSays() {
        Grid grid = new Grid(0.1, 0.8, 7, 0);
        assertThat(grid.bin(0.1)).isEqualTo(0);
        assertThat(grid.bin(Math.nextDown(0.1))).isEqualTo(-1);
        assertThat(grid.bin(Math.nextDown(0.8))).isEqualTo(6);
        assertThat(grid.bin(0.8)).isEqualTo(-1);
        assertThat(grid.bin(Double.NaN)).isEqualTo(-1);
        assertThat(grid.bin(Double.POSITIVE_INFINITY)).isEqualTo(-1);
    }

    @Test
    void theWholeCircleHasNoOutside() {
        Grid circle = Grid.circle(360);
        for (double x = -20; x < 20; x += 0.0137) {
            assertThat(circle.bin(x)).isBetween(0, 359).isEqualTo(circle.bin(x + 2 * Math.PI));
        }
        assertThat(circle.bin(Math.PI)).isEqualTo(circle.bin(-Math.PI)).isZero();
    }

    @Test
    void anIntervalAcrossTheCutOfTheCircleIsOnePiece() {
        Grid grid = new Grid(Math.PI - 0.5, Math.PI + 0.5, 10, Grid.TURN);
        assertThat(grid.bin(Math.PI - 0.05)).isEqualTo(4);
        assertThat(grid.bin(-Math.PI + 0.05)).isEqualTo(5);
        assertThat(grid.bin(0)).isEqualTo(-1);
        assertThat(grid.at(5, 0.5)).isCloseTo(Math.PI + 0.05, within(1e-12));
    }

    @Test
    void impossibleGridsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Grid(1, 1, 8, 0))
                .withMessageContaining("[1.0, 1.0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Grid(0, 1, 1, 0))
                .withMessageContaining("bins");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Grid(0, 7, 8, Grid.TURN))
                .withMessageContaining("period");
        assertThatIllegalArgumentException().isThrownBy(() -> new Grid(Double.NaN, 7, 8, 0));
    }
}
