// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.load;

import io.prhelper.testkit.bench.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a run takes place.
 *
 * @param work folder with the compiled C programs, for sockets, traces and nodes
 * @param distribution our helper as installed
 * @param options what the user set, by name
 */
record Site(Path work, Path distribution, Map<String, String> options) {
    private static final List<String> NAMES = List.of("requests", "closes", "connections", "seed", "rounds", "device");

    /**
     * Reads the user's words, each {@code name=value}.
     *
     * @throws IllegalArgumentException for a word that is none of the names
     */
    static Site of(Path work, Path distribution, List<String> words) {
        Map<String, String> options = new HashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            String name = word.substring(0, Math.max(0, equals));
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("'" + word + "' is none of " + String.join("=, ", NAMES) + "=");
            }
            options.put(name, word.substring(equals + 1));
        }
        return new Site(work, distribution, options);
    }

    long number(String name, long otherwise) {
        return Long.parseLong(options.getOrDefault(name, Long.toString(otherwise)));
    }

    /**
     * A block device that is no SCSI device: every helper makes the ioctl, which is refused.
     *
     * @throws IOException if it can not be opened
     */
    Path device() throws IOException {
        Path device = Path.of(options.getOrDefault("device", "/dev/loop0"));
        if (!Files.isReadable(device) || !Files.isWritable(device)) {
            throw new IOException(device + " can not be opened read-write (root is needed for a block device)");
        }
        return device;
    }

    /** Ours, for clients that all come from one process. */
    Program ours() {
        return new Program(
                        "ours",
                        List.of(distribution.resolve("bin/qemu-pr-helper").toString(), "-k"))
                .with("--max-per-peer", "1024");
    }

    Path socket() {
        return work.resolve("helper.sock");
    }

    /**
     * One of the C programs.
     *
     * @throws IOException if it is not there
     */
    String tool(String name) throws IOException {
        Path tool = work.resolve(name);
        if (!Files.isExecutable(tool)) {
            throw new IOException(tool + " is missing: it was not compiled");
        }
        return tool.toString();
    }
}
