// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import io.prhelper.ffm.libc.Syscall;

/**
 * System calls that are allowed whatever their arguments: what a JVM needs to run, and serving to serve, with descriptors that are open
 * already. It is longer than what was seen (strace(1) shows some 40 while serving under load) by what collectors, compilers and C libraries
 * may call at other times; none of these gives a right that the process does not have.
 */
final class AllowedCalls {
    private static final Syscall[] CALLS = {
        // Those of a request first: kernels before 5.11 walk through this list at each call.
        Syscall.RECVMSG,
        Syscall.SENDTO,
        Syscall.SEND,
        Syscall.RECVFROM,
        Syscall.RECV,
        Syscall.CLOSE,
        Syscall.STATX,
        Syscall.EPOLL_WAIT,
        Syscall.EPOLL_CTL,
        Syscall.FUTEX,
        // Bytes of descriptors that are open.
        Syscall.READ,
        Syscall.WRITE,
        Syscall.LSEEK,
        Syscall._LLSEEK,
        Syscall.PREAD64,
        Syscall.PWRITE64,
        Syscall.READV,
        Syscall.WRITEV,
        Syscall.DUP,
        Syscall.DUP2,
        Syscall.FSYNC,
        Syscall.FDATASYNC,
        Syscall.FTRUNCATE,
        Syscall.GETDENTS64,
        Syscall.FADVISE64,
        Syscall.FALLOCATE,
        Syscall.DUP3,
        Syscall.PIPE2,
        Syscall.PREADV,
        Syscall.PWRITEV,
        // What files are; opening and removing one.
        Syscall.STAT,
        Syscall.FSTAT,
        Syscall.LSTAT,
        Syscall.ACCESS,
        Syscall.GETCWD,
        Syscall.UNLINK,
        Syscall.UNLINKAT,
        Syscall.READLINK,
        Syscall.STATFS,
        Syscall.FSTATFS,
        Syscall.NEWFSTATAT,
        Syscall.READLINKAT,
        Syscall.FACCESSAT,
        // Memory.
        Syscall.MMAP,
        Syscall.MPROTECT,
        Syscall.MUNMAP,
        Syscall.BRK,
        Syscall.MREMAP,
        Syscall.MSYNC,
        Syscall.MINCORE,
        Syscall.MADVISE,
        Syscall.MEMFD_CREATE,
        Syscall.MEMBARRIER,
        Syscall.RISCV_FLUSH_ICACHE,
        // Threads, and waiting for each other.
        Syscall.SCHED_YIELD,
        Syscall.EXIT,
        Syscall.GETPRIORITY,
        Syscall.SCHED_GETPARAM,
        Syscall.SCHED_GETSCHEDULER,
        Syscall.SCHED_GET_PRIORITY_MAX,
        Syscall.SCHED_GET_PRIORITY_MIN,
        Syscall.SCHED_GETAFFINITY,
        Syscall.RESTART_SYSCALL,
        Syscall.EXIT_GROUP,
        Syscall.SET_ROBUST_LIST,
        Syscall.GET_ROBUST_LIST,
        Syscall.GETCPU,
        Syscall.RSEQ,
        // Signals.
        Syscall.RT_SIGACTION,
        Syscall.RT_SIGPROCMASK,
        Syscall.RT_SIGRETURN,
        Syscall.PAUSE,
        Syscall.RT_SIGPENDING,
        Syscall.RT_SIGTIMEDWAIT,
        Syscall.RT_SIGSUSPEND,
        Syscall.SIGALTSTACK,
        // Time.
        Syscall.NANOSLEEP,
        Syscall.GETTIMEOFDAY,
        Syscall.TIMES,
        Syscall.CLOCK_GETTIME,
        Syscall.CLOCK_GETRES,
        Syscall.CLOCK_NANOSLEEP,
        // Waiting for descriptors.
        Syscall.POLL,
        Syscall.SELECT,
        Syscall.PSELECT6,
        Syscall.PPOLL,
        Syscall.EPOLL_PWAIT,
        Syscall.EVENTFD2,
        Syscall.EPOLL_CREATE1,
        // Sockets.
        Syscall.ACCEPT,
        Syscall.SENDMSG,
        Syscall.SHUTDOWN,
        Syscall.GETSOCKNAME,
        Syscall.GETPEERNAME,
        Syscall.GETSOCKOPT,
        Syscall.ACCEPT4,
        // Questions about ourselves and the machine.
        Syscall.GETPID,
        Syscall.UNAME,
        Syscall.GETRLIMIT,
        Syscall.GETRUSAGE,
        Syscall.SYSINFO,
        Syscall.GETUID,
        Syscall.GETGID,
        Syscall.GETEUID,
        Syscall.GETEGID,
        Syscall.GETPPID,
        Syscall.GETGROUPS,
        Syscall.GETRESUID,
        Syscall.GETRESGID,
        Syscall.CAPGET,
        Syscall.GETTID,
        Syscall.GETRANDOM,
        // What takes rights away from the calling thread, by rules that are ready by then.
        Syscall.LANDLOCK_RESTRICT_SELF,
    };

    private AllowedCalls() {}

    static Syscall[] calls() {
        return CALLS.clone();
    }
}
