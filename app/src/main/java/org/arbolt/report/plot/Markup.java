package org.arbolt.report.plot;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes well-formed XML, and HTML in XML spelling: tags are closed in order, texts and attribute values are escaped.
 * What XML cannot hold (control characters, halves of surrogate pairs) becomes U+FFFD.
 */
public final class Markup {
    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Opens an element.
     *
     * @param attributes name, value, name, value …
     */
    public Markup open(String tag, String... attributes) {
        start(tag, attributes);
        out.append('>');
        open.push(tag);
        return this;
    }

    /** Closes the element opened last. */
    public Markup close() {
        if (open.isEmpty()) {
            throw new IllegalArgumentException("no element is open");
        }
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element without content; in HTML only for the void ones ({@code meta}, {@code br} …). */
    public Markup empty(String tag, String... attributes) {
        start(tag, attributes);
        out.append("/>");
        return this;
    }

    /** An element that holds only text. */
    public Markup element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    public Markup text(String text) {
        out.append(escape(text));
        return this;
    }

    public Markup newline() {
        out.append('\n');
        return this;
    }

    /** Inserts markup that is complete in itself, as it is. */
    public Markup insert(Markup other) {
        out.append(other);
        return this;
    }

    /**
     * Markup made of text that must not be escaped: a style sheet of our own, a document type. Never for given text.
     */
    public static Markup ofTrusted(String ours) {
        Markup markup = new Markup();
        markup.out.append(ours);
        return markup;
    }

    /** @throws IllegalArgumentException if an element is still open */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalArgumentException("element still open: " + open.peek());
        }
        return out.toString();
    }

    private void start(String tag, String... attributes) {
        if (attributes.length % 2 != 0) {
            throw new IllegalArgumentException("attributes of <" + tag + "> must be pairs of name and value");
        }
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escape(attributes[i + 1]))
                    .append('"');
        }
    }

    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> append(safe, c));
        return safe.toString();
    }

    private static void append(StringBuilder safe, int c) {
        switch (c) {
            case '&' -> safe.append("&amp;");
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '"' -> safe.append("&quot;");
            case '\'' -> safe.append("&#39;");
            default -> safe.appendCodePoint(isXml(c) ? c : 0xFFFD);
        }
    }

    /** Char of XML 1.0 (fifth edition, production 2), less the C1 controls that it discourages. */
    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c < 0x7F)
                || (c > 0x9F && c < 0xD800)
                || (c > 0xDFFF && c < 0xFFFE)
                || c > 0xFFFF;
    }
}
