// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.doctor;

import io.prhelper.cli.doctor.Host.Ran;
import io.prhelper.ffm.client.HelperClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The helper: its socket, its unit, its process. */
final class Helpers {
    private static final int PATIENCE_SECONDS = 5;
    private static final long CAP_SYS_RAWIO = 1L << 17;
    private static final double NEAR = 0.8;
    private static final String UNIT = "qemu-pr-helper.service";
    private static final long DEFAULT_CONNECTIONS = 1024;

    private final Host host;
    private final Findings findings;

    Helpers(Host host, Findings findings) {
        this.host = host;
        this.findings = findings;
    }

    /** Looks at all of it. */
    void check(String socket, List<Machine> machines) {
        socket(socket);
        access(socket, machines);
        unit();
        List<Integer> helpers = processes();
        if (helpers.isEmpty()) {
            findings.skipped(Check.HELPER_CAPABILITY, "", "no process of a helper is to be seen", "/proc/PID/cmdline");
        }
        for (int helper : helpers) {
            capability(helper);
            limits(helper, socket);
        }
    }

    /** Processes that are a helper, of this project or QEMU's. */
    List<Integer> processes() {
        List<Integer> found = new ArrayList<>();
        for (int process : host.processes()) {
            List<String> arguments = host.arguments(process);
            String name = arguments.isEmpty() ? "" : arguments.getFirst();
            // One that is a command, such as this one, serves nobody.
            boolean command = arguments.contains("io.prhelper.cli/io.prhelper.cli.Main")
                    && arguments.stream()
                            .skip(arguments.indexOf("io.prhelper.cli/io.prhelper.cli.Main") + 1L)
                            .findFirst()
                            .filter(word -> word.matches("[a-z]+"))
                            .isPresent();
            if (name.substring(name.lastIndexOf('/') + 1).equals("qemu-pr-helper") && !command) {
                found.add(process);
            }
        }
        return found;
    }

