// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Lines as a helper writes them, one second apart, in short. */
final class Written {
    static final String WWID = "naa.60014050a1b2c3d4e5f60718293a4b5c";
    static final Instant START = Instant.parse("2026-11-30T02:00:00Z");

    private Written() {}

    /**
     * A line for each text, such as {@code node1/web1 PREEMPT_AND_ABORT a b WRITE_EXCLUSIVE GOOD}: who, the action, both keys, then
     * what is not {@code -} and GOOD.
     */
    static List<String> lines(String... commands) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < commands.length; i++) {
            lines.add(line(START.plusSeconds(i), commands[i]));
        }
        return lines;
    }

    static String line(Instant time, String command) {
        String[] words = command.split(" ", -1);
        String[] who = words[0].split("/", -1);
        String type = words.length > 4 ? words[4] : "-";
        String status = words.length > 5 ? words[5].replace('_', ' ') : "GOOD";
        String more = words.length > 6 ? ",\"to\":\"" + words[6] + "\"" : "";
        return "{\"schema\":\"io.prhelper.audit/1\",\"time\":\"" + time + "\",\"host\":\"" + who[0]
                + "\",\"event\":\"command\",\"connection\":1,\"peer\":{\"pid\":7,\"uid\":107,\"executable\":\"/usr/bin/qemu\","
                + "\"vm\":{\"name\":\"" + who[1]
                + "\",\"by\":\"libvirt\"}},\"device\":{\"number\":\"8:16\",\"kind\":\"disk\","
                + "\"node\":\"/dev/sdb\",\"wwid\":\"" + WWID + "\"},\"action\":\"" + words[1].replace('_', ' ')
                + "\",\"key\":\"" + key(words[2]) + "\",\"serviceActionKey\":\"" + key(words[3]) + "\""
                + (type.equals("-") ? "" : ",\"type\":\"" + type.replace('_', ' ') + "\"")
                + ",\"status\":\"" + status + "\",\"decision\":\"EXECUTED\"" + more + "}";
    }

    static String key(String digits) {
        return "0x" + "0".repeat(16 - digits.length()) + digits;
    }

    /** The same as entries. */
    static List<Entry> entries(String... commands) {
        return lines(commands).stream()
                .map(line -> ((TrailLine.Command) TrailLine.read(line)).entry())
                .toList();
    }
}
