// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

/** Numbers of the kernel that differ by processor; those that do not are {@link Flags}. */
public enum Varying {
    // x86-64, aarch64, s390x, ppc64le, riscv64.

    // asm/fcntl.h
    O_DIRECTORY(0x10000, 0x4000, 0x10000, 0x4000, 0x10000),
    O_NOFOLLOW(0x20000, 0x8000, 0x20000, 0x8000, 0x20000),

    // asm/socket.h; the time-outs are struct timeval.
    SO_PEERCRED(0x11, 0x11, 0x11, 0x15, 0x11),
    SO_RCVTIMEO(0x14, 0x14, 0x14, 0x12, 0x14),
    SO_SNDTIMEO(0x15, 0x15, 0x15, 0x13, 0x15),

    // asm/ioctls.h, linux/sockios.h: is it a terminal, how many bytes wait, how many the peer has not read.
    TCGETS(0x5401, 0x5401, 0x5401, 0x402c7413, 0x5401),
    FIONREAD(0x541b, 0x541b, 0x541b, 0x4004667f, 0x541b),
    SIOCOUTQ(0x5411, 0x5411, 0x5411, 0x40047473, 0x5411),

    // struct epoll_event of linux/eventpoll.h: its size, and where its data is.
    EPOLL_EVENT_SIZE(12, 16, 16, 16, 16),
    EPOLL_EVENT_DATA(4, 8, 8, 8, 8),

    // linux/audit.h
    AUDIT_ARCH(0xc000003e, 0xc00000b7, 0x80000016, 0xc0000015, 0xc00000f3);

    private final int x8664;
    private final int aarch64;
    private final int s390x;
    private final int ppc64le;
    private final int riscv64;

    Varying(int x8664, int aarch64, int s390x, int ppc64le, int riscv64) {
        this.x8664 = x8664;
        this.aarch64 = aarch64;
        this.s390x = s390x;
        this.ppc64le = ppc64le;
        this.riscv64 = riscv64;
    }

    /** It on the running processor. */
    public int value() {
        return on(Abi.running());
    }

    /** It on that processor. */
    public int on(Abi abi) {
        return abi.pick(x8664, aarch64, s390x, ppc64le, riscv64);
    }
}
