// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.DeviceNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes and world wide names from sysfs. */
final class DeviceReaderTest {
    @TempDir
    private Path sysfs;

    private void put(String file, String text) throws IOException {
        Path path = sysfs.resolve("dev").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void aDiskHasTheNameOfItsTarget() throws IOException {
        put("block/8:16/uevent", "MAJOR=8\nMINOR=16\nDEVNAME=sdb\nDEVTYPE=disk\n");
        put("block/8:16/device/wwid", "naa.6001405ab\n");
        assertThat(new DeviceReader(sysfs).read(DeviceNumber.block(8, 16)))
                .isEqualTo(new DeviceFacts("/dev/sdb", "naa.6001405ab"));
    }

    @Test
    void aMapHasTheNameOfItsPaths() throws IOException {
        put("block/253:0/uevent", "DEVNAME=dm-0\n");
        put("block/253:0/dm/uuid", "mpath-36001405aaaaaaaaa1111111111111111\n");
        put("block/253:1/dm/uuid", "mpath-0QEMU_QEMU_HARDDISK_1\n");
        put("block/253:2/dm/uuid", "LVM-abc\n");
        DeviceReader reader = new DeviceReader(sysfs);
        assertThat(reader.read(DeviceNumber.block(253, 0)))
                .isEqualTo(new DeviceFacts("/dev/dm-0", "naa.6001405aaaaaaaaa1111111111111111"));
        assertThat(reader.read(DeviceNumber.block(253, 1))).isEqualTo(new DeviceFacts(null, "0QEMU_QEMU_HARDDISK_1"));
        assertThat(reader.read(DeviceNumber.block(253, 2))).isEqualTo(DeviceFacts.UNKNOWN);
    }

    @Test
    void characterDevicesAreCountedApart() throws IOException {
        put("char/21:1/uevent", "DEVNAME=sg1\n");
        DeviceReader reader = new DeviceReader(sysfs);
        assertThat(reader.read(new DeviceNumber(false, 21, 1))).isEqualTo(new DeviceFacts("/dev/sg1", null));
        assertThat(reader.read(DeviceNumber.block(21, 1))).isEqualTo(DeviceFacts.UNKNOWN);
        assertThat(reader.read(null)).isEqualTo(DeviceFacts.UNKNOWN);
    }

    /** Numbers of their own making do not fill the heap. */
    @Test
    void ofManyDevicesEachIsStillFound() throws IOException {
        DeviceReader reader = new DeviceReader(sysfs);
        for (int minor = 0; minor < 200; minor++) {
            put("block/8:" + minor + "/uevent", "DEVNAME=d" + minor + "\n");
            assertThat(reader.read(DeviceNumber.block(8, minor)).node()).isEqualTo("/dev/d" + minor);
        }
    }
}
