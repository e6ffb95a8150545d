// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;

/** Sends commands past pending unit attentions: one ends with the attention, unexecuted, and is to be sent again (SAM-5, 5.14). */
final class Attentions {
    private static final int UNIT_ATTENTION = 0x6;

    /** More than a nexus can have pending at a time, for all that these cases do. */
    private static final int MOST = 8;

    private Attentions() {}

    /** Executes a command, as often as it ends with a unit attention; returns its status. */
    static int execute(ScsiPort port, ScsiExchange exchange, byte[] cdb, byte[] dataOut) {
        for (int sent = 0; sent <= MOST; sent++) {
            exchange.put(cdb, dataOut);
            port.execute(exchange);
            if (!isAttention(exchange)) {
                return exchange.status();
            }
        }
        throw new AssertionError("unit attentions without end: " + Sense.parse(exchange.copySense()));
    }

    private static boolean isAttention(ScsiExchange exchange) {
        return exchange.status() == ScsiStatus.CHECK_CONDITION.code()
                && Sense.parse(exchange.copySense()).key() == UNIT_ATTENTION;
    }
}
