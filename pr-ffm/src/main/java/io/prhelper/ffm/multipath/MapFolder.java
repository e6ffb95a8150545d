// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.multipath;

import io.prhelper.core.multipath.MapPath;
import io.prhelper.ffm.DeviceNumber;
import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What sysfs knows of maps ({@code Documentation/ABI/testing/sysfs-block}: {@code slaves}, {@code dm}, {@code dev}). For one thread. Each command
 * on a map asks it, so it makes no call more than it needs.
 */
final class MapFolder {
    /** A path and the number of its disk. */
    record Member(MapPath path, DeviceNumber number) {}

    private static final int LONGEST_PATH = 4096;
    private static final int LONGEST_TEXT = 1024;

    private final Kernel kernel;
    private final Path sysfs;
    private final CallState state = new CallState();
    private final Memory name = new Memory(LONGEST_PATH);
    private final Memory text = new Memory(LONGEST_TEXT);
    private String someDisk = "";

    /** Below {@code /sys}. */
    MapFolder(Kernel kernel, Path sysfs) {
        this.kernel = kernel;
        this.sysfs = sysfs;
    }

    /** Whether there is any map. */
    boolean hasMaps() {
        String[] disks = sysfs.resolve("block").toFile().list();
        return disks != null && Arrays.stream(disks).anyMatch(this::isMap);
    }

    private boolean isMap(String disk) {
        try {
            return read(sysfs + "/block/" + disk + "/dm/uuid").startsWith("mpath-");
        } catch (IOException none) {
            // No mapped device, gone in this moment, or not to be read.
            return false;
        }
    }

    /** Reads what it would of a path, of some disk of the host; for a rehearsal. */
    void readSomeDisk() {
        if (someDisk.isEmpty()) {
            String[] disks = sysfs.resolve("block").toFile().list();
            someDisk = disks == null || disks.length == 0 ? "none" : disks[0];
        }
        try {
            Optional<Member> _ = member(sysfs + "/block/" + someDisk, someDisk);
        } catch (IOException gone) {
            // It was only to save time.
        }
    }

    /** The kernel's name of the map with that number, {@code dm-0}. */
    String name(DeviceNumber map) throws IOException {
        return target(folder(map));
    }

    /** The device mapper's name of it, {@code mpatha}. */
    String alias(DeviceNumber map) throws IOException {
        return read(folder(map) + "/dm/name").strip();
    }

    /** What makes it this map: a number and the kernel's name, which follows from it, are used again. */
    String identity(DeviceNumber map) throws IOException {
        return read(folder(map) + "/dm/uuid").strip();
    }

    private String folder(DeviceNumber map) {
        return sysfs + "/dev/block/" + map.major() + ":" + map.minor();
    }

    private String read(String file) throws IOException {
        int fd = KernelException.check("open", file, kernel.files().open(state, name.string(file), Flags.O_CLOEXEC, 0));
        try {
            return text("read", file, kernel.files().read(state, fd, text, LONGEST_TEXT));
        } finally {
            kernel.files().close(state, fd);
        }
    }

    /** The last name of what a link leads to; to resolve all of it takes a dozen calls. */
    private String target(String link) throws IOException {
        String whole = text("readlink", link, kernel.files().readlink(state, name.string(link), text, LONGEST_TEXT));
        return whole.substring(whole.lastIndexOf('/') + 1);
    }

    private String text(String call, String file, int length) throws IOException {
        byte[] bytes = new byte[KernelException.check(call, file, length)];
        text.buffer().get(0, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Its paths now, always in the same order: that of their numbers. */
    List<Member> members(DeviceNumber map) throws IOException {
        String folder = folder(map) + "/slaves";
        String[] slaves = new File(folder).list();
        if (slaves == null) {
            throw new IOException(folder + " can not be read");
        }
        List<Member> members = new ArrayList<>();
        for (String slave : slaves) {
            member(folder + "/" + slave, slave).ifPresent(members::add);
        }
        members.sort((one, other) -> Integer.compare(place(one), place(other)));
        return members;
    }

    private static int place(Member member) {
        return member.number().major() << 20 | member.number().minor();
    }

    /** Empty for one that is gone since the folder was read: the map goes on with the others. */
    private Optional<Member> member(String slave, String name) throws IOException {
        String dev;
        try {
            dev = read(slave + "/dev").strip();
        } catch (IOException gone) {
            return Optional.empty();
        }
        int colon = dev.indexOf(':');
        try {
            return Optional.of(new Member(
                    new MapPath(name.replace('!', '/'), host(slave)),
                    DeviceNumber.block(
                            Integer.parseInt(dev.substring(0, Math.max(colon, 0))),
                            Integer.parseInt(dev.substring(colon + 1)))));
        } catch (NumberFormatException odd) {
            throw new IOException(slave + "/dev is \"" + dev + "\"", odd);
        }
    }

    /** The first number of the device's address, {@code host:channel:id:lun}; -1 where it has none. */
    private int host(String slave) {
        try {
            String address = target(slave + "/device");
            return Integer.parseInt(address.substring(0, Math.max(address.indexOf(':'), 0)));
        } catch (IOException | NumberFormatException noScsiDevice) {
            return -1;
        }
    }
}
