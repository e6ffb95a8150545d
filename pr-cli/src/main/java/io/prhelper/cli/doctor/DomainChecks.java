// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.doctor;

import io.prhelper.cli.doctor.Host.Ran;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A machine of libvirt, by its XML (libvirt, {@code formatdomain}: {@code disk}, {@code reservations}). */
final class DomainChecks {
    private final Host host;
    private final Findings findings;

    DomainChecks(Host host, Findings findings) {
        this.host = host;
        this.findings = findings;
    }

    /** Looks at its disks; the result is the host's devices that they are. */
    List<String> check(String name) {
        String looked = "virsh dumpxml " + name;
        Optional<Ran> ran = host.run("virsh", "dumpxml", "--", name);
        if (ran.isEmpty()) {
            findings.failure(Check.VM, name, "virsh is not installed here", looked);
            return List.of();
        }
        if (ran.get().status() != 0) {
            findings.failure(
                    Check.VM, name, "libvirt does not tell of it: " + ran.get().out(), looked);
            return List.of();
        }
        try {
            return disks(name, Markup.parse(ran.get().out()), looked);
        } catch (IllegalArgumentException notWellFormed) {
            findings.failure(Check.VM, name, "its XML can not be read: " + notWellFormed.getMessage(), looked);
            return List.of();
        }
    }

    private List<String> disks(String name, Markup domain, String looked) {
        List<String> devices = new ArrayList<>();
        boolean virtio = domain.all("devices", "controller").stream()
                .anyMatch(one -> one.attribute("type").equals("scsi")
                        && one.attribute("model").startsWith("virtio"));
        for (Markup disk : domain.all("devices", "disk")) {
            String device = disk.first("source").attribute("dev");
            if (!device.isEmpty()) {
                devices.add(device);
                disk(name + " " + device, disk, virtio, looked);
            }
        }
        if (devices.isEmpty()) {
            findings.failure(Check.VM_DEVICE, name, "it has no disk that is a device of the host", looked);
        } else {
            findings.pass(Check.VM, name, "libvirt tells of it, and of devices of the host: " + devices.size(), looked);
        }
        return devices;
    }

    private void disk(String subject, Markup disk, boolean virtio, String looked) {
        Markup reservations = disk.first("source", "reservations");
        boolean meant = !reservations.name().isEmpty();
        String device = disk.attribute("device");
        if (device.equals("lun")) {
            findings.pass(Check.VM_DEVICE, subject, "its device is lun", looked);
        } else if (meant) {
            findings.failure(
                    Check.VM_DEVICE, subject, "its device is " + device + ": no SCSI command is passed on", looked);
        } else {
            findings.skipped(Check.VM_RESERVATIONS, subject, "a disk without reservations", looked);
            return;
        }
        String bus = disk.first("target").attribute("bus");
        if (!bus.equals("scsi")) {
            findings.failure(Check.VM_BUS, subject, "its bus is " + bus + ", not scsi", looked);
        } else if (!virtio) {
            findings.warning(Check.VM_BUS, subject, "no SCSI controller of the machine is virtio-scsi", looked);
        } else {
            findings.pass(Check.VM_BUS, subject, "its bus is scsi, with virtio-scsi", looked);
        }
        reservations(subject, reservations, meant, looked);
        policy(subject, disk.first("driver"), looked);
    }

    private void reservations(String subject, Markup reservations, boolean meant, String looked) {
        String managed = reservations.attribute("managed");
        String path = reservations.first("source").attribute("path");
        if (!meant) {
            findings.failure(
                    Check.VM_RESERVATIONS, subject, "a lun without <reservations>: the guest's are refused", looked);
        } else if (managed.equals("yes")) {
            findings.pass(Check.VM_RESERVATIONS, subject, "libvirt runs a helper of its own for it", looked);
        } else if (!path.startsWith("/")) {
            findings.failure(Check.VM_RESERVATIONS, subject, "<reservations> names no socket", looked);
        } else if (!host.exists(path)) {
            findings.failure(
                    Check.VM_RESERVATIONS,
                    subject,
                    "there is no socket " + path + ", which it names",
                    looked + ", " + path);
        } else {
            findings.pass(Check.VM_RESERVATIONS, subject, "it connects to " + path, looked);
        }
    }

    private void policy(String subject, Markup driver, String looked) {
        for (String name : List.of("error_policy", "rerror_policy")) {
            String value = driver.attribute(name);
            if (value.equals("stop") || value.equals("ignore")) {
                findings.failure(
                        Check.ERROR_POLICY,
                        subject,
                        name + " is " + value + ": a reservation conflict "
                                + (value.equals("stop")
                                        ? "pauses the machine instead of reaching the guest"
                                        : "is hidden from the guest"),
                        looked);
                return;
            }
        }
        findings.pass(Check.ERROR_POLICY, subject, "a conflict is reported to the guest", looked);
    }
}
