package org.arbolt.train;

import java.util.Arrays;
import java.util.List;
import org.arbolt.math.RandomStream;

/** Examples of several molecules one after another; each part is one molecule. */
final class JoinedExamples implements Examples {
    private final List<Examples> parts;
    private final int[] end; // [molecule] number of the first example after it

    JoinedExamples(List<Examples> parts) {
        this.parts = List.copyOf(parts);
        end = new int[parts.size()];
        int sum = 0;
        for (int m = 0; m < end.length; m++) {
            sum = Math.addExact(sum, parts.get(m).count());
            end[m] = sum;
        }
    }

    @Override
    public int count() {
        return end[end.length - 1];
    }

    @Override
    public int tokens() {
        return parts.stream().mapToInt(Examples::tokens).max().orElseThrow();
    }

    @Override
    public int tokens(int example) {
        return parts.get(molecule(example)).tokens();
    }

    @Override
    public int molecules() {
        return parts.size();
    }

    @Override
    public boolean draw(int example, RandomStream random, Batch batch, int row) {
        int m = molecule(example);
        batch.molecule()[row] = m;
        return parts.get(m).draw(example - (m == 0 ? 0 : end[m - 1]), random, batch, row);
    }

    private int molecule(int example) {
        int at = Arrays.binarySearch(end, example + 1);
        return at >= 0 ? at : -at - 1;
    }
}
