// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutAction;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.protocol.Wire;
import java.util.Arrays;

/** A request as it travels: a CDB of 16 bytes and a parameter list. */
// ArrayRecordComponent: nobody compares or keeps it.
@SuppressWarnings("ArrayRecordComponent")
record HelperRequest(String name, byte[] cdb, byte[] list) {
    static final HelperRequest READ_KEYS = in(PrInAction.READ_KEYS, Wire.MAX_DATA_LENGTH);
    static final HelperRequest CLEANUP = new HelperRequest("CLEANUP", cdb(Wire.CLEANUP), new byte[0]);

    private static byte[] cdb(int opcode) {
        byte[] cdb = new byte[Wire.CDB_LENGTH];
        cdb[0] = (byte) opcode;
        return cdb;
    }

    static HelperRequest of(PrCommand command) {
        return new HelperRequest(command.toString(), Arrays.copyOf(command.cdb(), Wire.CDB_LENGTH), command.dataOut());
    }

    static HelperRequest in(PrInAction action, int allocationLength) {
        return of(new PrInCommand(action, allocationLength));
    }

    /** A CDB of any operation code, with what stands in bytes 7 and 8; no data follows it. */
    static HelperRequest bare(int opcode, int length) {
        byte[] cdb = cdb(opcode);
        cdb[7] = (byte) (length >>> 8);
        cdb[8] = (byte) length;
        return new HelperRequest("operation code %02Xh with length %d".formatted(opcode, length), cdb, new byte[0]);
    }

    /** PERSISTENT RESERVE OUT with a list of zeros. */
    static HelperRequest out(int serviceAction, int length) {
        HelperRequest bare = bare(Wire.PERSISTENT_RESERVE_OUT, length);
        bare.cdb()[1] = (byte) serviceAction;
        return new HelperRequest(
                "PERSISTENT RESERVE OUT %02Xh with %d bytes".formatted(serviceAction, length),
                bare.cdb(),
                new byte[length]);
    }

    /** RELEASE of one that is not registered: it reaches the device and changes nothing. */
    static HelperRequest idleOut() {
        return out(PrOutAction.RELEASE.code(), PrOutCommand.BASIC_LIST_LENGTH);
    }

    /** With another byte in the CDB. */
    HelperRequest with(int index, int value) {
        byte[] changed = cdb.clone();
        changed[index] = (byte) value;
        return new HelperRequest(name + " with %02Xh in byte %d".formatted(value, index), changed, list);
    }

    /** CDB and list. */
    byte[] bytes() {
        byte[] bytes = Arrays.copyOf(cdb, cdb.length + list.length);
        System.arraycopy(list, 0, bytes, cdb.length, list.length);
        return bytes;
    }

    @Override
    public String toString() {
        return name;
    }
}
