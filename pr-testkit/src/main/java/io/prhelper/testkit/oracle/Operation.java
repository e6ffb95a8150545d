// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

/** What can be asked of a logical unit, or happen to it, as far as the rules tell it apart. */
public enum Operation {
    /** REGISTER of PERSISTENT RESERVE OUT. */
    REGISTER(0x00),
    /** RESERVE of PERSISTENT RESERVE OUT. */
    RESERVE(0x01),
    /** RELEASE of PERSISTENT RESERVE OUT. */
    RELEASE(0x02),
    /** CLEAR of PERSISTENT RESERVE OUT. */
    CLEAR(0x03),
    /** PREEMPT of PERSISTENT RESERVE OUT. */
    PREEMPT(0x04),
    /** PREEMPT AND ABORT of PERSISTENT RESERVE OUT. */
    PREEMPT_AND_ABORT(0x05),
    /** REGISTER AND IGNORE EXISTING KEY of PERSISTENT RESERVE OUT. */
    REGISTER_AND_IGNORE(0x06),
    /** REGISTER AND MOVE of PERSISTENT RESERVE OUT. */
    REGISTER_AND_MOVE(0x07),
    /** REPLACE LOST RESERVATION of PERSISTENT RESERVE OUT. */
    REPLACE_LOST(0x08),
    /** PERSISTENT RESERVE OUT with a service action that the standard does not know, 09h to 1Fh. */
    UNKNOWN_OUT(0x1f),
    /** READ KEYS of PERSISTENT RESERVE IN. */
    READ_KEYS(0x00),
    /** READ RESERVATION of PERSISTENT RESERVE IN. */
    READ_RESERVATION(0x01),
    /** REPORT CAPABILITIES of PERSISTENT RESERVE IN. */
    REPORT_CAPABILITIES(0x02),
    /** READ FULL STATUS of PERSISTENT RESERVE IN. */
    READ_FULL_STATUS(0x03),
    /** PERSISTENT RESERVE IN with a service action that the standard does not know, 04h to 1Fh. */
    UNKNOWN_IN(0x1f),
    /** READ(10) or READ(16): a command that reads the medium. */
    READ(0x28),
    /** WRITE(10) or WRITE(16): a command that writes the medium. */
    WRITE(0x2a),
    /** TEST UNIT READY: no data, but it reports a unit attention. */
    TEST_UNIT_READY(0x00),
    /** INQUIRY: passes reservations, reports no unit attention. */
    INQUIRY(0x12),
    /** REQUEST SENSE: passes reservations, reports no unit attention with CHECK CONDITION. */
    REQUEST_SENSE(0x03),
    /** REPORT LUNS: passes reservations, reports no unit attention. */
    REPORT_LUNS(0xa0),
    /** SPC-2 RESERVE. */
    UNIT_RESERVE(0x16),
    /** SPC-2 RELEASE. */
    UNIT_RELEASE(0x17),
    /** Power goes and comes back: nothing pending but 29/00, PRGENERATION 0, reservations as APTPL said. */
    LOSE_POWER(-1),
    /** A reset of the unit: nothing pending but 29/00, SPC-2 RESERVE ends, persistent reservations stay. */
    RESET(-1),
    /** A defect: reservations are lost, and commands end with 07/44/01 until REPLACE LOST RESERVATION. */
    LOSE_INFORMATION(-1);

    private final int code;

    Operation(int code) {
        this.code = code;
    }

    /**
     * The service action of PERSISTENT RESERVE IN and OUT, for the unknown ones the highest there is; the operation code of other
     * commands, where there are several of one kind the shortest; -1 for what is no command.
     *
     * @return 0 to A0h, or -1
     */
    public int code() {
        return code;
    }
}
