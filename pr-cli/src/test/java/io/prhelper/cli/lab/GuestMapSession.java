// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import io.prhelper.testkit.conformance.Conformance;
import io.prhelper.testkit.conformance.ConformanceCase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Plays the list of conversations through ours on a map and another host's disk, has them conform, and plays the list again with one of the
 * map's paths in its place ({@link GuestConformance} has ours conform on a disk). It leaves two transcripts and a list of results in a folder.
 */
public final class GuestMapSession {
    static final String MAP = "map";
    static final String DISK = "disk";
    static final String TRANSCRIPT = ".transcript";

    /** Which path I/O takes is the kernel's choice, and with these types one path of a map may do it, and the others may not. */
    private static final List<String> ONE_PATH_ONLY = List.of(
            "a reservation WRITE_EXCLUSIVE lets others read and write as the table says",
            "a reservation EXCLUSIVE_ACCESS lets others read and write as the table says");

    static final List<ConformanceCase> CASES = Conformance.ALL.stream()
            .filter(one -> !ONE_PATH_ONLY.contains(one.name()))
            .toList();

    private GuestMapSession() {}

    /**
     * Runs in the lab.
     *
     * @param arguments the reference's program, our program, and the folder for the results
     */
    public static void main(String[] arguments) throws Exception {
        OnMap.main(arguments);
        play(arguments, DISK, GuestDisk.reset());
    }

    /** The same without the disk. */
    public static final class OnMap {
        private OnMap() {}

        /** See {@link GuestMapSession#main}. */
        public static void main(String[] arguments) throws Exception {
            play(arguments, MAP, System.getenv());
            GuestDisk disk = disk(MAP, GuestDisk.reset());
            try (GuestHelper helper = start(arguments[1], MAP)) {
                GuestConformance.run(helper, MAP, disk, Path.of(arguments[2]), CASES);
                GuestChecks.expect("status", 0, helper.end());
            }
        }
    }

    private static void play(String[] arguments, String subject, Map<String, String> variables) throws Exception {
        try (GuestHelper helper = start(arguments[1], subject)) {
            GuestSession.play(helper, disk(subject, variables), Path.of(arguments[2], subject + TRANSCRIPT));
            GuestChecks.expect("status", 0, helper.end());
        }
    }

    /** A new one for new units: what it remembers of a map are the ports of the old one. */
    private static GuestHelper start(String program, String subject) throws IOException {
        String multipath = subject.equals(MAP) ? "on" : "off";
        return GuestHelper.start(program, Path.of("/run/session.sock"), "--multipath=" + multipath);
    }

    private static GuestDisk disk(String subject, Map<String, String> variables) {
        return GuestDisk.of(
                variables, subject.equals(MAP) ? "PR_LAB_DM" : "PR_LAB_DISK_A", "PR_LAB_DISK_C", "PR_LAB_SG_C");
    }
}
