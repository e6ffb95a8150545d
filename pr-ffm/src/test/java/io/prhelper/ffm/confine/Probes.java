// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.libc.Abi;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.RawSyscall;
import io.prhelper.ffm.libc.Syscall;
import io.prhelper.ffm.libc.Varying;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** Tries what a confined thread must not be able to do, past the C library and past Java; each line is what came of it. */
final class Probes {
    private static final int O_CREAT = 0x40;
    private static final int O_RDWR = 2;
    private static final int O_WRONLY = 1;
    private static final int O_TRUNC = 0x200;
    private static final int O_APPEND = 0x400;

    private final List<String> lines = new ArrayList<>();

    private Probes() {}

    /**
     * Everything.
     *
     * @param directory holds {@code secret}, readable for root only, and {@code open}, writable for all, as the directory is
     */
    static List<String> run(Path directory) throws IOException {
        Probes probes = new Probes();
        probes.identity();
        probes.files(directory);
        probes.programs();
        probes.kernel();
        probes.sockets();
        probes.devices();
        return probes.lines;
    }

    /**
     * What appending may be taken for.
     *
     * @param directory holds {@code open}, writable for all, as the directory is, and root's folder {@code log} with root's {@code old} and
     *     {@code link}, a link to {@code open}
     */
    static List<String> append(Path directory) {
        Probes probes = new Probes();
        Path log = directory.resolve("log");
        int append = O_WRONLY | O_CREAT | O_APPEND;
        probes.open("append to a log", log.resolve("old"), append, 0666);
        probes.open("make a log", log.resolve("new"), append, 0666);
        probes.open("make a program", log.resolve("program"), append, 0755);
        probes.open("make a program of its owner's rights", log.resolve("program"), append, 04600);
        probes.open("write over a log", log.resolve("old"), O_WRONLY, 0);
        probes.open("empty a log", log.resolve("old"), append | O_TRUNC, 0666);
        probes.open("follow a link out of there", log.resolve("link"), append, 0666);
        probes.open("append elsewhere", directory.resolve("open"), append, 0666);
        probes.open("append to a file of root elsewhere", directory.resolve("secret"), append, 0666);
        return probes.lines;
    }

    private void open(String what, Path path, int flags, int mode) {
        add(what, RawSyscall.at(path.toString(), number(Syscall.OPENAT), flags, mode));
    }

    private void identity() {
        call("setresuid(0)", number(Syscall.SETRESUID), 0, 0, 0);
        call("setresuid(7)", number(Syscall.SETRESUID), 7, 7, 7);
        call("setresgid(7)", number(Syscall.SETRESGID), 7, 7, 7);
        call("setgroups", number(Syscall.SETGROUPS), 0, 0, 0);
        call("setuid(0)", RawSyscall.SETUID.number(), 0, 0, 0);
        call("capset", RawSyscall.CAPSET.number(), 0, 0, 0);
    }

    private void files(Path directory) {
        String open = directory.resolve("open").toString();
        String fresh = directory.resolve("fresh").toString();
        open("read a file of root", directory.resolve("secret"), 0, 0);
        open("write to a file for all", directory.resolve("open"), O_RDWR, 0);
        open("make a file", directory.resolve("fresh"), O_CREAT, 0600);
        on(fresh, "creat", RawSyscall.CREAT.number(), 0600);
        on(open, "chmod", RawSyscall.CHMOD.number(), 0777);
        on(open, "rename", number(Syscall.RENAME), 0);
        on(fresh, "mkdir", RawSyscall.MKDIR.number(), 0700);
        on("/", "chroot", RawSyscall.CHROOT.number(), 0);
        add("fchmodat", RawSyscall.at(open, RawSyscall.FCHMODAT.number(), 0777, 0));
        int renameat = number(Syscall.RENAMEAT);
        addIfThere("renameat", renameat, () -> RawSyscall.at(open, renameat, Flags.AT_FDCWD, 0));
        add("mkdirat", RawSyscall.at(fresh, RawSyscall.MKDIRAT.number(), 0700, 0));
    }

    private void programs() {
        on("/bin/true", "execve", RawSyscall.EXECVE.number(), 0);
        add("execveat", RawSyscall.at("/bin/true", RawSyscall.EXECVEAT.number(), 0, 0));
        call("fork", RawSyscall.FORK.number(), 0, 0, 0);
        call("vfork", RawSyscall.VFORK.number(), 0, 0, 0);
        int child = 17;
        boolean flagsFirst = Abi.running().cloneFlags() == 0;
        call("clone", number(Syscall.CLONE), flagsFirst ? child : 0, flagsFirst ? 0 : child, 0);
        call("clone3", RawSyscall.CLONE3.number(), 0, 0, 0);
        call("unshare", RawSyscall.UNSHARE.number(), 0x10000000, 0, 0);
        call("setns", RawSyscall.SETNS.number(), 0, 0, 0);
        try {
            new ProcessBuilder("/bin/true").start();
            lines.add("ProcessBuilder 0");
        } catch (IOException refused) {
            lines.add("ProcessBuilder refused");
        }
    }

