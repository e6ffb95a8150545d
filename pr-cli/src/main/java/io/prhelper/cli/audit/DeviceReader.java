// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.audit;

import io.prhelper.ffm.DeviceNumber;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks up devices in sysfs; what it finds holds for a second, since numbers are used again. For one thread. */
final class DeviceReader {
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MOST_KEPT = 64;
    private static final int MOST_BYTES = 4096;

    private static final Pattern NAME = Pattern.compile("(?m)^DEVNAME=(.+)$");

    /** dm-multipath's UUID: what multipathd calls a WWID, which of a name of NAA begins with a 3 (scsi_id(8)). */
    private static final Pattern MAP = Pattern.compile("mpath-(3(?=[0-9a-f]{16}(?:[0-9a-f]{16})?$))?(.+)");

    private record Kept(DeviceFacts facts, long since) {}

    private final Path sysfs;
    private final Map<DeviceNumber, Kept> kept = new HashMap<>();

    DeviceReader(Path sysfs) {
        this.sysfs = sysfs;
    }

    /** What is known of that device. */
    DeviceFacts read(@Nullable DeviceNumber device) {
        if (device == null) {
            return DeviceFacts.UNKNOWN;
        }
        Kept known = kept.get(device);
        if (known == null || System.nanoTime() - known.since() > FRESH_NANOS) {
            if (kept.size() == MOST_KEPT) {
                kept.clear();
            }
            known = new Kept(look(device), System.nanoTime());
            kept.put(device, known);
        }
        return known.facts();
    }

    private DeviceFacts look(DeviceNumber device) {
        Path folder = sysfs.resolve("dev")
                .resolve(device.block() ? "block" : "char")
                .resolve(Integer.toUnsignedString(device.major()) + ":" + Integer.toUnsignedString(device.minor()));
        Matcher name = NAME.matcher(text(folder.resolve("uevent")));
        String wwid = text(folder.resolve("device/wwid")).strip();
        return new DeviceFacts(
                name.find() ? "/dev/" + name.group(1) : null,
                wwid.isEmpty() ? map(text(folder.resolve("dm/uuid")).strip()) : wwid);
    }

    private static @Nullable String map(String uuid) {
        Matcher map = MAP.matcher(uuid);
        return map.matches() ? (map.group(1) == null ? "" : "naa.") + map.group(2) : null;
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        } catch (IOException | RuntimeException nothingThere) {
            return "";
        }
    }
}
