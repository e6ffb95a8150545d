// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

import static io.prhelper.ffm.ServerFixture.READ_KEYS;
import static io.prhelper.ffm.ServerFixture.REGISTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.scsi.Sense;
import io.prhelper.guard.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which devices get commands and which do not, by what they are. The count of ioctls at the kernel is the proof. */
final class ServerDeviceTest extends DeviceTest {
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