    private void socket(String socket) {
        String looked = socket + ", connecting to it";
        if (!host.exists(socket)) {
            findings.failure(Check.SOCKET, socket, "there is no socket", looked);
            return;
        }
        if ((host.attribute(socket, "unix:mode") & 0170000) != 0140000) {
            findings.failure(Check.SOCKET, socket, "it is no socket", looked);
            return;
        }
        CompletableFuture<String> greeting = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("doctor-connect").start(() -> greeting.complete(greet(host.at(socket))));
        try {
            String said = greeting.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (said.isEmpty()) {
                findings.pass(Check.SOCKET, socket, "a helper answers", looked);
            } else {
                findings.failure(Check.SOCKET, socket, "no helper answers: " + said, looked);
            }
        } catch (TimeoutException silent) {
            findings.failure(
                    Check.SOCKET,
                    socket,
                    "somebody listens, but does not greet within " + PATIENCE_SECONDS + " seconds",
                    looked);
        } catch (ExecutionException impossible) {
            throw new AssertionError(impossible);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why no helper answers, or empty. */
    private static String greet(Path socket) {
        try (HelperClient _ = HelperClient.connect(socket)) {
            return "";
        } catch (IOException | IllegalArgumentException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    /** Who may connect has to be able to write to it (unix(7)). */
    private void access(String socket, List<Machine> machines) {
        int mode = host.attribute(socket, "unix:mode");
        if (mode < 0) {
            return;
        }
        int owner = host.attribute(socket, "unix:uid");
        int group = host.attribute(socket, "unix:gid");
        String text = String.format("owner %d, group %d, mode %04o", owner, group, mode & 07777);
        String looked = socket;
        for (Machine machine : machines) {
            if (machine.managers().containsValue(socket)) {
                String status = host.text("proc/" + machine.pid() + "/status");
                List<String> users = words(Host.field(status, "Uid"));
                List<String> groups = new ArrayList<>(words(Host.field(status, "Gid")));
                groups.addAll(words(Host.field(status, "Groups")));
                String user = users.size() > 1 ? users.get(1) : "";
                boolean may = user.equals("0")
                        || ((mode & 0200) != 0 && user.equals(Integer.toString(owner)))
                        || ((mode & 0020) != 0 && groups.contains(Integer.toString(group)))
                        || (mode & 0002) != 0;
                if (!may && !user.isEmpty()) {
                    findings.failure(
                            Check.SOCKET_ACCESS,
                            machine.name(),
                            "its QEMU runs as user " + user + " and may not connect to " + socket + " (" + text + ")",
                            looked + ", /proc/" + machine.pid() + "/status");
                }
            }
        }
        if ((mode & 0002) != 0) {
            findings.warning(
                    Check.SOCKET_ACCESS,
                    socket,
                    "everybody may connect, and end others' reservations (" + text + ")",
                    looked);
        } else {
            findings.pass(Check.SOCKET_ACCESS, socket, text, looked);
        }
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\\s+", -1));
    }

    private void unit() {
        String looked = "systemctl show " + UNIT;
        if (!host.exists("run/systemd/system")) {
            findings.skipped(Check.UNIT, UNIT, "systemd does not run here", "/run/systemd/system");
            return;
        }
        Optional<Ran> shown = host.run("systemctl", "show", UNIT, "-p", "LoadState,ActiveState,Result,NRestarts");
        if (shown.isEmpty() || shown.get().status() != 0) {
            findings.skipped(Check.UNIT, UNIT, "systemctl tells nothing", looked);
            return;
        }
        String text = shown.get().out().replace('=', ':');
        String state = Host.field(text, "ActiveState");
        String restarts = Host.field(text, "NRestarts");
        if (!Host.field(text, "LoadState").equals("loaded")) {
            findings.skipped(Check.UNIT, UNIT, "there is no such unit", looked);
        } else if (state.equals("failed") || state.equals("activating")) {
            findings.failure(
                    Check.UNIT,
                    UNIT,
                    "it is " + state + " (" + Host.field(text, "Result") + ", restarts: " + restarts + ")",
                    looked);
        } else if (!restarts.isEmpty() && !restarts.equals("0")) {
            findings.warning(Check.UNIT, UNIT, "it is " + state + ", and was restarted " + restarts + " times", looked);
        } else {
            findings.pass(Check.UNIT, UNIT, "it is " + state, looked);
        }
    }

    /** SG_IO passes PERSISTENT RESERVE OUT with CAP_SYS_RAWIO only; a helper may leave it to the threads that send commands. */
    private void capability(int helper) {
        String folder = "proc/" + helper + "/task";
        String looked = "/" + folder + "/*/status";
        boolean read = false;
        for (String thread : host.list(folder)) {
            String effective = Host.field(host.text(folder + "/" + thread + "/status"), "CapEff");
            if (effective.matches("[0-9a-f]{1,16}")) {
                read = true;
                if ((Long.parseUnsignedLong(effective, 16) & CAP_SYS_RAWIO) != 0) {
                    findings.pass(Check.HELPER_CAPABILITY, "helper " + helper, "it has CAP_SYS_RAWIO", looked);
                    return;
                }
            }
        }
        if (read) {
            findings.failure(
                    Check.HELPER_CAPABILITY,
                    "helper " + helper,
                    "no thread of it has CAP_SYS_RAWIO: disks refuse its commands",
                    looked);
        } else {
            findings.skipped(Check.HELPER_CAPABILITY, "helper " + helper, "its threads are not to be seen", looked);
        }
    }

    private void limits(int helper, String socket) {
        String folder = "proc/" + helper;
        String limits = host.text(folder + "/limits");
        boolean near = limit(
                helper,
                "open files",
                host.list(folder + "/fd").size(),
                limit(limits, "Max open files"),
                "/" + folder + "/limits");
        String group = host.text(folder + "/cgroup")
                .lines()
                .filter(line -> line.startsWith("0::"))
                .map(line -> line.substring(3))
                .findFirst()
                .orElse("");
        String tasks = "sys/fs/cgroup" + group;
        near |= limit(
                helper,
                "tasks",
                number(host.text(tasks + "/pids.current")),
                number(host.text(tasks + "/pids.max")),
                "/" + tasks + "/pids.max");
        near |= limit(helper, "connections", connections(socket), most(helper), "/proc/net/unix");
        if (!near && !limits.isEmpty()) {
            findings.pass(
                    Check.HELPER_LIMITS,
                    "helper " + helper,
                    "it is far from its limits",
                    "open files, tasks of its cgroup, connections");
        }
    }

    private boolean limit(int helper, String what, long used, long most, String looked) {
        if (most <= 0 || used < NEAR * most) {
            return false;
        }
        findings.add(
                Check.HELPER_LIMITS,
                used >= most ? Result.FAILURE : Result.WARNING,
                "helper " + helper,
                used + " of " + most + " " + what + " are in use",
                looked);
        return true;
    }

    /** The soft limit (proc_pid_limits(5)). */
    private static long limit(String limits, String name) {
        return limits.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> number(words(line.substring(name.length()).strip()).getFirst()))
                .findFirst()
                .orElse(0L);
    }

    private static long number(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    /** Accepted connections have the path of their listener, and state 03 (proc(5)). */
    private long connections(String socket) {
        return host.text("proc/net/unix")
                .lines()
                .map(line -> words(line.strip()))
                .filter(words -> words.size() == 8
                        && words.get(5).equals("03")
                        && words.get(7).equals(socket))
                .count();
    }

    private long most(int helper) {
        List<String> arguments = host.arguments(helper);
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).startsWith("--max-connections=")) {
                return number(arguments.get(i).substring("--max-connections=".length()));
            }
            if (arguments.get(i).equals("--max-connections") && i + 1 < arguments.size()) {
                return number(arguments.get(i + 1));
            }
        }
        return DEFAULT_CONNECTIONS;
    }
}
