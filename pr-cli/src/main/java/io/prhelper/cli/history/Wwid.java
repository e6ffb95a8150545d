// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import java.util.List;
import java.util.Locale;

/**
 * The name that a logical unit has on every host, in one spelling: sysfs writes {@code naa.6001405...}, udev's links
 * {@code wwn-0x6001405...} and {@code scsi-36001405...}, multipath-tools {@code 36001405...} (SPC-5, 7.7.6; multipath.conf(5)).
 */
final class Wwid {
    private static final List<String> PREFIXES =
            List.of("/dev/disk/by-id/", "/dev/mapper/", "dm-uuid-", "mpath-", "wwn-", "scsi-", "0x");

    private Wwid() {}

    /** One spelling of it; of what is no such name, the text in small letters. */
    static String canonical(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", "_");
        for (String prefix : PREFIXES) {
            name = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        }
        if (name.matches("3[0-9a-f]{16}|3[0-9a-f]{32}")) {
            return "naa." + name.substring(1);
        }
        if (name.matches("2[0-9a-f]{16}")) {
            return "eui." + name.substring(1);
        }
        return name.matches("[0-9a-f]{16}|[0-9a-f]{32}") ? "naa." + name : name;
    }
}
