// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import static io.prhelper.ffm.struct.StructFields.CHAR;
import static io.prhelper.ffm.struct.StructFields.INT;
import static io.prhelper.ffm.struct.StructFields.LONG;
import static io.prhelper.ffm.struct.StructFields.SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The structs of {@code sys/socket.h}, {@code sys/un.h} and {@code sys/uio.h}, x86-64. */
final class SocketStructsLayoutTest {
    private static final StructLayout MSGHDR = MemoryLayout.structLayout(
            LONG.withName("msg_name"),
            INT.withName("msg_namelen"),
            MemoryLayout.paddingLayout(4),
            LONG.withName("msg_iov"),
            LONG.withName("msg_iovlen"),
            LONG.withName("msg_control"),
            LONG.withName("msg_controllen"),
            INT.withName("msg_flags"),
            MemoryLayout.paddingLayout(4));

    /** With the one descriptor that is sent and received: CMSG_SPACE(sizeof(int)). */
    private static final StructLayout CMSGHDR = MemoryLayout.structLayout(
            LONG.withName("cmsg_len"),
            INT.withName("cmsg_level"),
            INT.withName("cmsg_type"),
            INT.withName("data"),
            MemoryLayout.paddingLayout(4));

    private static final StructLayout IOVEC =
            MemoryLayout.structLayout(LONG.withName("iov_base"), LONG.withName("iov_len"));

    private static final StructLayout UCRED =
            MemoryLayout.structLayout(INT.withName("pid"), INT.withName("uid"), INT.withName("gid"));

    private static final StructLayout SOCKADDR_UN = MemoryLayout.structLayout(
            SHORT.withName("sun_family"), MemoryLayout.sequenceLayout(108, CHAR).withName("sun_path"));

    @Test
    void sizesAndOffsetsAreThoseOfTheHeaders() {
        assertThat(MSGHDR.byteSize()).isEqualTo(56).isEqualTo(MsgHdr.SIZE);
        StructFields.assertOffsets(MsgHdr.class, MSGHDR);
        assertThat(CMSGHDR.byteSize()).isEqualTo(24).isEqualTo(Cmsghdr.SIZE);
        StructFields.assertOffsets(Cmsghdr.class, CMSGHDR);
        assertThat(IOVEC.byteSize()).isEqualTo(16).isEqualTo(Iovec.SIZE);
        StructFields.assertOffsets(Iovec.class, IOVEC);
        assertThat(UCRED.byteSize()).isEqualTo(12).isEqualTo(Ucred.SIZE);
        StructFields.assertOffsets(Ucred.class, UCRED);
        assertThat(SOCKADDR_UN.byteSize()).isEqualTo(110).isEqualTo(SockaddrUn.SIZE);
        StructFields.assertOffsets(SockaddrUn.class, SOCKADDR_UN);
    }

    @Test
    void aMessageIsWhatCReads() {
        StructFields fields = new StructFields(MSGHDR);
        MsgHdr struct = new MsgHdr(fields.memory(), 0);
        struct.msgName(9);
        struct.msgNamelen(10);
        struct.msgIov(11);
        struct.msgIovlen(12);
        struct.msgControl(13);
        struct.msgControllen(14);
        assertThat(fields.get("msg_name")).isEqualTo(9);
        assertThat(fields.get("msg_namelen")).isEqualTo(10);
        assertThat(fields.get("msg_iov")).isEqualTo(11);
        assertThat(fields.get("msg_iovlen")).isEqualTo(12);
        assertThat(fields.get("msg_control")).isEqualTo(13);
        assertThat(fields.get("msg_controllen")).isEqualTo(14);
        fields.assertUntouchedBut("msg_name", "msg_namelen", "msg_iov", "msg_iovlen", "msg_control", "msg_controllen");
        fields.put("msg_controllen", 20);
        fields.put("msg_flags", 0x40000008);
        assertThat(struct.msgControllen()).isEqualTo(20);
        assertThat(struct.msgFlags()).isEqualTo(0x40000008);
        assertThat(struct.address()).isEqualTo(fields.memory().address());
    }

    @Test
    void ancillaryDataIsWhatCReads() {
        StructFields fields = new StructFields(CMSGHDR);
        Cmsghdr struct = new Cmsghdr(fields.memory(), 0);
        struct.cmsgLen(20);
        struct.cmsgLevel(1);
        struct.cmsgType(2);
        struct.data(77);
        assertThat(fields.get("cmsg_len")).isEqualTo(20).isEqualTo(struct.cmsgLen());
        assertThat(fields.get("cmsg_level")).isEqualTo(1).isEqualTo(struct.cmsgLevel());
        assertThat(fields.get("cmsg_type")).isEqualTo(2).isEqualTo(struct.cmsgType());
        assertThat(fields.get("data")).isEqualTo(77).isEqualTo(struct.data());
        fields.assertUntouchedBut("cmsg_len", "cmsg_level", "cmsg_type", "data");
    }

    @Test
    void aPieceOfAMessageIsWhatCReads() {
        StructFields fields = new StructFields(IOVEC);
        Iovec struct = new Iovec(fields.memory(), 0);
        struct.iovBase(0x1234567890L);
        struct.iovLen(16);
        assertThat(fields.get("iov_base")).isEqualTo(0x1234567890L);
        assertThat(fields.get("iov_len")).isEqualTo(16);
    }

    @Test
    void credentialsAreWhatCWrote() {
        StructFields fields = new StructFields(UCRED, new DirectMemory(16));
        fields.put("pid", 4711);
        fields.put("uid", 0xfffffffeL);
        fields.put("gid", 36);
        Ucred struct = new Ucred(fields.memory(), 0);
        assertThat(struct.pid()).isEqualTo(4711);
        assertThat(Integer.toUnsignedLong(struct.uid())).isEqualTo(0xfffffffeL);
        assertThat(struct.gid()).isEqualTo(36);
    }

    @Test
    void anAddressHoldsThePathAndTheNulThatEndsIt() {
        byte[] path = "/run/x".getBytes(StandardCharsets.UTF_8);
        assertThat(bytes(new SockaddrUn(path))).hasSize(110).startsWith(1, 0, '/', 'r', 'u', 'n', '/', 'x', 0);
        byte[] longest = new byte[107];
        Arrays.fill(longest, (byte) 'x');
        byte[] bytes = bytes(new SockaddrUn(longest));
        assertThat(bytes[108]).isEqualTo((byte) 'x');
        assertThat(bytes[109]).isZero();
    }

    private static byte[] bytes(SockaddrUn address) {
        return MemorySegment.ofBuffer(address.memory().buffer()).toArray(CHAR);
    }

    @Test
    void aPathThatLeavesNoRoomForItsNulIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SockaddrUn(new byte[108]))
                .withMessageContaining("107 bytes, not 108");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SockaddrUn(new byte[0]))
                .withMessageContaining("not 0");
    }

    @Test
    void memoryForTheKernelIsAlignedZeroedAndHasTheAddressOfItsBuffer() {
        for (int size : new int[] {1, 4, 12, 56, 110, 8208}) {
            DirectMemory memory = new DirectMemory(size);
            assertThat(memory.address() % 8).isZero();
            assertThat(memory.buffer().capacity()).isEqualTo(size);
            assertThat(memory.address())
                    .isEqualTo(MemorySegment.ofBuffer(memory.buffer()).address());
            assertThat(MemorySegment.ofBuffer(memory.buffer()).toArray(CHAR)).containsOnly(0);
        }
    }
}
