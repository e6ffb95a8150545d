// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.scsi;

import java.util.Optional;

/** The status byte that ends a SCSI command (SAM-5, 5.3.1). */
public enum ScsiStatus {
    GOOD(0x00),
    CHECK_CONDITION(0x02),
    CONDITION_MET(0x04),
    BUSY(0x08),
    RESERVATION_CONFLICT(0x18),
    TASK_SET_FULL(0x28),
    ACA_ACTIVE(0x30),
    TASK_ABORTED(0x40);

    private final int code;

    ScsiStatus(int code) {
        this.code = code;
    }

    /** The status byte, 0 to FFh. */
    public int code() {
        return code;
    }

    /** The status with this byte, or empty where SAM-5 defines none. */
    public static Optional<ScsiStatus> of(int code) {
        for (ScsiStatus status : values()) {
            if (status.code == code) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }

    /** {@code RESERVATION CONFLICT (18h)}, also for a byte that SAM-5 does not define. */
    public static String describe(int code) {
        String name = of(code).map(status -> status.name().replace('_', ' ')).orElse("status");
        return String.format("%s (%02Xh)", name, code);
    }
}
