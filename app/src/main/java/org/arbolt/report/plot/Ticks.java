package org.arbolt.report.plot;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Round positions for the marks of an axis: steps of 1, 2 or 5 times a power of ten, as people read scales. */
public final class Ticks {
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private Ticks() {}

    /**
     * Marks inside {@code [low, high]}, all multiples of one round step.
     *
     * @param about how many are wanted; the number found lies within a factor of about two of it
     */
    public static List<Tick> linear(double low, double high, int about) {
        requireRange(low, high);
        return every(low, high, roundStep((high - low) / about));
    }

    /**
     * Marks at the multiples of a step.
     *
     * @param step as short a decimal number as the labels shall have
     */
    public static List<Tick> every(double low, double high, double step) {
        requireRange(low, high);
        BigDecimal exact = BigDecimal.valueOf(step).stripTrailingZeros();
        double slack = 1e-9;
        List<Tick> ticks = new ArrayList<>();
        for (long k = (long) Math.ceil(low / step - slack); k <= Math.floor(high / step + slack); k++) {
            BigDecimal value = exact.multiply(BigDecimal.valueOf(k));
            ticks.add(new Tick(value.doubleValue(), label(value, exact)));
        }
        return List.copyOf(ticks);
    }

    /** Marks of a logarithmic axis: powers of ten with labels, their multiples without. */
    public static List<Tick> decades(double low, double high) {
        requireRange(low, high);
        if (!(low > 0)) {
            throw new IllegalArgumentException("a logarithmic axis starts above zero, was " + low);
        }
        boolean plain = low > 9e-4 && high < 1.1e4;
        List<Tick> ticks = new ArrayList<>();
        for (int exponent = (int) Math.floor(Math.log10(low)); exponent <= Math.log10(high) + 1e-9; exponent++) {
            addDecade(ticks, exponent, plain ? plainPower(exponent) : powerOfTen(exponent), low, high);
        }
        return List.copyOf(ticks);
    }

    private static void addDecade(List<Tick> ticks, int exponent, String label, double low, double high) {
        for (int digit = 1; digit <= 9; digit++) {
            double value = Double.parseDouble(digit + "e" + exponent);
            if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) {
                ticks.add(new Tick(value, digit == 1 ? label : ""));
            }
        }
    }

    /** The step of 1, 2 or 5 times a power of ten that is nearest to {@code step} on a logarithmic scale. */
    public static double roundStep(double step) {
        if (!(step > 0) || Double.isInfinite(step)) {
            throw new IllegalArgumentException("a step must be positive and finite, was " + step);
        }
        int exponent = (int) Math.floor(Math.log10(step));
        double mantissa = step / Math.pow(10, exponent);
        int digit = mantissa < Math.sqrt(2) ? 1 : mantissa < Math.sqrt(10) ? 2 : mantissa < Math.sqrt(50) ? 5 : 10;
        return Double.parseDouble(digit + "e" + exponent);
    }

    private static String label(BigDecimal value, BigDecimal step) {
        if (value.signum() == 0) {
            return "0";
        }
        BigDecimal size = value.abs();
        boolean scientific =
                size.compareTo(BigDecimal.valueOf(1e7)) >= 0 || step.compareTo(BigDecimal.valueOf(1e-5)) < 0;
        String digits = scientific ? scientific(size) : plain(size, Math.max(0, step.scale()));
        return (value.signum() < 0 ? "−" : "") + digits;
    }

    private static String plain(BigDecimal size, int decimals) {
        String digits = size.setScale(decimals).toPlainString();
        int point = decimals == 0 ? digits.length() : digits.indexOf('.');
        if (point < 5) {
            return digits;
        }
        StringBuilder grouped = new StringBuilder(digits);
        for (int i = point - 3; i > 0; i -= 3) {
            grouped.insert(i, ',');
        }
        return grouped.toString();
    }

    private static String scientific(BigDecimal size) {
        BigDecimal stripped = size.stripTrailingZeros();
        int exponent = stripped.precision() - stripped.scale() - 1;
        return stripped.movePointLeft(exponent).toPlainString() + "×" + powerOfTen(exponent);
    }

    private static String plainPower(int exponent) {
        return BigDecimal.ONE.scaleByPowerOfTen(exponent).toPlainString();
    }

    private static String powerOfTen(int exponent) {
        StringBuilder power = new StringBuilder("10").append(exponent < 0 ? "⁻" : "");
        Integer.toString(Math.abs(exponent)).chars().forEach(c -> power.append(SUPERSCRIPTS.charAt(c - '0')));
        return power.toString();
    }

    private static void requireRange(double low, double high) {
        if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high)) {
            throw new IllegalArgumentException("an axis needs finite low < high, was " + low + " … " + high);
        }
    }
}
