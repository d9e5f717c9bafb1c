package org.arbolt.report.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MarkupTest {

    @Test
    void textsAndAttributesAreEscaped() {
        Markup markup = new Markup().element("a", "<b> & 'c'", "title", "\"<&>\"");

        assertThat(markup).hasToString("<a title=\"&quot;&lt;&amp;&gt;&quot;\">&lt;b&gt; &amp; &#39;c&#39;</a>");
    }

    @Test
    void whatXmlCannotHoldIsReplaced() {
        assertThat(Markup.escape("a\u0000b\u001bc\ud800d\uffff")).isEqualTo("a\ufffdb\ufffdc\ufffdd\ufffd");
        assertThat(Markup.escape("φ\t😀")).isEqualTo("φ\t😀");
    }

    @Test
    void anUnclosedElementIsRefused() {
        Markup markup = new Markup().open("p").open("b");

        assertThatThrownBy(markup::toString)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("b");
        assertThat(markup.close().close()).hasToString("<p><b></b></p>");
        assertThatThrownBy(markup::close).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAttributeWithoutValueIsRefused() {
        assertThatThrownBy(() -> new Markup().empty("br", "class")).isInstanceOf(IllegalArgumentException.class);
    }
}
