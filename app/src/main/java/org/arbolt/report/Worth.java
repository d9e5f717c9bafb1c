package org.arbolt.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What weighted samples are worth beside replica exchange of the same molecule. Seconds are of CPU time, of all cores.
 *
 * @param samples drawn
 * @param dynamicsSeconds of replica exchange, equilibration counted, for as many effective samples, raw
 * @param samplingSeconds that the samples took, with their energies
 * @param learningSeconds that frames to learn from and training took; 0 for a model that was there
 */
public record Worth(long samples, double dynamicsSeconds, double samplingSeconds, double learningSeconds) {
    public Worth {
        FieldChecks.notNegative("samples", samples);
        FieldChecks.notNegative("seconds of dynamics", dynamicsSeconds);
        FieldChecks.notNegative("seconds of sampling", samplingSeconds);
        FieldChecks.notNegative("seconds of learning", learningSeconds);
    }

    /** Whether dynamics would take longer than the samples took. */
    boolean pays() {
        return dynamicsSeconds > samplingSeconds;
    }

    /** For people. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        sentences.add("These " + NumberText.count(samples) + " samples are worth "
                + NumberText.duration(dynamicsSeconds) + " of replica exchange, in CPU time; they took "
                + NumberText.duration(samplingSeconds) + "."
                + (pays() ? "" : " Replica exchange alone is the better way here."));
        if (learningSeconds > 0) {
            sentences.add("Frames to learn from and training took " + NumberText.duration(learningSeconds)
                    + (pays()
                            ? ": paid back after " + NumberText.count(samplesThatPay()) + " samples."
                            : ", which no number of samples pays back."));
        }
        return sentences;
    }

    private long samplesThatPay() {
        return (long) Math.ceil(learningSeconds * samples / (dynamicsSeconds - samplingSeconds));
    }
}
