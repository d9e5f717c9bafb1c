package org.arbolt.io.checkpoint;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arbolt.BadInput;

/**
 * Reads Python pickles, protocols 2 to 5 (the machine of Python's {@code pickletools}), without running anything: calls
 * are noted as {@link Pickled.Made}, classes as names. Files from strangers are safe to read: the input, the number of
 * objects and the length of integers are bounded, no size is believed before the bytes are there, and no object is ever
 * hashed or compared but numbers and texts.
 */
final class PickleReader {
    private static final int MOST_BYTES = 1 << 25;
    private static final int MOST_OBJECTS = 2_000_000;
    private static final int LONGEST_INTEGER = 64; // bytes

    private final String where;
    private final ByteBuffer in;
    private final List<Object> stack = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>(); // heights of the stack
    private final Map<Integer, Object> memo = new HashMap<>();
    private int objects;

    private PickleReader(byte[] bytes, String where) {
        this.where = where;
        this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The object of a pickle.
     *
     * @param where the file, for messages
     * @throws BadInput if it is truncated, malformed, of protocol 0 or 1, or beyond the bounds
     */
    static Object read(byte[] bytes, String where) {
        if (bytes.length > MOST_BYTES) {
            throw new BadInput(where + ": its pickle has " + bytes.length + " bytes, more than the " + MOST_BYTES
                    + " that are read; save the state dict alone");
        }
        return new PickleReader(bytes, where).run();
    }

    private Object run() {
        while (true) {
            int at = in.position();
            int code = bytes(1, "an instruction")[0] & 0xFF;
            if (code == '.') {
                return pop();
            }
            execute(code, at);
            if (objects > MOST_OBJECTS || memo.size() > MOST_OBJECTS) {
                throw damaged("holds more than " + MOST_OBJECTS + " objects");
            }
        }
    }

    private void execute(int code, int at) {
        switch (code) {
            case 0x80 -> protocol();
            case 0x95 -> frame();
            case '(' -> marks.push(stack.size());
            case '0' -> popOrMark();
            case '1' -> popMark();
            case '2' -> push(top());
            case 'N' -> push(null);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'J' -> push((long) in(4).getInt());
            case 'K' -> push((long) (in(1).get() & 0xFF));
            case 'M' -> push((long) (in(2).getShort() & 0xFFFF));
            case 0x8a -> push(integer(in(1).get() & 0xFF));
            case 0x8b -> push(integer(in(4).getInt()));
            case 'G' -> push(in(8).order(ByteOrder.BIG_ENDIAN).getDouble());
            case 'U' -> push(latin(length(1)));
            case 'T' -> push(latin(length(4)));
            case 0x8c -> push(text(length(1)));
            case 'X' -> push(text(length(4)));
            case 0x8d -> push(text(length(8)));
            case 'C' -> push(bytes(length(1), "bytes"));
            case 'B' -> push(bytes(length(4), "bytes"));
            case 0x8e, 0x96 -> push(bytes(length(8), "bytes"));
            case ')' -> tuple(0);
            case 0x85 -> tuple(1);
            case 0x86 -> tuple(2);
            case 0x87 -> tuple(3);
            case 't' -> make(new Pickled.Tuple(popMark()));
            case ']', 0x8f -> make(new ArrayList<>());
            case 'l', 0x91 -> make(popMark());
            case '}' -> make(new LinkedHashMap<>());
            case 'd' -> dictionary();
            case 'a' -> appendOne();
            case 'e', 0x90 -> appendAll();
            case 's' -> setItem();
            case 'u' -> setItems();
            case 'c' -> make(new Pickled.Global(line(), line()));
            case 0x93 -> stackGlobal();
            case 'R', 0x81 -> call();
            case 0x92 -> callWithNames();
            case 'o' -> object();
            case 'b' -> build();
            case 'Q' -> make(new Pickled.Persistent(pop()));
            case 'q' -> memo.put(in(1).get() & 0xFF, top());
            case 'r' -> memo.put(in(4).getInt(), top());
            case 0x94 -> memo.put(memo.size(), top());
            case 'h' -> push(remembered(in(1).get() & 0xFF));
            case 'j' -> push(remembered(in(4).getInt()));
            default ->
                throw damaged("has instruction 0x" + Integer.toHexString(code) + " at byte " + at
                        + ", which torch.save does not write");
        }
    }

    // ---- instructions

    private void protocol() {
        int version = in(1).get();
        if (version < 2 || version > 5) {
            throw damaged("is of protocol " + version + ", not 2 to 5");
        }
    }

    private void frame() {
        long length = in(8).getLong();
        if (length < 0 || length > in.remaining()) {
            throw damaged("is truncated: a frame of " + Long.toUnsignedString(length) + " bytes has " + in.remaining());
        }
    }

    private void popOrMark() {
        if (!marks.isEmpty() && marks.peek() == stack.size()) {
            marks.pop();
        } else {
            pop();
        }
    }

    private void tuple(int size) {
        Object[] items = new Object[size];
        for (int i = size - 1; i >= 0; i--) {
            items[i] = pop();
        }
        make(new Pickled.Tuple(Arrays.asList(items)));
    }

    private void dictionary() {
        Map<Object, Object> made = new LinkedHashMap<>();
        put(popMark(), made);
        make(made);
    }

    private void appendOne() {
        List<Object> item = Arrays.asList(pop());
        append(item, top());
    }

    private void appendAll() {
        List<Object> items = popMark();
        append(items, top());
    }

    @SuppressWarnings("unchecked")
    private void append(List<Object> items, Object to) {
        switch (to) {
            case List<?> list -> ((List<Object>) list).addAll(items);
            case Pickled.Made made -> made.elements().addAll(items);
            case null, default -> throw damaged("appends to what is no list");
        }
    }

    private void setItem() {
        Object value = pop();
        Object key = pop();
        put(Arrays.asList(key, value), entriesOf(top()));
    }

    private void setItems() {
        List<Object> items = popMark();
        put(items, entriesOf(top()));
    }

    @SuppressWarnings("unchecked")
    private Map<Object, Object> entriesOf(Object to) {
        return switch (to) {
            case Map<?, ?> map -> (Map<Object, Object>) map;
            case Pickled.Made made -> made.entries();
            case null, default -> throw damaged("sets an entry of what is no dictionary");
        };
    }

    private void put(List<Object> keysAndValues, Map<Object, Object> into) {
        if (keysAndValues.size() % 2 != 0) {
            throw damaged("has a key without a value");
        }
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            objects++;
            into.put(key(keysAndValues.get(i)), keysAndValues.get(i + 1));
        }
    }

