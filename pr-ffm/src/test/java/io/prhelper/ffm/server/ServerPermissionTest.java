// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static io.prhelper.ffm.server.ServerFixture.READ_KEYS;
import static io.prhelper.ffm.server.ServerFixture.REGISTER;
import static io.prhelper.ffm.server.ServerFixture.cdb;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrOutAction;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.DevicePort;
import io.prhelper.ffm.Limits;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.Policy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** Who may send which command: descriptors, users, devices and service actions that are refused, and devices that are busy. */
final class ServerPermissionTest extends DeviceTest {
    @Test
    void aReadOnlyDescriptorGetsNoOutCommandToItsDevice() throws Exception {
        try (ServerFixture fixture = server();
                OwnedFd readOnly = OwnedFd.open(Path.of("/dev/null"), false);
                RawClient client = fixture.greeted()) {
            int atTheStart = kernel.count("statx");
            assertSense(ask(client, REGISTER, readOnly), Sense.INVALID_OPCODE);
            assertSense(ask(client, cdb(0xff, 0, 0), readOnly), Sense.INVALID_OPCODE);
            assertThat(kernel.count("statx")).isEqualTo(atTheStart);
        }
    }

    @Test
    void whatDescriptorFlagsCanNotBeReadOfCountsAsReadOnly() throws Exception {
        try (OwnedFd disk = world.disk(8, 0, GOOD);
                ServerFixture fixture = server();
                RawClient client = fixture.greeted()) {
            kernel.answer("fcntl", call -> -9);
            assertSense(ask(client, REGISTER, disk), Sense.INVALID_OPCODE);
            kernel.leaveAlone("fcntl");
            assertThat(kernel.count("ioctl")).isZero();
        }
    }

    @Test
    void lengthsThatDifferAreRefusedBeforeAnythingElse() throws Exception {
        try (OwnedFd readOnly = OwnedFd.open(Path.of("/dev/null"), false);
                ServerFixture fixture = server();
                RawClient client = fixture.greeted()) {
            for (int index : new int[] {5, 6}) {
                byte[] differ = REGISTER.clone();
                differ[index] = 1;
                assertSense(ask(client, differ, readOnly), Sense.INVALID_FIELD_IN_CDB);
            }
        }
    }

    @Test
    void theDescriptorIsNotChanged() throws Exception {
        int flags = kernel.kernel().files().fcntl(new io.prhelper.ffm.libc.CallState(), 0, 3, 0);
        assertThat(flags).isNotNegative();
        try (OwnedFd disk = world.disk(8, 0, GOOD);
                ServerFixture fixture = server();
                RawClient client = fixture.greeted()) {
            kernel.answer("fcntl", call -> {
                // F_SETFL would change it for the client as well.
                assertThat(call.arguments().get(1)).isEqualTo(3);
                return call.really();
            });
            assertGood(ask(client, REGISTER, disk));
            kernel.leaveAlone("fcntl");
        }
    }

