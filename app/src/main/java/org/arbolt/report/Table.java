package org.arbolt.report;

import java.util.List;

/**
 * A table that the page shows as it is given, e.g. the convergence of the reference.
 *
 * @param caption what it shows
 * @param columns headings; the first column holds names, the others numbers
 * @param rows each as long as the headings
 */
public record Table(String caption, List<String> columns, List<List<String>> rows) {
    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            FieldChecks.sameLength("headings and row of table '" + caption + "'", columns.size(), row.size());
        }
    }
}
