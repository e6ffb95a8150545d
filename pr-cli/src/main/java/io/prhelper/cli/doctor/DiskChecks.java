// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.doctor;

import io.prhelper.cli.doctor.Disks.Said;
import io.prhelper.cli.doctor.Host.Node;
import io.prhelper.cli.sight.LocalPorts;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.ReadFullStatusData;
import io.prhelper.core.pr.ReadFullStatusData.Registration;
import io.prhelper.core.pr.ReportCapabilitiesData;
import io.prhelper.core.pr.ReportCapabilitiesData.Support;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.TransportId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A disk: what it is, what it can, who of this host is registered with it. */
final class DiskChecks {
    private static final List<ReservationType> OF_CLUSTERS =
            List.of(ReservationType.WRITE_EXCLUSIVE, ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY);

    /** Major number of SCSI tapes ({@code linux/major.h}). */
    private static final String TAPE = "9:";

    /** More than a disk has registrations. */
    private static final int MANY = 1 << 20;

    private final Host host;
    private final Disks disks;
    private final Findings findings;

    DiskChecks(Host host, Disks disks, Findings findings) {
        this.host = host;
        this.disks = disks;
        this.findings = findings;
    }

    /** What a path turned out to be. */
    enum Kind {
        DISK,
        MAP,
        NOTHING
    }

    /** Looks at a disk; the result tells whether it can be asked more. */
    Kind check(String path) {
        Optional<Node> node = path.startsWith("/") ? host.node(path) : Optional.empty();
        if (node.isEmpty()) {
            String what = !path.startsWith("/")
                    ? "an absolute path is needed"
                    : host.exists(path) ? "it is no device" : "there is nothing at that path";
            findings.failure(Check.NODE, path, what, path);
            return Kind.NOTHING;
        }
        Kind kind = kind(path, node.get());
        if (kind != Kind.NOTHING) {
            readOnly(path, node.get());
            if (node.get().number().startsWith(TAPE) && node.get().kind() == 'c') {
                findings.skipped(Check.RESERVATIONS, path, "a tape is not opened: closing it may rewind it", path);
            } else {
                ask(path);
            }
        }
        return kind;
    }

    /** Where sysfs(5) describes it. */
    private static String sysfs(Node node) {
        return "sys/dev/" + (node.kind() == 'b' ? "block/" : "char/") + node.number();
    }

    private Kind kind(String path, Node node) {
        String sysfs = sysfs(node);
        String looked = "/" + sysfs;
        if (!host.exists(sysfs)) {
            findings.failure(Check.NODE, path, "the kernel knows no device " + node.number(), looked);
            return Kind.NOTHING;
        }
        if (host.exists(sysfs + "/partition")) {
            findings.failure(Check.PART, path, "it is a partition", looked + "/partition");
            return Kind.NOTHING;
        }
        String mapped = host.text(sysfs + "/dm/uuid");
        if (mapped.startsWith("mpath-")) {
            findings.pass(
                    Check.NODE, path, "it is the multipath map " + host.text(sysfs + "/dm/name"), looked + "/dm/uuid");
            return Kind.MAP;
        }
        if (!mapped.isEmpty() || host.exists(sysfs + "/dm")) {
            String kind = mapped.startsWith("LVM-") ? "a logical volume" : "a mapped device (" + mapped + ")";
            findings.failure(Check.PART, path, "it is " + kind + ", a part of disks", looked + "/dm/uuid");
            return Kind.NOTHING;
        }
        String subsystem = host.link(sysfs + "/device/subsystem");
        if (subsystem.endsWith("/scsi")) {
            String name = host.text(sysfs + "/device/vendor") + " " + host.text(sysfs + "/device/model");
            findings.pass(Check.NODE, path, ("it is a SCSI device, " + name).strip(), looked + "/device/subsystem");
            return Kind.DISK;
        }
        findings.failure(
                Check.NODE, path, "it is no SCSI disk but " + driver(sysfs, subsystem), looked + "/device/subsystem");
        return Kind.NOTHING;
    }

    private String driver(String sysfs, String subsystem) {
        String name = host.link(sysfs);
        name = name.substring(name.lastIndexOf('/') + 1);
        if (subsystem.endsWith("/virtio")) {
            return "virtio-blk";
        }
        if (subsystem.contains("nvme")) {
            return "NVMe, which has reservations of its own";
        }
        if (name.startsWith("loop")) {
            return "a loop device";
        }
        return name.isEmpty() ? "of another driver" : name;
    }

    private void readOnly(String path, Node node) {
        String file = sysfs(node) + "/ro";
        if (host.text(file).equals("1")) {
            findings.failure(Check.READ_ONLY, path, "it can only be read", "/" + file);
        } else {
            findings.pass(Check.READ_ONLY, path, "it can be written", "/" + file);
        }
    }

