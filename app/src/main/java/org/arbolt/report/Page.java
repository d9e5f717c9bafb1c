package org.arbolt.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.arbolt.report.plot.Markup;
import org.arbolt.report.plot.Svg;

/** The page being written: headings, numbered figures and tables, and the document around them. */
final class Page {
    private static final String STYLE = "report.css";
    private static final String POLICY = // nothing is fetched
            "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:";

    private final Markup body = new Markup();
    private int figures;
    private int tables;
    private int numbers; // columns of the open table before those that hold words

    Markup body() {
        return body;
    }

    void heading(String text) {
        body.element("h2", text).newline();
    }

    void paragraph(String text) {
        body.element("p", text).newline();
    }

    /** Says in place of a part why it is not there. */
    void missing(String text) {
        body.element("p", text, "class", "missing").newline();
    }

    void figure(Figure figure) {
        body.open("figure", "class", figure.drawings().size() > 1 ? "several" : "single")
                .newline();
        body.open("div", "class", "paper").newline();
        for (Svg drawing : figure.drawings()) {
            body.insert(drawing.element());
        }
        body.close().open("figcaption").element("b", "Figure " + ++figures + ". " + figure.title() + ".");
        body.text(" " + figure.caption()).close().close().newline();
    }

    /** Opens a table with its caption and headings; rows and two {@code close()} follow. */
    void openTable(String title, String caption, List<String> headings) {
        openTable(title, caption, headings, 0);
    }

    /** The same. @param words how many of the last columns hold words, not numbers */
    void openTable(String title, String caption, List<String> headings, int words) {
        numbers = headings.size() - words;
        body.open("div", "class", "wide").open("table").open("caption").open("span");
        body.element("b", "Table " + ++tables + ". " + title + ".")
                .text(caption.isEmpty() ? "" : " " + caption)
                .close()
                .close();
        body.open("thead").open("tr");
        for (int i = 0; i < headings.size(); i++) {
            body.element("th", headings.get(i), "scope", "col", "class", i < numbers ? "number" : "words");
        }
        body.close().close().newline().open("tbody").newline();
    }

    /** A row of a table: a name and numbers. */
    void row(List<String> cells) {
        body.open("tr").element("th", cells.getFirst(), "scope", "row");
        cells(cells.subList(1, cells.size()));
    }

    /** The same, the name a link. */
    void row(String name, String link, List<String> cells) {
        body.open("tr")
                .open("th", "scope", "row")
                .element("a", name, "href", link)
                .close();
        cells(cells);
    }

    private void cells(List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            body.element("td", cells.get(i), "class", i + 1 < numbers ? "number" : "words");
        }
        body.close().newline();
    }

    void closeTable() {
        body.close().close().close().newline();
    }

    /** The whole document. */
    String document(String title) {
        Markup html = Markup.ofTrusted("<!DOCTYPE html>\n")
                .open("html", "lang", "en")
                .newline()
                .open("head")
                .newline();
        html.empty("meta", "charset", "utf-8").newline();
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .newline();
        html.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY)
                .newline();
        html.element("title", title)
                .newline()
                .open("style")
                .insert(Markup.ofTrusted(style()))
                .close()
                .newline();
        html.close()
                .newline()
                .open("body")
                .newline()
                .open("main")
                .newline()
                .insert(body)
                .close()
                .newline();
        return html.close().newline().close().newline().toString();
    }

    private static String style() {
        try (InputStream in = Page.class.getResourceAsStream(STYLE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("style sheet " + STYLE + " of the report cannot be read", e);
        }
    }
}
