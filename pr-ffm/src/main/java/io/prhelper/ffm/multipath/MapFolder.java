// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.multipath;

import io.prhelper.core.multipath.MapPath;
import io.prhelper.ffm.DeviceNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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
        String[] disks = sysfs.resolve("block").toFile().list();
        return disks != null && Arrays.stream(disks).anyMatch(this::isMap);
    }

    private boolean isMap(String disk) {
        try {
            return Files.readString(sysfs.resolve("block/" + disk + "/dm/uuid")).startsWith("mpath-");
        } catch (IOException none) {
            // No mapped device, gone in this moment, or not to be read.
            return false;
        }
    }

    /** The kernel's name of the map with that number, {@code dm-0}. */
    String name(DeviceNumber map) throws IOException {
        return target(folder(map));
    }

    /** The device mapper's name of it, {@code mpatha}. */
    String alias(DeviceNumber map) throws IOException {
        return Files.readString(folder(map).resolve("dm/name")).strip();
    }

    /** What makes it this map: a number and the kernel's name, which follows from it, are used again. */
    String identity(DeviceNumber map) throws IOException {
        return Files.readString(folder(map).resolve("dm/uuid")).strip();
    }

    /** The last name of what a link leads to; to resolve all of it takes a dozen calls, for each command and path. */
    private static String target(Path link) throws IOException {
        return Files.readSymbolicLink(link).getFileName().toString();
    }

    private Path folder(DeviceNumber map) {
        return sysfs.resolve("dev/block/" + map.major() + ":" + map.minor());
    }

    /** Its paths now, always in the same order: that of their numbers. */
    List<Member> members(DeviceNumber map) throws IOException {
        Path folder = folder(map).resolve("slaves");
        String[] slaves = folder.toFile().list();
        if (slaves == null) {
            throw new IOException(folder + " can not be read");
        }
        List<Member> members = new ArrayList<>();
        for (String slave : slaves) {
            member(folder.resolve(slave)).ifPresent(members::add);
        }
        members.sort((one, other) -> Integer.compare(place(one), place(other)));
        return members;
    }

    private static int place(Member member) {
        return member.number().major() << 20 | member.number().minor();
    }

    /** Empty for one that is gone since the folder was read: the map goes on with the others. */
    private static Optional<Member> member(Path slave) throws IOException {
        String text;
        try {
            text = Files.readString(slave.resolve("dev")).strip();
        } catch (IOException gone) {
            return Optional.empty();
        }
        String[] number = text.split(":", 2);
        try {
            return Optional.of(new Member(
                    new MapPath(slave.getFileName().toString().replace('!', '/'), host(slave)),
                    DeviceNumber.block(Integer.parseInt(number[0]), Integer.parseInt(number[1]))));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException odd) {
            throw new IOException(slave + "/dev is \"" + text + "\"", odd);
        }
    }

    /** The first number of the device's address, {@code host:channel:id:lun}; -1 where it has none. */
    private static int host(Path slave) {
        try {
            String address = target(slave.resolve("device"));
            return Integer.parseInt(address.substring(0, Math.max(address.indexOf(':'), 0)));
        } catch (IOException | NumberFormatException noScsiDevice) {
            return -1;
        }
    }
}
