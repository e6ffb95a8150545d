// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MarkupTest {
    private static final String DOCUMENT = """
            <?xml version="1.0"?>
            <!-- a <comment> -->
            <domain type='kvm'>
              text <![CDATA[ </domain> ]]>
              <devices>
                <disk a="1 &lt; 2 &amp;amp; >" b = 'x"y'/>
                <disk/>
              </devices >
            </domain>
            """;

    @Test
    void elementsAndAttributesAreRead() {
        Markup domain = Markup.parse(DOCUMENT);
        assertThat(domain.name()).isEqualTo("domain");
        assertThat(domain.all("devices", "disk")).hasSize(2);
        assertThat(domain.first("devices", "disk").attributes()).isEqualTo(Map.of("a", "1 < 2 &amp; >", "b", "x\"y"));
        assertThat(domain.first("devices", "none").attribute("x")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "<a>",
                "<a></b>",
                "</a>",
                "<a/><b/>",
                "<a",
                "<a b></a>",
                "<a b=c/>",
                "<a b='c/>",
                "<!-- ",
                "<a b='1' c/>"
            })
    void whatIsNotWellFormedIsRefused(String document) {
        assertThatIllegalArgumentException().isThrownBy(() -> Markup.parse(document));
    }

    @Test
    void everyBeginningIsRefused() {
        int end = DOCUMENT.stripTrailing().length();
        for (int i = 0; i < end; i++) {
            String beginning = DOCUMENT.substring(0, i);
            assertThatIllegalArgumentException().as(beginning).isThrownBy(() -> Markup.parse(beginning));
        }
    }

    @Test
    void whatIsTooDeepIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Markup.parse("<a>".repeat(100_000)))
                .withMessageContaining("deep");
    }
}