    private void kernel() {
        call("ptrace", RawSyscall.PTRACE.number(), 0, 0, 0);
        call("process_vm_readv", RawSyscall.PROCESS_VM_READV.number(), 1, 0, 0);
        call("kill(1)", RawSyscall.KILL.number(), 1, 0, 0);
        call("tgkill(1)", number(Syscall.TGKILL), 1, 1, 0);
        call("mount", RawSyscall.MOUNT.number(), 0, 0, 0);
        call("bpf", RawSyscall.BPF.number(), 0, 0, 0);
        call("io_uring_setup", RawSyscall.IO_URING_SETUP.number(), 1, 0, 0);
        call("perf_event_open", RawSyscall.PERF_EVENT_OPEN.number(), 0, 0, 0);
        call("userfaultfd", RawSyscall.USERFAULTFD.number(), 0, 0, 0);
        call("keyctl", RawSyscall.KEYCTL.number(), 0, 0, 0);
        call("init_module", RawSyscall.INIT_MODULE.number(), 0, 0, 0);
        call("finit_module", RawSyscall.FINIT_MODULE.number(), 0, 0, 0);
        call("seccomp", number(Syscall.SECCOMP), 1, 0, 0);
        call("prctl(PR_SET_DUMPABLE)", number(Syscall.PRCTL), 4, 1, 0);
        call("landlock_create_ruleset", number(Syscall.LANDLOCK_CREATE_RULESET), 0, 0, 1);
        call("x32 getpid", 0x40000000 | number(Syscall.GETPID), 0, 0, 0);
    }

    private void sockets() {
        int socket = number(Syscall.SOCKET);
        call("socket(AF_INET)", socket, 2, 1, 0);
        call("socket(AF_INET6)", socket, 10, 1, 0);
        call("socket(AF_NETLINK)", socket, 16, 3, 0);
        call("socket(AF_UNIX)", socket, 1, 1, 0);
        call("socket(SOCK_DGRAM)", socket, 1, 2, 0);
        // Nowhere to put the pair: what comes of an allowed one is EFAULT.
        int socketpair = number(Syscall.SOCKETPAIR);
        call("socketpair(SOCK_STREAM)", socketpair, 1, 1, 0);
        call("socketpair(SOCK_DGRAM)", socketpair, 1, 2, 0);
        call("socketpair(SOCK_SEQPACKET)", socketpair, 1, 5, 0);
        call("connect", number(Syscall.CONNECT), 0, 0, 0);
        call("bind", number(Syscall.BIND), 0, 0, 0);
        call("listen", number(Syscall.LISTEN), 0, 0, 0);
        call("socketcall", RawSyscall.SOCKETCALL.number(), 1, 0, 0);
    }

    private void devices() throws IOException {
        try (OwnedFd file = OwnedFd.inMemory("disk")) {
            ioctl("SG_IO", file, Flags.SG_IO);
            ioctl("TCGETS", file, Varying.TCGETS.value());
            ioctl("FIONREAD", file, Varying.FIONREAD.value());
            ioctl("BLKRRPART", file, 0x125f);
            ioctl("TIOCSTI", file, 0x5412);
            ioctl("DM_VERSION", file, 0xc138fd00);
        }
    }

    private void ioctl(String name, OwnedFd file, int request) {
        add("ioctl(" + name + ")", Kernel.linux().ioctls().ioctl(new CallState(), file.fd(), request, Memory.NULL));
    }

    private static int number(Syscall call) {
        return call.on(Abi.running());
    }

    private void call(String what, int number, long first, long second, long third) {
        addIfThere(what, number, () -> RawSyscall.call(number, first, second, third));
    }

    private void on(String path, String what, int number, long second) {
        addIfThere(what, number, () -> RawSyscall.on(path, number, second, 0));
    }

    private void addIfThere(String what, int number, IntSupplier call) {
        if (number == Syscall.NOT_THERE) {
            lines.add(what + " none");
        } else {
            add(what, call.getAsInt());
        }
    }

    private void add(String what, int result) {
        lines.add(what + " " + (result >= 0 ? "0" : Errno.name(-result)));
    }
}