    private void ask(String path) {
        Said said;
        try {
            said = disks.ask(host.at(path));
        } catch (IOException closed) {
            findings.skipped(Check.RESERVATIONS, path, "it can not be asked: " + closed.getMessage(), "READ KEYS");
            return;
        }
        for (String attention : said.attentions()) {
            findings.warning(
                    Check.UNIT_ATTENTION,
                    path,
                    "it told this instead of the guest, which does not learn of it: " + attention,
                    "READ KEYS");
        }
        switch (said.keys()) {
            case PrOutcome.Good(var keys) ->
                findings.pass(
                        Check.RESERVATIONS,
                        path,
                        "it has reservations, and registrations: " + keys.keys().size(),
                        "READ KEYS");
            default -> {
                boolean unknown = said.keys().toString().contains("05/20/00");
                findings.failure(
                        Check.RESERVATIONS,
                        path,
                        unknown
                                ? "it has no persistent reservations"
                                : "it does not tell its registrations: " + said.keys(),
                        "READ KEYS: " + said.keys());
                return;
            }
        }
        if (said.capabilities() instanceof PrOutcome.Good<ReportCapabilitiesData>(ReportCapabilitiesData can)) {
            capabilities(path, can);
        } else {
            findings.skipped(
                    Check.TYPES, path, "it does not tell its types", "REPORT CAPABILITIES: " + said.capabilities());
        }
        ownPorts(path, said);
    }

    private void capabilities(String path, ReportCapabilitiesData can) {
        String looked = "REPORT CAPABILITIES";
        List<String> missing = new ArrayList<>();
        for (ReservationType type : OF_CLUSTERS) {
            if (can.supports(type) == Support.NO) {
                missing.add(type.name().replace('_', ' '));
            }
        }
        if (missing.isEmpty()) {
            findings.pass(Check.TYPES, path, "it has the types that clusters use", looked);
        } else {
            findings.warning(Check.TYPES, path, "it lacks " + String.join(", ", missing), looked);
        }
        switch (can.persistThroughPowerLoss()) {
            case YES -> findings.pass(Check.APTPL, path, "registrations can outlive a power loss (APTPL)", looked);
            case NO ->
                findings.warning(
                        Check.APTPL, path, "registrations end when the storage loses power (no APTPL)", looked);
            case UNKNOWN ->
                findings.skipped(
                        Check.APTPL, path, "it does not tell whether registrations outlive a power loss", looked);
        }
    }

    /** Who of this host is registered: by iSCSI's name of the host and a session that is not there any more. */
    private void ownPorts(String path, Said said) {
        if (!(said.fullStatus() instanceof PrOutcome.Good(var status))) {
            return;
        }
        LocalPorts own = host.ports();
        List<String> stale = new ArrayList<>();
        for (Registration one : status.registrations()) {
            if (one.transportId().meaning() instanceof TransportId.IscsiPort
                    && own.relation(one.transportId()) == LocalPorts.Relation.EARLIER_SESSION) {
                stale.add(one.transportId().meaning() + " with key " + one.key()
                        + (one.holder() ? ", which holds the reservation" : ""));
            }
        }
        stale.addAll(more(status));
        String looked = "READ FULL STATUS, /sys/class/iscsi_session, /etc/iscsi/initiatorname.iscsi";
        if (!stale.isEmpty()) {
            findings.warning(
                    Check.STALE_REGISTRATION,
                    path,
                    "this host is registered by a session that it does not have any more: " + String.join("; ", stale),
                    looked);
        } else {
            findings.pass(Check.STALE_REGISTRATION, path, "no old session of this host is registered", looked);
        }
    }

    /** Where the kernel does not tell ISIDs: more sessions of a name are registered than there are. */
    private List<String> more(ReadFullStatusData status) {
        Map<String, Integer> sessions = new TreeMap<>();
        for (String session : host.list("sys/class/iscsi_session")) {
            String folder = "sys/class/iscsi_session/" + session;
            sessions.merge(
                    host.text(folder + "/initiatorname"), host.exists(folder + "/isid") ? MANY : 1, Integer::sum);
        }
        Map<String, Set<Long>> registered = new TreeMap<>();
        for (Registration one : status.registrations()) {
            if (one.transportId().meaning() instanceof TransportId.IscsiPort(String name, long isid)) {
                registered.computeIfAbsent(name, _ -> new TreeSet<>()).add(isid);
            }
        }
        return registered.entrySet().stream()
                .filter(name -> name.getValue().size() > sessions.getOrDefault(name.getKey(), MANY))
                .map(name -> "iscsi," + name.getKey() + " is registered from "
                        + name.getValue().size() + " sessions and has " + sessions.get(name.getKey()))
                .toList();
    }
}
