// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import java.util.Optional;

/** Service actions of PERSISTENT RESERVE IN (SPC-5, 6.16.1). */
public enum PrInAction {
    READ_KEYS(0x00),
    READ_RESERVATION(0x01),
    REPORT_CAPABILITIES(0x02),
    READ_FULL_STATUS(0x03);

    private final int code;

    PrInAction(int code) {
        this.code = code;
    }

    /** The service action, CDB byte 1 bits 0 to 4. */
    public int code() {
        return code;
    }

    /** The service action with this code, or empty where SPC-5 defines none (04h to 1Fh). */
    public static Optional<PrInAction> of(int code) {
        for (PrInAction action : values()) {
            if (action.code == code) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }
}
