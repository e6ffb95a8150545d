// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

import io.prhelper.core.scsi.TransportId;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The nexuses between some initiator ports and some target ports of a logical unit, numbered by initiator port, then by target port.
 *
 * @param initiators what the target knows them by
 * @param targetPorts relative target port identifiers, 1 to FFFFh
 */
public record Topology(List<TransportId> initiators, List<Integer> targetPorts) {
    /** Copies the lists, and checks that nothing is there twice or out of range. */
    public Topology {
        initiators = List.copyOf(initiators);
        targetPorts = List.copyOf(targetPorts);
        if (initiators.isEmpty() || targetPorts.isEmpty()) {
            throw new IllegalArgumentException("at least one port at each end: " + initiators + ", " + targetPorts);
        }
        if (new HashSet<>(initiators).size() < initiators.size()
                || new HashSet<>(targetPorts).size() < targetPorts.size()) {
            throw new IllegalArgumentException("a port is there twice: " + initiators + ", " + targetPorts);
        }
        if (targetPorts.stream().anyMatch(id -> id < 1 || id > 0xffff)) {
            throw new IllegalArgumentException("a relative target port identifier is 1 to 65535: " + targetPorts);
        }
    }

    /** {@return how many nexuses there are} */
    public int nexuses() {
        return initiators.size() * targetPorts.size();
    }

    /**
     * The initiator port of a nexus.
     *
     * @param nexus from 0, below {@link #nexuses}
     * @return its TransportID
     */
    public TransportId initiator(int nexus) {
        return initiators.get(nexus / targetPorts.size());
    }

    /**
     * The relative target port identifier of a nexus.
     *
     * @param nexus from 0, below {@link #nexuses}
     * @return 1 to FFFFh
     */
    public int targetPort(int nexus) {
        return targetPorts.get(nexus % targetPorts.size());
    }

    /**
     * How long READ FULL STATUS is with one registration, with one and the next, and so on, as long as all are there (SPC-5, 6.16.5).
     *
     * @return bytes with the header of 8, ascending, one for each initiator port
     */
    public IntStream fullStatusLengths() {
        return IntStream.rangeClosed(1, initiators.size())
                .map(count -> 8
                        + initiators.subList(0, count).stream()
                                .mapToInt(id -> 24 + id.length())
                                .sum());
    }

    /** Whether an initiator port is meant by a TransportID; an iSCSI name without a session means all its sessions (SPC-5, 7.6.4.6). */
    static boolean isMeant(TransportId initiator, TransportId by) {
        return by instanceof TransportId.IscsiName all
                ? initiator instanceof TransportId.IscsiPort one && one.name().equals(all.name())
                : initiator.equals(by);
    }
}
