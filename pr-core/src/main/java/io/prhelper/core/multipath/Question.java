// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.scsi.ScsiExchange;

/** A command for one path. */
public final class Question {
    private final MapPath path;
    private final byte[] cdb;
    private final byte[] dataOut;

    private Question(MapPath path, byte[] cdb, byte[] dataOut) {
        this.path = path;
        this.cdb = cdb;
        this.dataOut = dataOut;
    }

    static Question of(MapPath path, PrCommand command) {
        return new Question(path, command.cdb(), command.dataOut());
    }

    /** That command, as it came. */
    public static Question of(MapPath path, ScsiExchange received) {
        return new Question(path, received.copyCdb(), received.copyDataOut());
    }

    /** Whom it is for. */
    public MapPath path() {
        return path;
    }

    /** Puts the command into a path's exchange. */
    public void putInto(ScsiExchange exchange) {
        exchange.put(cdb, dataOut);
    }
}
