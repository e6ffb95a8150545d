// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import java.nio.ByteBuffer;

/**
 * {@code struct sg_io_hdr}: one command for SG_IO ({@code scsi/sg.h}).
 *
 * <pre>
 *    0  interface_id     int   'S'
 *    4  dxfer_direction  int   SG_DXFER_*
 *    8  cmd_len          byte  bytes of the CDB
 *    9  mx_sb_len        byte  room for sense
 *   10  iovec_count      short 0
 *   12  dxfer_len        int   bytes of data
 *   16  dxferp           long  address of the data
 *   24  cmdp             long  address of the CDB
 *   32  sbp              long  address of the sense
 *   40  timeout          int   milliseconds
 *   44  flags            int
 *   48  pack_id          int
 *   52  padding, 4 bytes
 *   56  usr_ptr          long
 *   64  status           byte  SCSI status
 *   65  masked_status    byte
 *   66  msg_status       byte
 *   67  sb_len_wr        byte  bytes of sense written
 *   68  host_status      short DID_*
 *   70  driver_status    short DRIVER_*
 *   72  resid            int   bytes of data not transferred
 *   76  duration         int   milliseconds
 *   80  info             int
 *   84  padding, 4 bytes
 * </pre>
 */
public final class SgIoHdr {
    /** Bytes of the struct. */
    public static final int SIZE = 88;

    static final int INTERFACE_ID = 0;
    static final int DXFER_DIRECTION = 4;
    static final int CMD_LEN = 8;
    static final int MX_SB_LEN = 9;
    static final int DXFER_LEN = 12;
    static final int DXFERP = 16;
    static final int CMDP = 24;
    static final int SBP = 32;
    static final int TIMEOUT = 40;
    static final int STATUS = 64;
    static final int SB_LEN_WR = 67;
    static final int HOST_STATUS = 68;
    static final int DRIVER_STATUS = 70;
    static final int RESID = 72;
    static final int DURATION = 76;

    private final ByteBuffer bytes;
    private final long address;
    private final int base;

    /** The struct at that offset of a memory. */
    public SgIoHdr(DirectMemory memory, int offset) {
        bytes = memory.buffer();
        address = memory.address() + offset;
        base = offset;
    }

    /** Its address. */
    public long address() {
        return address;
    }

    /** Sets: 'S'. */
    public void interfaceId(int value) {
        bytes.putInt(base + INTERFACE_ID, value);
    }

    /** Sets: SG_DXFER_*. */
    public void dxferDirection(int value) {
        bytes.putInt(base + DXFER_DIRECTION, value);
    }

    /** Sets: bytes of the CDB. */
    public void cmdLen(int value) {
        bytes.put(base + CMD_LEN, (byte) value);
    }

    /** Sets: room for sense. */
    public void mxSbLen(int value) {
        bytes.put(base + MX_SB_LEN, (byte) value);
    }

    /** Sets: bytes of data. */
    public void dxferLen(int value) {
        bytes.putInt(base + DXFER_LEN, value);
    }

    /** Sets: address of the data. */
    public void dxferp(long value) {
        bytes.putLong(base + DXFERP, value);
    }

    /** Sets: address of the CDB. */
    public void cmdp(long value) {
        bytes.putLong(base + CMDP, value);
    }

    /** Sets: address of the sense. */
    public void sbp(long value) {
        bytes.putLong(base + SBP, value);
    }

    /** Sets: milliseconds. */
    public void timeout(int value) {
        bytes.putInt(base + TIMEOUT, value);
    }

    /** SCSI status. */
    public int status() {
        return bytes.get(base + STATUS) & 0xff;
    }

    /** Bytes of sense written. */
    public int sbLenWr() {
        return bytes.get(base + SB_LEN_WR) & 0xff;
    }

    /** DID_*. */
    public int hostStatus() {
        return bytes.getShort(base + HOST_STATUS) & 0xffff;
    }

    /** Sets: DID_*. */
    public void hostStatus(int value) {
        bytes.putShort(base + HOST_STATUS, (short) value);
    }

    /** DRIVER_*. */
    public int driverStatus() {
        return bytes.getShort(base + DRIVER_STATUS) & 0xffff;
    }

    /** Bytes of data not transferred. */
    public int resid() {
        return bytes.getInt(base + RESID);
    }

    /** Milliseconds. */
    public int duration() {
        return bytes.getInt(base + DURATION);
    }
}
