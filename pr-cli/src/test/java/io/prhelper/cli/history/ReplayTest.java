// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import static io.prhelper.cli.history.Written.START;
import static io.prhelper.cli.history.Written.entries;
import static io.prhelper.cli.history.Written.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.cli.history.History.Cause;
import io.prhelper.cli.history.History.Holding;
import io.prhelper.cli.history.History.Notice;
import io.prhelper.cli.history.History.Registration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReplayTest {
    private static final String WERO = "WRITE_EXCLUSIVE_REGISTRANTS_ONLY";

    private static List<String> registered(History history) {
        return history.registered().stream()
                .map(one -> one.party() + " " + one.key().substring(17))
                .toList();
    }

    private static List<String> fencings(History history) {
        return history.fencings().stream()
                .map(one -> one.by().party() + " " + one.cause() + " " + one.fenced()
                        + (one.reservationTaken() ? ", took" : ""))
                .toList();
    }

    private static String held(History history) {
        Holding held = history.held();
        return held == null ? "" : held.party() + " " + held.type();
    }

    @Test
    void aNodeThatIsFencedLosesRegistrationAndReservation() {
        History history = Replay.of(entries(
                "node1/web1 REGISTER 0 a",
                "node2/web2 REGISTER_AND_IGNORE_EXISTING_KEY 0 b",
                "node2/web2 RESERVE b 0 " + WERO,
                "node1/web1 PREEMPT_AND_ABORT a b " + WERO,
                "node2/web2 RESERVE b 0 " + WERO + " RESERVATION_CONFLICT"));
        assertThat(registered(history)).containsExactly("web1 on node1 a");
        assertThat(fencings(history)).containsExactly("web1 on node1 fenced web2 on node2, took");
        assertThat(history.fencings().getFirst().time()).isEqualTo(START.plusSeconds(3));
        assertThat(held(history)).isEqualTo("web1 on node1 WRITE EXCLUSIVE REGISTRANTS ONLY");
        assertThat(history.holdings())
                .extracting(Holding::from)
                .containsExactly(START.plusSeconds(2), START.plusSeconds(3));
        assertThat(history.refusals()).hasSize(1);
        assertThat(history.notices()).isEmpty();
    }

    @Test
    void whatIsFromBeforeTheTrailHasNoBeginning() {
        History history = Replay.of(entries("node1/web1 PREEMPT a b " + WERO));
        assertThat(history.registered()).singleElement().satisfies(one -> {
            assertThat(one.from()).isNull();
            assertThat(one.seen()).isEqualTo(START);
        });
        assertThat(history.fencings()).singleElement().satisfies(one -> {
            assertThat(one.fenced().isKnown()).isFalse();
            assertThat(one.key()).isEqualTo(key("b"));
        });
        assertThat(history.isReservationKnown()).isFalse();
        assertThat(history.held()).isNull();
        assertThat(history.areRegistrationsKnown()).isFalse();
    }

    @Test
    void aReservationThatMayHaveBeenThereBeforeHasNoBeginning() {
        assertThat(Replay.of(entries("node1/web1 RESERVE a 0 " + WERO)).held())
                .isNotNull()
                .extracting(Holding::from)
                .isNull();
        assertThat(Replay.of(entries("node1/web1 REGISTER 0 a", "node1/web1 RESERVE a 0 " + WERO))
                        .held())
                .isNotNull()
                .extracting(Holding::from)
                .isEqualTo(START.plusSeconds(1));
    }

    @Test
    void aHolderThatUnregistersOrReleasesLeavesNoReservation() {
        for (String end : new String[] {
            "node1/web1 REGISTER a 0",
            "node1/web1 RELEASE a 0 " + WERO,
            "node1/web1 REGISTER_AND_IGNORE_EXISTING_KEY 0 0"
        }) {
            History history = Replay.of(entries("node1/web1 REGISTER 0 a", "node1/web1 RESERVE a 0 " + WERO, end));
            assertThat(history.held()).as(end).isNull();
            assertThat(history.isReservationKnown()).isTrue();
            assertThat(history.holdings())
                    .singleElement()
                    .satisfies(one -> assertThat(one.to()).isEqualTo(START.plusSeconds(2)));
        }
    }

    @Test
    void anothersReleaseChangesNothing() {
        History history = Replay.of(entries(
                "node1/web1 REGISTER 0 a",
                "node2/web2 REGISTER 0 b",
                "node1/web1 RESERVE a 0 " + WERO,
                "node2/web2 RELEASE b 0 " + WERO));
        assertThat(held(history)).startsWith("web1 on node1");
    }

    @Test
    void aReservationOfAllRegistrantsStaysUntilTheLastIsGone() {
        String all = "WRITE_EXCLUSIVE_ALL_REGISTRANTS";
        List<Entry> entries = entries(
                "node1/web1 REGISTER 0 a",
                "node2/web2 REGISTER 0 b",
                "node1/web1 RESERVE a 0 " + all,
                "node2/web2 PREEMPT b a " + all,
                "node2/web2 REGISTER b 0");
        assertThat(held(Replay.of(entries.subList(0, 4)))).isEqualTo("web1 on node1 WRITE EXCLUSIVE ALL REGISTRANTS");
        assertThat(registered(Replay.of(entries.subList(0, 4)))).containsExactly("web2 on node2 b");
        assertThat(Replay.of(entries).held()).isNull();
    }

    @Test
    void withKeyZeroAllRegistrantsArePreempted() {
        String all = "EXCLUSIVE_ACCESS_ALL_REGISTRANTS";
        History history = Replay.of(entries(
                "node1/web1 REGISTER 0 a",
                "node2/web2 REGISTER 0 b",
                "node3/web3 REGISTER 0 c",
                "node1/web1 RESERVE a 0 " + all,
                "node2/web2 PREEMPT b 0 " + WERO));
        assertThat(registered(history)).containsExactly("web2 on node2 b");
        assertThat(fencings(history)).hasSize(2);
        assertThat(held(history)).isEqualTo("web2 on node2 WRITE EXCLUSIVE REGISTRANTS ONLY");
        assertThat(history.areRegistrationsKnown()).isTrue();
    }

    @Test
    void theDestinationOfAMigrationTakesOver() {
        History history = Replay.of(entries(
                "node1/web1 REGISTER 0 a",
                "node1/web1 RESERVE a 0 " + WERO,
                "node2/web1 REGISTER 0 a",
                "node2/web1 PREEMPT a a " + WERO));
        assertThat(history.fencings())
                .singleElement()
                .satisfies(one -> assertThat(one.cause()).isEqualTo(Cause.TAKES_OVER));
        assertThat(fencings(history)).containsExactly("web1 on node2 took over from web1 on node1, took");
        assertThat(held(history)).startsWith("web1 on node2");
        assertThat(registered(history)).containsExactly("web1 on node2 a");
    }

    @Test
    void clearEndsAllAndEveryoneIsKnownThen() {
        History history = Replay.of(entries(
                "node1/web1 REGISTER 0 a",
                "node2/web2 REGISTER 0 b",
                "node1/web1 RESERVE a 0 " + WERO,
                "node2/web2 CLEAR b 0"));
        assertThat(registered(history)).isEmpty();
        assertThat(history.areRegistrationsKnown()).isTrue();
        assertThat(history.isReservationKnown()).isTrue();
        assertThat(history.held()).isNull();
        assertThat(fencings(history)).containsExactly("web2 on node2 cleared the registration of web1 on node1");
    }

    @Test
    void aChangedKeyIsTheSameRegistration() {
        History history = Replay.of(entries(
                "node1/web1 REGISTER 0 a",
                "node1/web1 RESERVE a 0 " + WERO,
                "node1/web1 REGISTER a b",
                "node1/web1 RELEASE b 0"));
        assertThat(registered(history)).containsExactly("web1 on node1 b");
        assertThat(history.held()).isNull();
        assertThat(history.registrations()).extracting(Registration::end).containsExactly("changed to " + key("b"), "");
    }

    @Test
    void aReservationIsMovedToThePortThatIsNamed() {
        History history = Replay.of(entries(
                "node1/web1 REGISTER 0 a",
                "node1/web1 RESERVE a 0 " + WERO,
                "node1/web1 REGISTER_AND_MOVE a b - GOOD iscsi,iqn.x"));
        assertThat(held(history)).isEqualTo("iscsi,iqn.x WRITE EXCLUSIVE REGISTRANTS ONLY");
        assertThat(registered(history)).containsExactly("web1 on node1 a", "iscsi,iqn.x b");
    }

    @Test
    void whatAPreemptedNodeStillDoesIsSaidNotToFit() {
        History history = Replay.of(entries(
                "node1/web1 REGISTER 0 a",
                "node2/web2 REGISTER 0 b",
                "node1/web1 PREEMPT a b " + WERO,
                "node2/web2 RELEASE b 0"));
        assertThat(history.notices())
                .extracting(Notice::text)
                .singleElement()
                .asString()
                .contains("web2 on node2", "after it was fenced by web1 on node1", "clocks");
    }

    @Test
    void aRegistrationThatTheTargetLostIsSaidToBe() {
        History history = Replay.of(entries("node1/web1 REGISTER 0 a", "node1/web1 REGISTER 0 c"));
        assertThat(registered(history)).containsExactly("web1 on node1 c");
        assertThat(history.notices())
                .extracting(Notice::text)
                .singleElement()
                .asString()
                .contains("the target lost it");
    }

    @Test
    void anUnknownActionChangesNothing() {
        History history = Replay.of(entries("node1/web1 REGISTER 0 a", "node1/web1 service_action_1Fh a 0"));
        assertThat(registered(history)).containsExactly("web1 on node1 a");
    }

    @Test
    void aCommandWithoutItsKeysIsPointedOut() {
        String line = Written.lines("node1/web1 REGISTER 0 a").getFirst().replace("serviceActionKey", "x");
        History history = Replay.of(List.of(((TrailLine.Command) TrailLine.read(line)).entry()));
        assertThat(history.registrations()).isEmpty();
        assertThat(history.notices())
                .extracting(Notice::text)
                .containsExactly("REGISTER of web1 on node1 ended GOOD, and its keys are not in the trail");
    }
}
