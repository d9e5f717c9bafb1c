package org.arbolt.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.arbolt.evaluate.Profile;
import org.arbolt.report.plot.Axes;
import org.arbolt.report.plot.Box;
import org.arbolt.report.plot.Legend;
import org.arbolt.report.plot.LinePlot;
import org.arbolt.report.plot.Scale;
import org.arbolt.report.plot.Svg;

/** Distribution and free-energy profile of the variables that a user asked for, a row for each. */
final class ProfileFigure {
    private static final double LEFT = 52;
    private static final double TOP = 56;
    private static final double WIDTH = 330;
    private static final double HEIGHT = 150;
    private static final double GAP = 64;
    private static final double BELOW = 74;
    private static final double SHADE = 0.25;
    private static final double DEEPEST = 12; // kT

    private final List<Profile> profiles;

    ProfileFigure(List<Profile> profiles) {
        this.profiles = profiles;
    }

    Figure figure() {
        Svg svg = new Svg(
                "profiles",
                LEFT + 2 * (WIDTH + GAP),
                TOP + profiles.size() * (HEIGHT + BELOW) - 20,
                "Distributions and free energies of variables");
        Legend legend = new Legend(svg, LEFT, 14);
        legend.lineInBand("reweighted", Palette.ENSEMBLE, Palette.ENSEMBLE_COLOUR, SHADE);
        if (profiles.stream().anyMatch(p -> p.reference() != null)) {
            legend.lineInBand("reference", Palette.REFERENCE, Palette.SHADE, SHADE);
        }
        for (int i = 0; i < profiles.size(); i++) {
            double y = TOP + i * (HEIGHT + BELOW);
            shares(svg, new Box(LEFT, y, WIDTH, HEIGHT), profiles.get(i));
            freeEnergies(svg, new Box(LEFT + WIDTH + GAP, y, WIDTH, HEIGHT), profiles.get(i));
        }
        return new Figure(
                "Variables",
                List.of(svg),
                "Share of weight per bin (left) and free energy over its least, −ln p, in kT (right), with bands that "
                        + "hold 95 % of 200 bootstrap samples of the samples (of lineages where they are copies), "
                        + "or of the reference's ladders. profiles.npz has the numbers.");
    }

    private static void shares(Svg svg, Box box, Profile profile) {
        double highest = DoubleStream.concat(
                        Arrays.stream(profile.ensemble().high()),
                        profile.reference() == null
                                ? DoubleStream.empty()
                                : Arrays.stream(profile.reference().high()))
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        Axes axes = axes(svg, box, profile, Scale.fromZero(highest));
        LinePlot plot = new LinePlot(axes);
        double[] x = centres(profile);
        if (profile.reference() != null) {
            Profile.Curve curve = profile.reference();
            band(plot, x, curve.low(), curve.high(), Palette.SHADE);
            plot.curve(x, curve.probability(), Palette.REFERENCE);
        }
        Profile.Curve curve = profile.ensemble();
        band(plot, x, curve.low(), curve.high(), Palette.ENSEMBLE_COLOUR);
        plot.curve(x, curve.probability(), Palette.ENSEMBLE);
        axes.spines()
                .title("", profile.name())
                .bottom("(" + profile.unit() + ")", axes.xScale().ticks(6));
    }

    private static void freeEnergies(Svg svg, Box box, Profile profile) {
        double highest = Math.min(
                DEEPEST,
                DoubleStream.concat(
                                Arrays.stream(profile.ensemble().freeEnergy()),
                                profile.reference() == null
                                        ? DoubleStream.empty()
                                        : Arrays.stream(profile.reference().freeEnergy()))
                        .filter(Double::isFinite)
                        .max()
                        .orElse(1));
        Axes axes = axes(svg, box, profile, Scale.linear(-0.5, highest + 0.5));
        LinePlot plot = new LinePlot(axes);
        double[] x = centres(profile);
        if (profile.reference() != null) {
            band(
                    plot,
                    x,
                    profile.reference().freeEnergyLow(),
                    profile.reference().freeEnergyHigh(),
                    Palette.SHADE);
            plot.curve(x, profile.reference().freeEnergy(), Palette.REFERENCE);
        }
        band(plot, x, profile.ensemble().freeEnergyLow(), profile.ensemble().freeEnergyHigh(), Palette.ENSEMBLE_COLOUR);
        plot.curve(x, profile.ensemble().freeEnergy(), Palette.ENSEMBLE);
        axes.spines()
                .title("", "free energy of " + profile.name() + " (kT)")
                .bottom("(" + profile.unit() + ")", axes.xScale().ticks(6))
                .left("", axes.yScale().ticks(5));
    }

    /** Over each stretch of bins where it is known; without an upper end it reaches to the frame. */
    private static void band(LinePlot plot, double[] x, double[] low, double[] high, String colour) {
        int from = 0;
        while (from < x.length) {
            if (Double.isNaN(low[from])) {
                from++;
                continue;
            }
            int to = from;
            while (to < x.length && !Double.isNaN(low[to])) {
                to++;
            }
            double[] ends = IntStream.range(from, to)
                    .mapToDouble(b -> Math.min(2 * DEEPEST, high[b]))
                    .toArray();
            plot.band(Arrays.copyOfRange(x, from, to), Arrays.copyOfRange(low, from, to), ends, colour, SHADE);
            from = to;
        }
    }

    private static Axes axes(Svg svg, Box box, Profile profile, Scale y) {
        double[] edges = profile.edges();
        return new Axes(svg, box, Scale.linear(edges[0], edges[edges.length - 1]), y);
    }

    private static double[] centres(Profile profile) {
        return IntStream.range(0, profile.edges().length - 1)
                .mapToDouble(b -> 0.5 * (profile.edges()[b] + profile.edges()[b + 1]))
                .toArray();
    }
}
