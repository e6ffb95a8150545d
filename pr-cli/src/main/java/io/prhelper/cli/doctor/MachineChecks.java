// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.doctor;

import io.prhelper.cli.doctor.Host.Node;
import io.prhelper.cli.doctor.Host.Ran;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The running virtual machines: how their disks are attached, and whether two of them have one disk. */
final class MachineChecks {
    /** The first release that takes reservations along. */
    private static final int MIGRATES = 11;

    /** The first release with pr-manager-helper is 3.0. */
    private static final int FIRST = 3;

    /** The QEMU that virtualizes, and does not emulate, as distributions call it. */
    private static final String OF_THIS_PROCESSOR = "qemu-system-"
            + switch (System.getProperty("os.arch")) {
                case "amd64" -> "x86_64";
                case "ppc64le" -> "ppc64";
                case String arch -> arch;
            };

    private final Host host;
    private final Findings findings;

    MachineChecks(Host host, Findings findings) {
        this.host = host;
        this.findings = findings;
    }

    /** The machines that run. */
    List<Machine> machines() {
        List<Machine> machines = new ArrayList<>();
        for (int process : host.processes()) {
            Machine machine = Machine.of(host, process);
            if (machine != null) {
                machines.add(machine);
            }
        }
        return machines;
    }

    /**
     * Looks at all machines.
     *
     * @param asked disks that are to have reservations, even if their machine does not say so
     */
    void check(List<Machine> machines, List<String> asked) {
        Set<String> numbers = new TreeSet<>();
        asked.forEach(path -> host.node(path).ifPresent(node -> numbers.add(number(node))));
        versions(machines);
        for (Machine machine : machines) {
            for (Map.Entry<String, String> manager : machine.managers().entrySet()) {
                socket(machine, manager.getValue());
            }
            for (Machine.Disk disk : machine.disks()) {
                boolean meant = numbers.contains(number(disk.file()));
                if (meant || !disk.manager().isEmpty()) {
                    disk(machine, disk);
                }
            }
        }
        shared(machines, numbers);
    }

    private static String number(Node node) {
        return node.kind() + node.number();
    }

    private String number(String file) {
        return host.node(file).map(MachineChecks::number).orElse(file);
    }

    private void versions(List<Machine> machines) {
        Map<String, List<String>> programs = new TreeMap<>();
        for (Machine machine : machines) {
            programs.computeIfAbsent(program(machine), _ -> new ArrayList<>()).add(machine.name());
        }
        if (machines.isEmpty()) {
            List<Path> installed = Stream.of(OF_THIS_PROCESSOR, "qemu-kvm")
                    .flatMap(name -> host.program(name).stream())
                    .toList();
            installed.forEach(path -> version(path, "", path.toString()));
            if (installed.isEmpty()) {
                findings.skipped(Check.QEMU_VERSION, "", "no QEMU runs or is installed", "/proc/PID/cmdline, /usr/bin");
            }
        }
        programs.forEach((program, names) -> {
            String all = String.join(", ", names);
            if (program.startsWith("/") && host.isTrusted(host.at(program).normalize())) {
                version(host.at(program).normalize(), all, program);
            } else {
                findings.skipped(
                        Check.QEMU_VERSION,
                        all,
                        program + " is not run: others than root may write there",
                        "owner and mode of " + program);
            }
        });
    }

    private String program(Machine machine) {
        String program = host.link("proc/" + machine.pid() + "/exe");
        return program.isEmpty() ? host.arguments(machine.pid()).getFirst() : program.replace(" (deleted)", "");
    }

    private void version(Path program, String machines, String shown) {
        String looked = shown + " --version";
        Optional<Ran> ran = host.run(program, "--version");
        String said = ran.map(Ran::out).orElse("");
        String mark = "version ";
        int at = said.indexOf(mark);
        String version = at < 0 ? "" : said.substring(at + mark.length()).replaceFirst("(?s)[^0-9.].*", "");
        String first = version.replaceFirst("\\..*", "");
        if (!first.matches("[0-9]{1,4}")) {
            findings.skipped(Check.QEMU_VERSION, machines, "QEMU does not tell its version", looked);
            return;
        }
        int major = Integer.parseInt(first);
        if (major < FIRST) {
            findings.failure(Check.QEMU_VERSION, machines, "QEMU " + version + " has no pr-manager-helper", looked);
            return;
        }
        findings.pass(Check.QEMU_VERSION, machines, "QEMU " + version, looked);
        if (major < MIGRATES) {
            findings.warning(
                    Check.MIGRATION,
                    machines,
                    "QEMU " + version + " leaves the reservation behind when a machine migrates",
                    looked);
        } else {
            findings.pass(
                    Check.MIGRATION, machines, "QEMU " + version + " can take reservations along (migrate-pr)", looked);
        }
    }

