// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.scsi.ScsiExchange;

/** GOOD with data in. */
final class Answers {
    private Answers() {}

    /** The data, cut off at the allocation length (SPC-5, 4.2.5.6), an unsigned number. */
    static void end(ScsiExchange exchange, byte[] data, int allocation) {
        int length = allocation < 0 ? data.length : Math.min(data.length, allocation);
        exchange.answer().put(ScsiExchange.DATA_IN_OFFSET, data, 0, length);
        exchange.good(length);
    }
}
