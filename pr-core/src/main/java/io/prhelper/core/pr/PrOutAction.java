// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import java.util.Optional;

/** Service actions of PERSISTENT RESERVE OUT (SPC-5, 6.17.2). */
public enum PrOutAction {
    REGISTER(0x00),
    RESERVE(0x01),
    RELEASE(0x02),
    CLEAR(0x03),
    PREEMPT(0x04),
    PREEMPT_AND_ABORT(0x05),
    REGISTER_AND_IGNORE_EXISTING_KEY(0x06),
    REGISTER_AND_MOVE(0x07),
    REPLACE_LOST_RESERVATION(0x08);

    private final int code;

    PrOutAction(int code) {
        this.code = code;
    }

    /** The service action, CDB byte 1 bits 0 to 4. */
    public int code() {
        return code;
    }

    /** The service action with this code, or empty where SPC-5 defines none (09h to 1Fh). */
    public static Optional<PrOutAction> of(int code) {
        for (PrOutAction action : values()) {
            if (action.code == code) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }
}
