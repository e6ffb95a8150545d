// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.CredentialCalls;
import io.prhelper.ffm.libc.Errno;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.ProcessKernel;
import io.prhelper.ffm.struct.Scratch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tries what a confined thread must not be able to do, past the C library and past Java; each line is what came of it. */
final class Probes {
    private static final int O_CREAT = 0x40;
    private static final int O_RDWR = 2;

    private final CredentialCalls calls = ProcessKernel.linux().credentials();
    private final CallState state = new CallState();
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

    private void identity() {
        add("setresuid(0)", call(117, 0, 0, 0));
        add("setresuid(7)", call(117, 7, 7, 7));
        add("setresgid(7)", call(119, 7, 7, 7));
        add("setgroups", call(116, 0, 0, 0));
        add("setuid(0)", call(105, 0, 0, 0));
        add("capset", call(126, 0, 0, 0));
    }

    private void files(Path directory) {
        try (Scratch scratch = new Scratch()) {
            long secret = scratch.text(directory.resolve("secret").toString());
            long open = scratch.text(directory.resolve("open").toString());
            long fresh = scratch.text(directory.resolve("fresh").toString());
            add("read a file of root", call(2, secret, 0, 0));
            add("write to a file for all", call(2, open, O_RDWR, 0));
            add("make a file", call(2, fresh, O_CREAT, 0600));
            add("creat", call(85, fresh, 0600, 0));
            add("chmod", call(90, open, 0777, 0));
            add("rename", call(82, open, fresh, 0));
            add("mkdir", call(83, fresh, 0700, 0));
            add("chroot", call(161, scratch.text("/"), 0, 0));
        }
    }

    private void programs() {
        try (Scratch scratch = new Scratch()) {
            add("execve", call(59, scratch.text("/bin/true"), 0, 0));
            add("execveat", call(322, -100, scratch.text("/bin/true"), 0));
        }
        add("fork", call(57, 0, 0, 0));
        add("vfork", call(58, 0, 0, 0));
        add("clone", call(56, 17, 0, 0));
        add("clone3", call(435, 0, 0, 0));
        add("unshare", call(272, 0x10000000, 0, 0));
        add("setns", call(308, 0, 0, 0));
        try {
            new ProcessBuilder("/bin/true").start();
            lines.add("ProcessBuilder 0");
        } catch (IOException refused) {
            lines.add("ProcessBuilder refused");
        }
    }

    private void kernel() {
        add("ptrace", call(101, 0, 0, 0));
        add("process_vm_readv", call(310, 1, 0, 0));
        add("kill(1)", call(62, 1, 0, 0));
        add("tgkill(1)", call(234, 1, 1, 0));
        add("mount", call(165, 0, 0, 0));
        add("bpf", call(321, 0, 0, 0));
        add("io_uring_setup", call(425, 1, 0, 0));
        add("perf_event_open", call(298, 0, 0, 0));
        add("userfaultfd", call(323, 0, 0, 0));
        add("keyctl", call(250, 0, 0, 0));
        add("init_module", call(175, 0, 0, 0));
        add("finit_module", call(313, 0, 0, 0));
        add("seccomp", call(317, 1, 0, 0));
        add("prctl(PR_SET_DUMPABLE)", call(157, 4, 1, 0));
        add("x32 getpid", call(0x40000000 | 39, 0, 0, 0));
    }

    private void sockets() {
        add("socket(AF_INET)", call(41, 2, 1, 0));
        add("socket(AF_INET6)", call(41, 10, 1, 0));
        add("socket(AF_NETLINK)", call(41, 16, 3, 0));
        add("socket(AF_UNIX)", call(41, 1, 1, 0) >= 0 ? 0 : -1);
        add("socket(SOCK_DGRAM)", call(41, 1, 2, 0));
        add("connect", call(42, 0, 0, 0));
        add("bind", call(49, 0, 0, 0));
        add("listen", call(50, 0, 0, 0));
    }

    private void devices() throws IOException {
        try (OwnedFd file = OwnedFd.inMemory("disk")) {
            for (long request : new long[] {0x2285, 0x5401, 0x541b, 0x125f, 0x5412, 0xc138fd00L}) {
                int result = Kernel.linux().scsi().ioctl(state, file.fd(), request, 0);
                add("ioctl(" + Long.toHexString(request) + ")", result);
            }
        }
    }

    private long call(long number, long first, long second, long third) {
        return calls.syscall(state, number, first, second, third, 0, 0);
    }

    private void add(String what, long result) {
        lines.add(what + " " + (result >= 0 ? "0" : Errno.name((int) -result)));
    }
}
