package org.arbolt.io.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link PickleReader} makes of a Python pickle. None, booleans, integers, floats, strings, lists, sets and
 * dictionaries are Java's (null, Boolean, Long or BigInteger, Double, String, List, List, Map), bytes are
 * {@code byte[]}; everything else is one of the types here. Nothing is ever run: a class is its name, and an object the
 * record of how Python would make it.
 */
public final class Pickled {
    private static final int LONGEST_CHAIN = 8; // of wrappers around a value

    private Pickled() {}

    /** A class or function, by name only. */
    public record Global(String module, String name) {
        @Override
        public String toString() {
            return module + "." + name;
        }
    }

    /** A tuple. Equal only to itself, so that nested ones cannot make a look-up slow. */
    public static final class Tuple {
        private final List<Object> items;

        Tuple(List<Object> items) {
            this.items = items;
        }

        public List<Object> items() {
            return items;
        }
    }

    /** What lies outside of the pickle, by the identity that the writer gave it. */
    public static final class Persistent {
        private final Object id;

        Persistent(Object id) {
            this.id = id;
        }

        public Object id() {
            return id;
        }
    }

    /** An object that Python would make by calling something. */
    public static final class Made {
        private final Object callable;
        private final List<Object> arguments;
        private final Map<Object, Object> entries = new LinkedHashMap<>();
        private final List<Object> elements = new ArrayList<>();
        private Object state;

        Made(Object callable, List<Object> arguments) {
            this.callable = callable;
            this.arguments = arguments;
        }

        /** What would be called, mostly a {@link Global}. */
        public Object callable() {
            return callable;
        }

        public List<Object> arguments() {
            return arguments;
        }

        /** Whether the callable is of this name. */
        public boolean isCallOf(String module, String name) {
            return callable instanceof Global g
                    && g.module().equals(module)
                    && g.name().equals(name);
        }

        /** Entries set as in a dictionary. */
        public Map<Object, Object> entries() {
            return entries;
        }

        /** Elements appended as to a list. */
        public List<Object> elements() {
            return elements;
        }

        /** What the object was filled with, often the dictionary of its attributes; null without. */
        public Object state() {
            return state;
        }

        void fill(Object with) {
            state = with;
        }
    }

    /**
     * The entries of a dictionary, of an object that is like one (OrderedDict, a subclass of dict), or the attributes
     * of any other object; empty for what has none. OmegaConf's containers give their contents.
     */
    public static Map<?, ?> entries(Object value) {
        Object at = value;
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            if (at instanceof Map<?, ?> map) {
                if (!(map.get("_content") instanceof Map<?, ?> content)) {
                    return map;
                }
                return content;
            }
            if (!(at instanceof Made made)) {
                break;
            }
            if (!made.entries.isEmpty() || made.state == null) {
                return made.entries;
            }
            at = made.state;
        }
        return Map.of();
    }

    /** A number or text that may be wrapped in a node of OmegaConf; the value itself otherwise. */
    public static Object plain(Object value) {
        Object at = value;
        for (int i = 0;
                i < LONGEST_CHAIN
                        && at instanceof Made made
                        && made.state instanceof Map<?, ?> map
                        && map.containsKey("_val");
                i++) {
            at = map.get("_val");
        }
        return at;
    }
}
