// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

/** System calls and their numbers by processor ({@code asm/unistd.h}). */
public enum Syscall {
    // x86-64, aarch64, s390x, ppc64le, riscv64; -1 where there is none.

    // Bytes of descriptors that are open.
    READ(0, 63, 3, 3, 63),
    WRITE(1, 64, 4, 4, 64),
    CLOSE(3, 57, 6, 6, 57),
    LSEEK(8, 62, 19, 19, 62),
    _LLSEEK(-1, -1, -1, 140, -1),
    IOCTL(16, 29, 54, 54, 29),
    PREAD64(17, 67, 180, 179, 67),
    PWRITE64(18, 68, 181, 180, 68),
    READV(19, 65, 145, 145, 65),
    WRITEV(20, 66, 146, 146, 66),
    DUP(32, 23, 41, 41, 23),
    DUP2(33, -1, 63, 63, -1),
    FCNTL(72, 25, 55, 55, 25),
    FSYNC(74, 82, 118, 118, 82),
    FDATASYNC(75, 83, 148, 148, 83),
    FTRUNCATE(77, 46, 93, 93, 46),
    GETDENTS64(217, 61, 220, 202, 61),
    FADVISE64(221, 223, 253, 233, 223),
    FALLOCATE(285, 47, 314, 309, 47),
    DUP3(292, 24, 326, 316, 24),
    PIPE2(293, 59, 325, 317, 59),
    PREADV(295, 69, 328, 320, 69),
    PWRITEV(296, 70, 329, 321, 70),

    // What files are; opening and removing one.
    OPEN(2, -1, 5, 5, -1),
    STAT(4, -1, 106, 106, -1),
    FSTAT(5, 80, 108, 108, 80),
    LSTAT(6, -1, 107, 107, -1),
    ACCESS(21, -1, 33, 33, -1),
    GETCWD(79, 17, 183, 182, 17),
    RENAME(82, -1, 38, 38, -1),
    RENAMEAT(264, 38, 295, 293, -1),
    RENAMEAT2(316, 276, 347, 357, 276),
    UNLINK(87, -1, 10, 10, -1),
    UNLINKAT(263, 35, 294, 292, 35),
    READLINK(89, -1, 85, 85, -1),
    STATFS(137, 43, 99, 99, 43),
    FSTATFS(138, 44, 100, 100, 44),
    OPENAT(257, 56, 288, 286, 56),
    NEWFSTATAT(262, 79, 293, 291, 79),
    READLINKAT(267, 78, 298, 296, 78),
    FACCESSAT(269, 48, 300, 298, 48),
    STATX(332, 291, 379, 383, 291),

    // Memory.
    MMAP(9, 222, 90, 90, 222),
    MPROTECT(10, 226, 125, 125, 226),
    MUNMAP(11, 215, 91, 91, 215),
    BRK(12, 214, 45, 45, 214),
    MREMAP(25, 216, 163, 163, 216),
    MSYNC(26, 227, 144, 144, 227),
    MINCORE(27, 232, 218, 206, 232),
    MADVISE(28, 233, 219, 205, 233),
    MEMFD_CREATE(319, 279, 350, 360, 279),
    MEMBARRIER(324, 283, 356, 365, 283),
    RISCV_FLUSH_ICACHE(-1, -1, -1, -1, 259),

    // Threads, and waiting for each other.
    SCHED_YIELD(24, 124, 158, 158, 124),
    CLONE(56, 220, 120, 120, 220),
    EXIT(60, 93, 1, 1, 93),
    GETPRIORITY(140, 141, 96, 96, 141),
    SCHED_GETPARAM(143, 121, 155, 155, 121),
    SCHED_GETSCHEDULER(145, 120, 157, 157, 120),
    SCHED_GET_PRIORITY_MAX(146, 125, 159, 159, 125),
    SCHED_GET_PRIORITY_MIN(147, 126, 160, 160, 126),
    PRCTL(157, 167, 172, 171, 167),
    FUTEX(202, 98, 238, 221, 98),
    SCHED_GETAFFINITY(204, 123, 240, 223, 123),
    RESTART_SYSCALL(219, 128, 7, 0, 128),
    EXIT_GROUP(231, 94, 248, 234, 94),
    SET_ROBUST_LIST(273, 99, 304, 300, 99),
    GET_ROBUST_LIST(274, 100, 305, 299, 100),
    GETCPU(309, 168, 311, 302, 168),
    RSEQ(334, 293, 383, 387, 293),

    // Signals.
    RT_SIGACTION(13, 134, 174, 173, 134),
    RT_SIGPROCMASK(14, 135, 175, 174, 135),
    RT_SIGRETURN(15, 139, 173, 172, 139),
    PAUSE(34, -1, 29, 29, -1),
    RT_SIGPENDING(127, 136, 176, 175, 136),
    RT_SIGTIMEDWAIT(128, 137, 177, 176, 137),
    RT_SIGSUSPEND(130, 133, 179, 178, 133),
    SIGALTSTACK(131, 132, 186, 185, 132),
    TGKILL(234, 131, 241, 250, 131),

