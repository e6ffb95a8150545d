// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import io.prhelper.ffm.libc.Errno;
import java.util.ArrayList;
import java.util.List;

/**
 * The filter under which serving runs: what is not listed is refused.
 *
 * <p>Refused is, among all else: executing a program, making a process, sockets that are not Unix sockets, opening a file for
 * writing or making one, changing ids and capabilities, debugging, mounting, namespaces, kernel modules, bpf, io_uring, userfaultfd, performance
 * counters, keys, and every ioctl but those that serving sends. Memory may be made executable: the compiler of the JVM does that.
 */
public final class SyscallFilter {
    private static final int AUDIT_ARCH_X86_64 = 0xc000003e;

    /** Calls of the x32 interface have this bit. */
    private static final int X32 = 0x40000000;

    /**
     * From pidfd_send_signal on. The C library tries such calls and has an older way where the kernel does not know them, but not where
     * it forbids them.
     */
    private static final int FIRST_NEW = 424;

    private static final int REFUSE = Bpf.ERRNO | Errno.EPERM.code();
    private static final int UNKNOWN = Bpf.ERRNO | Errno.ENOSYS.code();

    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;

    /** The bits of a socket's type that are no flags. */
    private static final int SOCK_TYPE_MASK = 0xf;

    private static final int SOL_SOCKET = 1;
    private static final int SG_IO = 0x2285;

    /** Is it a terminal, how many bytes wait: what Java asks of streams. */
    private static final int TCGETS = 0x5401;

    private static final int FIONREAD = 0x541b;

    /** What open(2) must not ask for: access other than reading, O_CREAT, O_TRUNC, and the bit of O_TMPFILE that O_DIRECTORY has not. */
    private static final int O_CHANGES = 0x3 | 0x40 | 0x200 | 0x400000;

    private static final int CLONE_THREAD = 0x00010000;

    /** CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
    private static final int CLONE_NEW = 0x7e020080;

    private final List<Integer> ioctls = new ArrayList<>(List.of(SG_IO, TCGETS, FIONREAD));
    private final int pid;
    private boolean connect;

    /** The filter of the process with that id. */
    public SyscallFilter(int pid) {
        this.pid = pid;
    }

    /** Allows ioctl(2) with this request as well. */
    public void allowIoctl(int request) {
        ioctls.add(request);
    }

    /**
     * Allows connect(2). Without it a server that runs as root reaches no service that trusts root; it is nobody's client, and messages without a
     * connection it can send to the service manager only, as it can make no socket for them.
     */
    public void allowConnect() {
        connect = true;
    }

    BpfProgram program() {
        BpfProgram.Builder program = new BpfProgram.Builder();
        program.add(Bpf.load(Bpf.ARCH));
        program.add(Bpf.ifEqual(AUDIT_ARCH_X86_64, 1, 0));
        program.add(Bpf.give(Bpf.KILL_PROCESS));
        program.add(Bpf.load(Bpf.NR));
        program.add(Bpf.ifAtLeast(X32, 0, 1));
        program.add(Bpf.give(UNKNOWN));
        for (CheckedCall call : checked()) {
            call.appendTo(program, REFUSE);
        }
        for (int number : AllowedCalls.numbers()) {
            allow(program, number);
        }
        if (connect) {
            allow(program, SyscallNumbers.CONNECT);
        }
        program.add(Bpf.ifAtLeast(FIRST_NEW, 0, 1));
        program.add(Bpf.give(UNKNOWN));
        program.add(Bpf.give(REFUSE));
        return program.build();
    }

    private static void allow(BpfProgram.Builder program, int number) {
        program.add(Bpf.ifEqual(number, 0, 1));
        program.add(Bpf.give(Bpf.ALLOW));
    }

    private List<CheckedCall> checked() {
        return List.of(
                CheckedCall.of(SyscallNumbers.IOCTL).argumentIs(1, ioctls.toArray(new Integer[0])),
                CheckedCall.of(SyscallNumbers.OPENAT).bitsAre(2, O_CHANGES, 0),
                CheckedCall.of(SyscallNumbers.OPEN).bitsAre(1, O_CHANGES, 0),
                // F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETLK, F_SETLK, F_DUPFD_CLOEXEC
                CheckedCall.of(SyscallNumbers.FCNTL).argumentIs(1, 0, 1, 2, 3, 4, 5, 6, 1030),
                CheckedCall.of(SyscallNumbers.CLONE).bitsAre(0, CLONE_THREAD | CLONE_NEW, CLONE_THREAD),
                CheckedCall.of(SyscallNumbers.SOCKET).argumentIs(0, AF_UNIX).bitsAre(1, SOCK_TYPE_MASK, SOCK_STREAM),
                CheckedCall.of(SyscallNumbers.SOCKETPAIR).argumentIs(0, AF_UNIX),
                // SO_SNDBUF, RCVBUF, RCVTIMEO, SNDTIMEO: no filters.
                CheckedCall.of(SyscallNumbers.SETSOCKOPT)
                        .argumentIs(1, SOL_SOCKET)
                        .argumentIs(2, 7, 8, 20, 21),
                // Signals to our own threads only.
                CheckedCall.of(SyscallNumbers.TGKILL).argumentIs(0, pid),
                // PR_GET_DUMPABLE, SET_NAME, GET_NAME, CAPBSET_READ, GET_NO_NEW_PRIVS, GET_THP_DISABLE, SET_VMA
                CheckedCall.of(SyscallNumbers.PRCTL).argumentIs(0, 3, 15, 16, 23, 39, 42, 0x53564d41),
                // Asking for limits, not setting them.
                CheckedCall.of(SyscallNumbers.PRLIMIT64).isNull(2));
    }
}
