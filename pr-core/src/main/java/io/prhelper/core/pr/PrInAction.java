// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import java.util.Optional;

/** Service actions of PERSISTENT RESERVE IN (SPC-5, 6.16.1). */
public enum PrInAction {
    /** The keys of all registrations; data is {@link ReadKeysData}. */
    READ_KEYS(0x00),
    /** The reservation, if there is one; data is {@link ReadReservationData}. */
    READ_RESERVATION(0x01),
    /** What the device server can do; data is {@link ReportCapabilitiesData}. */
    REPORT_CAPABILITIES(0x02),
    /** All registrations with their ports, and which of them hold; data is {@link ReadFullStatusData}. */
    READ_FULL_STATUS(0x03);

    private final int code;

    PrInAction(int code) {
        this.code = code;
    }

    /** {@return CDB byte 1 bits 0 to 4: 0 to 03h} */
    public int code() {
        return code;
    }

    /**
     * The service action that a code stands for.
     *
     * @param code CDB byte 1 bits 0 to 4
     * @return empty where SPC-5 defines none (04h to 1Fh)
     */
    public static Optional<PrInAction> of(int code) {
        for (PrInAction action : values()) {
            if (action.code == code) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }
}
