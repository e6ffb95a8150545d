// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.scsi;

import java.util.Optional;

/** The status byte that ends a SCSI command (SAM-5, 5.3.1). */
public enum ScsiStatus {
    /** The command was executed. */
    GOOD(0x00),
    /** The command was not executed, or not as it was meant: sense tells why. */
    CHECK_CONDITION(0x02),
    /** What PRE-FETCH is answered with where all fits into the cache; no PERSISTENT RESERVE command is. */
    CONDITION_MET(0x04),
    /** The logical unit can not take the command now; it may come again. */
    BUSY(0x08),
    /** Another initiator's reservation forbids the command, or a key is not the sender's. */
    RESERVATION_CONFLICT(0x18),
    /** The logical unit has no room for another command before it has ended some. */
    TASK_SET_FULL(0x28),
    /** The command has to wait until an auto contingent allegiance is cleared. */
    ACA_ACTIVE(0x30),
    /** Another I_T nexus had the command aborted. */
    TASK_ABORTED(0x40);

    private final int code;

    ScsiStatus(int code) {
        this.code = code;
    }

    /** {@return the status byte, 0 to FFh} */
    public int code() {
        return code;
    }

    /**
     * The status that a status byte stands for.
     *
     * @param code the status byte, 0 to FFh
     * @return empty where SAM-5 defines none
     */
    public static Optional<ScsiStatus> of(int code) {
        for (ScsiStatus status : values()) {
            if (status.code == code) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }

    /**
     * A status byte for people, {@code RESERVATION CONFLICT (18h)}.
     *
     * @param code the status byte, 0 to FFh
     * @return {@code status (7Fh)} for a byte that SAM-5 does not define
     */
    public static String describe(int code) {
        String name = of(code).map(status -> status.name().replace('_', ' ')).orElse("status");
        return String.format("%s (%02Xh)", name, code);
    }
}
