// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import java.util.Optional;

/** Service actions of PERSISTENT RESERVE OUT (SPC-5, 6.17.2). */
public enum PrOutAction {
    /** {@link PrOutCommand.Register}. */
    REGISTER(0x00),
    /** {@link PrOutCommand.Reserve}. */
    RESERVE(0x01),
    /** {@link PrOutCommand.Release}. */
    RELEASE(0x02),
    /** {@link PrOutCommand.Clear}. */
    CLEAR(0x03),
    /** {@link PrOutCommand.Preempt}. */
    PREEMPT(0x04),
    /** {@link PrOutCommand.PreemptAndAbort}. */
    PREEMPT_AND_ABORT(0x05),
    /** {@link PrOutCommand.RegisterAndIgnoreExistingKey}. */
    REGISTER_AND_IGNORE_EXISTING_KEY(0x06),
    /** {@link PrOutCommand.RegisterAndMove}. */
    REGISTER_AND_MOVE(0x07),
    /** {@link PrOutCommand.ReplaceLostReservation}. */
    REPLACE_LOST_RESERVATION(0x08);

    private final int code;

    PrOutAction(int code) {
        this.code = code;
    }

    /** {@return CDB byte 1 bits 0 to 4: 0 to 08h} */
    public int code() {
        return code;
    }

    /**
     * The service action that a code stands for.
     *
     * @param code CDB byte 1 bits 0 to 4
     * @return empty where SPC-5 defines none (09h to 1Fh)
     */
    public static Optional<PrOutAction> of(int code) {
        for (PrOutAction action : values()) {
            if (action.code == code) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }
}
