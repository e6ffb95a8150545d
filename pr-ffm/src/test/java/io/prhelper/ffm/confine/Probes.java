// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Errno;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.RawSyscall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
        add(what, RawSyscall.on(path.toString(), 2, flags, mode));
    }

    private void identity() {
        add("setresuid(0)", RawSyscall.call(117, 0, 0, 0));
        add("setresuid(7)", RawSyscall.call(117, 7, 7, 7));
        add("setresgid(7)", RawSyscall.call(119, 7, 7, 7));
        add("setgroups", RawSyscall.call(116, 0, 0, 0));
        add("setuid(0)", RawSyscall.call(105, 0, 0, 0));
        add("capset", RawSyscall.call(126, 0, 0, 0));
    }

    private void files(Path directory) {
        String secret = directory.resolve("secret").toString();
        String open = directory.resolve("open").toString();
        String fresh = directory.resolve("fresh").toString();
        add("read a file of root", RawSyscall.on(secret, 2, 0, 0));
        add("write to a file for all", RawSyscall.on(open, 2, O_RDWR, 0));
        add("make a file", RawSyscall.on(fresh, 2, O_CREAT, 0600));
        add("creat", RawSyscall.on(fresh, 85, 0600, 0));
        add("chmod", RawSyscall.on(open, 90, 0777, 0));
        add("rename", RawSyscall.on(open, 82, 0, 0));
        add("mkdir", RawSyscall.on(fresh, 83, 0700, 0));
        add("chroot", RawSyscall.on("/", 161, 0, 0));
    }

    private void programs() {
        add("execve", RawSyscall.on("/bin/true", 59, 0, 0));
        add("execveat", RawSyscall.at(322, -100, "/bin/true", 0));
        add("fork", RawSyscall.call(57, 0, 0, 0));
        add("vfork", RawSyscall.call(58, 0, 0, 0));
        add("clone", RawSyscall.call(56, 17, 0, 0));
        add("clone3", RawSyscall.call(435, 0, 0, 0));
        add("unshare", RawSyscall.call(272, 0x10000000, 0, 0));
        add("setns", RawSyscall.call(308, 0, 0, 0));
        try {
            new ProcessBuilder("/bin/true").start();
            lines.add("ProcessBuilder 0");
        } catch (IOException refused) {
            lines.add("ProcessBuilder refused");
        }
    }

    private void kernel() {
        add("ptrace", RawSyscall.call(101, 0, 0, 0));
        add("process_vm_readv", RawSyscall.call(310, 1, 0, 0));
        add("kill(1)", RawSyscall.call(62, 1, 0, 0));
        add("tgkill(1)", RawSyscall.call(234, 1, 1, 0));
        add("mount", RawSyscall.call(165, 0, 0, 0));
        add("bpf", RawSyscall.call(321, 0, 0, 0));
        add("io_uring_setup", RawSyscall.call(425, 1, 0, 0));
        add("perf_event_open", RawSyscall.call(298, 0, 0, 0));
        add("userfaultfd", RawSyscall.call(323, 0, 0, 0));
        add("keyctl", RawSyscall.call(250, 0, 0, 0));
        add("init_module", RawSyscall.call(175, 0, 0, 0));
        add("finit_module", RawSyscall.call(313, 0, 0, 0));
        add("seccomp", RawSyscall.call(317, 1, 0, 0));
        add("prctl(PR_SET_DUMPABLE)", RawSyscall.call(157, 4, 1, 0));
        add("x32 getpid", RawSyscall.call(0x40000000 | 39, 0, 0, 0));
    }

    private void sockets() {
        add("socket(AF_INET)", RawSyscall.call(41, 2, 1, 0));
        add("socket(AF_INET6)", RawSyscall.call(41, 10, 1, 0));
        add("socket(AF_NETLINK)", RawSyscall.call(41, 16, 3, 0));
        add("socket(AF_UNIX)", RawSyscall.call(41, 1, 1, 0) >= 0 ? 0 : -1);
        add("socket(SOCK_DGRAM)", RawSyscall.call(41, 1, 2, 0));
        // Nowhere to put the pair: what comes of an allowed one is EFAULT.
        add("socketpair(SOCK_STREAM)", RawSyscall.call(53, 1, 1, 0));
        add("socketpair(SOCK_DGRAM)", RawSyscall.call(53, 1, 2, 0));
        add("socketpair(SOCK_SEQPACKET)", RawSyscall.call(53, 1, 5, 0));
        add("connect", RawSyscall.call(42, 0, 0, 0));
        add("bind", RawSyscall.call(49, 0, 0, 0));
        add("listen", RawSyscall.call(50, 0, 0, 0));
    }

    private void devices() throws IOException {
        try (OwnedFd file = OwnedFd.inMemory("disk")) {
            for (int request : new int[] {0x2285, 0x5401, 0x541b, 0x125f, 0x5412, 0xc138fd00}) {
                int result = Kernel.linux().ioctls().ioctl(new CallState(), file.fd(), request, Memory.NULL);
                add("ioctl(" + Integer.toHexString(request) + ")", result);
            }
        }
    }

    private void add(String what, int result) {
        lines.add(what + " " + (result >= 0 ? "0" : Errno.name(-result)));
    }
}
