// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.Decoded;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.TransportId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a PERSISTENT RESERVE OUT command, read where they stand (SPC-5, 6.17.1, 6.17.3 and 6.17.4). Read by offset and not with
 * the codecs on purpose: a codec that is wrong meets a target that is not.
 */
final class OutCommand {
    static final int REGISTER = 0x00;
    static final int RESERVE = 0x01;
    static final int RELEASE = 0x02;
    static final int CLEAR = 0x03;
    static final int PREEMPT = 0x04;
    static final int PREEMPT_AND_ABORT = 0x05;
    static final int REGISTER_AND_IGNORE = 0x06;
    static final int REGISTER_AND_MOVE = 0x07;
    static final int REPLACE_LOST = 0x08;

    static final int BASIC_LENGTH = 24;
    static final int PORTS_OFFSET = 28;

    private static final int LIST = ScsiExchange.CDB_LENGTH;
    private static final @Nullable ReservationType[] TYPES = new ReservationType[16];

    static {
        for (ReservationType type : ReservationType.values()) {
            TYPES[type.code()] = type;
        }
    }

    private final ScsiExchange exchange;

    OutCommand(ScsiExchange exchange) {
        this.exchange = exchange;
    }

    int action() {
        return exchange.serviceAction();
    }

    boolean registers() {
        return action() == REGISTER || action() == REGISTER_AND_IGNORE;
    }

    int scope() {
        return exchange.cdb(2) >> 4;
    }

    /** The type asked for; null where the code is none of the six. */
    @Nullable
    ReservationType type() {
        return TYPES[exchange.cdb(2) & 0xf];
    }

    /** PARAMETER LIST LENGTH, or -1 where less came than it says. */
    int listLength() {
        int length = exchange.command().getInt(5);
        return length < 0 || length > exchange.dataOutLength() ? -1 : length;
    }

    long key() {
        return exchange.command().getLong(LIST);
    }

    long serviceActionKey() {
        return exchange.command().getLong(LIST + 8);
    }

    boolean specIPt() {
        return (exchange.dataOut(20) & 0x08) != 0;
    }

    boolean allTgPt() {
        return (exchange.dataOut(20) & 0x04) != 0;
    }

    boolean aptpl() {
        return (exchange.dataOut(20) & 0x01) != 0;
    }

    /** Whether any of the three is set; not for REGISTER AND MOVE, whose list has another form. */
    boolean hasOptionBits() {
        return specIPt() || allTgPt() || aptpl();
    }

    /** What the list says that the TransportIDs behind it take, with SPEC_I_PT. */
    int portsLength() {
        return exchange.command().getInt(LIST + BASIC_LENGTH);
    }

    /** Whether the list ends where the TransportIDs do. */
    boolean hasPortsOfRightLength() {
        return listLength() >= PORTS_OFFSET && portsLength() == listLength() - PORTS_OFFSET;
    }

    /** The ports that SPEC_I_PT names, as they are spelled. */
    Decoded<List<TransportId>> ports() {
        return TransportId.decodeList(tail(PORTS_OFFSET));
    }

    boolean moveUnregisters() {
        return (exchange.dataOut(17) & 0x02) != 0;
    }

    boolean moveAptpl() {
        return (exchange.dataOut(17) & 0x01) != 0;
    }

    int moveTargetPort() {
        return exchange.command().getShort(LIST + 18) & 0xffff;
    }

    /** Whether the list ends where its TransportID does. */
    boolean hasMovePortOfRightLength() {
        return exchange.command().getInt(LIST + 20) == listLength() - BASIC_LENGTH;
    }

    /** The port that REGISTER AND MOVE names, as it is spelled. */
    Decoded<TransportId> movePort() {
        return TransportId.decode(tail(BASIC_LENGTH));
    }

    private byte[] tail(int from) {
        byte[] bytes = new byte[listLength() - from];
        exchange.command().get(LIST + from, bytes);
        return bytes;
    }
}
