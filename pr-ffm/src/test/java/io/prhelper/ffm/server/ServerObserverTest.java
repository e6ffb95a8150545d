// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static io.prhelper.ffm.server.ServerFixture.READ_KEYS;
import static io.prhelper.ffm.server.ServerFixture.cdb;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.DevicePort;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.ServerObserver;
import io.prhelper.guard.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An observer is told of what it wants to hear of, and of nothing else. */
final class ServerObserverTest {
    private static final int CLEAR = 3;
    private static final int PREEMPT = 4;

    /** Wants one service action of one operation code where it was executed, another where its descriptor was not open for writing. */
    private static final class Choosy implements ServerObserver {
        private final List<String> told = Collections.synchronizedList(new ArrayList<>());

        @Override
        public boolean wants(Decision decision, int opcode, int serviceAction) {
            return opcode == Wire.PERSISTENT_RESERVE_OUT
                    && ((decision == Decision.EXECUTED && serviceAction == CLEAR)
                            || (decision == Decision.READ_ONLY && serviceAction == PREEMPT));
        }

        @Override
        public void finished(Finished request) {
            told.add(request.decision() + " " + (request.cdb().get(1) & 0x1f) + " "
                    + (request.nanos() > 0 ? "timed" : "not timed"));
        }
    }

    @Test
    void onlyWhatIsWantedIsToldAndTimed() throws Exception {
        Choosy choosy = new Choosy();
        try (ServerFixture fixture = new ServerFixture(
                        server -> server.device(ServerFixture.KEYS).observer(choosy));
                RawClient client = fixture.greeted();
                OwnedFd file = OwnedFd.inMemory("disk");
                OwnedFd readOnly = OwnedFd.open(Path.of("/dev/null"), false)) {
            client.send(READ_KEYS, file.fd());
            client.receive(104 + ServerFixture.NO_KEYS.length);
            for (int action = 0; action < 32; action++) {
                client.send(cdb(Wire.PERSISTENT_RESERVE_OUT, action, 24), file.fd());
                client.send(new byte[24]);
                client.receive(104);
                client.send(cdb(Wire.PERSISTENT_RESERVE_OUT, action, 24), readOnly.fd());
                client.send(new byte[24]);
                client.receive(104);
            }
            Await.until("both were told", () -> choosy.told.size() == 2);
            assertThat(choosy.told).containsExactly("EXECUTED 3 timed", "READ_ONLY 4 not timed");
        }
    }

    /** Whatever it throws then is its own affair. */
    @Test
    void whoHasNoRoomMissesWhatItWants() throws Exception {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        ServerObserver full = new ServerObserver() {
            @Override
            public boolean wants(Decision decision, int opcode, int serviceAction) {
                return opcode == Wire.PERSISTENT_RESERVE_OUT;
            }

            @Override
            public boolean hasRoom(Decision decision, int opcode, int serviceAction) {
                return serviceAction == CLEAR;
            }

            @Override
            public void missed(Decision decision, int opcode, int serviceAction) {
                told.add("missed " + decision + " " + opcode + " " + serviceAction);
                throw new IllegalStateException("its own affair");
            }

            @Override
            public void finished(Finished request) {
                told.add("finished " + (request.cdb().get(1) & 0x1f));
            }
        };
        try (ServerFixture fixture = new ServerFixture(
                        server -> server.device(ServerFixture.KEYS).observer(full));
                RawClient client = fixture.greeted();
                OwnedFd file = OwnedFd.inMemory("disk")) {
            client.send(READ_KEYS, file.fd());
            client.receive(104 + ServerFixture.NO_KEYS.length);
            for (int action : new int[] {PREEMPT, CLEAR}) {
                client.send(cdb(Wire.PERSISTENT_RESERVE_OUT, action, 24), file.fd());
                client.send(new byte[24]);
                client.receive(104);
            }
            Await.until("both were told", () -> told.size() == 2);
            assertThat(told).containsExactly("missed EXECUTED 95 4", "finished 3");
        }
    }

