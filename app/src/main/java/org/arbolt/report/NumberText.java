package org.arbolt.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.arbolt.math.Estimate;

/** Numbers as a reader wants them: as many digits as they are worth, a true minus sign, thousands apart. */
public final class NumberText {
    private static final double HUGE = 1e7; // from here on, and below the next, as powers of ten
    private static final double TINY = 1e-4;
    private static final int MOST_DECIMALS = 6;

    private NumberText() {}

    /** A count, e.g. {@code 10,000}. */
    public static String count(long count) {
        return signed(String.format(Locale.ROOT, "%,d", count));
    }

    /**
     * A value rounded to so many significant digits, e.g. {@code −12.3}; very large and very small ones as 1.2×10⁻⁷.
     */
    public static String significant(double value, int digits) {
        if (!Double.isFinite(value)) {
            return special(value);
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(digits, RoundingMode.HALF_UP));
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent < -4 || exponent > 6) {
            return scientific(rounded, exponent, digits);
        }
        return decimal(rounded, Math.max(0, digits - 1 - exponent));
    }

    /** A number that is round by nature, without zeros at its end, e.g. {@code 0.5}, {@code 300}, {@code 298.15}. */
    public static String exact(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(10, RoundingMode.HALF_UP));
        BigDecimal shortest = rounded.stripTrailingZeros();
        return decimal(shortest, Math.max(0, shortest.scale()));
    }

    /** A value rounded to so many decimals. */
    public static String fixed(double value, int decimals) {
        return Double.isFinite(value) ? decimal(BigDecimal.valueOf(value), decimals) : special(value);
    }

    /** A share as per cent with so many significant digits; 100 % only when it is. */
    public static String percent(double share, int digits) {
        String text = significant(100 * share, digits);
        boolean roundedUp = share < 1 && text.startsWith("100");
        return (roundedUp ? "> 99.9" : text) + " %";
    }

    /**
     * A value with its error, both to the digits that the error justifies: two where its leading digits are below 355,
     * else one (Particle Data Group's rule). Without an error four significant digits; a dash where it is missing.
     */
    public static String estimate(Estimate estimate) {
        return estimate.isMissing() ? "–" : estimate(estimate.value(), estimate.error());
    }

    private static String estimate(double value, double error) {
        if (!Double.isFinite(value) || !(error > 0)) {
            return significant(value, 4);
        }
        if (Double.isInfinite(error)) {
            return significant(value, 2) + " ± ∞";
        }
        double size = Math.max(Math.abs(value), error);
        if (size >= HUGE || size < TINY) {
            int exponent = (int) Math.floor(Math.log10(size));
            double power = Math.pow(10, exponent);
            int decimals = Math.clamp(decimals(error / power), 0, MOST_DECIMALS);
            return "(" + rounded(value / power, decimals) + " ± " + rounded(error / power, decimals) + ")×10"
                    + superscript(exponent);
        }
        int decimals = decimals(error);
        return rounded(value, decimals) + " ± " + rounded(error, decimals);
    }

    /** Decimals that an error justifies; negative where even its units are too many. */
    static int decimals(double error) {
        BigDecimal three = BigDecimal.valueOf(error).round(new MathContext(3, RoundingMode.HALF_UP));
        int exponent = three.precision() - three.scale() - 1;
        int leading = three.movePointRight(2 - exponent).intValue();
        return (leading < 355 ? 1 : 0) - exponent;
    }

    private static String rounded(double value, int decimals) {
        BigDecimal exact = BigDecimal.valueOf(value);
        return decimals >= 0 ? decimal(exact, decimals) : decimal(exact.setScale(decimals, RoundingMode.HALF_UP), 0);
    }

    /** A duration, e.g. {@code 0.42 s}, {@code 3 min 12 s}, {@code 2 h 05 min}. */
    public static String duration(double seconds) {
        if (seconds < 59.95) {
            return significant(seconds, seconds < 1 ? 2 : 3) + " s";
        }
        long whole = Math.round(seconds);
        if (whole < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
        }
        long minutes = Math.round(seconds / 60);
        return String.format(Locale.ROOT, "%,d h %02d min", minutes / 60, minutes % 60);
    }

    private static String decimal(BigDecimal value, int decimals) {
        BigDecimal scaled = value.setScale(decimals, RoundingMode.HALF_UP);
        return signed(String.format(Locale.ROOT, "%,." + decimals + "f", scaled.signum() == 0 ? scaled.abs() : scaled));
    }

    private static String scientific(BigDecimal value, int exponent, int digits) {
        String mantissa = decimal(value.movePointLeft(exponent), digits - 1);
        return mantissa + "×10" + superscript(exponent);
    }

    private static String superscript(int exponent) {
        StringBuilder power = new StringBuilder(exponent < 0 ? "⁻" : "");
        Integer.toString(Math.abs(exponent)).chars().forEach(c -> power.append("⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0')));
        return power.toString();
    }

    private static String special(double value) {
        return Double.isNaN(value) ? "–" : value > 0 ? "∞" : "−∞";
    }

    private static String signed(String text) {
        return text.replace('-', '−');
    }
}