    // Time.
    NANOSLEEP(35, 101, 162, 162, 101),
    GETTIMEOFDAY(96, 169, 78, 78, 169),
    TIMES(100, 153, 43, 43, 153),
    CLOCK_GETTIME(228, 113, 260, 246, 113),
    CLOCK_GETRES(229, 114, 261, 247, 114),
    CLOCK_NANOSLEEP(230, 115, 262, 248, 115),

    // Waiting for descriptors.
    POLL(7, -1, 168, 167, -1),
    SELECT(23, -1, 142, 82, -1),
    EPOLL_WAIT(232, -1, 251, 238, -1),
    EPOLL_CTL(233, 21, 250, 237, 21),
    PSELECT6(270, 72, 301, 280, 72),
    PPOLL(271, 73, 302, 281, 73),
    EPOLL_PWAIT(281, 22, 312, 303, 22),
    EVENTFD2(290, 19, 323, 314, 19),
    EPOLL_CREATE1(291, 20, 327, 315, 20),

    // Sockets.
    SOCKET(41, 198, 359, 326, 198),
    BIND(49, 200, 361, 327, 200),
    LISTEN(50, 201, 363, 329, 201),
    CONNECT(42, 203, 362, 328, 203),
    ACCEPT(43, 202, -1, 330, 202),
    SEND(-1, -1, -1, 334, -1),
    SENDTO(44, 206, 369, 335, 206),
    RECV(-1, -1, -1, 336, -1),
    RECVFROM(45, 207, 371, 337, 207),
    SENDMSG(46, 211, 370, 341, 211),
    RECVMSG(47, 212, 372, 342, 212),
    SHUTDOWN(48, 210, 373, 338, 210),
    GETSOCKNAME(51, 204, 367, 331, 204),
    GETPEERNAME(52, 205, 368, 332, 205),
    SOCKETPAIR(53, 199, 360, 333, 199),
    SETSOCKOPT(54, 208, 366, 339, 208),
    GETSOCKOPT(55, 209, 365, 340, 209),
    ACCEPT4(288, 242, 364, 344, 242),

    // Questions about ourselves and the machine.
    GETPID(39, 172, 20, 20, 172),
    UNAME(63, 160, 122, 122, 160),
    GETRLIMIT(97, 163, 191, 76, 163),
    GETRUSAGE(98, 165, 77, 77, 165),
    SYSINFO(99, 179, 116, 116, 179),
    GETUID(102, 174, 199, 24, 174),
    GETGID(104, 176, 200, 47, 176),
    GETEUID(107, 175, 201, 49, 175),
    GETEGID(108, 177, 202, 50, 177),
    GETPPID(110, 173, 64, 64, 173),
    GETGROUPS(115, 158, 205, 80, 158),
    GETRESUID(118, 148, 209, 165, 148),
    GETRESGID(120, 150, 211, 170, 150),
    CAPGET(125, 90, 184, 183, 90),
    GETTID(186, 178, 236, 207, 178),
    PRLIMIT64(302, 261, 334, 325, 261),
    GETRANDOM(318, 278, 349, 359, 278),

    // What takes rights away from the calling thread.
    LANDLOCK_RESTRICT_SELF(446, 446, 446, 446, 446),

    // Not allowed, but called before the filter is there, past the C library.
    LANDLOCK_CREATE_RULESET(444, 444, 444, 444, 444),
    LANDLOCK_ADD_RULE(445, 445, 445, 445, 445),
    SETGROUPS(116, 159, 206, 81, 159),
    SETRESUID(117, 147, 208, 164, 147),
    SETRESGID(119, 149, 210, 169, 149),
    SECCOMP(317, 277, 348, 358, 277);

    /** The number of a call that a processor does not have. */
    public static final int NOT_THERE = -1;

    private final int x8664;
    private final int aarch64;
    private final int s390x;
    private final int ppc64le;
    private final int riscv64;

    Syscall(int x8664, int aarch64, int s390x, int ppc64le, int riscv64) {
        this.x8664 = x8664;
        this.aarch64 = aarch64;
        this.s390x = s390x;
        this.ppc64le = ppc64le;
        this.riscv64 = riscv64;
    }

    /** Its number on the running processor, or {@link #NOT_THERE}, which the kernel answers with ENOSYS. */
    int number() {
        return on(Abi.running());
    }

    /** Its number on that processor, or {@link #NOT_THERE}. */
    public int on(Abi abi) {
        return abi.pick(x8664, aarch64, s390x, ppc64le, riscv64);
    }
}
