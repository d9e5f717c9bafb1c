package org.arbolt.evaluate;

import org.arbolt.Progress;
import org.arbolt.math.Assignment;

/** Optimal transport between two sets of equally many points of equal weight, which is an assignment. */
final class Transport {
    private static final double LARGEST_GAP = 1e-8; // relative

    private Transport() {}

    /**
     * √ of the mean cost of a pair in the cheapest assignment.
     *
     * @param squares squared distances between the points
     */
    static double distance(Assignment.Costs squares, Progress progress) {
        Assignment assignment = Assignment.solve(squares, progress);
        if (assignment.gap() > LARGEST_GAP) {
            throw new IllegalStateException("assignment is not proven optimal, relative gap " + assignment.gap());
        }
        return Math.sqrt(assignment.cost() / squares.size());
    }
}
