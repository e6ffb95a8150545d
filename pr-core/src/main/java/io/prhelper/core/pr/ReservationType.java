// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import java.util.Optional;

/** Types of a persistent reservation (SPC-5, 6.16.3.4); codes 0, 2, 4 and 9 to Fh are obsolete or reserved. */
public enum ReservationType {
    /** Only the holder writes; all read. */
    WRITE_EXCLUSIVE(0x1),
    /** Only the holder reads and writes. */
    EXCLUSIVE_ACCESS(0x3),
    /** Whoever is registered writes, one of them holds; all read. */
    WRITE_EXCLUSIVE_REGISTRANTS_ONLY(0x5),
    /** Whoever is registered reads and writes, one of them holds. */
    EXCLUSIVE_ACCESS_REGISTRANTS_ONLY(0x6),
    /** Whoever is registered writes, and holds; all read. */
    WRITE_EXCLUSIVE_ALL_REGISTRANTS(0x7),
    /** Whoever is registered reads and writes, and holds. */
    EXCLUSIVE_ACCESS_ALL_REGISTRANTS(0x8);

    private final int code;

    ReservationType(int code) {
        this.code = code;
    }

    /** {@return the TYPE field, four bits: 1 to 8} */
    public int code() {
        return code;
    }

    /** {@return whether each registrant is a holder, and READ RESERVATION shows key 0} */
    public boolean isAllRegistrants() {
        return this == WRITE_EXCLUSIVE_ALL_REGISTRANTS || this == EXCLUSIVE_ACCESS_ALL_REGISTRANTS;
    }

    /** {@return whether each registrant has access, and one of them is the holder} */
    public boolean isRegistrantsOnly() {
        return this == WRITE_EXCLUSIVE_REGISTRANTS_ONLY || this == EXCLUSIVE_ACCESS_REGISTRANTS_ONLY;
    }

    /** {@return whether registering is enough for access: registrants only and all registrants types} */
    public boolean admitsRegistrants() {
        return isRegistrantsOnly() || isAllRegistrants();
    }

    /** {@return true where others may not even read; false where they may read but not write} */
    public boolean isExclusiveAccess() {
        return switch (this) {
            case EXCLUSIVE_ACCESS, EXCLUSIVE_ACCESS_REGISTRANTS_ONLY, EXCLUSIVE_ACCESS_ALL_REGISTRANTS -> true;
            case WRITE_EXCLUSIVE, WRITE_EXCLUSIVE_REGISTRANTS_ONLY, WRITE_EXCLUSIVE_ALL_REGISTRANTS -> false;
        };
    }

    /**
     * The type that a code stands for.
     *
     * @param code the TYPE field, 0 to Fh
     * @return empty where SPC-5 defines none
     */
    public static Optional<ReservationType> of(int code) {
        for (ReservationType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
