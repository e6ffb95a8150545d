// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static io.prhelper.ffm.server.ServerFixture.READ_KEYS;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.ffm.DevicePort;
import io.prhelper.ffm.FileIdentity;
import io.prhelper.ffm.OpenDescriptors;
import io.prhelper.ffm.OwnedFd;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the JVM throws in earnest while it serves one client ends that client's connection and nothing else. */
@Timeout(60)
final class ServerHandlerErrorTest {
    private final OpenDescriptors descriptors = new OpenDescriptors();
    private OwnedFd disk;
    private OwnedFd bad;

    @BeforeEach
    void disks() throws IOException {
        disk = OwnedFd.inMemory("disk");
        bad = OwnedFd.inMemory("bad");
    }

    @AfterEach
    void nothingIsLeft() {
        disk.close();
        bad.close();
        descriptors.assertAsBefore();
    }

    private void assertEndsOneConnection(DevicePort failing, Class<? extends Throwable> thrown) throws Exception {
        FileIdentity which = FileIdentity.of(bad.fd());
        DevicePort port = (fd, exchange) -> (is(fd, which) ? failing : ServerFixture.KEYS).execute(fd, exchange);
        try (ServerFixture fixture = new ServerFixture(builder -> builder.device(port));
                RawClient bystander = fixture.greeted()) {
            for (int round = 0; round < 5; round++) {
                try (RawClient client = fixture.greeted()) {
                    client.send(READ_KEYS, bad.fd());
                    assertThat(client.isClosedNext()).isTrue();
                }
                bystander.send(READ_KEYS, disk.fd());
                assertThat(bystander.receive(112)).hasSize(112);
            }
            assertThat(fixture.events.failures()).hasSize(5).allMatch(thrown::isInstance);
            assertThat(fixture.events.count("failed")).isEqualTo(5);
        }
    }

    private static boolean is(int fd, FileIdentity which) {
        try {
            return FileIdentity.of(fd).equals(which);
        } catch (IOException closed) {
            throw new AssertionError(closed);
        }
    }

    @Test
    void theEndOfTheStack() throws Exception {
        assertEndsOneConnection(ServerHandlerErrorTest::descend, StackOverflowError.class);
    }

    @SuppressWarnings("InfiniteRecursion")
    private static void descend(int fd, ScsiExchange exchange) {
        descend(fd, exchange);
    }

    @Test
    void theEndOfTheHeap() throws Exception {
        // More than any JVM has for one array: this is thrown where memory ends, and takes none before.
        assertEndsOneConnection((fd, exchange) -> exchange.good(new byte[Integer.MAX_VALUE]), OutOfMemoryError.class);
    }

    @Test
    void anExceptionIsAnsweredAndEndsNothing() throws Exception {
        DevicePort port = (fd, exchange) -> {
            throw new IllegalStateException("made up");
        };
        try (ServerFixture fixture = new ServerFixture(builder -> builder.device(port));
                RawClient client = fixture.greeted()) {
            for (int i = 0; i < 3; i++) {
                client.send(READ_KEYS, bad.fd());
                // CHECK CONDITION 0B/00/06
                assertThat(client.receive(104)).startsWith(0, 0, 0, 2, 0, 0, 0, 0, 0x70, 0, 0x0b);
            }
        }
    }
}
