// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static io.prhelper.ffm.server.ServerFixture.READ_KEYS;
import static io.prhelper.ffm.server.ServerFixture.REGISTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.DeviceNumber;
import io.prhelper.ffm.DevicePort;
import io.prhelper.ffm.Limits;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.Policy;
import io.prhelper.guard.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which devices get commands and which do not, by what they are. The count of ioctls at the kernel is the proof. */
final class ServerDeviceTest extends DeviceTest {
    private static final byte[] CLEANUP = ServerFixture.cdb(0xff, 0, 0);

    @TempDir
    Path folder;

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
        assertRefused(disk, "DEVICE_KIND_DENIED block 8:17 PARTITION", UnaryOperator.identity());
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
            fixture.events.awaitCount("executed", 3);
            assertThat(fixture.events.lines())
                    .filteredOn(line -> line.startsWith("executed") || line.startsWith("recognized"))
                    .containsExactly(
                            "recognized block 253:3 MULTIPATH",
                            "executed 1 block 253:3 MULTIPATH opcode 5e status 0",
                            "executed 1 block 253:3 MULTIPATH opcode 5f status 0",
                            "recognized block 8:16 DISK",
                            "executed 1 block 8:16 DISK opcode 5f status 24");
        }
    }

    @Test
    void aListedNumberIsServedAndNoOther() throws Exception {
        Policy one = Policy.DEFAULTS
                .withDevices(Set.of(Path.of("/dev/no-such-device")))
                .withNumbers(Set.of(DeviceNumber.block(8, 16)));
        assertServed(world.disk(8, 16, GOOD), builder -> builder.policy(one));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"LVM-4vxLZ3OSpEEL", "CRYPT-LUKS2-77", "part1-mpath-3600", "", "mpath", "MPATH-36", "xmpath-36"})
    void anyOtherMappedDeviceIsRefused(String uuid) throws Exception {
        OwnedFd disk = world.disk(253, 4, GOOD);
        world.makeMapped(253, 4, uuid);
        assertRefused(disk, "DEVICE_KIND_DENIED block 253:4 MAPPED", UnaryOperator.identity());
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
        assertRefused(disk, "DEVICE_KIND_DENIED block 8:0 UNKNOWN", UnaryOperator.identity());
    }

    @Test
    void whatIsPluggedInIsAskedForWhatThePolicyServesOnly() throws Exception {
        Policy listed = Policy.DEFAULTS.withNumbers(Set.of(DeviceNumber.block(8, 16), DeviceNumber.block(8, 17)));
        world.disk(8, 17, GOOD).close();
        world.makePartition(8, 17);
        AtomicInteger asked = new AtomicInteger();
        DevicePort port = (fd, exchange) -> {
            asked.incrementAndGet();
            exchange.good(0);
        };
        try (OwnedFd disk = world.disk(8, 16, GOOD);
                OwnedFd part = world.disk(8, 17, GOOD);
                OwnedFd other = world.disk(8, 0, GOOD);
                OwnedFd file = OwnedFd.inMemory("file");
                ServerFixture fixture = server(builder -> builder.device(port).policy(listed));
                RawClient client = fixture.greeted()) {
            assertGood(ask(client, REGISTER, disk));
            assertGood(ask(client, CLEANUP, disk));
            assertThat(asked).hasValue(2);
            for (OwnedFd denied : new OwnedFd[] {part, other, file}) {
                assertSense(ask(client, REGISTER, denied), Sense.INVALID_OPCODE);
                assertSense(ask(client, CLEANUP, denied), Sense.INVALID_OPCODE);
            }
            assertThat(asked).hasValue(2);
            assertThat(kernel.count("ioctl")).isZero();
            fixture.events.awaitCount("denied 1 DEVICE_KIND_DENIED block 8:17 PARTITION", 2);
            fixture.events.awaitCount("denied 1 DEVICE_NOT_LISTED block 8:0 DISK", 2);
            fixture.events.awaitCount("denied 1 DEVICE_NOT_LISTED null OTHER", 2);
        }
    }

    @Test
    void aFileIsListedByItsPathWhereSomethingIsPluggedIn() throws Exception {
        Path image = Files.createFile(folder.resolve("image"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), image);
        Policy listed = Policy.DEFAULTS.withDevices(Set.of(link));
        try (OwnedFd file = OwnedFd.open(image, true);
                OwnedFd other = OwnedFd.open(Files.createFile(folder.resolve("other")), true);
                ServerFixture fixture =
                        server(builder -> builder.device(ServerFixture.KEYS).policy(listed));
                RawClient client = fixture.greeted()) {
            assertGood(ask(client, REGISTER, file));
            assertSense(ask(client, REGISTER, other), Sense.INVALID_OPCODE);
        }
    }

    @Test
    void cleanupIsGoodForADiskAndForWhatIsNoneAndRefusedForPartsOfDisks() throws Exception {
        try (OwnedFd disk = world.disk(8, 0, GOOD);
                OwnedFd part = world.disk(8, 1, GOOD);
                OwnedFd file = OwnedFd.inMemory("file");
                ServerFixture fixture = server();
                RawClient client = fixture.greeted()) {
            world.makePartition(8, 1);
            assertGood(ask(client, CLEANUP, disk));
            assertGood(ask(client, CLEANUP, file));
            assertSense(ask(client, CLEANUP, part), Sense.INVALID_OPCODE);
            assertThat(kernel.count("ioctl")).isZero();
        }
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

    /** One descriptor of each kind of file that is no device. */
    @ParameterizedTest
    @ValueSource(strings = {"memfd", "/proc/self/mem", "/tmp", "socket"})
    void aFileThatIsNoDeviceGetsNoIoctl(String what) throws Exception {
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

    /** A changer, a generic block node, a tape of another driver, and what is no SCSI device at all; known to sysfs or not. */
    @ParameterizedTest
    @CsvSource({"86, 0", "254, 3", "206, 0", "1, 3", "10, 229"})
    void aCharacterDeviceOfAnotherDriverIsRefusedWithoutAnIoctl(int major, int minor) throws Exception {
        assertRefused(
                world.character(major, minor, GOOD),
                "DEVICE_KIND_DENIED char " + major + ":" + minor + " FOREIGN",
                builder -> builder.policy(Policy.DEFAULTS.withPartitions(true)));
    }

    /** They may be made up, through a file system of the client's own. */
    @Test
    void devicesOfOtherDriversAreNotKeptInMind() throws Exception {
        try (OwnedFd node = world.character(10, 229, GOOD);
                ServerFixture fixture = server();
                RawClient client = fixture.greeted()) {
            assertSense(ask(client, READ_KEYS, node), Sense.INVALID_OPCODE);
            assertSense(ask(client, CLEANUP, node), Sense.INVALID_OPCODE);
            fixture.events.awaitCount("denied", 2);
            assertThat(fixture.events.count("recognized")).isZero();
        }
    }

    @Test
    void whereSomethingIsPluggedInANodeOfAnyDriverMayStandForADisk() throws Exception {
        try (OwnedFd node = world.character(10, 229, GOOD);
                ServerFixture fixture = server(builder -> builder.device(ServerFixture.KEYS));
                RawClient client = fixture.greeted()) {
            assertGood(ask(client, REGISTER, node));
            assertThat(kernel.count("ioctl")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 128, 96})
    void aTapeIsServedWhicheverOfItsNodesIsPassed(int minor) throws Exception {
        assertServed(world.character(9, minor, GOOD), UnaryOperator.identity());
    }

    @Test
    void aTapeThatTheHostDoesNotHaveAnswersForItself() throws Exception {
        OwnedFd tape = world.character(9, 1, header -> -19);
        world.removeCharacter(9, 1);
        try (tape;
                ServerFixture fixture = server();
                RawClient client = fixture.greeted()) {
            assertSense(ask(client, READ_KEYS, tape), Sense.INTERNAL_TARGET_FAILURE);
            fixture.events.awaitCount("recognized char 9:1 GONE", 1);
        }
    }

    @Test
    void theNodesOfOneDiskDoNotOverwriteEachOthersFinding() throws Exception {
        OwnedFd[] nodes = new OwnedFd[8];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = world.disk(8, 0, GOOD);
        }
        try (ServerFixture fixture = server();
                RawClient client = fixture.greeted()) {
            for (int i = 0; i < 1000; i++) {
                assertGood(ask(client, READ_KEYS, nodes[i % nodes.length]));
            }
            // One for each command, and three for each node and round of half a second, were it two nodes with one
            // place.
            int rounds = kernel.count("statx") - 1000;
            assertThat(rounds).isLessThan(2000);
            fixture.events.awaitCount("executed", 1000);
            assertThat(fixture.events.count("recognized")).isEqualTo(1);
        } finally {
            for (OwnedFd node : nodes) {
                node.close();
            }
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
            // What is known of a device is asked anew some times a second.
            Await.until("the partition is refused", () -> ask(client, READ_KEYS, disk)[3] != 0);
            world.remove(259, 1);
            world.disk(259, 1, GOOD).close();
            Await.until("the disk is served", () -> ask(client, READ_KEYS, disk)[3] == 0);
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
}
