package org.arbolt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackboneBasinTest {

    @Test
    void basinsTileThePlaneWhateverTheBranch() {
        assertThat(BackboneBasin.of(Math.toRadians(-80), Math.toRadians(-40))).isEqualTo(BackboneBasin.RIGHT_HELIX);
        assertThat(BackboneBasin.of(Math.toRadians(-80), Math.toRadians(150))).isEqualTo(BackboneBasin.EXTENDED);
        assertThat(BackboneBasin.of(Math.toRadians(60), Math.toRadians(40))).isEqualTo(BackboneBasin.LEFT);
        assertThat(BackboneBasin.of(Math.toRadians(60 - 360), Math.toRadians(40 + 720)))
                .isEqualTo(BackboneBasin.LEFT);
        assertThat(BackboneBasin.of(Math.toRadians(170), Math.toRadians(170))).isEqualTo(BackboneBasin.EXTENDED);
    }
}
