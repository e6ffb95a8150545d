// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import io.prhelper.core.pr.ReadFullStatusData.Registration;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.scsi.TransportId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is known of a map from one command to the next: which nexuses are its own. One that is away may still hold a reservation, and nothing
 * but its ports tells it from a stranger's. Empty after a new start: then what nobody knows is taken for a stranger's, until the map registers
 * again. For one command at a time.
 */
public final class MapMemory {
    private record Ports(int relativeTargetPort, TransportId initiator) {}

    private final Set<Ports> own = new HashSet<>();

    /** The paths that have the map's key. */
    private final Set<MapPath> known = new HashSet<>();

    private ReservationKey key = ReservationKey.ZERO;
    private boolean aptpl;
    private int unattended;

    /** Nothing is known. */
    public MapMemory() {}

    /** Whether a registration is one of the map's own. */
    boolean isOwn(Registration registration) {
        return own.contains(portsOf(registration));
    }

    private static Ports portsOf(Registration registration) {
        return new Ports(registration.relativeTargetPort(), registration.transportId());
    }

    /** The map is registered with that key. */
    void registered(ReservationKey with, boolean withAptpl) {
        key = with;
        aptpl = withAptpl;
    }

    /** A command with that key was GOOD, which says that the map is registered with it. */
    void confirmed(ReservationKey with) {
        if (!key.equals(with)) {
            registered(with, aptpl);
        }
    }

    /**
     * These paths have the map's key. Learns whose registrations are whose, where it follows from their number: among those with the key
     * are as many that nobody knows as there are paths that nobody knows.
     */
    void learn(FullStatus status, List<MapPath> registered) {
        List<Registration> unknown = status.with(key).stream()
                .filter(registration -> !isOwn(registration))
                .toList();
        if (status.whole() && unknown.size() == missing(registered).size()) {
            unknown.forEach(registration -> own.add(portsOf(registration)));
        }
        known.addAll(registered);
    }

    /** No other paths have the map's key. */
    void only(Collection<MapPath> registered) {
        known.retainAll(registered);
    }

    /** These paths are away: when they are back they may be others, or the unit may have lost what it knew of them. */
    void without(Collection<MapPath> away) {
        known.removeAll(away);
    }

    /** Those of these paths that do not have the map's key as far as is known; none while the map is not registered. */
    List<MapPath> missing(List<MapPath> paths) {
        return key.isZero()
                ? List.of()
                : paths.stream().filter(path -> !known.contains(path)).toList();
    }

    /** {@return whether the map is registered, as far as is known} */
    public boolean isRegistered() {
        return !key.isZero();
    }

    /** With which the map is registered; 0 where it is not, or nobody knows. */
    ReservationKey key() {
        return key;
    }

    /**
     * Whether anybody but the helper looks after the map's registrations.
     *
     * @param registrations how many there are now, if not; else 0
     */
    void unattended(int registrations) {
        unattended = registrations;
    }

    /** How many registrations there were when they were last counted, where nobody but the helper looks after them; else 0. */
    int unattended() {
        return unattended;
    }

    /** The map is not registered any more. */
    void forget() {
        unattended = 0;
        own.clear();
        known.clear();
        registered(ReservationKey.ZERO, false);
    }

    /** Whether the guest's last registration asked for it: a later one without ends it for the whole unit (SPC-5, 5.14.5). */
    boolean aptpl() {
        return aptpl;
    }
}
