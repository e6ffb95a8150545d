// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.iscsi;

/** The stages of a login, and where byte 1 of its PDUs has the current one and the next (RFC 7143, 11.12.3). */
final class LoginStage {
    static final int SECURITY = 0;
    static final int OPERATIONAL = 1;
    static final int FULL_FEATURE = 3;

    private static final int CURRENT_SHIFT = 2;
    private static final int MASK = 0x03;

    private LoginStage() {}

    static int current(Pdu pdu) {
        return pdu.flags() >> CURRENT_SHIFT & MASK;
    }

    static int next(Pdu pdu) {
        return pdu.flags() & MASK;
    }

    /** The bits that say that a stage goes on. */
    static int stay(int current) {
        return current << CURRENT_SHIFT;
    }

    /** The bits that say that one stage ends and which follows. */
    static int leave(int current, int next) {
        return Pdu.FINAL | stay(current) | next;
    }
}
