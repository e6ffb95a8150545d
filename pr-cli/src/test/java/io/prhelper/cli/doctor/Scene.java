// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.doctor;

import io.prhelper.cli.sight.PrReader;
import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A host below a folder: files as the kernel and libvirt write them, programs that are shell scripts, disks that are simulated. */
final class Scene {
    static final String SOCKET = "/run/pr.sock";
    private static final String ROOT = "Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nGroups:\t0\nCapEff:\t000001ffffffffff\n";

    private final Path root;
    private final Map<String, Disks> disks = new HashMap<>();

    Scene(Path root) {
        this.root = root;
        file("proc/sys/kernel/osrelease", "6.1.0-57-amd64\n");
        file("proc/self/status", ROOT);
    }

    Path at(String path) {
        return root.resolve(path.startsWith("/") ? path.substring(1) : path);
    }

    Scene file(String path, String text) {
        try {
            Files.createDirectories(at(path).getParent());
            Files.writeString(at(path), text);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
        return this;
    }

    Scene link(String path, String target) {
        try {
            Files.createDirectories(at(path).getParent());
            Files.createSymbolicLink(at(path), Path.of(target));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
        return this;
    }

    /** A program that is a script of sh(1). */
    Scene program(String path, String script) {
        file(path, "#!/bin/sh\n" + script + "\n");
        try {
            Files.setPosixFilePermissions(at(path), PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
        return this;
    }

    /** A block device; its node says its number. */
    Scene node(String path, String number) {
        return file(path, "b " + number).file("sys/dev/block/" + number + "/ro", "0\n");
    }

    /** A SCSI disk that answers as a port does. */
    Scene disk(String name, String number, ScsiPort port) {
        answer(name, port);
        return scsi(name, number);
    }

    /** A disk answers as another port from now on. */
    void answer(String name, ScsiPort port) {
        disks.put("/dev/" + name, _ -> Disks.ask(reader(port)));
    }

    /** A SCSI disk that answers so. */
    Scene disk(String name, String number, Disks.Said said) {
        disks.put("/dev/" + name, _ -> said);
        return scsi(name, number);
    }

    private Scene scsi(String name, String number) {
        return node("/dev/" + name, number)
                .link("sys/dev/block/" + number + "/device/subsystem", "../../../bus/scsi")
                .file("sys/block/" + name + "/device/state", "running\n");
    }

    /** A map of disks that are there already, and that answers as the first of them. */
    Scene map(String name, String number, String... paths) {
        node("/dev/mapper/" + name, number)
                .file("sys/dev/block/" + number + "/dm/uuid", "mpath-36001405")
                .file("sys/dev/block/" + number + "/dm/name", name);
        for (String path : paths) {
            file("sys/dev/block/" + number + "/slaves/" + path + "/dev", "");
        }
        Disks first = disks.get("/dev/" + paths[0]);
        if (first != null) {
            disks.put("/dev/mapper/" + name, first);
        }
        return this;
    }

    /** A process; the user may be any, the capabilities all or none. */
    Scene process(int pid, int user, boolean capable, String... arguments) {
        String status = "Uid:\t" + user + "\t" + user + "\t0\t0\nGid:\t" + user + "\t0\t0\t0\nGroups:\t" + user
                + "\nCapEff:\t" + (capable ? "0000000000020000" : "0000000000000000") + "\n";
        String name = arguments[0].substring(arguments[0].lastIndexOf('/') + 1);
        return file("proc/" + pid + "/cmdline", String.join("\0", arguments) + "\0")
                .file("proc/" + pid + "/comm", name + "\n")
                .file("proc/" + pid + "/status", status)
                .file("proc/" + pid + "/task/" + pid + "/status", status);
    }

    /** What is found. */
    Findings look(String... devices) {
        return lookAtMachine(null, devices);
    }

    /** What is found, of a machine of libvirt as well. */
    Findings lookAtMachine(@Nullable String machine, String... devices) {
        Host host = new Host(root) {
            @Override
            Optional<Node> node(String path) {
                String text = text(path);
                return text.matches("[bc] [0-9:]+")
                        ? Optional.of(new Node(text.charAt(0), text.substring(2)))
                        : Optional.empty();
            }
        };
        Disks asked = node -> {
            Disks disk = disks.get("/" + root.relativize(node));
            if (disk == null) {
                throw new IOException("can not open " + node.getFileName());
            }
            return disk.ask(node);
        };
        return new Doctor(host, asked).look(List.of(devices), SOCKET, machine);
    }

    /** Asks a simulated disk. */
    static PrReader reader(ScsiPort port) {
        return new PrReader() {
            @Override
            public <T extends PrInData> PrOutcome<T> ask(PrQuery<T> query) {
                ScsiExchange exchange = ScsiExchange.allocate();
                exchange.put(query.command().cdb(), query.command().dataOut());
                port.execute(exchange);
                return PrOutcome.of(exchange, query);
            }

            @Override
            public void close() {}
        };
    }
}
