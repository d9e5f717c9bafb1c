package org.arbolt.pipeline;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.arbolt.SettingBounds;
import org.arbolt.sampling.WeightTwist;

/**
 * Twisted sequential Monte Carlo (docs/control.md).
 *
 * @param particles of a population
 * @param twist what is expected of unfinished particles: {@code none}, {@code energy} or {@code learned}
 * @param resample where particles may be resampled: {@code torsion} (after the soft torsions), {@code residue}, {@code
 *     atom}, or after every so many coordinates
 * @param threshold share of effective particles below which they are
 */
public record SmcPlan(int particles, String twist, String resample, double threshold) {
    /** Where particles may be resampled. */
    public static final List<String> PLACES = List.of("torsion", "residue", "atom");

    /** Particles of a population, where nothing else is said. */
    public static final int PARTICLES = 240;

    /** The twist, where nothing else is said. */
    public static final String TWIST = "learned";

    /** Where particles may be resampled, where nothing else is said. */
    public static final String RESAMPLE = "torsion";

    /** Share of effective particles below which they are, where nothing else is said. */
    public static final double THRESHOLD = 0.5;

    public SmcPlan {
        SettingBounds.between(2, 100_000, particles, "particles");
        SettingBounds.require(
                Arrays.stream(WeightTwist.Kind.values())
                        .anyMatch(kind -> name(kind).equals(twist)),
                "twist",
                "none, energy or learned",
                twist);
        SettingBounds.require(
                PLACES.contains(resample) || resample.matches("[1-9][0-9]{0,5}"),
                "resample",
                "torsion, residue, atom or a number of coordinates",
                resample);
        SettingBounds.between(0, 1, threshold, "threshold of resampling");
    }

    private static String name(WeightTwist.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    WeightTwist.Kind kind() {
        return WeightTwist.Kind.valueOf(twist.toUpperCase(Locale.ROOT));
    }
}
