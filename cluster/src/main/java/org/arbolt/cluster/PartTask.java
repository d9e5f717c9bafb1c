package org.arbolt.cluster;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.arbolt.cli.Arbolt;

/** Computes parts in an executor. A part that is done is not computed again, one that was begun goes on. */
final class PartTask implements Function<Integer, PartTask.Outcome> {
    private static final long serialVersionUID = 1;

    private final ArrayList<String> words;
    private final String folder;
    private final int of;
    private final SharedFolder shared; // null where all machines see the folder

    PartTask(List<String> words, Path folder, int of, SharedFolder shared) {
        this.words = new ArrayList<>(words);
        this.folder = folder.toString();
        this.of = of;
        this.shared = shared;
    }

    /**
     * What became of a part.
     *
     * @param number from 1
     * @param exitCode of its command
     * @param complaint its line of standard error; empty where all went well
     * @param host where it was computed
     */
    record Outcome(int number, int exitCode, String complaint, String host) implements Serializable {}

    @Override
    public Outcome call(Integer number) throws IOException {
        if (shared == null) {
            return computed(number, Path.of(folder, String.valueOf(number)));
        }
        if (shared.isDone(number)) {
            return new Outcome(number, 0, "", host());
        }
        Path own = Files.createTempDirectory("arbolt-part-");
        try {
            Path place = own.resolve(String.valueOf(number));
            Outcome outcome = computed(number, place);
            if (outcome.exitCode() == 0) {
                shared.put(place, number);
            }
            return outcome;
        } finally {
            SharedFolder.delete(own);
        }
    }

    private Outcome computed(int number, Path place) {
        List<String> all = new ArrayList<>(words);
        all.add("--part=" + number + "/" + of);
        all.add("--output=" + place);
        StringWriter complaints = new StringWriter();
        int exitCode = Arbolt.execute(new PrintWriter(complaints, true), all.toArray(new String[0]));
        String line = complaints.toString().lines().findFirst().orElse("");
        return new Outcome(number, exitCode, line.replaceFirst("^arbolt: ", ""), host());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a machine without a name";
        }
    }
}
