// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

/**
 * System calls that are allowed whatever their arguments: what a JVM needs to run, and serving to serve, with descriptors that are open
 * already. It is longer than what was seen (strace(1) shows some 40 while serving under load) by what collectors, compilers and C libraries
 * may call at other times; none of these gives a right that the process does not have.
 */
final class AllowedCalls {
    private static final int[] NUMBERS = {
        // Those of a request first: kernels before 5.11 walk through this list at each call.
        SyscallNumbers.RECVMSG,
        SyscallNumbers.SENDTO,
        SyscallNumbers.RECVFROM,
        SyscallNumbers.CLOSE,
        SyscallNumbers.STATX,
        SyscallNumbers.EPOLL_WAIT,
        SyscallNumbers.EPOLL_CTL,
        SyscallNumbers.FUTEX,
        // Bytes of descriptors that are open.
        SyscallNumbers.READ,
        SyscallNumbers.WRITE,
        SyscallNumbers.LSEEK,
        SyscallNumbers.PREAD64,
        SyscallNumbers.PWRITE64,
        SyscallNumbers.READV,
        SyscallNumbers.WRITEV,
        SyscallNumbers.DUP,
        SyscallNumbers.DUP2,
        SyscallNumbers.FSYNC,
        SyscallNumbers.FDATASYNC,
        SyscallNumbers.FTRUNCATE,
        SyscallNumbers.GETDENTS64,
        SyscallNumbers.FADVISE64,
        SyscallNumbers.FALLOCATE,
        SyscallNumbers.DUP3,
        SyscallNumbers.PIPE2,
        SyscallNumbers.PREADV,
        SyscallNumbers.PWRITEV,
        // What files are; opening and removing one.
        SyscallNumbers.STAT,
        SyscallNumbers.FSTAT,
        SyscallNumbers.LSTAT,
        SyscallNumbers.ACCESS,
        SyscallNumbers.GETCWD,
        SyscallNumbers.UNLINK,
        SyscallNumbers.READLINK,
        SyscallNumbers.STATFS,
        SyscallNumbers.FSTATFS,
        SyscallNumbers.NEWFSTATAT,
        SyscallNumbers.READLINKAT,
        SyscallNumbers.FACCESSAT,
        // Memory.
        SyscallNumbers.MMAP,
        SyscallNumbers.MPROTECT,
        SyscallNumbers.MUNMAP,
        SyscallNumbers.BRK,
        SyscallNumbers.MREMAP,
        SyscallNumbers.MSYNC,
        SyscallNumbers.MINCORE,
        SyscallNumbers.MADVISE,
        SyscallNumbers.MEMFD_CREATE,
        SyscallNumbers.MEMBARRIER,
        // Threads, and waiting for each other.
        SyscallNumbers.SCHED_YIELD,
        SyscallNumbers.EXIT,
        SyscallNumbers.GETPRIORITY,
        SyscallNumbers.SCHED_GETPARAM,
        SyscallNumbers.SCHED_GETSCHEDULER,
        SyscallNumbers.SCHED_GET_PRIORITY_MAX,
        SyscallNumbers.SCHED_GET_PRIORITY_MIN,
        SyscallNumbers.SCHED_GETAFFINITY,
        SyscallNumbers.RESTART_SYSCALL,
        SyscallNumbers.EXIT_GROUP,
        SyscallNumbers.SET_ROBUST_LIST,
        SyscallNumbers.GET_ROBUST_LIST,
        SyscallNumbers.GETCPU,
        SyscallNumbers.RSEQ,
        // Signals.
        SyscallNumbers.RT_SIGACTION,
        SyscallNumbers.RT_SIGPROCMASK,
        SyscallNumbers.RT_SIGRETURN,
        SyscallNumbers.PAUSE,
        SyscallNumbers.RT_SIGPENDING,
        SyscallNumbers.RT_SIGTIMEDWAIT,
        SyscallNumbers.RT_SIGSUSPEND,
        SyscallNumbers.SIGALTSTACK,
        // Time.
        SyscallNumbers.NANOSLEEP,
        SyscallNumbers.GETTIMEOFDAY,
        SyscallNumbers.TIMES,
        SyscallNumbers.CLOCK_GETTIME,
        SyscallNumbers.CLOCK_GETRES,
        SyscallNumbers.CLOCK_NANOSLEEP,
        // Waiting for descriptors.
        SyscallNumbers.POLL,
        SyscallNumbers.SELECT,
        SyscallNumbers.PSELECT6,
        SyscallNumbers.PPOLL,
        SyscallNumbers.EPOLL_PWAIT,
        SyscallNumbers.EVENTFD2,
        SyscallNumbers.EPOLL_CREATE1,
        // Sockets.
        SyscallNumbers.ACCEPT,
        SyscallNumbers.SENDMSG,
        SyscallNumbers.SHUTDOWN,
        SyscallNumbers.GETSOCKNAME,
        SyscallNumbers.GETPEERNAME,
        SyscallNumbers.GETSOCKOPT,
        SyscallNumbers.ACCEPT4,
        // Questions about ourselves and the machine.
        SyscallNumbers.GETPID,
        SyscallNumbers.UNAME,
        SyscallNumbers.GETRLIMIT,
        SyscallNumbers.GETRUSAGE,
        SyscallNumbers.SYSINFO,
        SyscallNumbers.GETUID,
        SyscallNumbers.GETGID,
        SyscallNumbers.GETEUID,
        SyscallNumbers.GETEGID,
        SyscallNumbers.GETPPID,
        SyscallNumbers.GETGROUPS,
        SyscallNumbers.GETRESUID,
        SyscallNumbers.GETRESGID,
        SyscallNumbers.CAPGET,
        SyscallNumbers.GETTID,
        SyscallNumbers.GETRANDOM,
        // What takes rights away from the calling thread; the filter itself comes before.
        SyscallNumbers.LANDLOCK_CREATE_RULESET,
        SyscallNumbers.LANDLOCK_ADD_RULE,
        SyscallNumbers.LANDLOCK_RESTRICT_SELF,
    };

    private AllowedCalls() {}

    static int[] numbers() {
        return NUMBERS.clone();
    }
}
