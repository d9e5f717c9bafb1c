package org.arbolt.report;

import java.util.List;
import org.arbolt.math.Estimate;

/**
 * Runs side by side, as a page shows them.
 *
 * @param runs what each is, a letter and a name
 * @param remarks what a reader must know before comparing
 * @param tables of numbers; a column for each run
 * @param charts of numbers that have a mark to be held against
 * @param pictures figures of the runs
 */
public record ComparedRuns(
        List<Run> runs, List<String> remarks, List<Table> tables, List<Chart> charts, List<Pictures> pictures) {
    public ComparedRuns {
        runs = List.copyOf(runs);
        remarks = List.copyOf(remarks);
        tables = List.copyOf(tables);
        charts = List.copyOf(charts);
        pictures = List.copyOf(pictures);
    }

    /**
     * A run.
     *
     * @param letter that stands for it
     * @param name of its folder
     * @param subject what was simulated, in words
     * @param command that made it; may be empty
     */
    public record Run(String letter, String name, String subject, String command) {}

    /**
     * A number of every run.
     *
     * @param title with its unit
     * @param values by run; missing where it is not known
     * @param mark by run: noise floor, or value of the reference
     * @param fromZero whether the axis begins at zero
     */
    public record Chart(String title, List<Estimate> values, List<Estimate> mark, boolean fromZero) {
        public Chart {
            values = List.copyOf(values);
            mark = List.copyOf(mark);
            FieldChecks.sameLength("values and marks of chart '" + title + "'", values.size(), mark.size());
        }
    }

    /**
     * One figure of several runs.
     *
     * @param title of it
     * @param letters of the runs
     * @param drawings SVG files, in the same order
     */
    public record Pictures(String title, List<String> letters, List<byte[]> drawings) {
        public Pictures {
            letters = List.copyOf(letters);
            drawings = List.copyOf(drawings);
            FieldChecks.sameLength("runs and drawings of '" + title + "'", letters.size(), drawings.size());
        }
    }
}
