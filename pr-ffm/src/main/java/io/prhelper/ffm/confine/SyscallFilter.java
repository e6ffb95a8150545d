// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.libc.Abi;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Syscall;
import io.prhelper.ffm.libc.Varying;
import java.util.List;

/**
 * The filter under which serving runs: what is not listed is refused.
 *
 * <p>Refused is, among all else: executing a program, making a process, sockets that are not Unix sockets, opening a file for
 * writing or making one, changing ids and capabilities, debugging, mounting, namespaces, kernel modules, bpf, io_uring, userfaultfd, performance
 * counters, keys, and every ioctl but those that serving sends. Memory may be made executable: the compiler of the JVM does that.
 */
public final class SyscallFilter {

    /** Calls of the x32 interface have this bit. */
    private static final int X32 = 0x40000000;

    /**
     * From pidfd_send_signal on. The C library tries such calls and has an older way where the kernel does not know them, but not where
     * it forbids them.
     */
    private static final int FIRST_NEW = 424;

    private static final int REFUSE = Bpf.ERRNO | Errno.EPERM.code();
    private static final int UNKNOWN = Bpf.ERRNO | Errno.ENOSYS.code();

    /** The bits of a socket's type that are no flags. */
    private static final int SOCK_TYPE_MASK = 0xf;

    /** What open(2) must not ask for: anything but reading, and the bit of O_TMPFILE that O_DIRECTORY has not. */
    private static final int O_CHANGES = Flags.O_ACCMODE | Flags.O_CREAT | Flags.O_TRUNC | 0x400000;

    private static final int O_APPENDING = Flags.O_WRONLY | Flags.O_CREAT | Flags.O_APPEND;

    /** No file that is made may be a program, least of all one that runs as its owner. */
    private static final int EXECUTABLE = 07111;

    private static final int CLONE_THREAD = 0x00010000;

    /** CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
    private static final int CLONE_NEW = 0x7e020080;

    private final Abi abi;
    private final int pid;
    private boolean connect;
    private boolean append;
    private boolean rename;

    /** The filter of the process with that id. */
    public SyscallFilter(int pid) {
        this(Abi.running(), pid);
    }

    SyscallFilter(Abi abi, int pid) {
        this.abi = abi;
        this.pid = pid;
    }

    /**
     * Allows connect(2). Without it a server that runs as root reaches no service that trusts root; it is nobody's client, and messages without a
     * connection it can send to the service manager only, as it can make no socket for them.
     */
    public void allowConnect() {
        connect = true;
    }

    boolean allowsConnect() {
        return connect;
    }

    /**
     * Allows to open a file for appending, and to make it where there is none, with permissions that execute nothing. Which file that is the
     * filter can not tell, and whoever has it open may go on to overwrite it.
     */
    public void allowAppending() {
        append = true;
    }

    /** Allows to give a file another name. Which files and names those are the filter can not tell. */
    public void allowRenaming() {
        rename = true;
    }

    BpfProgram program() {
        BpfProgram.Builder program = new BpfProgram.Builder();
        program.add(Bpf.load(Bpf.ARCH));
        program.add(Bpf.ifEqual(Varying.AUDIT_ARCH.on(abi), 1, 0));
        program.add(Bpf.give(Bpf.KILL_PROCESS));
        program.add(Bpf.load(Bpf.NR));
        program.add(Bpf.ifAtLeast(X32, 0, 1));
        program.add(Bpf.give(UNKNOWN));
        for (CheckedCall call : checked()) {
            call.appendTo(program, abi, REFUSE);
        }
        for (Syscall call : AllowedCalls.calls()) {
            allow(program, call);
        }
        if (connect) {
            allow(program, Syscall.CONNECT);
        }
        if (rename) {
            allow(program, Syscall.RENAME);
            allow(program, Syscall.RENAMEAT);
            allow(program, Syscall.RENAMEAT2);
        }
        program.add(Bpf.ifAtLeast(FIRST_NEW, 0, 1));
        program.add(Bpf.give(UNKNOWN));
        program.add(Bpf.give(REFUSE));
        return program.build();
    }

    private void allow(BpfProgram.Builder program, Syscall call) {
        int number = call.on(abi);
        if (number != Syscall.NOT_THERE) {
            program.add(Bpf.ifEqual(number, 0, 1));
            program.add(Bpf.give(Bpf.ALLOW));
        }
    }

    /** A datagram socket needs no connection: with sendto(2) alone it reaches any other of the host. One of a pair does too. */
    private static CheckedCall streams(Syscall call) {
        return CheckedCall.of(call).argumentIs(0, Flags.AF_UNIX).bitsAre(1, SOCK_TYPE_MASK, Flags.SOCK_STREAM);
    }

    /** For reading; for appending, where that is allowed: the permissions follow the flags. */
    private CheckedCall opening(Syscall call, int flags) {
        CheckedCall opening = CheckedCall.of(call);
        return append
                ? opening.bitsAre(flags, O_CHANGES | Flags.O_APPEND, 0, O_APPENDING)
                        .bitsAre(flags + 1, EXECUTABLE, 0)
                : opening.bitsAre(flags, O_CHANGES, 0);
    }

    private List<CheckedCall> checked() {
        return List.of(
                // The last two: is it a terminal, how many bytes wait, which Java asks of streams.
                CheckedCall.of(Syscall.IOCTL)
                        .argumentIs(1, Flags.SG_IO, Varying.TCGETS.on(abi), Varying.FIONREAD.on(abi)),
                opening(Syscall.OPENAT, 2),
                opening(Syscall.OPEN, 1),
                // F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETLK, F_SETLK
                CheckedCall.of(Syscall.FCNTL).argumentIs(1, 0, 1, 2, 3, 4, 5, 6, Flags.F_DUPFD_CLOEXEC),
                CheckedCall.of(Syscall.CLONE).bitsAre(abi.cloneFlags(), CLONE_THREAD | CLONE_NEW, CLONE_THREAD),
                streams(Syscall.SOCKET),
                streams(Syscall.SOCKETPAIR),
                // Sizes, times, and whether descriptors come along; no filters.
                CheckedCall.of(Syscall.SETSOCKOPT)
                        .argumentIs(1, Flags.SOL_SOCKET)
                        .argumentIs(
                                2,
                                Flags.SO_SNDBUF,
                                Flags.SO_RCVBUF,
                                Flags.SO_PASSRIGHTS,
                                Varying.SO_RCVTIMEO.on(abi),
                                Varying.SO_SNDTIMEO.on(abi)),
                // Signals to our own threads only.
                CheckedCall.of(Syscall.TGKILL).argumentIs(0, pid),
                // PR_GET_DUMPABLE, SET_NAME, GET_NAME, CAPBSET_READ, GET_NO_NEW_PRIVS, GET_THP_DISABLE, SET_VMA
                CheckedCall.of(Syscall.PRCTL).argumentIs(0, 3, 15, 16, 23, 39, 42, 0x53564d41),
                // Asking for limits, not setting them.
                CheckedCall.of(Syscall.PRLIMIT64).isNull(2));
    }
}
