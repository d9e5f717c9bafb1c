package org.arbolt.run;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.arbolt.BadInput;
import org.arbolt.SettingBounds;

/**
 * One of the parts that a run is computed in, each by a process of its own that knows nothing of the others. Samples,
 * frames and ladders keep the numbers that they have in the whole run; those of a part follow each other.
 *
 * @param work what the run makes
 * @param number of this part, from 1
 * @param of parts in all
 * @param items that are shared out: samples, populations of sequential Monte Carlo, frames to evaluate, or
 *     ladders of dynamics
 */
public record Part(Work work, int number, int of, long items) {
    private static final int MOST = 10_000_000;
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})/([0-9]{1,9})");

    /** What can be computed in parts. */
    public enum Work {
        SAMPLES,
        POPULATIONS,
        DYNAMICS,
        DATA,
        ENERGIES,
        PEPTIDES;

        /** Items in words. */
        public String items() {
            return switch (this) {
                case SAMPLES -> "samples";
                case POPULATIONS -> "populations";
                case DYNAMICS, DATA -> "ladders";
                case ENERGIES -> "frames";
                case PEPTIDES -> "peptides";
            };
        }
    }

    public Part {
        SettingBounds.between(1, MOST, of, "number of parts");
        SettingBounds.between(1, of, number, "number of the part");
        if (of > items) {
            throw new BadInput(of + " parts of " + items + " " + work.items()
                    + " would leave some with none; use at most " + items + " parts");
        }
    }

    /**
     * A part as users write it.
     *
     * @param text {@code i/N}, i from 1
     * @throws BadInput if it is something else
     */
    public static Part parse(String text, Work work, long items) {
        Matcher numbers = TEXT.matcher(text);
        if (!numbers.matches()) {
            throw new BadInput("a part is i/N with i from 1 to N, e.g. 3/16, was '" + text + "'");
        }
        return new Part(work, Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)), items);
    }

    /** The whole as its only part. */
    public static Part whole(Work work, long items) {
        return new Part(work, 1, 1, items);
    }

    /** Number of its first item, from 0. */
    public long first() {
        return share(number - 1);
    }

    /** Its items. */
    public long count() {
        return share(number) - share(number - 1);
    }

    /** Items of the first so many parts. Parts differ by one item at most. */
    private long share(int parts) {
        return items / of * parts + items % of * parts / of;
    }

    /** {@code 3/16} */
    public String text() {
        return number + "/" + of;
    }

    @Override
    public String toString() {
        return work.name().toLowerCase(Locale.ROOT) + " part " + text();
    }
}
