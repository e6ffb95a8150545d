// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import io.prhelper.ffm.libc.Memory;

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
public final class SgIoHdr extends Memory {
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

    /** All zero. */
    public SgIoHdr() {
        super(SIZE);
    }

    /** Sets: 'S'. */
    public void interfaceId(int value) {
        buffer().putInt(INTERFACE_ID, value);
    }

    /** Sets: SG_DXFER_*. */
    public void dxferDirection(int value) {
        buffer().putInt(DXFER_DIRECTION, value);
    }

    /** Sets: bytes of the CDB. */
    public void cmdLen(int value) {
        buffer().put(CMD_LEN, (byte) value);
    }

    /** Sets: room for sense. */
    public void mxSbLen(int value) {
        buffer().put(MX_SB_LEN, (byte) value);
    }

    /** Sets: bytes of data. */
    public void dxferLen(int value) {
        buffer().putInt(DXFER_LEN, value);
    }

    /** Sets: the address of the data, at that byte of {@code target}, which is kept. */
    public void dxferp(Memory target, int offset) {
        pointAt(DXFERP, target, offset);
    }

    /** Sets: the address of the CDB, at that byte of {@code target}, which is kept. */
    public void cmdp(Memory target, int offset) {
        pointAt(CMDP, target, offset);
    }

    /** Sets: the address of the sense, at that byte of {@code target}, which is kept. */
    public void sbp(Memory target, int offset) {
        pointAt(SBP, target, offset);
    }

    /** Sets: milliseconds. */
    public void timeout(int value) {
        buffer().putInt(TIMEOUT, value);
    }

    /** SCSI status. */
    public int status() {
        return buffer().get(STATUS) & 0xff;
    }

    /** Bytes of sense written. */
    public int sbLenWr() {
        return buffer().get(SB_LEN_WR) & 0xff;
    }

    /** DID_*. */
    public int hostStatus() {
        return buffer().getShort(HOST_STATUS) & 0xffff;
    }

    /** Sets: DID_*. */
    public void hostStatus(int value) {
        buffer().putShort(HOST_STATUS, (short) value);
    }

    /** DRIVER_*. */
    public int driverStatus() {
        return buffer().getShort(DRIVER_STATUS) & 0xffff;
    }

    /** Bytes of data not transferred. */
    public int resid() {
        return buffer().getInt(RESID);
    }

    /** Milliseconds. */
    public int duration() {
        return buffer().getInt(DURATION);
    }
}
