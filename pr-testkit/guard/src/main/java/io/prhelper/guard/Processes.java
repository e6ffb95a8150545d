// SPDX-License-Identifier: Apache-2.0
package io.prhelper.guard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The processes that tests start: children, and daemons, which have another parent but the environment of the tests still. */
final class Processes {
    /** The build sets it for the tests, to a value that no other checkout has. */
    private static final String MARK = "PR_GUARD";

    private static final long PATIENCE_SECONDS = 10;

    private Processes() {}

    static Set<ProcessHandle> children() {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.flatMap(task -> words(task.resolve("children")))
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                    .filter(ProcessHandle::isAlive)
                    .collect(Collectors.toCollection(HashSet::new));
        } catch (IOException unreadable) {
            return new HashSet<>();
        }
    }

    static Set<ProcessHandle> withDaemons() {
        Set<ProcessHandle> all = children();
        String value = System.getenv(MARK);
        if (value != null) {
            String entry = MARK + "=" + value;
            long self = ProcessHandle.current().pid();
            ProcessHandle.allProcesses()
                    .filter(process -> process.pid() != self && hasInEnvironment(process, entry))
                    .filter(process -> process.parent().isEmpty()
                            || process.parent().orElseThrow().pid() == 1)
                    .forEach(all::add);
        }
        return all;
    }

    private static boolean hasInEnvironment(ProcessHandle process, String entry) {
        return Arrays.asList(
                        read(Path.of("/proc/" + process.pid() + "/environ")).split("\0"))
                .contains(entry);
    }

    private static Stream<String> words(Path file) {
        return Arrays.stream(read(file).split(" ")).filter(word -> !word.isBlank());
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    static String describe(ProcessHandle process) {
        String command = read(Path.of("/proc/" + process.pid() + "/cmdline")).replace('\0', ' ');
        return "process " + process.pid() + ", " + command.strip();
    }

    static void end(ProcessHandle process) {
        Stream.concat(process.descendants(), Stream.of(process)).forEach(ProcessHandle::destroyForcibly);
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception stays) {
            // The next test has it among what was there before.
        }
    }
}
