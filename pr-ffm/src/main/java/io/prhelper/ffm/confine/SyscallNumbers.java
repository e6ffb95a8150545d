// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

/** Numbers of system calls on x86-64 ({@code asm/unistd_64.h}). */
final class SyscallNumbers {
    // Bytes of descriptors that are open.
    static final int READ = 0;
    static final int WRITE = 1;
    static final int CLOSE = 3;
    static final int LSEEK = 8;
    static final int IOCTL = 16;
    static final int PREAD64 = 17;
    static final int PWRITE64 = 18;
    static final int READV = 19;
    static final int WRITEV = 20;
    static final int DUP = 32;
    static final int DUP2 = 33;
    static final int FCNTL = 72;
    static final int FSYNC = 74;
    static final int FDATASYNC = 75;
    static final int FTRUNCATE = 77;
    static final int GETDENTS64 = 217;
    static final int FADVISE64 = 221;
    static final int FALLOCATE = 285;
    static final int DUP3 = 292;
    static final int PIPE2 = 293;
    static final int PREADV = 295;
    static final int PWRITEV = 296;

    // What files are; opening and removing one.
    static final int OPEN = 2;
    static final int STAT = 4;
    static final int FSTAT = 5;
    static final int LSTAT = 6;
    static final int ACCESS = 21;
    static final int GETCWD = 79;
    static final int UNLINK = 87;
    static final int READLINK = 89;
    static final int STATFS = 137;
    static final int FSTATFS = 138;
    static final int OPENAT = 257;
    static final int NEWFSTATAT = 262;
    static final int READLINKAT = 267;
    static final int FACCESSAT = 269;
    static final int STATX = 332;

    // Memory.
    static final int MMAP = 9;
    static final int MPROTECT = 10;
    static final int MUNMAP = 11;
    static final int BRK = 12;
    static final int MREMAP = 25;
    static final int MSYNC = 26;
    static final int MINCORE = 27;
    static final int MADVISE = 28;
    static final int MEMFD_CREATE = 319;
    static final int MEMBARRIER = 324;

    // Threads, and waiting for each other.
    static final int SCHED_YIELD = 24;
    static final int CLONE = 56;
    static final int EXIT = 60;
    static final int GETPRIORITY = 140;
    static final int SCHED_GETPARAM = 143;
    static final int SCHED_GETSCHEDULER = 145;
    static final int SCHED_GET_PRIORITY_MAX = 146;
    static final int SCHED_GET_PRIORITY_MIN = 147;
    static final int PRCTL = 157;
    static final int FUTEX = 202;
    static final int SCHED_GETAFFINITY = 204;
    static final int RESTART_SYSCALL = 219;
    static final int EXIT_GROUP = 231;
    static final int SET_ROBUST_LIST = 273;
    static final int GET_ROBUST_LIST = 274;
    static final int GETCPU = 309;
    static final int RSEQ = 334;

    // Signals.
    static final int RT_SIGACTION = 13;
    static final int RT_SIGPROCMASK = 14;
    static final int RT_SIGRETURN = 15;
    static final int PAUSE = 34;
    static final int RT_SIGPENDING = 127;
    static final int RT_SIGTIMEDWAIT = 128;
    static final int RT_SIGSUSPEND = 130;
    static final int SIGALTSTACK = 131;
    static final int TGKILL = 234;

    // Time.
    static final int NANOSLEEP = 35;
    static final int GETTIMEOFDAY = 96;
    static final int TIMES = 100;
    static final int CLOCK_GETTIME = 228;
    static final int CLOCK_GETRES = 229;
    static final int CLOCK_NANOSLEEP = 230;

    // Waiting for descriptors.
    static final int POLL = 7;
    static final int SELECT = 23;
    static final int EPOLL_WAIT = 232;
    static final int EPOLL_CTL = 233;
    static final int PSELECT6 = 270;
    static final int PPOLL = 271;
    static final int EPOLL_PWAIT = 281;
    static final int EVENTFD2 = 290;
    static final int EPOLL_CREATE1 = 291;

    // Sockets.
    static final int SOCKET = 41;
    static final int CONNECT = 42;
    static final int ACCEPT = 43;
    static final int SENDTO = 44;
    static final int RECVFROM = 45;
    static final int SENDMSG = 46;
    static final int RECVMSG = 47;
    static final int SHUTDOWN = 48;
    static final int GETSOCKNAME = 51;
    static final int GETPEERNAME = 52;
    static final int SOCKETPAIR = 53;
    static final int SETSOCKOPT = 54;
    static final int GETSOCKOPT = 55;
    static final int ACCEPT4 = 288;

    // Questions about ourselves and the machine.
    static final int GETPID = 39;
    static final int UNAME = 63;
    static final int GETRLIMIT = 97;
    static final int GETRUSAGE = 98;
    static final int SYSINFO = 99;
    static final int GETUID = 102;
    static final int GETGID = 104;
    static final int GETEUID = 107;
    static final int GETEGID = 108;
    static final int GETPPID = 110;
    static final int GETGROUPS = 115;
    static final int GETRESUID = 118;
    static final int GETRESGID = 120;
    static final int CAPGET = 125;
    static final int GETTID = 186;
    static final int PRLIMIT64 = 302;
    static final int GETRANDOM = 318;

    // What takes rights away from the calling thread; the filter itself comes before.
    static final int LANDLOCK_CREATE_RULESET = 444;
    static final int LANDLOCK_ADD_RULE = 445;
    static final int LANDLOCK_RESTRICT_SELF = 446;

    // Not allowed, but called before the filter is there, past the C library.
    static final int SETGROUPS = 116;
    static final int SETRESUID = 117;
    static final int SETRESGID = 119;
    static final int SECCOMP = 317;

    private SyscallNumbers() {}
}
