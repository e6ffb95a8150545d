// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import io.prhelper.cli.sight.NodeNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A disk of this host, without opening it (sysfs(5): {@code device/wwid}, {@code dm/uuid}).
 *
 * @param host this host's node name
 * @param number {@code 8:16}
 * @param wwid its name wherever it is seen, or empty
 */
record LocalDisk(String host, String number, String wwid) {
    /** What a path leads to; empty where there is no device. */
    static Optional<LocalDisk> of(Path node, Path root) {
        try {
            Optional<NodeNumber> device = NodeNumber.of(node);
            if (device.isEmpty()) {
                return Optional.empty();
            }
            String number = device.get().toString();
            Path sysfs = root.resolve("sys/dev/" + (device.get().block() ? "block/" : "char/") + number);
            String wwid = line(sysfs.resolve("device/wwid"));
            return Optional.of(new LocalDisk(
                    line(root.resolve("proc/sys/kernel/hostname")),
                    number,
                    wwid.isEmpty() ? line(sysfs.resolve("dm/uuid")) : wwid));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** A node of this host for one of these WWIDs, of a multipath map where there is one; null where there is none. */
    static @Nullable Path nodeOf(Set<String> wwids, Path root) {
        Path found = null;
        String[] names = root.resolve("sys/block").toFile().list();
        for (String name : names == null ? new String[0] : names) {
            String mapped = line(root.resolve("sys/block/" + name + "/dm/uuid"));
            String wwid = mapped.isEmpty() ? line(root.resolve("sys/block/" + name + "/device/wwid")) : mapped;
            if (!wwid.isEmpty() && wwids.contains(Wwid.canonical(wwid)) && (found == null || !mapped.isEmpty())) {
                found = root.resolve("dev/" + name);
            }
        }
        return found;
    }

    private static String line(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException none) {
            return "";
        }
    }
}
