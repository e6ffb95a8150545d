// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.scsi.ScsiExchange;

/** A command for one path. */
public final class Question {
    /** The most {@link #room} that a question asks for, in bytes: the next power of two above what an allocation length can say. */
    public static final int MOST_ROOM = 0x10000;

    /**
     * The longest allocation length of the helper's own questions, in bytes: 32 less than there is room for, as Linux's target was seen to
     * send a few more than it was asked for.
     */
    static final int MOST = MOST_ROOM - 32;

    /** The same for lists that are not long. */
    static final int SOME = ScsiExchange.MAX_DATA_LENGTH - 32;

    private final MapPath path;
    private final byte[] cdb;
    private final byte[] dataOut;
    private final int room;

    private Question(MapPath path, byte[] cdb, byte[] dataOut, int room) {
        this.path = path;
        this.cdb = cdb;
        this.dataOut = dataOut;
        this.room = room;
    }

    /** One of the helper's own. */
    static Question of(MapPath path, PrCommand command) {
        boolean most = command instanceof PrInCommand read && read.allocationLength() > SOME;
        return new Question(path, command.cdb(), command.dataOut(), most ? MOST_ROOM : ScsiExchange.MAX_DATA_LENGTH);
    }

    /**
     * A client's command: whatever its allocation length, no more than 8192 bytes of data in can be passed on.
     *
     * @param path whom it is for
     * @param received the command; CDB and data out are copied
     * @return the same command for that path
     */
    public static Question of(MapPath path, ScsiExchange received) {
        return new Question(path, received.copyCdb(), received.copyDataOut(), ScsiExchange.MAX_DATA_LENGTH);
    }

    /** {@return the path that is to execute it} */
    public MapPath path() {
        return path;
    }

    /** {@return bytes of data in that its exchange needs room for: 8192, or {@link #MOST_ROOM}} */
    public int room() {
        return room;
    }

    /**
     * Puts the command into a path's exchange.
     *
     * @param exchange with {@link #room} for its data in
     */
    public void putInto(ScsiExchange exchange) {
        exchange.put(cdb, dataOut);
    }
}
