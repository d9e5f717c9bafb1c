package org.arbolt.report.plot;

/** Histograms of a panel as steps or as filled areas. On a logarithmic axis an empty bin reaches below the frame. */
public final class HistogramPlot {
  private final Axes axes;

  public HistogramPlot(Axes axes) {
    this.axes = axes;
  }

  /**
   * The outline of a histogram.
   *
   * @param edges [bins + 1], rising
   * @param heights [bins]
   */
  public HistogramPlot steps(double[] edges, double[] heights, Pen pen) {
    return clipped(outline(edges, heights), pen.attributes());
  }

  /** A histogram as a filled area; arguments as in {@link #steps}. */
  public HistogramPlot area(double[] edges, double[] heights, String colour, double opacity) {
    return clipped(outline(edges, heights) + "Z", "fill", colour, "fill-opacity", Svg.number(opacity), "stroke", "none");
  }

  private String outline(double[] edges, double[] heights) {
    if (edges.length != heights.length + 1 || heights.length == 0) {
      throw new IllegalArgumentException("a histogram needs one edge more than bins, was " + edges.length + " edges and "
          + heights.length + " bins");
    }
    double floor = axes.y(axes.yScale().low()) + 2; // the base line is drawn just outside the frame
    StringBuilder data = new StringBuilder("M" + Svg.pair(axes.x(edges[0]), floor));
    for (int bin = 0; bin < heights.length; bin++) {
      data.append('V').append(Svg.number(Math.min(floor, axes.y(heights[bin]))));
      data.append('H').append(Svg.number(axes.x(edges[bin + 1])));
    }
    return data.append('V').append(Svg.number(floor)).toString();
  }

  private HistogramPlot clipped(String data, String... style) {
    axes.svg().openClipped(axes.box()).path(data, style).close();
    return this;
  }
}
