// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.OpenDescriptors;
import io.prhelper.ffm.OwnedFd;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The kernel takes or gives fewer bytes than were asked for, or has no room for a descriptor: at every call of a conversation. */
@Timeout(120)
final class ServerShortTransferTest {
    private final OpenDescriptors descriptors = new OpenDescriptors();
    private FaultyServer server;

    @BeforeEach
    void aServer() throws IOException {
        server = new FaultyServer();
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        server.close();
        descriptors.assertAsBefore();
    }

    @Test
    void everySendIsShort() throws IOException {
        Map<String, Integer> calls = server.callsOfAConversation();
        for (int n = 1; n <= calls.getOrDefault("send", 0); n++) {
            for (int length : new int[] {1, 3, 8, 50, 103, 104, 111}) {
                server.kernel.strike(
                        "send",
                        n,
                        call -> call.reallyWith(
                                2, Math.min(length, call.arguments().get(2))));
                int good = server.converse();
                assertThat(server.kernel.disarm()).isTrue();
                // The greeting is not sent twice: the connection ends there.
                assertThat(good)
                        .as("send %d of %d bytes", n, length)
                        .isEqualTo(n == 1 && length < 4 ? 0 : FaultyServer.COMMANDS);
            }
        }
        server.assertSound("short sends");
    }

    @Test
    void everyReceiveIsShort() throws IOException {
        Map<String, Integer> calls = server.callsOfAConversation();
        for (int length : new int[] {1, 3, 15}) {
            for (int n = 1; n <= calls.getOrDefault("recv", 0); n++) {
                server.kernel.strike(
                        "recv",
                        n,
                        call -> FaultyServer.withoutWaiting(
                                call,
                                Map.of(2, Math.min(length, call.arguments().get(2)))));
                assertAllGood();
            }
            for (int n = 1; n <= calls.getOrDefault("recvmsg", 0); n++) {
                server.kernel.strike("recvmsg", n, call -> {
                    MemorySegment message = FaultyServer.memory(call.arguments().get(1), 56);
                    MemorySegment iovec = FaultyServer.memory(message.get(ValueLayout.JAVA_LONG, 16), 16);
                    iovec.set(ValueLayout.JAVA_LONG, 8, Math.min(length, iovec.get(ValueLayout.JAVA_LONG, 8)));
                    return FaultyServer.withoutWaiting(call);
                });
                assertAllGood();
            }
        }
        server.assertSound("short receives");
    }

    private void assertAllGood() throws IOException {
        assertThat(server.converse()).isEqualTo(FaultyServer.COMMANDS);
        assertThat(server.kernel.disarm()).isTrue();
    }

    @Test
    void aDescriptorThatTheKernelCouldNotInstallEndsTheConnection() throws IOException {
        Map<String, Integer> calls = server.callsOfAConversation();
        OpenDescriptors before = new OpenDescriptors();
        int without = 0;
        for (int n = 1; n <= calls.getOrDefault("recvmsg", 0); n++) {
            int violations = violations();
            boolean struck = server.strike("recvmsg " + n + " without room", "recvmsg", n, call -> {
                int count = FaultyServer.withoutWaiting(call);
                MemorySegment message = FaultyServer.memory(call.arguments().get(1), 56);
                if (count > 0 && message.get(ValueLayout.JAVA_LONG, 40) >= 20) {
                    // Out of descriptors: it is closed, and the control data says only that something was cut off.
                    int fd = FaultyServer.memory(message.get(ValueLayout.JAVA_LONG, 32), 24)
                            .get(ValueLayout.JAVA_INT, 16);
                    message.set(ValueLayout.JAVA_LONG, 40, 0);
                    message.set(ValueLayout.JAVA_INT, 48, 8);
                    new OwnedFd(fd).close();
                }
                return count;
            });
            assertThat(struck).isTrue();
            without += violations() - violations;
        }
        // Once for each request of the conversation.
        assertThat(without).isEqualTo(FaultyServer.COMMANDS + 1);
        before.assertAsBefore();
    }

    private int violations() {
        return (int) server.fixture.events.count("violated");
    }
}
