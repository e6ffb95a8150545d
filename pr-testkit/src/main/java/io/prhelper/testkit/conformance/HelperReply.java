// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;

/** A reply as it came; {@link #check} says whether it keeps the rules of QEMU's client. */
// ArrayRecordComponent: nobody compares or keeps it.
@SuppressWarnings("ArrayRecordComponent")
record HelperReply(int status, int size, byte[] sense, byte[] data) {
    private static final int SENSE_CURRENT_FIXED = 0x70;

    /** QEMU counts on that many of REPORT CAPABILITIES. */
    private static final int CAPABILITIES_MINIMUM = 3;

    /**
     * What holds of each reply.
     *
     * @param cdb of its request, 16 bytes
     */
    static void check(int status, int size, byte[] cdb) {
        Expect.that(status >>> 8 == 0, "the status %08Xh is over FFh".formatted(status));
        boolean in = (cdb[0] & 0xff) == Wire.PERSISTENT_RESERVE_IN;
        if (!in || status != ScsiStatus.GOOD.code()) {
            Expect.that(
                    size == 0,
                    "against a rule of QEMU's client: %d bytes of data with %s of operation code %02Xh"
                            .formatted(size, ScsiStatus.describe(status), cdb[0]));
            return;
        }
        int allocationLength = (cdb[7] & 0xff) << 8 | (cdb[8] & 0xff);
        Expect.that(
                size >= 0 && size <= allocationLength,
                "against a rule of QEMU's client: " + size + " bytes of data for an allocation length of "
                        + allocationLength);
        Expect.that(
                (cdb[1] & 0x1f) != PrInAction.REPORT_CAPABILITIES.code() || size >= CAPABILITIES_MINIMUM,
                "against a rule of QEMU's client: REPORT CAPABILITIES ended GOOD with " + size + " bytes");
    }

    /** Sense goes with CHECK CONDITION only, and all 96 bytes are there: those of no use are zero. */
    void checkSense() {
        if (status != ScsiStatus.CHECK_CONDITION.code()) {
            Expect.equal("sense with " + ScsiStatus.describe(status), -1, firstUsed(0));
        }
    }

    /** The first byte from here on that is not zero, or -1. */
    private int firstUsed(int from) {
        for (int i = from; i < sense.length; i++) {
            if (sense[i] != 0) {
                return i;
            }
        }
        return -1;
    }

    /** The helper's own refusal: fixed format with key, length, ASC and ASCQ, and nothing else. */
    void isBuiltSense(Sense expected) {
        isRefusedWith(expected);
        Expect.equal("response code", SENSE_CURRENT_FIXED, sense[0] & 0xff);
        Expect.equal("additional sense length", 0x0a, (int) sense[7]);
        byte[] rest = sense.clone();
        for (int used : new int[] {0, 2, 7, 12, 13}) {
            rest[used] = 0;
        }
        Expect.equal("sense byte that should be zero", -1, new HelperReply(status, size, rest, data).firstUsed(0));
    }

    void isRefusedWith(Sense expected) {
        Expect.equal(
                "outcome",
                ScsiStatus.describe(ScsiStatus.CHECK_CONDITION.code()) + " " + expected,
                ScsiStatus.describe(status) + " " + Sense.parse(sense));
    }

    HelperReply isGood() {
        return is(ScsiStatus.GOOD);
    }

    HelperReply is(ScsiStatus expected) {
        Expect.that(
                status == expected.code(),
                "expected %s, but it ended %s with sense %s"
                        .formatted(
                                ScsiStatus.describe(expected.code()), ScsiStatus.describe(status), Sense.parse(sense)));
        return this;
    }
}
