// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternTest {
    @ParameterizedTest
    @CsvSource({
        "pr_reply, pr_reply, true",
        "pr_reply, pr_repl, false",
        "pr_repl, pr_reply, false",
        "*, pr_reply, true",
        "pr_*, pr_reply, true",
        "*ly, pr_reply, true",
        "*e*e*, pr_reply, false",
        "p*r*y, pr_reply, true",
        "*ply*, pr_reply, true",
        "pr_?eply, pr_reply, true",
        "?, pr_reply, false",
        "pr_reply?, pr_reply, false",
        "pr_reply*, pr_reply, true",
        "'', '', true",
        "'', a, false",
        "**, '', true",
    })
    void wildcardsStandForAnyCharacters(String pattern, String name, boolean matches) {
        assertThat(new Pattern(pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void manyStarsDoNotTakeForEver() {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(new Pattern("*a".repeat(500) + "b").matches("a".repeat(2000)))
                        .isFalse());
    }
}
