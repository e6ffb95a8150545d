// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

import java.util.EnumSet;
import java.util.Set;

/** Capabilities that serving may need (capabilities(7); {@code linux/capability.h}). */
public enum Capability {
    /** SCSI commands that the kernel does not let everybody send, persistent reservations among them. */
    SYS_RAWIO(17),
    /** Questions to the device mapper, for multipath maps. */
    SYS_ADMIN(21);

    private final int number;

    Capability(int number) {
        this.number = number;
    }

    /**
     * These as a set of bits, as the kernel counts them.
     *
     * @param capabilities any of them
     * @return bit n for the capability with the number n
     */
    public static long mask(Set<Capability> capabilities) {
        long mask = 0;
        for (Capability capability : capabilities) {
            mask |= 1L << capability.number;
        }
        return mask;
    }

    /**
     * Those of this enumeration that are in a set of bits.
     *
     * @param mask bit n for the capability with the number n
     * @return those that are known here
     */
    public static Set<Capability> in(long mask) {
        Set<Capability> found = EnumSet.noneOf(Capability.class);
        for (Capability capability : values()) {
            if ((mask >> capability.number & 1) == 1) {
                found.add(capability);
            }
        }
        return found;
    }

    /** {@code CAP_SYS_RAWIO}. */
    @Override
    public String toString() {
        return "CAP_" + name();
    }
}
