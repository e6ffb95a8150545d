// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import io.prhelper.core.pr.ReadFullStatusData;
import io.prhelper.core.pr.ReadFullStatusData.Registration;
import io.prhelper.core.pr.Received;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ScopeAndType;
import java.util.List;
import java.util.Optional;

/**
 * Who is registered, as a device reports it.
 *
 * @param registrations those that came
 * @param whole false where there are more
 */
record FullStatus(List<Registration> registrations, boolean whole) {
    /** Nothing could be read. */
    static final FullStatus UNKNOWN = new FullStatus(List.of(), false);

    /**
     * More than any TransportID has: 4, a name of 223 (RFC 7143, 4.2.7.1) and what makes it that of a port. Linux's target leaves out the
     * registrations whose TransportID has no space any more, and announces the others as if they were all.
     */
    private static final int TRANSPORT_ID = 256;

    /**
     * What a path answered.
     *
     * @param allocationLength that it was asked with
     */
    static FullStatus of(PathAnswer answer, int allocationLength) {
        if (!answer.isGood()) {
            return UNKNOWN;
        }
        Received<ReadFullStatusData> received = ReadFullStatusData.decode(answer.dataIn());
        boolean hadSpace = received.announced() <= allocationLength - TRANSPORT_ID;
        return new FullStatus(received.data().registrations(), received.isWhole() && hadSpace);
    }

    /** One of those that hold the reservation. */
    Optional<Registration> holder() {
        return registrations.stream().filter(Registration::holder).findFirst();
    }

    /** The holder, if it is one of the map's own with that key. */
    Optional<Registration> ownHolder(MapMemory memory, ReservationKey key) {
        return holder().filter(holder -> holder.key().equals(key) && memory.isOwn(holder));
    }

    List<Registration> with(ReservationKey key) {
        return registrations.stream()
                .filter(registration -> registration.key().equals(key))
                .toList();
    }

    /** Whether all that have that key are the map's own: so that what removes them removes nobody else's. */
    boolean isOnlyOurs(MapMemory memory, ReservationKey key) {
        return whole && with(key).stream().allMatch(memory::isOwn);
    }

    /** Scope and type of the reservation. */
    ScopeAndType held() {
        return holder().map(Registration::scopeAndType).orElse(ScopeAndType.NONE);
    }
}
