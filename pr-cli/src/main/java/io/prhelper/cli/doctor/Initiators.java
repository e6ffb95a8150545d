// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.doctor;

import io.prhelper.core.scsi.TransportId;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The initiator ports of this host ({@code Documentation/ABI/testing/sysfs-class-iscsi_session}, {@code -fc_host}).
 *
 * @param names iSCSI names
 * @param sessions ISIDs of the sessions that there are
 * @param ports Fibre Channel port names
 */
record Initiators(Set<String> names, Set<Long> sessions, Set<Long> ports) {
    private static final String NAME = "InitiatorName=";

    /** Those of a host. */
    static Initiators of(Host host) {
        Set<String> names = new HashSet<>();
        Set<Long> sessions = new HashSet<>();
        Set<Long> ports = new HashSet<>();
        host.text("etc/iscsi/initiatorname.iscsi")
                .lines()
                .filter(line -> line.startsWith(NAME))
                .forEach(line -> names.add(line.substring(NAME.length()).strip()));
        for (String session : host.list("sys/class/iscsi_session")) {
            String folder = "sys/class/iscsi_session/" + session;
            names.add(host.text(folder + "/initiatorname"));
            add(sessions, host.text(folder + "/isid"));
        }
        for (String port : host.list("sys/class/fc_host")) {
            add(ports, host.text("sys/class/fc_host/" + port + "/port_name"));
        }
        names.remove("");
        return new Initiators(names, sessions, ports);
    }

    private static void add(Set<Long> numbers, String text) {
        String digits = text.toLowerCase(Locale.ROOT).replaceFirst("^0x", "");
        if (digits.matches("[0-9a-f]{1,16}")) {
            numbers.add(Long.parseUnsignedLong(digits, 16));
        }
    }

    /** Whether there is any of which a registration could be told to be this host's. */
    boolean isKnown() {
        return !names.isEmpty() || !ports.isEmpty();
    }

    /** A port of this host. */
    boolean isOwn(TransportId port) {
        return switch (port.meaning()) {
            case TransportId.IscsiPort(String name, long isid) -> names.contains(name) && sessions.contains(isid);
            case TransportId.FibreChannel(long name) -> ports.contains(name);
            default -> false;
        };
    }

    /** A port by this host's name, of a session that it does not have. */
    boolean isStale(TransportId port) {
        return port.meaning() instanceof TransportId.IscsiPort(String name, long isid)
                && names.contains(name)
                && !sessions.isEmpty()
                && !sessions.contains(isid);
    }
}
