// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import java.util.Optional;

/** Types of a persistent reservation (SPC-5, 6.16.3.4); codes 0, 2, 4 and 9 to Fh are obsolete or reserved. */
public enum ReservationType {
    WRITE_EXCLUSIVE(0x1),
    EXCLUSIVE_ACCESS(0x3),
    WRITE_EXCLUSIVE_REGISTRANTS_ONLY(0x5),
    EXCLUSIVE_ACCESS_REGISTRANTS_ONLY(0x6),
    WRITE_EXCLUSIVE_ALL_REGISTRANTS(0x7),
    EXCLUSIVE_ACCESS_ALL_REGISTRANTS(0x8);

    private final int code;

    ReservationType(int code) {
        this.code = code;
    }

    /** The TYPE field, four bits. */
    public int code() {
        return code;
    }

    /** Each registrant is a holder, and READ RESERVATION shows key 0. */
    public boolean isAllRegistrants() {
        return this == WRITE_EXCLUSIVE_ALL_REGISTRANTS || this == EXCLUSIVE_ACCESS_ALL_REGISTRANTS;
    }

    /** Each registrant has access, one of them is the holder. */
    public boolean isRegistrantsOnly() {
        return this == WRITE_EXCLUSIVE_REGISTRANTS_ONLY || this == EXCLUSIVE_ACCESS_REGISTRANTS_ONLY;
    }

    /** Registering is enough for access: registrants only and all registrants types. */
    public boolean admitsRegistrants() {
        return isRegistrantsOnly() || isAllRegistrants();
    }

    /** Others may not even read; where this is false, others may read but not write. */
    public boolean isExclusiveAccess() {
        return switch (this) {
            case EXCLUSIVE_ACCESS, EXCLUSIVE_ACCESS_REGISTRANTS_ONLY, EXCLUSIVE_ACCESS_ALL_REGISTRANTS -> true;
            case WRITE_EXCLUSIVE, WRITE_EXCLUSIVE_REGISTRANTS_ONLY, WRITE_EXCLUSIVE_ALL_REGISTRANTS -> false;
        };
    }

    /** The type with this code, or empty where SPC-5 defines none. */
    public static Optional<ReservationType> of(int code) {
        for (ReservationType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
