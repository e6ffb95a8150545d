// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import java.util.Arrays;
import java.util.List;

/**
 * How a command ended.
 *
 * @param command for messages
 * @param status the status byte
 * @param sense meaningful with CHECK CONDITION
 * @param data what came in
 */
// ArrayRecordComponent: nobody compares or keeps it.
@SuppressWarnings("ArrayRecordComponent")
record Ended(String command, int status, Sense sense, byte[] data) {
    Ended isGood() {
        return is(ScsiStatus.GOOD);
    }

    Ended isConflict() {
        return is(ScsiStatus.RESERVATION_CONFLICT);
    }

    private Ended is(ScsiStatus expected) {
        Expect.that(
                status == expected.code(),
                "%s: expected %s, but it ended %s".formatted(command, ScsiStatus.describe(expected.code()), this));
        return this;
    }

    /** CHECK CONDITION, with one of these. */
    Ended isRefusedWith(Sense... allowed) {
        List<Sense> any = Arrays.asList(allowed);
        Expect.that(
                status == ScsiStatus.CHECK_CONDITION.code() && any.contains(sense),
                "%s: expected CHECK CONDITION with one of %s, but it ended %s".formatted(command, any, this));
        return this;
    }

    @Override
    public String toString() {
        return ScsiStatus.describe(status) + (status == ScsiStatus.CHECK_CONDITION.code() ? " " + sense : "");
    }
}
