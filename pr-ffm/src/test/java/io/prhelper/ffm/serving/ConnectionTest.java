// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.prhelper.core.protocol.ServerProtocol;
import io.prhelper.ffm.Limits;
import io.prhelper.ffm.PeerCredentials;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ConnectionTest {
    private final AtomicInteger shutDown = new AtomicInteger();

    private static Connection connection(long deadline) {
        PeerCredentials peer = new PeerCredentials(1, 2, 3);
        Registry.Place place = new Registry(Limits.DEFAULTS, 1).admit(peer, 1);
        return new Connection(1, 3, peer, place, true, new ServerProtocol(0), deadline);
    }

    private boolean expires(Connection connection, long nanoTime) {
        return expires(connection, nanoTime, false);
    }

    private boolean expires(Connection connection, long nanoTime, boolean ready) {
        int before = shutDown.get();
        connection.expire(nanoTime, told -> ready, told -> shutDown.incrementAndGet());
        return shutDown.get() > before;
    }

    /** One that waits for a worker. */
    private static Connection waiting() {
        Connection connection = connection(100);
        connection.handOver();
        return connection;
    }

    @Test
    void aMessageThatIsThereInTimeIsNotOverdueUntilSomebodyHasLookedAtIt() {
        Connection connection = waiting();
        for (int time = 100; time < 200; time++) {
            assertThat(expires(connection, time, true)).isFalse();
        }
        connection.take();
        assertThat(expires(connection, 200)).isFalse();
        assertThat(connection.settled()).isTrue();
    }

    /** A worker takes what is there between the two looks of the clock, at the connection and at its socket. */
    @Test
    void whatIsTakenWhileTheClockLooksIsNotOverdue() {
        Connection connection = waiting();
        connection.expire(
                100,
                told -> {
                    told.take();
                    return false;
                },
                told -> shutDown.incrementAndGet());
        assertThat(shutDown).hasValue(0);
        assertThat(connection.settled()).isTrue();
        Connection back = waiting();
        back.expire(
                100,
                told -> {
                    told.take();
                    told.handOver();
                    return false;
                },
                told -> shutDown.incrementAndGet());
        assertThat(shutDown).hasValue(0);
        assertThat(expires(back, 101, false)).isTrue();
    }

    @Test
    void oneInWhoseHandsItIsWhenItIsOverdueMayFinishIt() {
        Connection connection = waiting();
        connection.take();
        assertThat(expires(connection, 100)).isFalse();
        assertThat(connection.settled()).isTrue();
        connection.due(300);
        assertThat(expires(connection, 300)).isFalse();
        assertThat(expires(connection, 301)).isTrue();
    }

    @Test
    void aClientThatGoesOnSendingIsShutDownSoonAllTheSame() {
        Connection connection = waiting();
        int spared = 0;
        while (!expires(connection, 100, true)) {
            spared++;
            connection.take();
            connection.handOver();
        }
        assertThat(spared).isEqualTo(2);
    }

    @Test
    void aMessageThatIsStillNotWholeOnceItWasLookedAtIsOverdue() {
        Connection connection = waiting();
        assertThat(expires(connection, 100, true)).isFalse();
        connection.take();
        connection.handOver();
        assertThat(expires(connection, 101, false)).isTrue();
    }

    @Test
    void aMessageThatIsWholeAfterItsConnectionWasShutDownDoesNotCount() {
        Connection connection = waiting();
        assertThat(expires(connection, 99)).isFalse();
        assertThat(expires(connection, 100)).isTrue();
        assertThat(connection.isExpired()).isTrue();
        assertThat(connection.settled()).isFalse();
    }

    @Test
    void aMessageThatIsWholeInTimeCounts() {
        Connection connection = connection(100);
        assertThat(connection.settled()).isTrue();
        assertThat(expires(connection, Long.MAX_VALUE)).isFalse();
        assertThat(connection.settled()).isTrue();
    }

    @Test
    void aShutDownThatFailsIsTriedAgain() {
        Connection connection = waiting();
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> connection.expire(200, told -> false, told -> {
                    throw new OutOfMemoryError("made up");
                }));
        assertThat(connection.isExpired()).isFalse();
        assertThat(expires(connection, 300)).isTrue();
    }

    @Test
    void itIsShutDownOnce() {
        Connection connection = waiting();
        assertThat(expires(connection, 200)).isTrue();
        assertThat(expires(connection, 300)).isFalse();
    }

    @Test
    void timesMayOverflow() {
        Connection connection = connection(Long.MIN_VALUE + 10);
        connection.handOver();
        assertThat(expires(connection, Long.MAX_VALUE - 10)).isFalse();
        assertThat(expires(connection, Long.MIN_VALUE + 11)).isTrue();
    }

    @Test
    void theFirstDeadlineOfAMessageStands() {
        Connection connection = waiting();
        assertThat(connection.settled()).isTrue();
        connection.due(500);
        connection.due(900);
        assertThat(expires(connection, 499)).isFalse();
        assertThat(expires(connection, 500)).isTrue();
    }

    @Test
    void afterItIsClosedNobodyTouchesItsSocket() {
        Connection connection = connection(100);
        assertThat(connection.markClosed()).isTrue();
        assertThat(connection.markClosed()).isFalse();
        assertThat(expires(connection, 200)).isFalse();
        connection.whileOpen(shutDown::incrementAndGet);
        assertThat(shutDown).hasValue(0);
    }

    @Test
    void nobodyTakesItFromItsOwner() {
        Connection connection = connection(100);
        connection.handOver();
        connection.take();
        assertThatIllegalStateException()
                .isThrownBy(connection::take)
                .withMessage("connection 1 is told ready but belongs to somebody");
    }
}
