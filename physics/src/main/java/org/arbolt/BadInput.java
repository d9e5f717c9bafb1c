package org.arbolt;

/**
 * Something the user gave cannot be used. The message is one line that says what, where and what to do about it; the
 * command line prints it as it is and exits with code 2.
 */
public class BadInput extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 1000; // characters

    /** @param message one line: what is wrong, where (file and place), and the remedy */
    public BadInput(String message) {
        super(oneLine(message));
    }

    public BadInput(String message, Throwable cause) {
        super(oneLine(message), cause);
    }

    /** Messages quote what files say: line ends and escapes of a hostile one must not reach the terminal. */
    static String oneLine(String message) {
        String plain = message.replaceAll("\\p{Cntrl}|[\\x80-\\x9F\\u2028\\u2029]", "?");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
    }
}
