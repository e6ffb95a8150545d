// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import io.prhelper.core.pr.ReservationKey;

/** What multipathd is told or asked of a map, in its own language (multipathd(8), "list of commands"). */
public sealed interface Word {
    /**
     * The text that multipathd takes.
     *
     * @param map the kernel's name of the map, {@code dm-0}: it stays the same when the map gets another one; but see {@link #isForDeviceMapper}
     * @return one line, without its end
     */
    String text(String map);

    /**
     * Whether multipathd hands the name on to the device mapper, which knows the map by its own name only ({@code /sys/block/dm-0/dm/name}), and
     * fails for any other (multipath-tools 0.9.4 and 0.15.1).
     *
     * @return true for {@link Plain#SUSPEND} and {@link Plain#RESUME}
     */
    default boolean isForDeviceMapper() {
        return this == Plain.SUSPEND || this == Plain.RESUME;
    }

    /** The words that need nothing but the map. */
    enum Plain implements Word {
        /** With which key a path that comes back registers. */
        GET_KEY("getprkey"),
        /** A path that comes back is to get no key. */
        UNSET_KEY("unsetprkey"),
        /** A path that comes back is to register. */
        SET_STATUS("setprstatus"),
        /** A path that comes back is not to register. */
        UNSET_STATUS("unsetprstatus"),
        /** The map holds a reservation; from 0.13 on. */
        SET_HOLD("setprhold"),
        /** The map holds no reservation; from 0.13 on. */
        UNSET_HOLD("unsetprhold"),
        /** I/O waits instead of being sent to paths, and is not flushed. */
        SUSPEND("suspend"),
        /** I/O goes on, with what has waited. */
        RESUME("resume");

        private final String verb;

        Plain(String verb) {
            this.verb = verb;
        }

        @Override
        public String text(String map) {
            return verb + " map " + map;
        }
    }

    /**
     * With which key a path that comes back is to register.
     *
     * @param key any but 0, for which there is {@link Plain#UNSET_KEY}
     * @param aptpl with Activate Persist Through Power Loss
     */
    record SetKey(ReservationKey key, boolean aptpl) implements Word {
        @Override
        public String text(String map) {
            return "setprkey map " + map + " key 0x" + Long.toHexString(key.value()) + (aptpl ? ":aptpl" : "");
        }
    }
}
