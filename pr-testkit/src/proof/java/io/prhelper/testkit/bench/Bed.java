// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What all measurements work with.
 *
 * @param work folder with the compiled C programs, for sockets and pid files
 * @param distribution our helper as installed
 * @param options what the user set, by name
 */
record Bed(Path work, Path distribution, Map<String, String> options) {
    static final String OURS = "ours";
    static final String REFERENCE = "reference";
    static final String BARE_LOOP = "bare loop";

    private static final Path REFERENCE_PATH = Path.of("/usr/bin/qemu-pr-helper");
    private static final String ANY_NUMBER = "65536";

    /**
     * Reads the user's words, each {@code name=value}.
     *
     * @throws IllegalArgumentException for a word that is none of the names
     */
    static Bed of(Path work, Path distribution, List<String> words) {
        Map<String, String> options = new HashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            String name = word.substring(0, Math.max(0, equals));
            if (!List.of("device", "rounds", "seconds", "connections").contains(name)) {
                throw new IllegalArgumentException(
                        "'" + word + "' is none of device=, rounds=, seconds=, connections=");
            }
            options.put(name, word.substring(equals + 1));
        }
        return new Bed(work, distribution, options);
    }

    /**
     * The disk that requests are sent for. Any block device will do: one that is no SCSI device refuses the ioctl, and what remains
     * is the helper's own time.
     *
     * @throws IOException if it can not be opened
     */
    String device() throws IOException {
        String device = options.getOrDefault("device", "/dev/loop0");
        if (!Files.isReadable(Path.of(device)) || !Files.isWritable(Path.of(device))) {
            throw new IOException(device + " can not be opened read-write (root is needed for a block device)");
        }
        return device;
    }

    int rounds(int otherwise) {
        return Integer.parseInt(options.getOrDefault("rounds", Integer.toString(otherwise)));
    }

    double seconds(double otherwise) {
        return Double.parseDouble(options.getOrDefault("seconds", Double.toString(otherwise)));
    }

    List<Integer> connections(String otherwise) {
        List<Integer> counts = new ArrayList<>();
        for (String count : options.getOrDefault("connections", otherwise).split(",", -1)) {
            counts.add(Integer.valueOf(count));
        }
        return counts;
    }

    String tool(String name) {
        return work.resolve(name).toString();
    }

    Path socket(String name) {
        return work.resolve(name.replace(' ', '-') + ".sock");
    }

    Program ours() {
        return new Program(
                OURS, List.of(distribution.resolve("bin/qemu-pr-helper").toString(), "-k"));
    }

    /** Ours for a crowd of clients from one process, which is what benchmarks are. */
    Program oursForMany() {
        return ours().with("--max-per-peer", ANY_NUMBER, "--max-connections", ANY_NUMBER);
    }

    Program bareLoop() {
        return new Program(BARE_LOOP, List.of(tool("bare_loop")));
    }

    /** Ours, and the reference where there is one. */
    List<Program> oursAndReference(Program ours) {
        List<Program> programs = new ArrayList<>(List.of(ours));
        if (Files.isExecutable(REFERENCE_PATH)) {
            programs.add(new Program(REFERENCE, List.of(REFERENCE_PATH.toString(), "-k")));
        } else {
            System.err.println(
                    "bench: " + REFERENCE_PATH + " is missing (package qemu-system-common): no reference in this run");
        }
        return programs;
    }

    /** The JVM of our helper with its options and archive, and a main that is not run: what no Java program can do without. */
    List<String> emptyMain() {
        String java = distribution.resolve("lib/runtime/bin/qemu-pr-helper").toString();
        return List.of(java, "--dry-run", "-m", "io.prhelper.cli/io.prhelper.cli.Main");
    }
}
