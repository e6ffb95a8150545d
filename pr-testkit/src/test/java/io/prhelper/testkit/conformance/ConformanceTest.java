// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.prhelper.simulation.target.TargetProfile;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How cases are run. */
final class ConformanceTest {
    private static final Pattern LIBISCSI = Pattern.compile("libiscsi (\\w+)");

    private final TwoNexuses nexuses = TwoNexuses.of(TargetProfile.STRICT_SPC5);
    private final ConformanceSubject subject = ConformanceSubject.ofPorts(nexuses.first(), nexuses.second());

    private static ConformanceCase passing(Need... needs) {
        return ConformanceCase.of("passes", "", any -> {}, needs);
    }

    private static ConformanceCase failing() {
        return ConformanceCase.of("fails", "", any -> {
            throw new AssertionError("wrong");
        });
    }

    @Test
    void eachOfTheTwentyTestsOfLibiscsiIsThere() {
        List<String> names = Conformance.RESERVATIONS.stream()
                .map(ConformanceCase::source)
                .map(LIBISCSI::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .distinct()
                .toList();
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "prin_read_keys_simple",
                        "prin_read_keys_truncate",
                        "prin_report_caps_simple",
                        "prin_serviceaction_range",
                        "prout_register_simple",
                        "prout_reserve_simple",
                        "prout_clear_simple",
                        "prout_preempt_rm_reg",
                        "prout_reserve_access_ea",
                        "prout_reserve_access_we",
                        "prout_reserve_access_earo",
                        "prout_reserve_access_wero",
                        "prout_reserve_access_eaar",
                        "prout_reserve_access_wear",
                        "prout_reserve_ownership_ea",
                        "prout_reserve_ownership_we",
                        "prout_reserve_ownership_earo",
                        "prout_reserve_ownership_wero",
                        "prout_reserve_ownership_eaar",
                        "prout_reserve_ownership_wear");
    }

    @Test
    void noTwoCasesHaveTheSameName() {
        assertThat(Conformance.ALL).extracting(ConformanceCase::name).doesNotHaveDuplicates();
    }

    @Test
    void aCaseWhoseNeedIsNotMetIsSkippedAndSaysWhy() {
        for (Need need : Need.values()) {
            assertThat(Conformance.run(passing(need), subject)).isEqualTo(new ConformanceResult.Skipped(need.lack()));
        }
        assertThat(Conformance.run(passing(Need.DATA_LOSS), subject.thatMayLoseData()))
                .isEqualTo(new ConformanceResult.Passed());
        assertThat(Conformance.run(passing(Need.MEDIA), nexuses.media(subject)))
                .isEqualTo(new ConformanceResult.Passed());
    }

    @Test
    void aFailureIsAProblemUnlessItIsAKnownDifference() {
        ConformanceResult failed = Conformance.run(failing(), subject);
        assertThat(failed.isProblem()).isTrue();
        assertThat(failed).hasToString("FAILED: java.lang.AssertionError: wrong");
        ConformanceResult known = Conformance.run(failing(), subject.withKnownDifference("fails", "it is old"));
        assertThat(known.isProblem()).isFalse();
        assertThat(known).hasToString("known difference (it is old): java.lang.AssertionError: wrong");
    }

    @Test
    void aKnownDifferenceThatIsNoneAnyMoreIsAProblem() {
        ConformanceResult stale = Conformance.run(passing(), subject.withKnownDifference("passes", "it was old"));
        assertThat(stale.isProblem()).isTrue();
        assertThat(stale).hasToString("FAILED: passed, although a known difference is listed (it was old)");
    }

    @Test
    void aKnownDifferenceOfNoCaseIsRefused() {
        ConformanceSubject wrong = subject.withKnownDifference("there is no such case", "none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Conformance.run(Conformance.ALL, wrong))
                .withMessage("known differences of no case: [there is no such case]");
    }

    @Test
    void nothingIsChangedUnlessTheSubjectMayLoseData() {
        Map<ConformanceCase, ConformanceResult> results = Conformance.run(Conformance.ALL, nexuses.media(subject));
        assertThat(results.values()).noneMatch(ConformanceResult::isProblem);
        assertThat(results.values()).anyMatch(ConformanceResult.Passed.class::isInstance);
        assertThat(nexuses.first().unit().snapshot().generation()).isZero();
    }
}
