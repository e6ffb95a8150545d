// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

import static io.prhelper.ffm.ServerFixture.READ_KEYS;
import static io.prhelper.ffm.ServerFixture.REGISTER;
import static io.prhelper.ffm.ServerFixture.cdb;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrOutAction;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.libc.InterceptedKernel;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which devices get commands, which do not, and what their clients are told. The count of ioctls at the kernel is the proof. */
@Timeout(60)
final class ServerDeviceTest {
    private static final SeamDisk.Behaviour GOOD =
            header -> header.direction() == -3 ? header.good(ServerFixture.NO_KEYS) : header.status(0);

    private final OpenDescriptors descriptors = new OpenDescriptors();
    private final InterceptedKernel kernel = new InterceptedKernel();
    private SeamDisk world;

    @BeforeEach
    void aWorld() throws IOException {
        world = new SeamDisk(kernel);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        world.close();
        descriptors.assertAsBefore();
    }

    private ServerFixture server() throws IOException {
        return server(UnaryOperator.identity());
    }

    private ServerFixture server(UnaryOperator<HelperServer.Builder> how) throws IOException {
        return new ServerFixture(builder -> how.apply(world.apply(builder)));
    }

    private static byte[] ask(RawClient client, byte[] cdb, OwnedFd disk) throws IOException {
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

    private static void assertGood(byte[] head) {
        assertThat(ScsiStatus.describe(head[3])).isEqualTo("GOOD (00h)");
    }

    private static void assertSense(byte[] head, Sense sense) {
        assertThat(ScsiStatus.describe(head[3])).isEqualTo("CHECK CONDITION (02h)");
        assertThat(Sense.parse(Arrays.copyOfRange(head, 8, 104))).isEqualTo(sense);
    }

    private void assertServed(OwnedFd disk, UnaryOperator<HelperServer.Builder> how) throws IOException {
        try (disk;
                ServerFixture fixture = server(how);
                RawClient client = fixture.greeted()) {
            assertGood(ask(client, READ_KEYS, disk));
            assertGood(ask(client, REGISTER, disk));
            assertThat(world.executed()).isEqualTo(2);
        }
    }

    private void assertRefused(OwnedFd disk, String why, UnaryOperator<HelperServer.Builder> how) throws Exception {
        try (disk;
                ServerFixture fixture = server(how);
                RawClient client = fixture.greeted()) {
            for (int i = 0; i < 5; i++) {
                assertSense(ask(client, READ_KEYS, disk), Sense.INVALID_OPCODE);
                assertSense(ask(client, REGISTER, disk), Sense.INVALID_OPCODE);
            }
            assertThat(kernel.count("ioctl")).isZero();
            // Said once, however often it is tried.
            assertThat(fixture.events.await("denied")).isEqualTo("denied 1 " + why);
            assertThat(fixture.events.count("denied")).isEqualTo(1);
        }
    }

    @Test
    void aWholeDiskIsServed() throws Exception {
        assertServed(world.disk(8, 0, GOOD), UnaryOperator.identity());
    }

    @Test
    void aScsiGenericNodeIsServed() throws Exception {
        assertServed(world.character(21, 3, GOOD), UnaryOperator.identity());
    }

    @Test
    void aPartitionIsRefused() throws Exception {
        OwnedFd disk = world.disk(8, 17, GOOD);
        world.makePartition(8, 17);
        assertRefused(disk, "device block 8:17 is a partition", UnaryOperator.identity());
    }

    @Test
    void aMultipathMapIsServed() throws Exception {
        OwnedFd disk = world.disk(253, 3, GOOD);
        world.makeMapped(253, 3, "mpath-360014059f1b0a");
        assertServed(disk, UnaryOperator.identity());
    }

    @Test
    void whatADeviceIsIsToldOnceAndEachCommandItGets() throws Exception {
        try (OwnedFd map = world.disk(253, 3, GOOD);
                OwnedFd disk = world.disk(8, 16, header -> header.status(0x18));
                ServerFixture fixture = server();
                RawClient client = fixture.greeted()) {
            world.makeMapped(253, 3, "mpath-360014059f1b0a");
            assertGood(ask(client, READ_KEYS, map));
            assertGood(ask(client, REGISTER, map));
            assertThat(ask(client, REGISTER, disk)[3]).isEqualTo((byte) 0x18);
            assertThat(fixture.events.lines())
                    .filteredOn(line -> line.startsWith("issued") || line.startsWith("recognized"))
                    .containsExactly(
                            "recognized block 253:3 true is a multipath map",
                            "issued 1 block 253:3 opcode 5e status 0",
                            "issued 1 block 253:3 opcode 5f status 0",
                            "recognized block 8:16 false is served",
                            "issued 1 block 8:16 opcode 5f status 24");
        }
    }

    @Test
    void aListedNumberIsServedAndNoOther() throws Exception {
        Policy one = Policy.DEFAULTS
                .withDevices(Set.of(Path.of("/dev/no-such-device")))
                .withNumbers(Set.of(new Policy.BlockDevice(8, 16)));
        assertServed(world.disk(8, 16, GOOD), builder -> builder.policy(one));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"LVM-4vxLZ3OSpEEL", "CRYPT-LUKS2-77", "part1-mpath-3600", "", "mpath", "MPATH-36", "xmpath-36"})
    void anyOtherMappedDeviceIsRefused(String uuid) throws Exception {
        OwnedFd disk = world.disk(253, 4, GOOD);
        world.makeMapped(253, 4, uuid);
        assertRefused(
                disk, "device block 253:4 is a device-mapper device, but no multipath map", UnaryOperator.identity());
    }

