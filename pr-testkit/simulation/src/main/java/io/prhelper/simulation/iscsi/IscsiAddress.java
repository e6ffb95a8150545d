// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.iscsi;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a logical unit is, written as libiscsi's tools take it: {@code iscsi://127.0.0.1:3260/iqn.2026-01.example:disk/0}.
 *
 * @param host name or address, one of version 6 in brackets
 * @param port 1 to 65535
 * @param target iSCSI name of the target
 * @param lun 0 to 255
 */
public record IscsiAddress(String host, int port, String target, int lun) {
    private static final int WELL_KNOWN_PORT = 3260;
    private static final int HIGHEST_PORT = 0xffff;
    private static final int HIGHEST_LUN = 0xff;
    private static final int LONGEST_NAME = 223;
    private static final Pattern URL =
            Pattern.compile("iscsi://(?<host>\\[[0-9a-fA-F:]+\\]|[^/:\\s]+)(:(?<port>\\d{1,5}))?"
                    + "/(?<target>(iqn|eui|naa)\\.[^/\\s]+)/(?<lun>\\d{1,3})");

    /** Checks the ranges. */
    public IscsiAddress {
        require(port >= 1 && port <= HIGHEST_PORT, "a port is 1 to 65535, not " + port);
        require(lun >= 0 && lun <= HIGHEST_LUN, "a LUN is 0 to 255, not " + lun);
        require(
                !target.isEmpty() && target.length() <= LONGEST_NAME,
                "a target's name has 1 to 223 characters, not \"" + target + '"');
    }

    /**
     * Takes a URL apart; port 3260 where none is said.
     *
     * @param url {@code iscsi://HOST[:PORT]/TARGET/LUN}
     * @return its parts
     * @throws IllegalArgumentException naming the text, if it is none
     */
    public static IscsiAddress parse(String url) {
        Matcher parts = URL.matcher(url);
        require(parts.matches(), "iscsi://HOST[:PORT]/TARGET/LUN, not \"" + url + '"');
        String port = parts.group("port");
        return new IscsiAddress(
                parts.group("host"),
                port == null ? WELL_KNOWN_PORT : Integer.parseInt(port),
                parts.group("target"),
                Integer.parseInt(parts.group("lun")));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** As it is parsed. */
    @Override
    public String toString() {
        return "iscsi://" + host + ':' + port + '/' + target + '/' + lun;
    }
}