    private void socket(Machine machine, String path) {
        String looked = cmdline(machine);
        if (!path.startsWith("/")) {
            findings.failure(
                    Check.QEMU_SOCKET, machine.name(), "its pr-manager-helper names no path: '" + path + "'", looked);
        } else if (!host.exists(path)) {
            findings.failure(
                    Check.QEMU_SOCKET,
                    machine.name(),
                    "its pr-manager-helper connects to " + path + ", where there is no socket",
                    looked + ", " + path);
        } else {
            findings.pass(Check.QEMU_SOCKET, machine.name(), "it connects to " + path, looked);
        }
    }

    private static String cmdline(Machine machine) {
        return "/proc/" + machine.pid() + "/cmdline";
    }

    private void disk(Machine machine, Machine.Disk disk) {
        String subject = machine.name() + " " + disk.file();
        String looked = cmdline(machine);
        if (disk.manager().isEmpty()) {
            findings.failure(Check.PR_MANAGER, subject, "no pr-manager: QEMU itself may not send reservations", looked);
        } else if (!machine.managers().containsKey(disk.manager())) {
            findings.failure(
                    Check.PR_MANAGER,
                    subject,
                    "its pr-manager " + disk.manager() + " is no pr-manager-helper object",
                    looked);
        } else {
            findings.pass(Check.PR_MANAGER, subject, "its pr-manager is " + disk.manager(), looked);
        }
        switch (disk.driver()) {
            case "scsi-block", "scsi-generic" ->
                findings.pass(Check.SCSI_BLOCK, subject, "it is attached as " + disk.driver(), looked);
            case "" ->
                findings.skipped(Check.SCSI_BLOCK, subject, "it is attached to nothing that is to be seen", looked);
            default ->
                findings.failure(
                        Check.SCSI_BLOCK,
                        subject,
                        "it is attached as " + disk.driver() + ", which passes no reservations on",
                        looked);
        }
        policy(subject, disk, looked);
        if (disk.options().getOrDefault("migrate-pr", "").equals("off")) {
            findings.warning(
                    Check.MIGRATION, subject, "migrate-pr is off: a migration leaves the reservation behind", looked);
        }
    }

    /** Without an option QEMU reports errors of reads, and those of writes but ENOSPC (qemu(1), {@code werror}). */
    private void policy(String subject, Machine.Disk disk, String looked) {
        List<String> stops = new ArrayList<>();
        for (String option : List.of("rerror", "werror")) {
            String value = disk.options().getOrDefault(option, "");
            if (value.equals("stop") || value.equals("ignore")) {
                stops.add(option + "=" + value);
            }
        }
        if (stops.isEmpty()) {
            findings.pass(Check.ERROR_POLICY, subject, "a conflict is reported to the guest", looked);
        } else {
            boolean stop = stops.toString().contains("stop");
            findings.failure(
                    Check.ERROR_POLICY,
                    subject,
                    String.join(", ", stops)
                            + (stop
                                    ? ": a reservation conflict pauses the machine instead of reaching the guest"
                                    : ": the guest takes a refused write for a good one"),
                    looked);
        }
    }

    /** All machines of a host are one initiator to the disk: what one reserves keeps none of the others out. */
    private void shared(List<Machine> machines, Set<String> asked) {
        Map<String, Set<String>> users = new TreeMap<>();
        for (Machine machine : machines) {
            for (Machine.Disk disk : machine.disks()) {
                String number = number(disk.file());
                if (!disk.manager().isEmpty() || asked.contains(number)) {
                    users.computeIfAbsent(number, _ -> new TreeSet<>())
                            .add(machine.name() + " (pid " + machine.pid() + ", " + disk.file() + ")");
                }
            }
        }
        users.values().stream()
                .filter(names -> names.size() > 1)
                .forEach(names -> findings.failure(
                        Check.SHARED_DISK,
                        "",
                        "one disk in several machines of this host, which are one initiator to it: "
                                + String.join(", ", names),
                        "/proc/PID/cmdline"));
    }
}
