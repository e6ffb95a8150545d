// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

/** What can be asked of a logical unit, or happen to it, as far as the rules tell it apart. */
public enum Operation {
    REGISTER(0x00),
    RESERVE(0x01),
    RELEASE(0x02),
    CLEAR(0x03),
    PREEMPT(0x04),
    PREEMPT_AND_ABORT(0x05),
    REGISTER_AND_IGNORE(0x06),
    REGISTER_AND_MOVE(0x07),
    REPLACE_LOST(0x08),
    UNKNOWN_OUT(0x1f),
    READ_KEYS(0x00),
    READ_RESERVATION(0x01),
    REPORT_CAPABILITIES(0x02),
    READ_FULL_STATUS(0x03),
    UNKNOWN_IN(0x1f),
    READ(0x28),
    WRITE(0x2a),
    TEST_UNIT_READY(0x00),
    INQUIRY(0x12),
    REQUEST_SENSE(0x03),
    REPORT_LUNS(0xa0),
    /** SPC-2 RESERVE. */
    UNIT_RESERVE(0x16),
    /** SPC-2 RELEASE. */
    UNIT_RELEASE(0x17),
    LOSE_POWER(-1),
    RESET(-1),
    LOSE_INFORMATION(-1);

    private final int code;

    Operation(int code) {
        this.code = code;
    }

    /**
     * The service action of PERSISTENT RESERVE IN and OUT, for the unknown ones the highest there is; the operation code of other
     * commands, where there are several of one kind the shortest; -1 for what is no command.
     */
    public int code() {
        return code;
    }
}
