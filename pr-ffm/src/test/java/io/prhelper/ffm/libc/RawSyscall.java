// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import java.lang.foreign.MemorySegment;

/** System calls that the helper has no use for and must not be able to make, and a way to make any at all. */
public enum RawSyscall {
    // x86-64, aarch64, s390x, ppc64le, riscv64; -1 where there is none.

    // Who one is.
    SETUID(105, 146, 213, 23, 146),
    CAPSET(126, 91, 185, 184, 91),

    // Files.
    CREAT(85, -1, 8, 8, -1),
    CHMOD(90, -1, 15, 15, -1),
    FCHMODAT(268, 53, 299, 297, 53),
    MKDIR(83, -1, 39, 39, -1),
    MKDIRAT(258, 34, 289, 287, 34),
    CHROOT(161, 51, 61, 61, 51),

    // Programs and processes.
    EXECVE(59, 221, 11, 11, 221),
    EXECVEAT(322, 281, 354, 362, 281),
    FORK(57, -1, 2, 2, -1),
    VFORK(58, -1, 190, 189, -1),
    CLONE3(435, 435, 435, 435, 435),
    UNSHARE(272, 97, 303, 282, 97),
    SETNS(308, 268, 339, 350, 268),

    // The kernel and other processes.
    PTRACE(101, 117, 26, 26, 117),
    PROCESS_VM_READV(310, 270, 340, 351, 270),
    KILL(62, 129, 37, 37, 129),
    MOUNT(165, 40, 21, 21, 40),
    BPF(321, 280, 351, 361, 280),
    IO_URING_SETUP(425, 425, 425, 425, 425),
    PERF_EVENT_OPEN(298, 241, 331, 319, 241),
    USERFAULTFD(323, 282, 355, 364, 282),
    KEYCTL(250, 219, 280, 271, 219),
    INIT_MODULE(175, 105, 128, 128, 105),
    FINIT_MODULE(313, 273, 344, 353, 273),

    // Sockets.
    SOCKETCALL(-1, -1, 102, 102, -1);

    // long syscall(long number, ...);
    private static final MemorySegment SYSCALL = Downcalls.find("syscall");

    private final int x8664;
    private final int aarch64;
    private final int s390x;
    private final int ppc64le;
    private final int riscv64;

    RawSyscall(int x8664, int aarch64, int s390x, int ppc64le, int riscv64) {
        this.x8664 = x8664;
        this.aarch64 = aarch64;
        this.s390x = s390x;
        this.ppc64le = ppc64le;
        this.riscv64 = riscv64;
    }

    /** Its number on that processor, or {@link Syscall#NOT_THERE}. */
    public int on(Abi abi) {
        return abi.pick(x8664, aarch64, s390x, ppc64le, riscv64);
    }

    /** Its number on the running processor, or {@link Syscall#NOT_THERE}. */
    public int number() {
        return on(Abi.running());
    }

    /** Without pointers. */
    public static int call(int number, long first, long second, long third) {
        return Downcalls.call(new CallState(), SYSCALL, number, first, second, third, 0, 0);
    }

    /** With a path as the first argument. */
    public static int on(String path, int number, long second, long third) {
        Memory memory = Memory.cString(path);
        return Downcalls.kept(call(number, memory.address(), second, third), memory);
    }

    /** With a path as the second argument, that counts from the working directory. */
    public static int at(String path, int number, long third, long fourth) {
        Memory memory = Memory.cString(path);
        return Downcalls.kept(
                Downcalls.call(new CallState(), SYSCALL, number, Flags.AT_FDCWD, memory.address(), third, fourth, 0),
                memory);
    }
}