    @Test
    void partsOfDisksAreServedWhereThatIsWanted() throws Exception {
        UnaryOperator<HelperServer.Builder> wanted = builder -> builder.policy(Policy.DEFAULTS.withPartitions(true));
        OwnedFd partition = world.disk(8, 17, GOOD);
        world.makePartition(8, 17);
        assertServed(partition, wanted);
    }

    @Test
    void withoutSysfsNothingIsServed() throws Exception {
        OwnedFd disk = world.disk(8, 0, GOOD);
        world.removeSysfs();
        assertRefused(
                disk,
                "device block 8:0 can not be told from a partition: no answer from sysfs",
                UnaryOperator.identity());
    }

    @Test
    void aDeviceThatIsGoneAnswersForItself() throws Exception {
        OwnedFd disk = world.disk(8, 0, header -> -19);
        world.remove(8, 0);
        try (disk;
                ServerFixture fixture = server();
                RawClient client = fixture.greeted()) {
            assertSense(ask(client, READ_KEYS, disk), Sense.INTERNAL_TARGET_FAILURE);
        }
    }

    /** One descriptor of each kind of file that is no SCSI node. */
    @ParameterizedTest
    @ValueSource(strings = {"memfd", "/dev/null", "/proc/self/mem", "/tmp", "/dev/fuse", "socket"})
    void aFileThatIsNoScsiNodeGetsNoIoctl(String what) throws Exception {
        try (ServerFixture fixture = server();
                OwnedFd file = what.equals("memfd")
                        ? OwnedFd.inMemory("file")
                        : what.equals("socket")
                                ? new OwnedFd(fixture.connect().fd())
                                : OwnedFd.open(Path.of(what), !what.equals("/tmp"));
                RawClient client = fixture.greeted()) {
            assertSense(ask(client, READ_KEYS, file), Sense.IO_PROCESS_TERMINATED);
            assertThat(kernel.count("ioctl")).isZero();
        }
    }

