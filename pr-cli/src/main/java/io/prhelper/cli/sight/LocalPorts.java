// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.sight;

import io.prhelper.core.scsi.TransportId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * The initiator ports of this host, from sysfs: {@code class/fc_host}, {@code class/sas_phy}, {@code class/iscsi_session}
 * ({@code drivers/scsi/scsi_transport_*.c}).
 */
public final class LocalPorts {
    /** What a registration has to do with this host. */
    public enum Relation {
        /** A port of this host made it; where the kernel does not tell the ISID of a session, any port of that name. */
        THIS_HOST,
        /** Its iSCSI name is this host's, with an ISID that no session of it has now: what is left from an earlier boot, or from another program. */
        EARLIER_SESSION,
        /** It is another host's, or this host's ports are not known. */
        OTHER
    }

    private final Set<TransportId> ports = new HashSet<>();
    private final Set<String> iscsiNames = new HashSet<>();

    /** Names with a session whose ISID the kernel does not tell: iscsi_tcp's of Linux 6.1 has no such file. */
    private final Set<String> withoutIsid = new HashSet<>();

    private LocalPorts(Host host) {
        read(host, "sys/class/fc_host", "port_name", TransportId.FibreChannel::new);
        read(host, "sys/class/sas_phy", "sas_address", TransportId.Sas::new);
        for (String session : host.names("sys/class/iscsi_session")) {
            String folder = "sys/class/iscsi_session/" + session;
            Optional<String> name = host.text(folder + "/initiatorname");
            Optional<String> isid = host.text(folder + "/isid");
            name.ifPresent(iscsiNames::add);
            try {
                if (name.isPresent() && isid.isPresent()) {
                    ports.add(new TransportId.IscsiPort(name.get(), Long.parseUnsignedLong(isid.get(), 16)));
                } else {
                    name.ifPresent(withoutIsid::add);
                }
            } catch (IllegalArgumentException odd) {
                // A name or number that no session can have: no registration is known by it.
            }
        }
        host.text("etc/iscsi/initiatorname.iscsi")
                .ifPresent(file -> file.lines()
                        .filter(line -> line.startsWith("InitiatorName="))
                        .forEach(line -> iscsiNames.add(
                                line.substring(line.indexOf('=') + 1).strip())));
    }

    private void read(Host host, String folder, String file, LongFunction<TransportId> port) {
        for (String name : host.names(folder)) {
            host.text(folder + "/" + name + "/" + file)
                    .filter(text -> text.matches("0x[0-9a-f]{16}"))
                    .ifPresent(text -> ports.add(port.apply(Long.parseUnsignedLong(text.substring(2), 16))));
        }
    }

    /** Those of a host. */
    public static LocalPorts of(Host host) {
        return new LocalPorts(host);
    }

    /** Whose port a registration names. */
    public Relation relation(TransportId id) {
        TransportId meaning = id.meaning();
        if (ports.contains(meaning)
                || (meaning instanceof TransportId.Iscsi iscsi && withoutIsid.contains(iscsi.name()))) {
            return Relation.THIS_HOST;
        }
        return meaning instanceof TransportId.Iscsi iscsi && iscsiNames.contains(iscsi.name())
                ? Relation.EARLIER_SESSION
                : Relation.OTHER;
    }
}
