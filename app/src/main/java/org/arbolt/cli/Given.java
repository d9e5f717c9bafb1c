package org.arbolt.cli;

/** What an option says, or else what is usual. */
final class Given {
    private Given() {}

    static <T> T or(T given, T usual) {
        return given != null ? given : usual;
    }
}
