// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.DeviceKind;
import io.prhelper.ffm.DevicePort;
import io.prhelper.ffm.OpenDescriptors;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.Policy;
import io.prhelper.ffm.PolicyRule;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.guard.Beside;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What embedders set, and what they are told of it. */
final class HelperServerBuilderTest {
    private static final PrOutCommand CLEAR = new PrOutCommand.Clear(new ReservationKey(7));

    @TempDir
    private Path folder;

    private final OpenDescriptors open = new OpenDescriptors();

    @AfterEach
    void nothingIsLeft() {
        open.assertAsBefore();
    }

    private Path socket() {
        return folder.resolve("s");
    }

    private HelperServer.Builder builder() throws IOException {
        return HelperServer.on(UnixListener.bind(socket().toString(), OptionalInt.empty()));
    }

    @Test
    void aListenerThatItOwnsIsClosedWithIt() throws IOException {
        try (HelperServer server = builder().device(ServerFixture.KEYS).start();
                HelperClient client = HelperClient.connect(socket())) {
            assertThat(client.isOpen()).isTrue();
            assertThat(socket()).exists();
        }
        assertThat(socket()).doesNotExist();
    }

    @Test
    void aListenerThatItOwnsIsClosedWhereItCanNotStart() throws IOException {
        OwnedFd noSocket = OwnedFd.inMemory("no socket");
        assertThatIOException().isThrownBy(HelperServer.on(UnixListener.adopted(noSocket))::start);
        assertThat(noSocket.toString()).endsWith("(closed)");
    }

    @Test
    void joinWaitsForTheEnd() throws Exception {
        try (HelperServer server = builder().device(ServerFixture.KEYS).start()) {
            assertThat(server.join(Duration.ofMillis(20))).isFalse();
            try (Beside<Boolean> waits = Beside.call(() -> {
                server.join();
                return server.join(Duration.ZERO);
            })) {
                assertThat(server.stop(Duration.ofSeconds(4))).isZero();
                assertThat(waits.result()).isTrue();
            }
        }
    }

    @Test
    void joinCanBeInterruptedAndTheServerGoesOn() throws Exception {
        try (HelperServer server = builder().device(ServerFixture.KEYS).start();
                HelperClient client = HelperClient.connect(socket());
                OwnedFd disk = OwnedFd.inMemory("disk")) {
            try (Beside<String> waits = Beside.call(() -> {
                try {
                    server.join();
                    return "ended";
                } catch (InterruptedException interrupted) {
                    return "interrupted";
                }
            })) {
                assertThat(waits.end()).isEqualTo("interrupted");
            }
            assertThat(client.execute(disk.fd(), CLEAR).isGood()).isTrue();
        }
    }

    @Test
    @SuppressWarnings("NullAway")
    void nullIsRefusedByName() throws IOException {
        try (UnixListener listener = UnixListener.bind(socket().toString(), OptionalInt.empty())) {
            HelperServer.Builder builder = HelperServer.on(listener.fd());
            assertThatNullPointerException()
                    .isThrownBy(() -> builder.limits(null))
                    .withMessage("limits");
            assertThatNullPointerException()
                    .isThrownBy(() -> builder.policy(null))
                    .withMessage("policy");
            assertThatNullPointerException()
                    .isThrownBy(() -> builder.device(null))
                    .withMessage("device");
            assertThatNullPointerException()
                    .isThrownBy(() -> builder.observer(null))
                    .withMessage("observer");
            assertThatNullPointerException()
                    .isThrownBy(() -> builder.deviceTimeout(null))
                    .withMessage("deviceTimeout");
            assertThatNullPointerException()
                    .isThrownBy(() -> builder.multipath(null))
                    .withMessage("multipath");
        }
    }

    @Test
    void whatWouldDoNothingIsRefused() throws IOException {
        assertThatIllegalStateException()
                .isThrownBy(builder().device(ServerFixture.KEYS).deviceTimeout(Duration.ofSeconds(9))::start)
                .withMessage("deviceTimeout is for SG_IO, which device replaces");
        try (Multipath maps = Multipath.start()) {
            assertThatIllegalStateException()
                    .isThrownBy(builder().device(ServerFixture.KEYS).multipath(maps)::start)
                    .withMessage("multipath is for maps of this host, which device replaces");
        }
        assertThat(socket()).doesNotExist();
    }

    @Test
    void aPortIsToldWhoAsks() throws IOException {
        List<PeerCredentials> asked = Collections.synchronizedList(new ArrayList<>());
        DevicePort port = new DevicePort() {
            @Override
            public void execute(int fd, ScsiExchange exchange) {
                throw new AssertionError("a server calls the other one");
            }

            @Override
            public void execute(PeerCredentials peer, int fd, ScsiExchange exchange) {
                asked.add(peer);
                exchange.good(0);
            }
        };
        try (HelperServer server = builder().device(port).start();
                HelperClient client = HelperClient.connect(socket());
                OwnedFd disk = OwnedFd.inMemory("disk")) {
            assertThat(client.execute(disk.fd(), CLEAR).isGood()).isTrue();
        }
        assertThat(asked)
                .singleElement()
                .satisfies(peer -> assertThat(peer.pid())
                        .isEqualTo((int) ProcessHandle.current().pid()));
    }

    @Test
    void aRuleIsAskedOfWhatNothingElseRefuses() throws Exception {
        List<PolicyRule.Asked> asked = Collections.synchronizedList(new ArrayList<>());
        Policy policy = Policy.DEFAULTS.withRule(request -> {
            asked.add(request);
            return request.cdb().get(0) == 0x5e;
        });
        Recorder events = new Recorder();
        try (HelperServer server = builder()
                        .device(ServerFixture.KEYS)
                        .policy(policy)
                        .observer(events)
                        .start();
                HelperClient client = HelperClient.connect(socket());
                OwnedFd disk = OwnedFd.inMemory("disk")) {
            assertThat(client.execute(disk.fd(), CLEAR))
                    .isEqualTo(new PrOutcome.CheckCondition<>(Sense.INVALID_OPCODE));
            assertThat(client.execute(disk.fd(), PrQuery.READ_KEYS).isGood()).isTrue();
            events.awaitCount("denied 1 RULE_DENIED null OTHER", 1);
        }
        PolicyRule.Asked first = asked.getFirst();
        assertThat(asked).hasSize(2);
        assertThat(first.peer().pid()).isEqualTo((int) ProcessHandle.current().pid());
        assertThat(first.kind()).isEqualTo(DeviceKind.OTHER);
        assertThat(first.device()).isNull();
        assertThat(first.dataOut().getLong(0)).isEqualTo(7);
        assertThat(first.cdb().isReadOnly()).isTrue();
        assertThat(first.cdb().get(1)).isEqualTo((byte) 3);
    }

    @Test
    void aRuleThatThrowsRefusesToo() throws IOException {
        CountDownLatch reached = new CountDownLatch(1);
        Policy policy = Policy.DEFAULTS.withRule(request -> {
            throw new IllegalStateException("no idea");
        });
        DevicePort port = (fd, exchange) -> {
            reached.countDown();
            exchange.good(0);
        };
        try (HelperServer server = builder().device(port).policy(policy).start();
                HelperClient client = HelperClient.connect(socket());
                OwnedFd disk = OwnedFd.inMemory("disk")) {
            assertThat(client.execute(disk.fd(), CLEAR))
                    .isEqualTo(new PrOutcome.CheckCondition<>(Sense.IO_PROCESS_TERMINATED));
        }
        assertThat(reached.getCount()).isEqualTo(1);
    }
}