    @Test
    void aCharacterDeviceOfAnotherDriverGetsNoIoctl() throws Exception {
        try (OwnedFd tape = world.character(9, 128, GOOD);
                ServerFixture fixture = server();
                RawClient client = fixture.greeted()) {
            assertSense(ask(client, REGISTER, tape), Sense.IO_PROCESS_TERMINATED);
            assertThat(kernel.count("ioctl")).isZero();
        }
    }

    @Test
    void aReadOnlyDescriptorGetsNoOutCommandToItsDevice() throws Exception {
        try (ServerFixture fixture = server();
                OwnedFd readOnly = OwnedFd.open(Path.of("/dev/null"), false);
                RawClient client = fixture.greeted()) {
            assertSense(ask(client, REGISTER, readOnly), Sense.INVALID_OPCODE);
            assertSense(ask(client, cdb(0xff, 0, 0), readOnly), Sense.INVALID_OPCODE);
            assertThat(kernel.count("statx")).isZero();
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
    void aNumberThatIsUsedAgainForAPartitionIsFoundOut() throws Exception {
        Limits quick = Limits.DEFAULTS.withRequest(Duration.ofMillis(100));
        try (OwnedFd disk = world.disk(259, 1, GOOD);
                ServerFixture fixture = server(builder -> builder.limits(quick));
                RawClient client = fixture.greeted()) {
            assertGood(ask(client, READ_KEYS, disk));
            world.makePartition(259, 1);
            while (ask(client, READ_KEYS, disk)[3] == 0) {
                // What is known of a device is asked anew some times a second; the test's time limit ends this.
                Thread.onSpinWait();
            }
            world.remove(259, 1);
            world.disk(259, 1, GOOD).close();
            while (ask(client, READ_KEYS, disk)[3] != 0) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aNewNodeWithAKnownNumberIsFoundOutAtOnce() throws Exception {
        try (OwnedFd disk = world.disk(253, 9, GOOD);
                OwnedFd sameNumber = world.disk(253, 9, GOOD);
                ServerFixture fixture = server();
                RawClient client = fixture.greeted()) {
            for (int i = 0; i < 20; i++) {
                assertGood(ask(client, READ_KEYS, disk));
            }
            world.makeMapped(253, 9, "LVM-x");
            assertSense(ask(client, READ_KEYS, sameNumber), Sense.INVALID_OPCODE);
        }
    }

    @Test
    void whatIsKnownOfADeviceIsNotAskedForEachCommand() throws Exception {
        try (OwnedFd disk = world.disk(8, 0, GOOD);
                ServerFixture fixture = server();
                RawClient client = fixture.greeted()) {
            for (int i = 0; i < 1000; i++) {
                assertGood(ask(client, READ_KEYS, disk));
            }
            // One for each command, and three for each round of half a second.
            assertThat(kernel.count("statx")).isBetween(1003, 1200);
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
        assertRefused(
                world.disk(8, 0, GOOD),
                "neither its user nor its group may use this helper",
                builder -> builder.policy(other));
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
        assertRefused(
                world.disk(8, 0, GOOD),
                "device block 8:0 is not on the list of devices",
                builder -> builder.policy(others));
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
            fixture.events.await("denied 1 PERSISTENT RESERVE OUT service action 03h is forbidden");
            fixture.events.await("denied 1 PERSISTENT RESERVE OUT service action 05h is forbidden");
            assertThat(fixture.events.count("denied")).isEqualTo(2);
        }
    }

    @Test
    void theDeviceGetsTheReceivedCdbAndRoomForTheMost() throws Exception {
        byte[] cdb = cdb(0x5e, 0x40, 40);
        cdb[9] = 0x04;
        cdb[15] = 0x77;
        try (OwnedFd disk = world.disk(8, 0, header -> {
                    assertThat(header.cdb().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(cdb);
                    assertThat(header.dataLength()).isEqualTo(8192);
                    assertThat(header.timeout()).isEqualTo(30_000);
                    return header.good(ServerFixture.MANY_KEYS);
                });
                ServerFixture fixture = server();
                RawClient client = fixture.greeted()) {
            client.send(cdb, disk.fd());
            byte[] head = client.receive(104);
            assertThat(head[7]).isEqualTo((byte) 40);
            assertThat(client.receive(40)).isEqualTo(Arrays.copyOf(ServerFixture.MANY_KEYS, 40));
        }
    }

    @Test
    void anIoctlThatSucceedsWithoutAnAnswerIsNotGood() throws Exception {
        try (OwnedFd disk = world.disk(8, 0, GOOD);
                OwnedFd strange = world.disk(8, 16, header -> 0);
                ServerFixture fixture = server();
                RawClient client = fixture.greeted()) {
            for (int i = 0; i < 4; i++) {
                assertGood(ask(client, REGISTER, disk));
                assertSense(ask(client, REGISTER, strange), Sense.COMMUNICATION_FAILURE);
            }
        }
    }

    @Test
    void theDeviceGetsTheParameterListThatCame() throws Exception {
        byte[] list = new byte[24];
        for (int i = 0; i < list.length; i++) {
            list[i] = (byte) (i + 1);
        }
        try (OwnedFd disk = world.disk(8, 0, header -> {
                    assertThat(header.direction()).isEqualTo(-2);
                    assertThat(header.data().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(list);
                    return header.status(0);
                });
                ServerFixture fixture = server(builder -> builder.deviceTimeout(Duration.ofMillis(1500)));
                RawClient client = fixture.greeted()) {
            client.send(REGISTER, disk.fd());
            client.send(list);
            assertGood(client.receive(104));
        }
    }

    @ParameterizedTest
    @CsvSource({"24", "18", "96"})
    void noByteOfAnotherClientsReplyIsInTheSenseOfADevice(int length) throws Exception {
        byte[] sense = new byte[length];
        sense[0] = 0x70;
        sense[2] = 5;
        try (OwnedFd disk = world.disk(8, 0, header -> header.status(2, sense));
                OwnedFd chatty = world.disk(8, 16, header -> header.good(ServerFixture.MANY_KEYS));
                ServerFixture fixture = server();
                RawClient slow = fixture.greeted();
                RawClient victim = fixture.greeted()) {
            for (int round = 0; round < 6; round++) {
                // All but the head of a reply full of data waits for its client, and is sent from where sense belongs.
                kernel.strike("send", 1, call -> call.reallyWith(2, 60));
                slow.send(cdb(0x5e, 0, 8192), chatty.fd());
                assertThat(slow.receive(104 + 8192)).endsWith(Arrays.copyOfRange(ServerFixture.MANY_KEYS, 8000, 8192));
                kernel.disarm();
                byte[] head = ask(victim, READ_KEYS, disk);
                assertThat(Arrays.copyOfRange(head, 8, 104)).isEqualTo(Arrays.copyOf(sense, 96));
            }
        }
    }

    @Test
    void noByteOfAnEarlierAnswerIsInTheDataOfADeviceThatSaysItTransferredAll() throws Exception {
        try (OwnedFd chatty = world.disk(8, 16, header -> header.good(ServerFixture.MANY_KEYS));
                OwnedFd vague = world.disk(8, 0, header -> {
                    MemorySegment data = header.data();
                    data.set(ValueLayout.JAVA_BYTE, 7, (byte) 0xff);
                    header.status(0);
                    return header.transferred(header.dataLength());
                });
                ServerFixture fixture = server();
                RawClient client = fixture.greeted()) {
            for (int round = 0; round < 4; round++) {
                assertGood(ask(client, cdb(0x5e, 0, 8192), chatty));
                client.send(cdb(0x5e, 0, 8192), vague.fd());
                byte[] head = client.receive(104);
                assertThat(head[7]).isEqualTo((byte) 7);
                assertThat(head[6]).isEqualTo((byte) 1);
                byte[] data = client.receive(263);
                data[7] = 0;
                assertThat(data).containsOnly(0);
            }
        }
    }
}
