// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReadFullStatusData;
import io.prhelper.core.pr.ReadFullStatusData.Registration;
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

    /** What a path answered to this question. */
    static FullStatus of(PathAnswer answer, PrQuery<ReadFullStatusData> query) {
        if (!answer.isGood()) {
            return UNKNOWN;
        }
        ReadFullStatusData data = query.decode(answer.dataIn());
        return new FullStatus(data.registrations(), data.isWhole());
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
