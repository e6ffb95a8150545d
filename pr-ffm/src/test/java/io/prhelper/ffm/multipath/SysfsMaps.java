// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.multipath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Writes of maps and their paths into a folder what the kernel writes into {@code /sys}. */
public final class SysfsMaps {
    private final Path sysfs;

    /** In that folder. */
    public SysfsMaps(Path sysfs) throws IOException {
        this.sysfs = sysfs;
        Files.createDirectories(sysfs.resolve("block"));
        Files.createDirectories(sysfs.resolve("dev/block"));
    }

    /** There is that mapped device, {@code dm-3} with the number {@code 253:3}, without paths. */
    public void add(String name, String number, String uuid) throws IOException {
        Path map = map(name);
        Files.createDirectories(map.resolve("slaves"));
        Files.writeString(map.resolve("dev"), number + "\n");
        rename(name, uuid);
        alias(name, name.replace("dm-", "mpath"));
        Files.createSymbolicLink(sysfs.resolve("block/" + name), Path.of("../devices/virtual/block", name));
        Files.createSymbolicLink(sysfs.resolve("dev/block/" + number), Path.of("../../devices/virtual/block", name));
    }

    /** It is another device now, with the same number. */
    public void rename(String name, String uuid) throws IOException {
        Files.writeString(
                Files.createDirectories(map(name).resolve("dm")).resolve("uuid"), uuid.isEmpty() ? "" : uuid + "\n");
    }

    /** The device mapper calls it that now. */
    public void alias(String name, String alias) throws IOException {
        Files.writeString(map(name).resolve("dm/name"), alias + "\n");
    }

    /** It is gone. */
    public void remove(String name, String number) throws IOException {
        Files.delete(sysfs.resolve("dev/block/" + number));
        Files.delete(sysfs.resolve("block/" + name));
        deleteAll(map(name));
    }

    /** It has that path more, {@code sdb} with the number {@code 8:16} at {@code 2:0:0:1}; no device's address if that is empty. */
    public void addPath(String map, String name, String number, String address) throws IOException {
        Path disk = disk(name);
        Files.createDirectories(disk);
        Files.writeString(disk.resolve("dev"), number + "\n");
        if (!address.isEmpty()) {
            Files.createDirectories(sysfs.resolve("devices/scsi/" + address));
            Files.createSymbolicLink(disk.resolve("device"), Path.of("../../scsi", address));
        }
        Files.createSymbolicLink(map(map).resolve("slaves/" + name), Path.of("../../../../disks", name));
    }

    /** It does not have that path any more, and there is no such disk. */
    public void removePath(String map, String name) throws IOException {
        Files.delete(map(map).resolve("slaves/" + name));
        removeDisk(name);
    }

    /** There is no such disk any more, but the map still names it. */
    public void removeDisk(String name) throws IOException {
        deleteAll(disk(name));
    }

    private Path map(String name) {
        return sysfs.resolve("devices/virtual/block").resolve(name);
    }

    /** The folder of a path's disk. */
    Path disk(String name) {
        return sysfs.resolve("devices/disks").resolve(name);
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
