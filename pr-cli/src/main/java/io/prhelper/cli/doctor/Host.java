// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.doctor;

import io.prhelper.cli.sight.LocalPorts;
import io.prhelper.cli.sight.NodeNumber;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The host below a root folder: what its files say, and its programs. Nothing that is missing throws. */
class Host {
    private static final int MOST_BYTES = 1 << 20;
    private static final long PATIENCE_SECONDS = 10;
    private static final List<String> PROGRAMS = List.of("usr/sbin", "usr/bin", "sbin", "bin");

    private final Path root;

    /** Below that folder, {@code /} but for tests. */
    Host(Path root) {
        this.root = root;
    }

    /**
     * A device.
     *
     * @param kind {@code b} a block device, {@code c} a character device
     * @param number {@code 8:16}
     */
    record Node(char kind, String number) {}

    /**
     * How a program ended.
     *
     * @param status its exit status; -1 where it took too long
     */
    record Ran(int status, String out) {}

    /** Its initiator ports. */
    LocalPorts ports() {
        return LocalPorts.of(new io.prhelper.cli.sight.Host(root));
    }

    /** A path of the host. */
    Path at(String path) {
        try {
            return root.resolve(path.startsWith("/") ? path.substring(1) : path);
        } catch (IllegalArgumentException noPath) {
            return root.resolve("no such path");
        }
    }

    boolean exists(String path) {
        return Files.exists(at(path), LinkOption.NOFOLLOW_LINKS);
    }

    /** What a file holds, without white space around; empty where it can not be read. */
    String text(String path) {
        try (InputStream in = Files.newInputStream(at(path))) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).strip();
        } catch (IOException | SecurityException none) {
            return "";
        }
    }

    /** The names in a folder, in order; none where there is no folder. */
    List<String> list(String path) {
        String[] names = at(path).toFile().list();
        if (names == null) {
            return List.of();
        }
        Arrays.sort(names);
        return List.of(names);
    }

    /** Where a link leads, as it stands there; empty where it is none. */
    String link(String path) {
        try {
            return Files.readSymbolicLink(at(path)).toString();
        } catch (IOException | UnsupportedOperationException none) {
            return "";
        }
    }

    /** {@code unix:uid} and the like, or -1. */
    int attribute(String path, String name) {
        return attribute(at(path), name);
    }

    /** The device that a path leads to; empty where it leads to none. */
    Optional<Node> node(String path) {
        try {
            return NodeNumber.of(at(path)).map(device -> new Node(device.block() ? 'b' : 'c', device.toString()));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** Where a program of the host is; empty where it is not installed. */
    Optional<Path> program(String name) {
        return PROGRAMS.stream()
                .map(folder -> at(folder + "/" + name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Runs a program of the host; empty where it is not installed or can not be run. */
    Optional<Ran> run(String name, String... arguments) {
        return program(name).flatMap(program -> run(program, arguments));
    }

    /**
     * Whether nobody but root and the user of this process had a say in a file: a process may call itself what it likes, and what it is made of
     * is not to be run as root.
     */
    boolean isTrusted(Path file) {
        int self = attribute(Path.of("/proc/self"), "unix:uid");
        int group = attribute(Path.of("/proc/self"), "unix:gid");
        for (Path part = file; part != null && !part.equals(root); part = part.getParent()) {
            int mode = attribute(part, "unix:mode");
            int owner = attribute(part, "unix:uid");
            int ownerGroup = attribute(part, "unix:gid");
            boolean others = (mode & 0002) != 0 || ((mode & 0020) != 0 && ownerGroup != 0 && ownerGroup != group);
            if (mode < 0 || others || (owner != 0 && owner != self)) {
                return false;
            }
        }
        return file.startsWith(root);
    }

    private static int attribute(Path file, String name) {
        try {
            return ((Number) Files.getAttribute(file, name)).intValue();
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException none) {
            return -1;
        }
    }

    /** Runs a program, with the answers in English. */
    Optional<Ran> run(Path program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectInput(new File("/dev/null"));
        builder.environment().putAll(Map.of("LC_ALL", "C", "SYSTEMD_PAGER", ""));
        try {
            Process process = builder.start();
            Thread limit = Thread.ofPlatform().daemon().start(() -> end(process));
            try (InputStream in = process.getInputStream()) {
                String out = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).strip();
                int status = process.waitFor();
                return Optional.of(new Ran(status > 128 ? -1 : status, out));
            } finally {
                process.destroyForcibly();
                limit.interrupt();
                limit.join();
            }
        } catch (IOException notToBeRun) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static void end(Process process) {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException ended) {
            // It ended in time.
            Thread.currentThread().interrupt();
        }
    }

    /** The processes that there are. */
    List<Integer> processes() {
        return list("proc").stream()
                .filter(name -> name.matches("[0-9]{1,9}"))
                .map(Integer::valueOf)
                .toList();
    }

    /** A process' arguments. */
    List<String> arguments(int process) {
        String line = text("proc/" + process + "/cmdline");
        return line.isEmpty() ? List.of() : List.of(line.split("\0", -1));
    }

    /** The value behind a name and a colon, as in {@code /proc/PID/status}; empty where there is none. */
    static String field(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }
}
