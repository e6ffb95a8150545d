// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.multipath;

import io.prhelper.core.multipath.MapPath;
import io.prhelper.ffm.DeviceNumber;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What sysfs knows of maps ({@code Documentation/ABI/testing/sysfs-block}: {@code slaves}, {@code dm}, {@code dev}). */
final class MapFolder {
    /** A path and the number of its disk. */
    record Member(MapPath path, DeviceNumber number) {}

    private final Path sysfs;

    /** Below {@code /sys}. */
    MapFolder(Path sysfs) {
        this.sysfs = sysfs;
    }

    /** Whether there is any map. */
    boolean hasMaps() {
        try (DirectoryStream<Path> mapped = Files.newDirectoryStream(sysfs.resolve("block"), "dm-*")) {
            for (Path one : mapped) {
                if (Files.readString(one.resolve("dm/uuid")).startsWith("mpath-")) {
                    return true;
                }
            }
        } catch (IOException unknown) {
            // What is gone in this moment, or can not be read.
        }
        return false;
    }

    /** The kernel's name of the map with that number, {@code dm-0}. */
    String name(DeviceNumber map) throws IOException {
        return folder(map).toRealPath().getFileName().toString();
    }

    /** What makes it this map: a number and the kernel's name, which follows from it, are used again. */
    String identity(DeviceNumber map) throws IOException {
        return Files.readString(folder(map).resolve("dm/uuid")).strip();
    }

    private Path folder(DeviceNumber map) {
        return sysfs.resolve("dev/block/" + map.major() + ":" + map.minor());
    }

    /** Its paths now, always in the same order: that of their numbers. */
    List<Member> members(DeviceNumber map) throws IOException {
        List<Member> members = new ArrayList<>();
        try (DirectoryStream<Path> slaves = Files.newDirectoryStream(folder(map).resolve("slaves"))) {
            for (Path slave : slaves) {
                members.add(member(slave));
            }
        }
        members.sort((one, other) -> Integer.compare(place(one), place(other)));
        return members;
    }

    private static int place(Member member) {
        return member.number().major() << 20 | member.number().minor();
    }

    private static Member member(Path slave) throws IOException {
        String[] number = Files.readString(slave.resolve("dev")).strip().split(":", 2);
        try {
            return new Member(
                    new MapPath(slave.getFileName().toString().replace('!', '/'), host(slave)),
                    DeviceNumber.block(Integer.parseInt(number[0]), Integer.parseInt(number[1])));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException odd) {
            throw new IOException(slave + "/dev is \"" + String.join(":", number) + "\"", odd);
        }
    }

    /** The first number of the device's address, {@code host:channel:id:lun}; -1 where it has none. */
    private static int host(Path slave) {
        try {
            String address = slave.resolve("device").toRealPath().getFileName().toString();
            return Integer.parseInt(address.substring(0, Math.max(address.indexOf(':'), 0)));
        } catch (IOException | NumberFormatException noScsiDevice) {
            return -1;
        }
    }
}
