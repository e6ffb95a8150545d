// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import static io.prhelper.ffm.struct.StructFields.CHAR;
import static io.prhelper.ffm.struct.StructFields.INT;
import static io.prhelper.ffm.struct.StructFields.LONG;
import static io.prhelper.ffm.struct.StructFields.SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.prhelper.ffm.libc.Memory;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The structs of {@code sys/socket.h}, {@code sys/un.h} and {@code sys/uio.h}. */
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
        assertThat(CMSGHDR.byteSize()).isEqualTo(24);
        StructFields.assertOffsets(Cmsghdr.class, CMSGHDR);
        assertThat(IOVEC.byteSize()).isEqualTo(16).isEqualTo(Iovec.SIZE);
        StructFields.assertOffsets(Iovec.class, IOVEC);
        assertThat(UCRED.byteSize()).isEqualTo(12).isEqualTo(Ucred.SIZE);
        StructFields.assertOffsets(Ucred.class, UCRED);
        assertThat(SOCKADDR_UN.byteSize()).isEqualTo(110).isEqualTo(SockaddrUn.SIZE);
        StructFields.assertOffsets(SockaddrUn.class, SOCKADDR_UN);
    }

    @Test
    void aMessagePointsAtItsPieceAndThatAtItsBytes() {
        Memory bytes = new Memory(64);
        MsgHdr struct = new MsgHdr();
        struct.data(bytes, 24, 40);
        StructFields fields = StructFields.of(MSGHDR, struct);
        assertThat(fields.get("msg_iovlen")).isEqualTo(1);
        MemorySegment piece = at(fields.get("msg_iov"), Iovec.SIZE);
        assertThat(piece.get(LONG, 0)).isEqualTo(StructFields.address(bytes) + 24);
        assertThat(piece.get(LONG, 8)).isEqualTo(40);
        for (String nothing : List.of("msg_name", "msg_namelen", "msg_control", "msg_controllen", "msg_flags")) {
            assertThat(fields.get(nothing)).as(nothing).isZero();
        }
    }

    @Test
    void aMessageIsWhatCReadsAndWrites() {
        MsgHdr struct = new MsgHdr();
        StructFields fields = StructFields.ones(MSGHDR, struct);
        SockaddrUn name = new SockaddrUn(new byte[] {0, 'x'});
        Memory control = new Memory(24);
        struct.msgName(name);
        struct.msgControl(control);
        struct.msgControllen(14);
        assertThat(fields.get("msg_name")).isEqualTo(StructFields.address(name));
        assertThat(fields.get("msg_namelen")).isEqualTo(4);
        assertThat(fields.get("msg_control")).isEqualTo(StructFields.address(control));
        assertThat(fields.get("msg_controllen")).isEqualTo(14);
        fields.assertUntouchedBut("msg_name", "msg_namelen", "msg_control", "msg_controllen");
        fields.put("msg_controllen", 20);
        fields.put("msg_flags", 0x40000008);
        assertThat(struct.msgControllen()).isEqualTo(20);
        assertThat(struct.msgFlags()).isEqualTo(0x40000008);
    }

    @Test
    void ancillaryDataIsWhatCReads() {
        Cmsghdr struct = new Cmsghdr(1);
        StructFields fields = StructFields.of(CMSGHDR, struct);
        struct.count(1);
        struct.data(0, 77);
        assertThat(fields.get("cmsg_len")).isEqualTo(20);
        assertThat(fields.get("cmsg_level")).isEqualTo(1);
        assertThat(fields.get("cmsg_type")).isEqualTo(1);
        assertThat(fields.get("data")).isEqualTo(77).isEqualTo(struct.data());
    }

    @Test
    void ancillaryDataThatCWroteIsOneDescriptorOrNot() {
        Cmsghdr struct = new Cmsghdr(1);
        StructFields fields = StructFields.of(CMSGHDR, struct);
        record Case(long length, int level, int type, boolean one) {}
        for (Case written : new Case[] {
            new Case(20, 1, 1, true),
            new Case(16, 1, 1, false),
            new Case(24, 1, 1, false),
            new Case(20, 2, 1, false),
            new Case(20, 1, 2, false) // SCM_CREDENTIALS
        }) {
            fields.put("cmsg_len", written.length);
            fields.put("cmsg_level", written.level);
            fields.put("cmsg_type", written.type);
            assertThat(struct.isOf(1)).as(written.toString()).isEqualTo(written.one);
        }
    }

    @Test
    void thereIsRoomForAsManyDescriptorsAsWasSaid() {
        for (int count = 1; count < 5; count++) {
            // CMSG_SPACE(count * sizeof(int))
            assertThat(new Cmsghdr(count).buffer().capacity()).isEqualTo(16 + (4 * count + 7) / 8 * 8);
        }
    }

    @Test
    void whatIsAttachedIsInTheMessage() {
        DescriptorMessage message = new DescriptorMessage(3);
        StructFields fields = StructFields.of(MSGHDR, message);
        assertThat(fields.get("msg_controllen")).isZero();
        message.attach(new int[] {7, 8, 9});
        assertThat(fields.get("msg_controllen")).isEqualTo(28);
        MemorySegment control = at(fields.get("msg_control"), 28);
        assertThat(control.get(LONG, 0)).isEqualTo(28);
        assertThat(control.asSlice(16).toArray(INT)).containsExactly(7, 8, 9);
        message.attach(5);
        assertThat(fields.get("msg_controllen")).isEqualTo(20);
        assertThat(message.descriptor()).isEqualTo(5);
        message.attach(new int[0]);
        assertThat(fields.get("msg_controllen")).isZero();
        assertThat(message.descriptor()).isEqualTo(DescriptorMessage.NONE);
    }

    @SuppressWarnings("restricted") // the address is that of a struct that is kept
    private static MemorySegment at(long address, long size) {
        return MemorySegment.ofAddress(address).reinterpret(size);
    }

    @Test
    void aPieceOfAMessageIsWhatCReads() {
        Iovec struct = new Iovec();
        StructFields fields = StructFields.ones(IOVEC, struct);
        Memory bytes = new Memory(8);
        struct.iovBase(bytes, 3);
        struct.iovLen(16);
        assertThat(fields.get("iov_base")).isEqualTo(StructFields.address(bytes) + 3);
        assertThat(fields.get("iov_len")).isEqualTo(16);
    }

    @Test
    void credentialsAreWhatCWrote() {
        Ucred struct = new Ucred();
        StructFields fields = StructFields.ones(UCRED, struct);
        fields.put("pid", 4711);
        fields.put("uid", 0xfffffffeL);
        fields.put("gid", 36);
        assertThat(struct.pid()).isEqualTo(4711);
        assertThat(Integer.toUnsignedLong(struct.uid())).isEqualTo(0xfffffffeL);
        assertThat(struct.gid()).isEqualTo(36);
    }

    @Test
    void anAddressHoldsThePathAndTheNulThatEndsItIfThereIsRoom() {
        byte[] path = "/run/x".getBytes(StandardCharsets.UTF_8);
        boolean lowFirst = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        assertThat(bytes(new SockaddrUn(path)))
                .hasSize(110)
                .startsWith(lowFirst ? 1 : 0, lowFirst ? 0 : 1, '/', 'r', 'u', 'n', '/', 'x', 0);
        byte[] longest = new byte[108];
        Arrays.fill(longest, (byte) 'x');
        byte[] bytes = bytes(new SockaddrUn(longest));
        assertThat(bytes[108]).isEqualTo((byte) 'x');
        assertThat(bytes[109]).isEqualTo((byte) 'x');
    }

    private static byte[] bytes(SockaddrUn address) {
        return MemorySegment.ofBuffer(address.buffer()).toArray(CHAR);
    }

    @Test
    void aPathThatDoesNotFitIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SockaddrUn(new byte[109]))
                .withMessageContaining("108 bytes, not 109");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SockaddrUn(new byte[0]))
                .withMessageContaining("not 0");
    }
}
