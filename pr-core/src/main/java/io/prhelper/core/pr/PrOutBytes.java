// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import io.prhelper.core.scsi.TransportId;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * CDB and parameter list of a PERSISTENT RESERVE OUT, and where in them what stands. There are three lists:
 *
 * <pre>
 *         basic (SPC-5, 6.17.3)                  REGISTER AND MOVE (SPC-5, 6.17.4)
 *   0     RESERVATION KEY                        RESERVATION KEY
 *   8     SERVICE ACTION RESERVATION KEY         SERVICE ACTION RESERVATION KEY
 *   16    obsolete (4)                           reserved (1)
 *   17                                           UNREG bit 1, APTPL bit 0
 *   18                                           RELATIVE TARGET PORT IDENTIFIER (2)
 *   20    SPEC_I_PT 3, ALL_TG_PT 2, APTPL 0      TRANSPORTID LENGTH (4)
 *   21    reserved (3)
 *   24    with SPEC_I_PT: length of what follows (4)
 *                                                TransportID
 *   28    TransportIDs
 * </pre>
 *
 * @param cdb at least {@link PrCommand#CDB_LENGTH} bytes
 * @param list at least {@link #BASIC_LENGTH} bytes
 */
// ArrayRecordComponent: PrOutCommand compares what is in them, and hands out copies.
@SuppressWarnings("ArrayRecordComponent")
record PrOutBytes(PrOutAction action, byte[] cdb, byte[] list) {
    static final int BASIC_LENGTH = 24;

    private static final int SCOPE_AND_TYPE_OFFSET = 2;
    private static final int LIST_LENGTH_OFFSET = 5;
    private static final int SERVICE_ACTION_KEY_OFFSET = 8;
    private static final int BASIC_FLAGS_OFFSET = 20;
    private static final int SPEC_I_PT = 0x08;
    private static final int ALL_TG_PT = 0x04;
    private static final int APTPL = 0x01;
    private static final int TRANSPORT_IDS_OFFSET = 28;
    private static final int MOVE_FLAGS_OFFSET = 17;
    private static final int UNREG = 0x02;
    private static final int RELATIVE_TARGET_PORT_OFFSET = 18;
    private static final int TRANSPORT_ID_LENGTH_OFFSET = 20;

    private static PrOutBytes of(PrOutAction action, ScopeAndType scopeAndType, byte[] list) {
        ByteBuffer cdb = ByteBuffer.allocate(PrCommand.CDB_LENGTH);
        cdb.put(0, (byte) PrOutCommand.OPERATION_CODE);
        cdb.put(1, (byte) action.code());
        cdb.put(SCOPE_AND_TYPE_OFFSET, (byte) scopeAndType.toByte());
        cdb.putInt(LIST_LENGTH_OFFSET, list.length);
        return new PrOutBytes(action, cdb.array(), list);
    }

    private static ByteBuffer putKeys(byte[] list, ReservationKey key, ReservationKey serviceActionKey) {
        return ByteBuffer.wrap(list)
                .putLong(0, key.value())
                .putLong(SERVICE_ACTION_KEY_OFFSET, serviceActionKey.value());
    }

    static PrOutBytes basic(
            PrOutAction action, ReservationKey key, ReservationKey serviceActionKey, ScopeAndType scopeAndType) {
        byte[] list = new byte[BASIC_LENGTH];
        putKeys(list, key, serviceActionKey);
        return of(action, scopeAndType, list);
    }

    static PrOutBytes register(
            PrOutAction action, ReservationKey key, ReservationKey serviceActionKey, RegisterOptions options) {
        int idsLength =
                options.transportIds().stream().mapToInt(TransportId::length).sum();
        byte[] list = new byte[options.specIPt() ? TRANSPORT_IDS_OFFSET + idsLength : BASIC_LENGTH];
        int flags = (options.specIPt() ? SPEC_I_PT : 0)
                | (options.allTgPt() ? ALL_TG_PT : 0)
                | (options.aptpl() ? APTPL : 0);
        ByteBuffer fields = putKeys(list, key, serviceActionKey).put(BASIC_FLAGS_OFFSET, (byte) flags);
        if (options.specIPt()) {
            fields.putInt(BASIC_LENGTH, idsLength).position(TRANSPORT_IDS_OFFSET);
            options.transportIds().forEach(id -> fields.put(id.encode()));
        }
        return of(action, ScopeAndType.NONE, list);
    }

    static PrOutBytes move(
            ReservationKey key,
            ReservationKey serviceActionKey,
            boolean unreg,
            boolean aptpl,
            int relativeTargetPort,
            TransportId destination) {
        byte[] id = destination.encode();
        byte[] list = new byte[BASIC_LENGTH + id.length];
        putKeys(list, key, serviceActionKey)
                .put(MOVE_FLAGS_OFFSET, (byte) ((unreg ? UNREG : 0) | (aptpl ? APTPL : 0)))
                .putShort(RELATIVE_TARGET_PORT_OFFSET, (short) relativeTargetPort)
                .putInt(TRANSPORT_ID_LENGTH_OFFSET, id.length)
                .put(BASIC_LENGTH, id);
        return of(PrOutAction.REGISTER_AND_MOVE, ScopeAndType.NONE, list);
    }

    ScopeAndType scopeAndType() {
        return ScopeAndType.fromByte(cdb[SCOPE_AND_TYPE_OFFSET]);
    }

    /** PARAMETER LIST LENGTH, 0 to FFFFFFFFh; more may have come, but nothing behind it means anything. */
    long listLength() {
        return Integer.toUnsignedLong(ByteBuffer.wrap(cdb).getInt(LIST_LENGTH_OFFSET));
    }

    ReservationKey key() {
        return new ReservationKey(ByteBuffer.wrap(list).getLong(0));
    }

    ReservationKey serviceActionKey() {
        return new ReservationKey(ByteBuffer.wrap(list).getLong(SERVICE_ACTION_KEY_OFFSET));
    }

    private boolean flag(int offset, int bit) {
        return (list[offset] & bit) != 0;
    }

    boolean specIPt() {
        return flag(BASIC_FLAGS_OFFSET, SPEC_I_PT);
    }

    boolean allTgPt() {
        return flag(BASIC_FLAGS_OFFSET, ALL_TG_PT);
    }

    boolean aptpl() {
        return flag(BASIC_FLAGS_OFFSET, APTPL);
    }

    /** Whether the list is long enough for the length of the TransportIDs. */
    boolean hasTransportIdsLength() {
        return listLength() >= TRANSPORT_IDS_OFFSET;
    }

    /** Whether the TransportIDs take what the list says. */
    boolean transportIdsFill() {
        return ByteBuffer.wrap(list).getInt(BASIC_LENGTH) == listLength() - TRANSPORT_IDS_OFFSET;
    }

    byte[] transportIds() {
        return Arrays.copyOfRange(list, TRANSPORT_IDS_OFFSET, (int) listLength());
    }

    boolean moveUnreg() {
        return flag(MOVE_FLAGS_OFFSET, UNREG);
    }

    boolean moveAptpl() {
        return flag(MOVE_FLAGS_OFFSET, APTPL);
    }

    int moveRelativeTargetPort() {
        return ByteBuffer.wrap(list).getShort(RELATIVE_TARGET_PORT_OFFSET) & 0xffff;
    }

    /** Whether the destination takes what the list says. */
    boolean destinationFills() {
        return ByteBuffer.wrap(list).getInt(TRANSPORT_ID_LENGTH_OFFSET) == listLength() - BASIC_LENGTH;
    }

    byte[] destination() {
        return Arrays.copyOfRange(list, BASIC_LENGTH, (int) listLength());
    }
}
