// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import static io.prhelper.ffm.struct.StructFields.CHAR;
import static io.prhelper.ffm.struct.StructFields.INT;
import static io.prhelper.ffm.struct.StructFields.LONG;
import static io.prhelper.ffm.struct.StructFields.SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.libc.Memory;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import org.junit.jupiter.api.Test;

/** {@code struct sg_io_hdr} of {@code scsi/sg.h}. */
final class SgIoHdrLayoutTest {
    private static final StructLayout HEADER = MemoryLayout.structLayout(
            INT.withName("interface_id"),
            INT.withName("dxfer_direction"),
            CHAR.withName("cmd_len"),
            CHAR.withName("mx_sb_len"),
            SHORT.withName("iovec_count"),
            INT.withName("dxfer_len"),
            LONG.withName("dxferp"),
            LONG.withName("cmdp"),
            LONG.withName("sbp"),
            INT.withName("timeout"),
            INT.withName("flags"),
            INT.withName("pack_id"),
            MemoryLayout.paddingLayout(4),
            LONG.withName("usr_ptr"),
            CHAR.withName("status"),
            CHAR.withName("masked_status"),
            CHAR.withName("msg_status"),
            CHAR.withName("sb_len_wr"),
            SHORT.withName("host_status"),
            SHORT.withName("driver_status"),
            INT.withName("resid"),
            INT.withName("duration"),
            INT.withName("info"),
            MemoryLayout.paddingLayout(4));

    @Test
    void sizeAndOffsetsAreThoseOfTheHeader() {
        assertThat(HEADER.byteSize()).isEqualTo(88).isEqualTo(SgIoHdr.SIZE);
        StructFields.assertOffsets(SgIoHdr.class, HEADER);
    }

    @Test
    void whatIsSetIsWhatCReads() {
        SgIoHdr struct = new SgIoHdr();
        StructFields fields = StructFields.ones(HEADER, struct);
        Memory data = new Memory(200);
        Memory sense = new Memory(100);
        struct.interfaceId('S');
        struct.dxferDirection(-3);
        struct.cmdLen(16);
        struct.mxSbLen(96);
        struct.dxferLen(8192);
        struct.dxferp(data, 108);
        struct.cmdp(data, 0);
        struct.sbp(sense, 4);
        struct.timeout(30_000);
        struct.hostStatus(0xfffe);
        assertThat(fields.get("interface_id")).isEqualTo('S');
        assertThat((int) fields.get("dxfer_direction")).isEqualTo(-3);
        assertThat(fields.get("cmd_len")).isEqualTo(16);
        assertThat(fields.get("mx_sb_len")).isEqualTo(96);
        assertThat(fields.get("dxfer_len")).isEqualTo(8192);
        assertThat(fields.get("dxferp")).isEqualTo(StructFields.address(data) + 108);
        assertThat(fields.get("cmdp")).isEqualTo(StructFields.address(data));
        assertThat(fields.get("sbp")).isEqualTo(StructFields.address(sense) + 4);
        assertThat(fields.get("timeout")).isEqualTo(30_000);
        assertThat(fields.get("host_status")).isEqualTo(0xfffe);
        fields.assertUntouchedBut(
                "host_status",
                "interface_id",
                "dxfer_direction",
                "cmd_len",
                "mx_sb_len",
                "dxfer_len",
                "dxferp",
                "cmdp",
                "sbp",
                "timeout");
    }

    @Test
    void whatCWritesIsWhatIsRead() {
        SgIoHdr struct = new SgIoHdr();
        StructFields fields = StructFields.ones(HEADER, struct);
        fields.put("status", 0x82);
        fields.put("sb_len_wr", 252);
        fields.put("host_status", 0xff01);
        fields.put("driver_status", 0x8006);
        fields.put("resid", -5);
        fields.put("duration", 77);
        assertThat(struct.status()).isEqualTo(0x82);
        assertThat(struct.sbLenWr()).isEqualTo(252);
        assertThat(struct.hostStatus()).isEqualTo(0xff01);
        assertThat(struct.driverStatus()).isEqualTo(0x8006);
        assertThat(struct.resid()).isEqualTo(-5);
        assertThat(struct.duration()).isEqualTo(77);
    }
}
