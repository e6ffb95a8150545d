// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What counts as the same, and what an allowed deviation allows. */
final class ComparisonTest {
    private static final Transcript REFERENCE =
            Transcript.parse(List.of("== one", "hello 00000000", "end closed", "== two", "reply 02", "end closed"));
    private static final Transcript OTHER_BYTE =
            Transcript.parse(List.of("== one", "hello 00000000", "end closed", "== two", "reply 03", "end closed"));
    private static final AllowedDeviation ALLOWED =
            new AllowedDeviation("two", "it is better", List.of("reply 02"), List.of("reply 03"));

    @Test
    void equalTranscriptsHaveNoProblem() {
        assertThat(Comparison.problems(REFERENCE, REFERENCE, List.of())).isEmpty();
    }

    @Test
    void oneOtherByteIsAProblemThatShowsBothLines() {
        assertThat(Comparison.problems(REFERENCE, OTHER_BYTE, List.of()))
                .singleElement()
                .asString()
                .contains("== two", "expected reply 02", "actual reply 03");
    }

    @Test
    void anAllowedDeviationIsNoProblem() {
        assertThat(Comparison.problems(REFERENCE, OTHER_BYTE, List.of(ALLOWED))).isEmpty();
    }

    @Test
    void anAllowedDeviationThatDoesNotOccurIsAProblem() {
        assertThat(Comparison.problems(REFERENCE, REFERENCE, List.of(ALLOWED)))
                .singleElement()
                .asString()
                .contains("does not occur");
    }

    @Test
    void aDeviationOtherThanTheAllowedOneIsAProblem() {
        AllowedDeviation other = new AllowedDeviation("two", "it is better", List.of("reply 02"), List.of("reply 04"));
        assertThat(Comparison.problems(REFERENCE, OTHER_BYTE, List.of(other)))
                .singleElement()
                .asString()
                .contains("in another way");
    }

    @Test
    void aConversationThatWasNotPlayedIsAProblem() {
        Transcript shorter = Transcript.parse(List.of("== one", "hello 00000000", "end closed"));
        assertThat(Comparison.problems(REFERENCE, shorter, List.of()))
                .singleElement()
                .asString()
                .contains("not played");
    }

    @Test
    void deviationsAreReadWithTheirReasons() {
        assertThat(AllowedDeviation.parse(List.of(
                        "# comment", "", "== two", "why it is", "why better", "expected reply 02", "actual reply 03")))
                .containsExactly(new AllowedDeviation("two", "it is better", List.of("reply 02"), List.of("reply 03")));
    }

    @Test
    void aDeviationNeedsAReason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AllowedDeviation.parse(List.of("== two", "actual reply 03")))
                .withMessageContaining("two");
    }

    @Test
    void linesThatAreNotUnderstoodAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AllowedDeviation.parse(List.of("== two", "because")))
                .withMessageContaining("because");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transcript.parse(List.of("hello")))
                .withMessageContaining("hello");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transcript.parse(List.of("== one", "== one")))
                .withMessageContaining("one");
    }
}
