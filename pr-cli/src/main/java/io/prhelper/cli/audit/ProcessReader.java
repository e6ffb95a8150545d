// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a process (proc(5)): as far as anybody may. The path of its program is shown to its own user and group only, and not to a
 * thread that Landlock confines (ptrace(2), PTRACE_MODE_READ_FSCREDS).
 */
final class ProcessReader {
    /** More than any control group's path, and enough of a command line: machines are named at its beginning. */
    private static final int MOST_BYTES = 16 << 10;

    private final Path proc;

    ProcessReader(Path proc) {
        this.proc = proc;
    }

    /** What is to be seen of a process. Nothing of it is, where it is 0: it is in another PID namespace. */
    PeerFacts read(int pid) {
        if (pid <= 0) {
            return PeerFacts.UNKNOWN;
        }
        Path process = proc.resolve(Integer.toString(pid));
        String command = line(process.resolve("comm"));
        String cgroup = cgroup(text(process.resolve("cgroup")));
        String commandLine = text(process.resolve("cmdline"));
        List<String> arguments = commandLine.isEmpty() ? List.of() : List.of(commandLine.split("\0", -1));
        return new PeerFacts(
                executable(process.resolve("exe")), command, cgroup, MachineName.of(cgroup, command, arguments));
    }

    private static @Nullable String executable(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException | RuntimeException notShown) {
            return null;
        }
    }

    private static @Nullable String line(Path file) {
        String text = text(file).strip();
        return text.isEmpty() ? null : text;
    }

    /** Of the one hierarchy (cgroups(7), version 2) where it says more than that there is none, else of systemd's own. */
    private static @Nullable String cgroup(String text) {
        String named = null;
        for (String line : text.split("\n", -1)) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3 && fields[0].equals("0") && fields[2].length() > 1) {
                return fields[2];
            }
            if (fields.length == 3 && fields[1].equals("name=systemd")) {
                named = fields[2];
            }
        }
        return named;
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        } catch (IOException | RuntimeException notShown) {
            return "";
        }
    }
}
