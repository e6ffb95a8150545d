// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The lab's first disk as its two initiators see it.
 *
 * @param nodeA the first one's block device
 * @param nodeB the second one's block device
 * @param genericB the second one's SCSI generic device
 */
record GuestDisk(Path nodeA, Path nodeB, Path genericB) {
    /** As the lab has made it for this session. */
    static GuestDisk ofTheLab() {
        return of(System.getenv());
    }

    /** Made anew: nobody is registered, and the generation is 0. */
    static GuestDisk anew() throws IOException {
        return of(reset());
    }

    /** Makes all units anew; the variables that tell of them. */
    static Map<String, String> reset() throws IOException {
        Map<String, String> variables = new HashMap<>();
        for (String line : GuestCommand.run("lab-target", "reset").succeeded().lines()) {
            String[] assignment = line.split("=", 2);
            variables.put(assignment[0], assignment[1]);
        }
        return variables;
    }

    private static GuestDisk of(Map<String, String> variables) {
        return of(variables, "PR_LAB_DISK_A", "PR_LAB_DISK_B", "PR_LAB_SG_B");
    }

    /** That of these variables. */
    static GuestDisk of(Map<String, String> variables, String nodeA, String nodeB, String genericB) {
        return new GuestDisk(path(variables, nodeA), path(variables, nodeB), path(variables, genericB));
    }

    private static Path path(Map<String, String> variables, String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set: is this the lab?");
        }
        return Path.of(value);
    }
}
