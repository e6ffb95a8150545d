// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All checks, in the order in which one would look. */
public final class Doctor {
    private final Host host;
    private final Disks disks;
    private final Findings findings = new Findings();

    Doctor(Host host, Disks disks) {
        this.host = host;
        this.disks = disks;
    }

    /** Looks at this host. */
    public static Findings examine(List<String> devices, String socket, @Nullable String machine) {
        return new Doctor(new Host(Path.of("/")), Disks.real()).look(devices, socket, machine);
    }

    /**
     * Looks at everything.
     *
     * @param devices paths; without any, those that running machines have a pr-manager for
     * @param socket the helper's
     * @param name a machine of libvirt, or null
     */
    Findings look(List<String> devices, String socket, @Nullable String name) {
        HostChecks.check(host, findings);
        MachineChecks qemu = new MachineChecks(host, findings);
        List<Machine> machines = qemu.machines();
        Helpers helpers = new Helpers(host, findings);
        helpers.check(socket, machines);
        Set<String> all = new LinkedHashSet<>(devices);
        if (name != null) {
            all.addAll(new DomainChecks(host, findings).check(name));
        }
        if (all.isEmpty()) {
            all.addAll(ofMachines(machines));
        }
        for (String device : all) {
            if (new DiskChecks(host, disks, findings).check(device) == DiskChecks.Kind.MAP) {
                new MapChecks(host, disks, findings).check(device, helpers.processes());
            }
        }
        qemu.check(machines, new ArrayList<>(all));
        return findings;
    }

    private static List<String> ofMachines(List<Machine> machines) {
        return machines.stream()
                .flatMap(machine -> machine.disks().stream())
                .filter(disk -> !disk.manager().isEmpty())
                .map(Machine.Disk::file)
                // A command line is its user's, who is to lead nobody to what anybody may replace.
                .filter(file -> !file.startsWith("/dev/shm/") && !file.contains("/.."))
                .distinct()
                .toList();
    }
}
