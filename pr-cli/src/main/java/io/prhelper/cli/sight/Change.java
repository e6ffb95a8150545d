// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.sight;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something of a device is not as it was.
 *
 * @param time when that was seen; it happened since the look before
 * @param device the device's node
 * @param what what changed
 * @param before as it was, null where there was nothing
 * @param after as it is, null where there is nothing
 * @param generation PRGENERATION now, -1 where it is not known
 * @param state all of it now, in words
 */
public record Change(
        Instant time,
        String device,
        What what,
        @Nullable String before,
        @Nullable String after,
        long generation,
        String state) {
    /** What can change. */
    public enum What {
        /** The first look: how it is. */
        START,
        REGISTERED,
        REMOVED,
        KEY_CHANGED,
        RESERVED,
        RELEASED,
        RESERVATION_CHANGED,
        /** Nothing else changed, or it changed back: somebody registered, or was removed, between two looks. */
        GENERATION_CHANGED,
        UNIT_ATTENTION,
        /** It does not answer; told once. */
        LOST,
        /** It answers again. */
        BACK;

        /** {@code key changed}. */
        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
