// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import static io.prhelper.ffm.struct.StructFields.CHAR;
import static io.prhelper.ffm.struct.StructFields.INT;
import static io.prhelper.ffm.struct.StructFields.LONG;
import static io.prhelper.ffm.struct.StructFields.SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.libc.Abi;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import org.junit.jupiter.api.Test;

/** {@code struct epoll_event} of {@code sys/epoll.h}, {@code struct pollfd} of {@code poll.h} and {@code struct statx} of {@code linux/stat.h}. */
final class KernelStructsLayoutTest {
    /** Packed on x86-64: the data is not aligned. */
    private static final StructLayout EPOLL_EVENT = Abi.running() == Abi.X86_64
            ? MemoryLayout.structLayout(
                    INT.withName("events"), LONG.withByteAlignment(4).withName("data"))
            : MemoryLayout.structLayout(INT.withName("events"), MemoryLayout.paddingLayout(4), LONG.withName("data"));

    private static final StructLayout STATX = MemoryLayout.structLayout(
            INT.withName("stx_mask"),
            INT.withName("stx_blksize"),
            LONG.withName("stx_attributes"),
            INT.withName("stx_nlink"),
            INT.withName("stx_uid"),
            INT.withName("stx_gid"),
            SHORT.withName("stx_mode"),
            MemoryLayout.paddingLayout(2),
            LONG.withName("stx_ino"),
            LONG.withName("stx_size"),
            LONG.withName("stx_blocks"),
            LONG.withName("stx_attributes_mask"),
            MemoryLayout.sequenceLayout(4 * 16, CHAR).withName("times"),
            INT.withName("stx_rdev_major"),
            INT.withName("stx_rdev_minor"),
            INT.withName("stx_dev_major"),
            INT.withName("stx_dev_minor"),
            MemoryLayout.sequenceLayout(112, CHAR).withName("newer"));

    @Test
    void sizesAndOffsetsAreThoseOfTheHeaders() {
        assertThat(new EpollEvent().buffer().capacity()).isEqualTo((int) EPOLL_EVENT.byteSize());
        StructFields.assertOffsets(EpollEvent.class, EPOLL_EVENT);
        assertThat(STATX.byteSize()).isEqualTo(256).isEqualTo(Statx.SIZE);
        StructFields.assertOffsets(Statx.class, STATX);
    }

    private static final StructLayout POLLFD =
            MemoryLayout.structLayout(INT.withName("fd"), SHORT.withName("events"), SHORT.withName("revents"));

    @Test
    void whatIsPolledIsWhatCReads() {
        assertThat(POLLFD.byteSize()).isEqualTo(8).isEqualTo(PollFd.SIZE);
        StructFields.assertOffsets(PollFd.class, POLLFD);
        PollFd struct = new PollFd();
        StructFields fields = StructFields.ones(POLLFD, struct);
        struct.lookAt(7, PollFd.POLLIN | PollFd.POLLOUT);
        assertThat(fields.get("fd")).isEqualTo(7);
        assertThat(fields.get("events")).isEqualTo(5);
    }

    @Test
    void anEventIsWhatCReadsAndWrites() {
        EpollEvent struct = new EpollEvent();
        StructFields fields = StructFields.ones(EPOLL_EVENT, struct);
        struct.events(1 << 30 | 1);
        struct.data(77);
        assertThat(fields.get("events")).isEqualTo(1 << 30 | 1);
        assertThat(fields.get("data")).isEqualTo(77);
        fields.put("events", 0x10);
        fields.put("data", 78);
        assertThat(struct.events()).isEqualTo(0x10);
        assertThat(struct.data()).isEqualTo(78);
    }

    @Test
    void theTypeOfAFileIsReadFromItsMode() {
        Statx struct = new Statx();
        StructFields fields = StructFields.ones(STATX, struct);
        record Kind(int mode, boolean block, boolean character, boolean socket) {}
        for (Kind kind : new Kind[] {
            new Kind(0x6000 | 0660, true, false, false), // S_IFBLK
            new Kind(0x2000 | 0666, false, true, false), // S_IFCHR
            new Kind(0xc000 | 0600, false, false, true), // S_IFSOCK
            new Kind(0x8000 | 0644, false, false, false), // S_IFREG
            new Kind(0x4000 | 0755, false, false, false), // S_IFDIR
            new Kind(0xa000 | 0777, false, false, false), // S_IFLNK
            new Kind(0x1000 | 0644, false, false, false), // S_IFIFO
            new Kind(0, false, false, false) // an anonymous inode, such as an epoll set
        }) {
            fields.put("stx_mode", kind.mode);
            assertThat(struct.isBlockDevice()).isEqualTo(kind.block);
            assertThat(struct.isCharacterDevice()).isEqualTo(kind.character);
            assertThat(struct.isSocket()).isEqualTo(kind.socket);
            assertThat(struct.isDirectory()).isEqualTo(kind.mode == (0x4000 | 0755));
            assertThat(struct.isSymbolicLink()).isEqualTo(kind.mode == (0xa000 | 0777));
        }
    }

    @Test
    void numbersAndIdentityAreWhatCWrote() {
        Statx struct = new Statx();
        StructFields fields = StructFields.ones(STATX, struct);
        fields.put("stx_rdev_major", 8);
        fields.put("stx_rdev_minor", 17);
        fields.put("stx_uid", 107);
        fields.put("stx_ino", 0x1_0000_0007L);
        fields.put("stx_dev_major", 0);
        fields.put("stx_dev_minor", 0x8000_0001L);
        assertThat(struct.rdevMajor()).isEqualTo(8);
        assertThat(struct.rdevMinor()).isEqualTo(17);
        assertThat(struct.uid()).isEqualTo(107);
        assertThat(struct.inode()).isEqualTo(0x1_0000_0007L);
        assertThat(struct.fileSystem()).isEqualTo(0x8000_0001L);
        fields.put("stx_dev_major", 9);
        assertThat(struct.fileSystem()).isEqualTo(0x9_8000_0001L);
    }
}
