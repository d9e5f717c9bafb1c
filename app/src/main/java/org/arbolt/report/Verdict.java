package org.arbolt.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether to believe the ensemble, in one word, and why.
 *
 * @param level the word
 * @param reasons sentences in plain language, at least one
 */
public record Verdict(Level level, List<String> reasons) {
    /** From best to worst. */
    public enum Level {
        TRUST("Trust"),
        CAUTION("Caution"),
        DO_NOT_TRUST("Do not trust");

        private final String words;

        Level(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** Lowered to caution at least, for reasons that come first; the same without any. */
    public Verdict doubted(List<String> doubts) {
        if (doubts.isEmpty()) {
            return this;
        }
        List<String> all = new ArrayList<>(doubts);
        all.addAll(reasons);
        return new Verdict(level == Level.TRUST ? Level.CAUTION : level, all);
    }

    public Verdict {
        reasons = List.copyOf(reasons);
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("a verdict needs a reason");
        }
    }
}
