// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static io.prhelper.ffm.server.ServerFixture.READ_KEYS;
import static io.prhelper.ffm.server.ServerFixture.REGISTER;
import static io.prhelper.ffm.server.ServerFixture.cdb;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.OpenDescriptors;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.libc.InterceptedKernel;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** What tests of devices share: a kernel that makes up disks, and a server in front of them. */
@Timeout(60)
abstract class DeviceTest {
    static final SeamDisk.Behaviour GOOD =
            header -> header.direction() == -3 ? header.good(ServerFixture.NO_KEYS) : header.status(0);

    final OpenDescriptors descriptors = new OpenDescriptors();
    final InterceptedKernel kernel = new InterceptedKernel();
    SeamDisk world;

    @BeforeEach
    void aWorld() throws IOException {
        world = new SeamDisk(kernel);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        world.close();
        descriptors.assertAsBefore();
    }

    ServerFixture server() throws IOException {
        return server(UnaryOperator.identity());
    }

    ServerFixture server(UnaryOperator<HelperServer.Builder> how) throws IOException {
        return new ServerFixture(builder -> how.apply(world.apply(builder)));
    }

    static byte[] ask(RawClient client, byte[] cdb, OwnedFd disk) throws IOException {
        client.send(cdb, disk.fd());
        if (cdb[0] == 0x5f) {
            client.send(new byte[24]);
        }
        byte[] head = client.receive(104);
        assertThat(head).hasSize(104);
        int size = ((head[6] & 0xff) << 8) | (head[7] & 0xff);
        assertThat(client.receive(size)).hasSize(size);
        return head;
    }

    static void assertGood(byte[] head) {
        assertThat(ScsiStatus.describe(head[3])).isEqualTo("GOOD (00h)");
    }

    static void assertSense(byte[] head, Sense sense) {
        assertThat(ScsiStatus.describe(head[3])).isEqualTo("CHECK CONDITION (02h)");
        assertThat(Sense.parse(Arrays.copyOfRange(head, 8, 104))).isEqualTo(sense);
    }

    void assertServed(OwnedFd disk, UnaryOperator<HelperServer.Builder> how) throws IOException {
        try (disk;
                ServerFixture fixture = server(how);
                RawClient client = fixture.greeted()) {
            assertGood(ask(client, READ_KEYS, disk));
            assertGood(ask(client, REGISTER, disk));
            assertThat(world.executed()).isEqualTo(2);
        }
    }

    void assertRefused(OwnedFd disk, String why, UnaryOperator<HelperServer.Builder> how) throws Exception {
        try (disk;
                ServerFixture fixture = server(how);
                RawClient client = fixture.greeted()) {
            for (int i = 0; i < 5; i++) {
                assertSense(ask(client, READ_KEYS, disk), Sense.INVALID_OPCODE);
                assertSense(ask(client, REGISTER, disk), Sense.INVALID_OPCODE);
            }
            assertThat(kernel.count("ioctl")).isZero();
            // Each is told, as a value: what is said of it, and how often, is not the server's to decide.
            fixture.events.awaitCount("denied 1 " + why, 10);
            assertThat(fixture.events.count("denied")).isEqualTo(10);
        }
    }
}