    @Test
    void theFifthCommandOfADeviceIsAnsweredBusyAtOnce() throws Exception {
        Semaphore entered = new Semaphore(0);
        CountDownLatch released = new CountDownLatch(1);
        try (OwnedFd slow = world.disk(8, 0, header -> {
                    entered.release();
                    released.await();
                    return header.status(0);
                });
                OwnedFd other = world.disk(8, 16, GOOD);
                ServerFixture fixture = server()) {
            RawClient[] clients = new RawClient[5];
            for (int i = 0; i < 4; i++) {
                clients[i] = fixture.greeted();
                clients[i].send(cdb(0x5f, 0, 0), slow.fd());
            }
            entered.acquire(4);
            clients[4] = fixture.greeted();
            byte[] busy = ask(clients[4], READ_KEYS, slow);
            assertThat(ScsiStatus.describe(busy[3])).isEqualTo("BUSY (08h)");
            assertThat(Arrays.copyOfRange(busy, 4, 104)).containsOnly(0);
            assertGood(ask(clients[4], READ_KEYS, other));
            released.countDown();
            for (int i = 0; i < 4; i++) {
                assertThat(clients[i].receive(104)).hasSize(104);
            }
            assertThat(ask(clients[4], READ_KEYS, slow)[3]).isZero();
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void filesBeforeWhatIsPluggedInHaveRoomForAsManyCommandsEach() throws Exception {
        Semaphore entered = new Semaphore(0);
        Semaphore released = new Semaphore(0);
        DevicePort slow = (fd, exchange) -> {
            if (exchange.opcode() == 0x5f) {
                entered.release();
                released.acquireUninterruptibly();
            }
            exchange.good(0);
        };
        try (OwnedFd file = OwnedFd.inMemory("one");
                OwnedFd other = OwnedFd.inMemory("other");
                ServerFixture fixture =
                        server(builder -> builder.device(slow).limits(Limits.DEFAULTS.withMaxInFlight(1)));
                RawClient first = fixture.greeted();
                RawClient second = fixture.greeted()) {
            first.send(cdb(0x5f, 0, 0), file.fd());
            entered.acquire();
            assertThat(ask(second, READ_KEYS, file)[3]).isEqualTo((byte) 8);
            assertGood(ask(second, READ_KEYS, other));
            released.release();
            assertThat(first.receive(104)).hasSize(104);
            assertGood(ask(second, READ_KEYS, file));
        }
    }

    @Test
    void howManyCommandsADeviceGetsCanBeSet() throws Exception {
        Semaphore entered = new Semaphore(0);
        CountDownLatch released = new CountDownLatch(1);
        try (OwnedFd slow = world.disk(8, 0, header -> {
                    entered.release();
                    released.await();
                    return header.status(0);
                });
                ServerFixture fixture = server(builder -> builder.limits(Limits.DEFAULTS.withMaxInFlight(1)));
                RawClient first = fixture.greeted();
                RawClient second = fixture.greeted()) {
            first.send(cdb(0x5f, 0, 0), slow.fd());
            entered.acquire();
            assertThat(ask(second, READ_KEYS, slow)[3]).isEqualTo((byte) 8);
            released.countDown();
            assertThat(first.receive(104)).hasSize(104);
        }
    }

    @Test
    void usersAndGroupsThatAreNotListedAreRefused() throws Exception {
        Policy other = Policy.DEFAULTS.withUsers(Set.of(4711)).withGroups(Set.of(4712));
        assertRefused(world.disk(8, 0, GOOD), "PEER_DENIED null null", builder -> builder.policy(other));
    }

    @Test
    void oneOfTheListedUsersOrGroupsIsServed() throws Exception {
        int uid = (int) java.nio.file.Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        int gid = (int) java.nio.file.Files.getAttribute(Path.of("/proc/self"), "unix:gid");
        for (Policy policy :
                new Policy[] {Policy.DEFAULTS.withUsers(Set.of(uid)), Policy.DEFAULTS.withGroups(Set.of(gid, 4712))}) {
            try (OwnedFd disk = world.disk(8, 0, GOOD);
                    ServerFixture fixture = server(builder -> builder.policy(policy));
                    RawClient client = fixture.greeted()) {
                assertGood(ask(client, READ_KEYS, disk));
            }
        }
    }

    @Test
    void aDeviceThatIsNotListedIsRefused() throws Exception {
        Policy others = Policy.DEFAULTS.withDevices(Set.of(Path.of("/dev/loop0"), Path.of("/dev/no-such-device")));
        assertRefused(world.disk(8, 0, GOOD), "DEVICE_NOT_LISTED block 8:0 DISK", builder -> builder.policy(others));
    }

    @Test
    void forbiddenServiceActionsAreRefusedWhateverTheHighBitsOfTheirByte() throws Exception {
        Policy careful = Policy.DEFAULTS.withForbidden(Set.of(PrOutAction.CLEAR, PrOutAction.PREEMPT_AND_ABORT));
        try (OwnedFd disk = world.disk(8, 0, GOOD);
                ServerFixture fixture = server(builder -> builder.policy(careful));
                RawClient client = fixture.greeted()) {
            for (int action : new int[] {3, 5, 0x23, 0xe5}) {
                assertSense(ask(client, cdb(0x5f, action, 24), disk), Sense.INVALID_OPCODE);
            }
            assertThat(kernel.count("ioctl")).isZero();
            assertGood(ask(client, cdb(0x5f, 4, 24), disk));
            assertGood(ask(client, cdb(0x5e, 3, 24), disk));
            fixture.events.awaitCount("denied 1 ACTION_DENIED null null", 4);
            assertThat(fixture.events.count("denied")).isEqualTo(4);
        }
    }
}
