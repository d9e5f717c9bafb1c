package org.arbolt.report.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlotTest {
    private final Svg svg = new Svg("test", 100, 60, "a test");
    private final Axes axes = new Axes(svg, new Box(10, 20, 40, 20), Scale.linear(0, 4), Scale.linear(0, 10));

    @ParameterizedTest
    @CsvSource({"0,0", "-0.001,0", "1.5,1.5", "-2.346,-2.35", "100,100", "1e7,10000000"})
    void coordinatesAreShort(double value, String text) {
        assertThat(Svg.number(value)).isEqualTo(text);
    }

    @Test
    void aCoordinateThatIsNotFiniteIsRefused() {
        assertThatThrownBy(() -> svg.line(0, 0, Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void axesPlaceTheirRangeOnTheBoxWithYUpwards() {
        assertThat(axes.x(0)).isEqualTo(10);
        assertThat(axes.x(4)).isEqualTo(50);
        assertThat(axes.y(0)).isEqualTo(40);
        assertThat(axes.y(10)).isEqualTo(20);
        assertThat(axes.y(1e300)).isEqualTo(40 - 20 * 20);
    }

    @Test
    void logarithmicScalesAreEvenInDecadesAndSendZeroFarBelow() {
        Scale scale = Scale.logarithmic(0.01, 100);

        assertThat(scale.fraction(1)).isCloseTo(0.5, within(1e-12));
        assertThat(scale.fraction(0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThatThrownBy(() -> Scale.logarithmic(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void scalesWithoutWidthAreRefused() {
        assertThatThrownBy(() -> Scale.linear(1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Scale.linear(1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Scale.linear(1e9, 1e9 + 0.5)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Scale.fromZero(0)).isEqualTo(Scale.linear(0, 1));
    }

    @Test
    void equalNeighboursOfAHeatMapAreOneRectangleAndNaNIsLeftWhite() {
        new HeatMap(axes, new ColourScale(ColourMap.VIRIDIS, 0, 1)).draw(new double[][] {
            {0, 1}, {0, Double.NaN}, {0, 5}, {1, 5}
        }); // [column][row from below]

        String drawn = svg.element().toString();
        assertThat(drawn).contains("translate(10 20) scale(10 10)");
        assertThat(drawn).contains("d=\"M0 1h3v1h-3z\" fill=\"#440154\"");
        assertThat(drawn).contains("d=\"M0 0h1v1h-1zM3 1h1v1h-1z\" fill=\"#fde725\"");
        assertThat(drawn).contains("d=\"M2 0h2v1h-2z\" fill=\"" + ColourScale.OVER + "\"");
    }

    @Test
    void histogramsAreStepsAtTheirHeights() {
        new HistogramPlot(axes).steps(new double[] {0, 1, 2, 4}, new double[] {5, 10, 0}, Pen.solid("#000000", 1));

        assertThat(svg.element().toString()).contains("d=\"M10 30V30H20V20H30V42H50\"");
        assertThatThrownBy(() -> new HistogramPlot(axes).steps(new double[2], new double[2], Pen.solid("#000000", 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void curvesAreInterruptedWhereTheyAreNotFinite() {
        new LinePlot(axes)
                .curve(new double[] {0, 1, 2, 3, 4}, new double[] {0, 5, Double.NaN, 5, 0}, Pen.solid("#000000", 1));

        assertThat(svg.element().toString()).contains("d=\"M10 40L20 30M40 30L50 40\"");
        assertThatThrownBy(() -> new LinePlot(axes).curve(new double[2], new double[3], Pen.solid("#000000", 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesOfFiguresAreSafeAsFileNamesAndIds() {
        assertThatThrownBy(() -> new Svg("../x", 1, 1, "")).isInstanceOf(IllegalArgumentException.class);
    }
}
