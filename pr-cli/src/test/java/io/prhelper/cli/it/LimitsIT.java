// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prhelper.cli.it.Installed.Outcome;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.ffm.raw.RawConnection;
import io.prhelper.ffm.raw.RawConnection.Input;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every limit that the command line sets, met by a client. */
@Timeout(60)
class LimitsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final byte[] HELLO = new byte[4];
    private static final byte[] READ_KEYS = {0x5e, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0};

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--max-connections=1 | 1 connections in all",
                "--max-per-user=1 | 1 connections of one user",
                "--max-per-peer=1 | 1 connections of one process",
            })
    void aClientTooManyIsTurnedAwayWithoutTroubleForTheOthers(String option, String limit) throws Exception {
        try (Running helper = Running.on(socket(), option);
                OwnedFd file = OwnedFd.inMemory("no disk");
                HelperClient first = HelperClient.connect(socket())) {
            assertThatThrownBy(() -> HelperClient.connect(socket()).close()).isInstanceOf(IOException.class);
            assertThat(helper.readUntil("turned away"))
                    .startsWith("qemu-pr-helper: warning: client turned away: pid ")
                    .endsWith(": " + limit);
            assertThat(first.execute(file.fd(), new PrInCommand(PrInAction.READ_KEYS, 8)))
                    .isNotNull();
        }
    }

    /** The default needs no word. */
    @Test
    void noMoreClientsAreServedThanTheHeapHoldsUnfinishedMessagesOf() throws Exception {
        try (Running helper = Running.on(socket(), "--max-connections=5000")) {
            assertThat(helper.before())
                    .containsPattern(
                            "warning: 1\\d{3} clients are served at most, not 5000: the heap of 3[12] MiB holds no more"
                                    + " unfinished messages\n");
        }
        try (Running helper = Running.on(socket())) {
            assertThat(helper.before()).doesNotContain("heap");
        }
    }

    /** A client has its socket and its device; what the helper is told to keep is not for clients. */
    @Test
    void descriptorsInReserveAreNotForClients() throws Exception {
        try (Running helper = Running.in("ulimit -n 256;", Map.of(), socket(), "--reserve-fds=253");
                HelperClient first = HelperClient.connect(socket())) {
            assertThatThrownBy(() -> HelperClient.connect(socket()).close()).isInstanceOf(IOException.class);
            assertThat(helper.readUntil("turned away"))
                    .endsWith(": 1 connections in all, which is what RLIMIT_NOFILE leaves room for");
            assertThat(first.offered()).isZero();
        }
    }

    @Test
    void moreInReserveThanThereIsLeavesNoSocketBehind() {
        Outcome outcome = Installed.OURS.shell(
                "ulimit -n 256; exec \"$0\" \"$@\"", Map.of(), "--reserve-fds=255", "-k", socket().toString());
        assertThat(outcome)
                .isEqualTo(new Outcome(
                        1, "", "qemu-pr-helper: RLIMIT_NOFILE is 256: a server needs at least 257 file descriptors\n"));
        assertThat(socket()).doesNotExist();
    }

    @Test
    void aClientThatDoesNotAnswerTheGreetingIsDropped() throws Exception {
        try (Running helper = Running.on(socket(), "--handshake-timeout=1");
                RawConnection client = RawConnection.connect(socket(), PATIENCE)) {
            assertThat(client.receive(HELLO.length)).isInstanceOf(Input.Bytes.class);
            assertThat(client.receive(1)).isEqualTo(Input.Nothing.END);
            assertTimedOut(helper);
        }
    }

    @Test
    void aClientThatDoesNotFinishARequestIsDropped() throws Exception {
        try (Running helper = Running.on(socket(), "--request-timeout=1");
                RawConnection client = greeted()) {
            assertThat(client.send(new byte[] {0x5e})).isTrue();
            assertThat(client.receive(1)).isEqualTo(Input.Nothing.END);
            assertTimedOut(helper);
        }
    }

    @Test
    void aClientThatDoesNotTakeItsRepliesIsDropped() throws Exception {
        try (Running helper = Running.on(socket(), "--reply-timeout=1");
                OwnedFd file = OwnedFd.inMemory("no disk");
                RawConnection client = greeted()) {
            int sent = 0;
            while (client.send(READ_KEYS, file.fd())) {
                sent++;
            }
            // So many that the sockets were full in between.
            assertThat(sent).isGreaterThan(100);
            assertTimedOut(helper);
        }
    }

    /** The helper sleeps beyond the deadline, with what the clients owe it in the sockets; the clock must not be quicker than the workers. */
    @Test
    void whatClientsSentInTimeCountsThoughTheHelperWasStopped() throws Exception {
        List<RawConnection> clients = new ArrayList<>();
        try (Running helper = Running.on(socket(), "--handshake-timeout=" + DEADLINE.toSeconds());
                OwnedFd file = OwnedFd.inMemory("no disk")) {
            for (int i = 0; i < 20; i++) {
                RawConnection client = RawConnection.connect(socket(), PATIENCE);
                clients.add(client);
                assertThat(client.receive(HELLO.length)).isInstanceOf(Input.Bytes.class);
            }
            kill("STOP", helper);
            for (RawConnection client : clients) {
                assertThat(client.send(HELLO)).isTrue();
            }
            TimeUnit.NANOSECONDS.sleep(DEADLINE.plusMillis(500).toNanos());
            kill("CONT", helper);
            for (RawConnection client : clients) {
                assertThat(client.send(READ_KEYS, file.fd())).isTrue();
                assertThat(client.receive(104)).isInstanceOf(Input.Bytes.class);
            }
            assertThat(helper.signal("TERM")).isZero();
        } finally {
            clients.forEach(RawConnection::close);
        }
    }

    private static void kill(String signal, Running helper) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(
                                "kill",
                                "-" + signal,
                                Long.toString(helper.process().pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private RawConnection greeted() throws IOException {
        RawConnection client = RawConnection.connect(socket(), PATIENCE);
        assertThat(client.receive(HELLO.length)).isInstanceOf(Input.Bytes.class);
        assertThat(client.send(HELLO)).isTrue();
        return client;
    }

    private static void assertTimedOut(Running helper) throws IOException {
        assertThat(helper.readUntil("took too long"))
                .startsWith(
                        "qemu-pr-helper: warning: connection 1 closed: the client took too long for a message (pid ");
    }

    private Path socket() {
        return folder.resolve("s");
    }
}
