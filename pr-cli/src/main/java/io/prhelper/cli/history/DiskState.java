// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a disk says of itself now.
 *
 * @param node through which it was asked
 * @param generation PRGENERATION
 * @param registrations all there are
 * @param reservationKey key of the reservation, empty where there is none
 * @param type its type, SPC's name
 */
record DiskState(String node, long generation, List<Registered> registrations, String reservationKey, String type) {
    /**
     * One registration.
     *
     * @param key as {@code 0x} and 16 digits
     * @param port the initiator port, or empty where the disk does not tell
     * @param holds whether it holds the reservation
     */
    record Registered(String key, String port, boolean holds) {}

    /** Asks the disk behind a node of this host; null where it is none, or can not be opened. */
    static @Nullable DiskState ask(String asked) {
        return null;
    }
}
