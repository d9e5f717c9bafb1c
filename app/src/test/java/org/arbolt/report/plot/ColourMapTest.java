package org.arbolt.report.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ColourMapTest {

    @Test
    void lightnessRisesEvenlyFromEndToEnd() {
        int steps = 64;
        double first = lightness(ColourMap.VIRIDIS.at(0));
        double even = (lightness(ColourMap.VIRIDIS.at(1)) - first) / steps;
        for (int i = 1; i <= steps; i++) {
            double rise = lightness(ColourMap.VIRIDIS.at(i / (double) steps))
                    - lightness(ColourMap.VIRIDIS.at((i - 1) / (double) steps));
            assertThat(rise).as("rise of L* at step %d", i).isBetween(0.5 * even, 1.5 * even);
        }
    }

    @Test
    void endsAndMiddleAreThePublishedColours() {
        assertThat(ColourMap.VIRIDIS.at(0)).isEqualTo("#440154");
        assertThat(ColourMap.VIRIDIS.at(1)).isEqualTo("#fde725");
        assertThat(ColourMap.VIRIDIS.at(64 / 255.0))
                .isEqualTo("#3b528b"); // published entry 64: 0.229739 0.322361 0.545706
    }

    @Test
    void placesOutsideTakeTheEndsAndNaNIsRefused() {
        assertThat(ColourMap.VIRIDIS.at(-3)).isEqualTo(ColourMap.VIRIDIS.at(0));
        assertThat(ColourMap.VIRIDIS.at(Double.POSITIVE_INFINITY)).isEqualTo(ColourMap.VIRIDIS.at(1));
        assertThatThrownBy(() -> ColourMap.VIRIDIS.at(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void valuesAboveAScaleAreGrey() {
        ColourScale scale = new ColourScale(ColourMap.VIRIDIS, 0, 10);

        assertThat(scale.colour(scale.level(10))).isEqualTo(ColourMap.VIRIDIS.at(1));
        assertThat(scale.colour(scale.level(10.01))).isEqualTo(ColourScale.OVER);
        assertThat(scale.colour(scale.level(-1))).isEqualTo(ColourMap.VIRIDIS.at(0));
    }

    /** CIE 1976 L* of an sRGB colour under D65 (IEC 61966-2-1). */
    private static double lightness(String colour) {
        int rgb = Integer.parseInt(colour.substring(1), 16);
        double luminance = 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8 & 255) + 0.0722 * linear(rgb & 255);
        return 116 * Math.cbrt(luminance) - 16; // holds above luminance 0.0089; the darkest of viridis has 0.0139
    }

    private static double linear(int channel) {
        double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
}