    /** A key that can be looked up: numbers and texts as they are, all else only itself. */
    private static Object key(Object key) {
        return switch (key) {
            case null -> "None";
            case String s -> s;
            case Number n -> n;
            case Boolean b -> b;
            case Pickled.Global g -> g;
            default -> new Pickled.Persistent(key);
        };
    }

    private void stackGlobal() {
        if (pop() instanceof String name && pop() instanceof String module) {
            make(new Pickled.Global(module, name));
        } else {
            throw damaged("names a class by something that is no text");
        }
    }

    private void call() {
        Object arguments = pop();
        make(new Pickled.Made(pop(), items(arguments)));
    }

    private void callWithNames() {
        pop(); // named arguments
        call();
    }

    private void object() {
        List<Object> parts = popMark();
        if (parts.isEmpty()) {
            throw damaged("makes an object of no class");
        }
        make(new Pickled.Made(parts.getFirst(), parts.subList(1, parts.size())));
    }

    private void build() {
        Object state = pop();
        if (top() instanceof Pickled.Made made) {
            made.fill(state);
        }
    }

    private List<Object> items(Object arguments) {
        return switch (arguments) {
            case Pickled.Tuple tuple -> tuple.items();
            case null, default -> throw damaged("calls something with what is no tuple");
        };
    }

    // ---- the stack

    private void push(Object value) {
        stack.add(value);
    }

    /** Pushes something that takes memory. */
    private void make(Object value) {
        objects++;
        stack.add(value);
    }

    private Object pop() {
        Object value = top();
        stack.removeLast();
        return value;
    }

    private Object top() {
        if (stack.size() <= (marks.isEmpty() ? 0 : marks.peek())) {
            throw damaged("takes from an empty stack");
        }
        return stack.getLast();
    }

    /** All above the topmost mark, which goes too. */
    private List<Object> popMark() {
        if (marks.isEmpty()) {
            throw damaged("lacks a mark");
        }
        List<Object> above = stack.subList(marks.pop(), stack.size());
        List<Object> items = new ArrayList<>(above);
        above.clear();
        return items;
    }

    private Object remembered(int index) {
        if (!memo.containsKey(index)) {
            throw damaged("recalls something it has not noted");
        }
        return memo.get(index);
    }

    // ---- the bytes

    private ByteBuffer in(int count) {
        return ByteBuffer.wrap(bytes(count, "an argument")).order(ByteOrder.LITTLE_ENDIAN);
    }

    private byte[] bytes(long count, String what) {
        if (count < 0 || count > in.remaining()) {
            throw damaged("is truncated inside " + what);
        }
        byte[] read = new byte[(int) count];
        in.get(read);
        return read;
    }

    /** An unsigned length of 1, 4 or 8 bytes. */
    private long length(int width) {
        return switch (width) {
            case 1 -> in(1).get() & 0xFF;
            case 4 -> Integer.toUnsignedLong(in(4).getInt());
            default -> in(8).getLong();
        };
    }

    private String text(long length) {
        return new String(bytes(length, "a text"), StandardCharsets.UTF_8);
    }

    private String latin(long length) {
        return new String(bytes(length, "a text"), StandardCharsets.ISO_8859_1);
    }

    /** Up to the end of a line. */
    private String line() {
        int start = in.position();
        while (in.hasRemaining()) {
            if (in.get() == '\n') {
                return new String(in.array(), start, in.position() - start - 1, StandardCharsets.UTF_8);
            }
        }
        throw damaged("is truncated inside a name");
    }

    /** A signed integer of so many bytes, the lowest first. */
    private Object integer(int length) {
        if (length < 0 || length > LONGEST_INTEGER) {
            throw damaged("holds an integer of " + Integer.toUnsignedString(length) + " bytes");
        }
        byte[] low = bytes(length, "an integer");
        byte[] high = new byte[length + 1];
        for (int i = 0; i < length; i++) {
            high[length - i] = low[i];
        }
        high[0] = (byte) (length > 0 && low[length - 1] < 0 ? -1 : 0);
        BigInteger value = new BigInteger(high);
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private BadInput damaged(String what) {
        return new BadInput(
                where + ": its pickle " + what + "; the file is damaged or no PyTorch checkpoint, fetch it again");
    }
}