    @Test
    void whoCountsIsToldOfEveryRequest() throws Exception {
        List<String> counted = Collections.synchronizedList(new ArrayList<>());
        ServerObserver counter = new ServerObserver() {
            @Override
            public boolean wants(Decision decision, int opcode, int serviceAction) {
                return false;
            }

            @Override
            public boolean counts() {
                return true;
            }

            @Override
            public void counted(
                    Decision decision, int opcode, int serviceAction, int status, @Nullable Sense sense, long nanos) {
                counted.add(decision + " " + opcode + " " + serviceAction + " " + status + " " + sense
                        + (nanos > 0 ? "" : " not timed"));
                throw new IllegalStateException("its own affair");
            }

            @Override
            public void finished(Finished request) {
                counted.add("not wanted");
            }
        };
        try (ServerFixture fixture = new ServerFixture(
                        server -> server.device(ServerFixture.KEYS).observer(counter));
                RawClient client = fixture.greeted();
                OwnedFd file = OwnedFd.inMemory("disk");
                OwnedFd readOnly = OwnedFd.open(Path.of("/dev/null"), false)) {
            client.send(READ_KEYS, file.fd());
            client.receive(104 + ServerFixture.NO_KEYS.length);
            client.send(cdb(Wire.PERSISTENT_RESERVE_OUT, PREEMPT, 24), readOnly.fd());
            client.send(new byte[24]);
            client.receive(104);
            Await.until("both were told", () -> counted.size() == 2);
            assertThat(counted).containsExactly("EXECUTED 94 0 0 null", "READ_ONLY 95 4 2 null");
            assertThat(fixture.server.activity().requests()).isEqualTo(2);
        }
    }

    /** In either format, and nothing of it is left over for the next answer. */
    @Test
    void whoCountsIsToldOfUnitAttentions() throws Exception {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        ServerObserver counter = new ServerObserver() {
            @Override
            public boolean counts() {
                return true;
            }

            @Override
            public void counted(
                    Decision decision, int opcode, int action, int status, @Nullable Sense attention, long nanos) {
                told.add(action + " " + attention);
            }
        };
        DevicePort device = (fd, exchange) -> {
            switch (exchange.serviceAction()) {
                case 0 -> exchange.checkCondition(Sense.RESERVATIONS_PREEMPTED);
                case 1 -> exchange.good(0);
                case 2 -> exchange.checkCondition(Sense.INVALID_FIELD_IN_CDB);
                default -> {
                    exchange.checkCondition(Sense.NO_SENSE);
                    exchange.answer().put(8, new byte[] {0x72, 0x06, 0x2a, 0x05});
                }
            }
        };
        try (ServerFixture fixture =
                        new ServerFixture(server -> server.device(device).observer(counter));
                RawClient client = fixture.greeted();
                OwnedFd file = OwnedFd.inMemory("disk")) {
            for (int action = 0; action < 4; action++) {
                client.send(cdb(0x5e, action, 8), file.fd());
                client.receive(104);
            }
            Await.until("all were told", () -> told.size() == 4);
            assertThat(told).containsExactly("0 06/2A/03", "1 null", "2 null", "3 06/2A/05");
        }
    }

    /** A device that takes its time for a command, as the one that looks sees it. */
    @Test
    void whatIsUnderWayIsSeen() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (ServerFixture fixture = new ServerFixture(server -> server.device((fd, exchange) -> {
                    try {
                        end.await();
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                    exchange.good(0);
                }));
                RawClient client = fixture.greeted();
                OwnedFd file = OwnedFd.inMemory("disk")) {
            assertThat(fixture.server.activity().inFlight()).isZero();
            client.send(cdb(0x5e, 0, 8), file.fd());
            Await.until("it is under way", () -> fixture.server.activity().inFlight() == 1);
            Activity now = fixture.server.activity();
            assertThat(now.connections()).isEqualTo(1);
            assertThat(now.requests()).isEqualTo(1);
            assertThat(now.threads()).isGreaterThanOrEqualTo(2);
            assertThat(now.stuck()).isZero();
            end.countDown();
            client.receive(104);
            Await.until("it is over", () -> fixture.server.activity().inFlight() == 0);
        } finally {
            end.countDown();
        }
    }
}
