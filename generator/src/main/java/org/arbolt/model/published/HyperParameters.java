package org.arbolt.model.published;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.arbolt.io.checkpoint.Pickled;

/**
 * What a training code noted of itself in a checkpoint: dictionaries, OmegaConf containers or any other objects, which
 * are looked through by their pickled state.
 */
record HyperParameters(List<Object> roots) {
    static final List<String> HEADS =
            List.of("num_heads", "n_heads", "n_head", "nhead", "num_attention_heads", "heads");
    static final List<String> GRID_MIN =
            List.of("grid_min", "coord_min", "bin_min", "min_coord", "min_val", "min_value", "vmin");
    static final List<String> GRID_MAX =
            List.of("grid_max", "coord_max", "bin_max", "max_coord", "max_val", "max_value", "vmax");
    static final List<String> SCALE =
            List.of("coord_scale", "data_scale", "coordinate_scale", "data_std", "std", "scale");

    private static final int MOST_VISITED = 100_000;

    /** A number and the name it was found under. */
    record Found(String name, double value) {}

    /** The first of the names, in their order, that a number has anywhere; null where none has. */
    Found number(List<String> names) {
        for (String name : names) {
            Found found = number(name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Looks level by level, so that the number nearest to the root is found. */
    private Found number(String name) {
        Deque<Object> queue = new ArrayDeque<>(roots);
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        while (!queue.isEmpty() && seen.size() < MOST_VISITED) {
            Object at = queue.removeFirst();
            if (!seen.add(at)) {
                continue;
            }
            Map<?, ?> entries = Pickled.entries(at);
            if (Pickled.plain(entries.get(name)) instanceof Number n && Double.isFinite(n.doubleValue())) {
                return new Found(name, n.doubleValue());
            }
            children(at, entries, queue);
        }
        return null;
    }

    private static void children(Object at, Map<?, ?> entries, Deque<Object> queue) {
        Iterable<?> below = at instanceof List<?> list ? list : entries.values();
        for (Object child : below) {
            if (child instanceof Map || child instanceof List || child instanceof Pickled.Made) {
                queue.addLast(child);
            }
        }
    }
}
