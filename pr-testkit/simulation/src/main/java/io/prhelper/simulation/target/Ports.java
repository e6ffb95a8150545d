// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.scsi.TransportId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The initiator ports that a target knows, its target ports, and the slots that the two make: slot = initiator port * target ports +
 * target port, both counted from 0. A slot never changes its meaning. Reading needs no lock.
 */
final class Ports {
    private final List<Integer> targetPorts;
    private final Options options;
    private final Map<TransportId, String> names = new ConcurrentHashMap<>();
    private volatile Map<TransportId, Integer> initiators = Map.of();

    Ports(List<Integer> targetPorts, Options options) {
        this.targetPorts = targetPorts;
        this.options = options;
    }

    /** The number of the initiator port, new or known. */
    synchronized int add(TransportId initiator) {
        Integer known = initiators.get(initiator);
        if (known != null) {
            return known;
        }
        Map<TransportId, Integer> more = new LinkedHashMap<>(initiators);
        more.put(initiator, initiators.size());
        initiators = Collections.unmodifiableMap(more);
        return more.size() - 1;
    }

    /** From here on people read this name beside the initiator port. */
    void name(TransportId initiator, String name) {
        names.put(initiator, name);
    }

    /** As snapshots have the nexus of these two ends. */
    UnitSnapshot.Port port(TransportId initiator, int relativeId) {
        return new UnitSnapshot.Port(initiator, relativeId, names.getOrDefault(initiator, ""));
    }

    /** The initiator ports that a parameter list means with this TransportID; empty where it is none. */
    List<Integer> meant(TransportId id) {
        boolean reversed = options.has(Deviation.SESSIONS_REVERSED);
        TransportId meaning = id.meaning();
        List<Integer> known = reversed ? shownAs(id.encode()) : matching(meaning);
        if (!known.isEmpty() || !options.has(Deviation.UNKNOWN_PORTS_REGISTERED)) {
            return known;
        }
        // No port has these bytes for its name, even if one is called so in the standard's spelling.
        boolean named = reversed && meaning instanceof TransportId.IscsiPort;
        return List.of(add(named ? new TransportId.Raw(id.encode()) : meaning));
    }

    private List<Integer> shownAs(byte[] bytes) {
        return initiators.entrySet().stream()
                .filter(entry -> Arrays.equals(shown(entry.getKey(), entry.getValue()), bytes))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The TransportID of an initiator port as READ FULL STATUS has it. */
    byte[] shown(TransportId id, int initiator) {
        if (options.has(Deviation.FULL_STATUS_NUMBERS_INITIATORS)) {
            return Spelling.parallelScsi(initiator);
        }
        if (!(id instanceof TransportId.IscsiPort port)) {
            return id.encode();
        }
        if (options.has(Deviation.FULL_STATUS_BARE_NAMES)) {
            return Spelling.bare(port);
        }
        return options.has(Deviation.SESSIONS_REVERSED) ? Spelling.reversed(port) : id.encode();
    }

    /** The initiator ports with this TransportID: an iSCSI name without a session stands for all its sessions (SPC-5, 7.6.4.6). */
    private List<Integer> matching(TransportId id) {
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
