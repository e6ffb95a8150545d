// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.comparison;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.testkit.oracle.Operation;
import io.prhelper.testkit.oracle.Request;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A unit that is brought back to its beginning by commands alone. */
final class RealSide extends Side {
    private static final long KEY = 0x7072;
    private static final int ADDITIONAL_LENGTH_AT = 4;
    private static final int HEADER = 8;

    private final List<? extends ScsiPort> ports;

    /** Through these nexuses, of which the last only looks. */
    RealSide(List<? extends ScsiPort> ports) {
        this.ports = List.copyOf(ports);
    }

    @Override
    int nexuses() {
        return ports.size();
    }

    @Override
    ScsiPort port(int nexus) {
        return ports.get(nexus);
    }

    /**
     * Releases what SPC-2 RESERVE gave, then registers and clears.
     *
     * @throws IllegalStateException if somebody is registered all the same
     */
    @Override
    void restart() {
        listen();
        for (int nexus = 0; nexus < nexuses(); nexus++) {
            send(new Request.Other(nexus, Operation.UNIT_RELEASE, false));
        }
        // A registration with ALL_TG_PT is changed on LIO only by a command that has it too.
        if (!isGood(register(false))) {
            send(register(true));
        }
        send(Request.Out.basic(observer(), Operation.CLEAR, KEY, 0, 0));
        listen();
        ScsiExchange keys = send(new Request.In(observer(), Operation.READ_KEYS.code(), HEADER));
        if (keys.status() != ScsiStatus.GOOD.code()
                || keys.answer().getInt(ScsiExchange.DATA_IN_OFFSET + ADDITIONAL_LENGTH_AT) != 0) {
            throw new IllegalStateException("the target can not be brought back to where nobody is registered: "
                    + ScsiStatus.describe(keys.status()) + ", READ KEYS "
                    + HexFormat.of().formatHex(keys.copyDataIn()));
        }
        countFrom(keys.answer().getInt(ScsiExchange.DATA_IN_OFFSET) & 0xffff_ffffL);
    }

    private void listen() {
        for (int nexus = 0; nexus < nexuses(); nexus++) {
            listen(nexus, new ArrayList<>());
        }
    }

    private boolean isGood(Request.Command request) {
        return send(request).status() == ScsiStatus.GOOD.code();
    }

    private Request.Out register(boolean allTgPt) {
        return new Request.Out(
                observer(),
                Operation.REGISTER_AND_IGNORE.code(),
                0,
                KEY,
                0,
                false,
                allTgPt,
                new Request.Attachment.None(),
                0);
    }
}
