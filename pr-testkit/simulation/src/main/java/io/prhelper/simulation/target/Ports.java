// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.scsi.TransportId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The initiator ports that a target knows, its target ports, and the slots that the two make: slot = initiator port * target ports +
 * target port, both counted from 0. A slot never changes its meaning. Reading needs no lock.
 */
final class Ports {
    private final List<Integer> targetPorts;
    private volatile Map<TransportId, Integer> initiators = Map.of();

    Ports(List<Integer> targetPorts) {
        this.targetPorts = targetPorts;
    }

    /** The number of the initiator port, new or known; called by one thread at a time. */
    int add(TransportId initiator) {
        Integer known = initiators.get(initiator);
        if (known != null) {
            return known;
        }
        Map<TransportId, Integer> more = new LinkedHashMap<>(initiators);
        more.put(initiator, initiators.size());
        initiators = Collections.unmodifiableMap(more);
        return more.size() - 1;
    }

    /** The initiator ports with this TransportID: an iSCSI name without a session stands for all its sessions (SPC-5, 7.6.4.6). */
    List<Integer> matching(TransportId id) {
        if (!(id instanceof TransportId.IscsiName(String name))) {
            Integer known = initiators.get(id);
            return known == null ? List.of() : List.of(known);
        }
        List<Integer> sessions = new ArrayList<>();
        initiators.forEach((initiator, number) -> {
            if (initiator instanceof TransportId.Iscsi iscsi && iscsi.name().equals(name)) {
                sessions.add(number);
            }
        });
        return sessions;
    }

    /** TransportIDs by initiator port number. */
    List<TransportId> initiators() {
        return List.copyOf(initiators.keySet());
    }

    int targetPortCount() {
        return targetPorts.size();
    }

    /** The position of the target port with this relative identifier, or -1. */
    int targetPort(int relativeId) {
        return targetPorts.indexOf(relativeId);
    }

    int slots() {
        return initiators.size() * targetPorts.size();
    }

    int slot(int initiator, int targetPort) {
        return initiator * targetPorts.size() + targetPort;
    }

    int initiatorOf(int slot) {
        return slot / targetPorts.size();
    }

    int targetPortOf(int slot) {
        return slot % targetPorts.size();
    }

    int relativeId(int slot) {
        return targetPorts.get(targetPortOf(slot));
    }
}
