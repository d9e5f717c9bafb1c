package org.arbolt.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A command line as a person types it, and what came of it.
 *
 * @param exitCode 0 done, 1 a fault of Arbolt's own, 2 something the user can put right
 * @param out what was printed on standard output
 * @param complaints lines of standard error that begin with the program's name
 * @param error all of standard error
 */
record Typed(int exitCode, String out, List<String> complaints, String error) {

    /** Runs {@code arbolt} with these arguments. */
    static Typed arbolt(Object... arguments) {
        PrintStream usualOut = System.out;
        PrintStream usualError = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
        try {
            String[] words = new String[arguments.length];
            for (int i = 0; i < words.length; i++) {
                words[i] = arguments[i].toString();
            }
            int code = Arbolt.execute(words);
            String told = error.toString(StandardCharsets.UTF_8);
            return new Typed(
                    code,
                    out.toString(StandardCharsets.UTF_8),
                    told.lines().filter(line -> line.startsWith("arbolt: ")).toList(),
                    told);
        } finally {
            System.setOut(usualOut);
            System.setErr(usualError);
        }
    }

    /** Runs {@code arbolt} with words separated by spaces. */
    static Typed line(String words) {
        return arbolt((Object[]) words.strip().split("\\s+"));
    }
}
