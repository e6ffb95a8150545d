// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.prhelper.simulation.target.TargetProfile;
import io.prhelper.testkit.oracle.Operation;
import io.prhelper.testkit.oracle.Request;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class NamedDifferencesTest {
    private static final Request REGISTER = Request.Out.basic(0, Operation.REGISTER, 0, 0xa, 0);
    private static final String TEXT = """
            # a comment
            == one
            why the target is odd,
            why and nobody minds
            request .: REGISTER .*
            target GOOD.*
            == other
            why of no interest here
            request .*
            == one
            why it ends otherwise
            without PREEMPT
            """;

    private static Difference difference(String target, String profile) {
        return new Difference(List.of(REGISTER), true, "A: READ KEYS", target, profile);
    }

    @Test
    void aDifferenceHasTheNameThatAllThreeExpressionsMatch() {
        NamedDifferences names = NamedDifferences.parse(TEXT, "one");
        assertThat(names.nameOf(difference("GOOD (00h)", "anything"))).contains("the target is odd, and nobody minds");
        assertThat(names.nameOf(difference("BUSY (08h)", "GOOD (00h)"))).isEmpty();
        assertThat(NamedDifferences.parse(TEXT, "neither").nameOf(difference("GOOD (00h)", "")))
                .isEmpty();
    }

    @Test
    void whatIsLeftOutIsNotAllowed() {
        NamedDifferences names = NamedDifferences.parse(TEXT, "one");
        assertThat(names.allows(REGISTER, 0)).isTrue();
        assertThat(names.allows(Request.Out.basic(0, Operation.PREEMPT, 0, 0xa, 0), 1))
                .isFalse();
        assertThat(names.left()).hasToString("[[PREEMPT], since it ends otherwise]");
    }

    @Test
    void whatIsLeftOutOnlyUnderSomeTypesIsAllowedElse() {
        NamedDifferences names =
                NamedDifferences.parse("== one\nwhy it ends otherwise\nwithout CLEAR REGISTER\nwhile 7 8\n", "one");
        assertThat(names.allows(REGISTER, 0)).isTrue();
        assertThat(names.allows(REGISTER, 5)).isTrue();
        assertThat(names.allows(REGISTER, 8)).isFalse();
        assertThat(names.left())
                .hasToString("[[CLEAR, REGISTER] while one of [7, 8] is held, since it ends otherwise]");
    }

    @Test
    void lengthsThatAreNotUsualCanBeLeftOut() {
        NamedDifferences names = NamedDifferences.parse("== one\nwhy it ends otherwise\nwithout ODD_LENGTHS\n", "one");
        assertThat(names.allows(REGISTER, 0)).isTrue();
        assertThat(names.allows(new Request.In(0, 0, 24), 0)).isTrue();
        assertThat(names.allows(new Request.In(0, 0, 23), 0)).isFalse();
        assertThat(names.allows(new Request.Out(0, 0, 0, 0xa, 0, false, false, new Request.Attachment.None(), 1), 0))
                .isFalse();
        assertThat(names.allows(new Request.Other(0, Operation.READ, false), 0)).isTrue();
        assertThat(names.left()).hasToString("[[] and odd lengths, since it ends otherwise]");
    }

    @Test
    void aDifferenceWithoutAReasonIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamedDifferences.parse("== one\nrequest .*\n", "one"))
                .withMessageContaining("request=.*");
    }

    @Test
    void aLineThatIsNoneIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamedDifferences.parse("== one\nwhy so\nreal GOOD\n", "one"))
                .withMessageContaining("\"real GOOD\"");
    }

    /** At most five for each of them, as more would not be a profile. */
    @ParameterizedTest
    @MethodSource("io.prhelper.simulation.target.TargetProfile#all")
    void theKitsOwnAreFew(TargetProfile profile) throws IOException {
        assertThat(NamedDifferences.of(profile.name()).named()).hasSizeLessThanOrEqualTo(5);
    }
}
