// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.multipath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.prhelper.core.multipath.MapPath;
import io.prhelper.ffm.DeviceNumber;
import io.prhelper.ffm.libc.Kernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What sysfs says of maps, also in the moment in which it changes. */
final class MapFolderTest {
    private static final DeviceNumber NUMBER = DeviceNumber.block(253, 3);

    @TempDir
    Path sysfs;

    private SysfsMaps maps;
    private MapFolder folder;

    @BeforeEach
    void setUp() throws IOException {
        maps = new SysfsMaps(sysfs);
        folder = new MapFolder(Kernel.linux(), sysfs);
    }

    private void aMap() throws IOException {
        maps.add("dm-3", "253:3", "mpath-36001405");
    }

    private List<String> names() throws IOException {
        return folder.members(NUMBER).stream()
                .map(member -> member.path().name())
                .toList();
    }

    @Test
    void aMapHasANameAnIdentityAndPaths() throws IOException {
        aMap();
        maps.addPath("dm-3", "sdc", "8:32", "3:0:1:7");
        maps.addPath("dm-3", "sdb", "8:16", "12:0:0:7");
        assertThat(folder.name(NUMBER)).isEqualTo("dm-3");
        assertThat(folder.identity(NUMBER)).isEqualTo("mpath-36001405");
        assertThat(folder.members(NUMBER))
                .containsExactly(
                        new MapFolder.Member(new MapPath("sdb", 12), DeviceNumber.block(8, 16)),
                        new MapFolder.Member(new MapPath("sdc", 3), DeviceNumber.block(8, 32)));
    }

    /** The kernel has many majors for disks. */
    @Test
    void pathsAreInTheOrderOfTheirNumbers() throws IOException {
        aMap();
        maps.addPath("dm-3", "sdaa", "65:160", "1:0:0:0");
        maps.addPath("dm-3", "sdb", "8:16", "1:0:0:1");
        maps.addPath("dm-3", "sdxx", "8:1048560", "1:0:0:2");
        maps.addPath("dm-3", "sdj", "8:144", "1:0:0:3");
        assertThat(names()).containsExactly("sdb", "sdj", "sdxx", "sdaa");
    }

    @Test
    void aDiskWithoutAnAddressIsOfNoHost() throws IOException {
        aMap();
        maps.addPath("dm-3", "nvme0n1", "259:1", "");
        maps.addPath("dm-3", "odd", "259:2", "virtio0");
        assertThat(folder.members(NUMBER))
                .extracting(member -> member.path().host())
                .containsExactly(-1, -1);
    }

    /** A slash of a name under /dev can be no part of a file's name. */
    @Test
    void aNameWithASlashIsThatOfANodeInAFolder() throws IOException {
        aMap();
        maps.addPath("dm-3", "cciss!c0d0", "104:0", "0:0:0:0");
        assertThat(names()).containsExactly("cciss/c0d0");
    }

    @Test
    void aPathThatGoesInThisMomentIsNoneOfTheMap() throws IOException {
        aMap();
        maps.addPath("dm-3", "sdb", "8:16", "1:0:0:0");
        maps.addPath("dm-3", "sdc", "8:32", "2:0:0:0");
        maps.removeDisk("sdb");
        assertThat(names()).containsExactly("sdc");
        maps.removeDisk("sdc");
        assertThat(names()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8", "8:", ":16", "8:16:1", "sdb", "8 16", "99999999999:0"})
    void whatIsNoNumberIsNoPathThatIsLeftOut(String text) throws IOException {
        aMap();
        maps.addPath("dm-3", "sdb", "8:16", "1:0:0:0");
        Files.writeString(maps.disk("sdb").resolve("dev"), text + "\n");
        assertThatIOException()
                .isThrownBy(() -> folder.members(NUMBER))
                .withMessageEndingWith("slaves/sdb/dev is \"" + text + "\"");
    }

    @Test
    void whatIsGoneIsSaidToBe() throws IOException {
        aMap();
        maps.remove("dm-3", "253:3");
        assertThatIOException().isThrownBy(() -> folder.name(NUMBER));
        assertThatIOException().isThrownBy(() -> folder.identity(NUMBER));
        assertThatIOException()
                .isThrownBy(() -> folder.members(NUMBER))
                .withMessageEndingWith("slaves can not be read");
    }

    @Test
    void mapsAreTheMappedDevicesOfMultipath() throws IOException {
        assertThat(folder.hasMaps()).isFalse();
        maps.add("dm-0", "253:0", "LVM-x");
        maps.add("dm-1", "253:1", "part1-mpath-36001405");
        maps.add("dm-2", "253:2", "");
        Files.createDirectories(sysfs.resolve("block/sda"));
        assertThat(folder.hasMaps()).isFalse();
        aMap();
        assertThat(folder.hasMaps()).isTrue();
        assertThat(Maps.areThere(Kernel.linux(), sysfs, List.of())).isTrue();
    }

    /** In whichever order the folder is read. */
    @Test
    void aMappedDeviceThatGoesInThisMomentHidesNoMap() throws IOException {
        for (int i = 10; i < 30; i++) {
            Files.createSymbolicLink(sysfs.resolve("block/dm-" + i), Path.of("gone"));
        }
        assertThat(folder.hasMaps()).isFalse();
        aMap();
        assertThat(folder.hasMaps()).isTrue();
    }

    @Test
    void withoutSysfsThereIsNoMap() {
        assertThat(new MapFolder(Kernel.linux(), sysfs.resolve("none")).hasMaps())
                .isFalse();
        assertThat(Maps.areThere(Kernel.linux(), sysfs.resolve("none"), List.of()))
                .isFalse();
    }
}
