// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Errno;
import io.prhelper.ffm.libc.FileCalls;
import io.prhelper.ffm.libc.KernelException;
import io.prhelper.ffm.libc.ProcessKernel;
import io.prhelper.ffm.struct.DirectMemory;
import io.prhelper.ffm.struct.Scratch;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Takes the file system away from the calling thread and from those that it starts, but for what is granted (landlock(7); {@code
 * linux/landlock.h}). What is open already is not affected, nor is connecting to a Unix socket.
 */
final class Landlock implements AutoCloseable {
    private static final int CREATE_RULESET_VERSION = 1;
    private static final int RULE_PATH_BENEATH = 1;
    private static final int O_PATH_CLOEXEC = 0x200000 | 0x80000;
    private static final int O_DIRECTORY_CLOEXEC = 0x10000 | 0x80000;

    private static final int READ_FILE = 1 << 2;
    private static final int READ_FILE_AND_DIRECTORY = READ_FILE | 1 << 3;
    private static final int REMOVE_FILE = 1 << 5;

    /** The rights that each version knows, from 1 on: later ones also know linking elsewhere, truncating, and ioctl on devices. */
    private static final int[] RIGHTS = {0x1fff, 0x3fff, 0x7fff, 0x7fff, 0xffff};

    private static final int FIRST_WITH_NETWORK = 4;
    /** To bind and to connect with TCP. */
    private static final int NETWORK = 3;

    private final FileCalls files;
    private final ProcessKernel kernel;
    private final CallState state = new CallState();
    private final OwnedFd rules;

    private Landlock(ProcessKernel kernel, int version) throws IOException {
        this.kernel = kernel;
        files = kernel.files();
        try (Scratch scratch = new Scratch()) {
            // struct landlock_ruleset_attr: handled_access_fs 0 long, handled_access_net 8 long
            DirectMemory handled = scratch.bytes(2 * Long.BYTES);
            handled.buffer().putLong(0, RIGHTS[Math.min(version, RIGHTS.length) - 1]);
            boolean network = version >= FIRST_WITH_NETWORK;
            handled.buffer().putLong(Long.BYTES, network ? NETWORK : 0);
            int size = network ? 2 * Long.BYTES : Long.BYTES;
            int fd = call(SyscallNumbers.LANDLOCK_CREATE_RULESET, handled.address(), size, 0, 0);
            rules = new OwnedFd(KernelException.check("landlock_create_ruleset", "version " + version, fd));
        }
    }

    /** The version of the running kernel; 0 where it has none or it is turned off. */
    static int version(ProcessKernel kernel) {
        int number = SyscallNumbers.LANDLOCK_CREATE_RULESET;
        return (int)
                Math.max(0, kernel.credentials().syscall(new CallState(), number, 0, 0, CREATE_RULESET_VERSION, 0, 0));
    }

    /**
     * A set of rules that grants nothing yet.
     *
     * @param version from 1 on
     */
    static Landlock denyAll(ProcessKernel kernel, int version) throws IOException {
        return new Landlock(kernel, version);
    }

    private int call(int number, long first, long second, long third, long fourth) {
        return (int) kernel.credentials().syscall(state, number, first, second, third, fourth, 0);
    }

    /** Grants reading that file, or all below that directory. */
    void mayRead(Path path) throws IOException {
        grant(path, READ_FILE_AND_DIRECTORY);
    }

    /** Grants removing files below that directory, but no directories. */
    void mayRemoveIn(Path directory) throws IOException {
        grant(directory, REMOVE_FILE);
    }

    /** Grants nothing if there is no such path, or none that this user can reach: he could do nothing there anyway. */
    private void grant(Path path, int rights) throws IOException {
        try (Scratch scratch = new Scratch()) {
            int fd = files.open(state, scratch.text(path.toString()), O_PATH_CLOEXEC, 0);
            if (Errno.ENOENT.is(fd) || Errno.EACCES.is(fd)) {
                return;
            }
            try (OwnedFd parent = new OwnedFd(KernelException.check("open", path.toString(), fd))) {
                int result = add(parent, rights);
                // Not a directory.
                if (Errno.EINVAL.is(result)) {
                    result = add(parent, rights & READ_FILE);
                }
                KernelException.check("landlock_add_rule", path.toString(), result);
            }
        }
    }

    private int add(OwnedFd parent, int rights) {
        try (Scratch scratch = new Scratch()) {
            // struct landlock_path_beneath_attr, packed: allowed_access 0 long, parent_fd 8 int
            DirectMemory rule = scratch.bytes(Long.BYTES + Integer.BYTES);
            rule.buffer().putLong(0, rights);
            rule.buffer().putInt(Long.BYTES, parent.fd());
            return call(SyscallNumbers.LANDLOCK_ADD_RULE, rules.fd(), RULE_PATH_BENEATH, rule.address(), 0);
        }
    }

    /**
     * From now on the rules hold for the calling thread.
     *
     * @throws IOException if they do not: the root directory can still be listed
     */
    void restrict() throws IOException {
        KernelException.check(
                "landlock_restrict_self", "", call(SyscallNumbers.LANDLOCK_RESTRICT_SELF, rules.fd(), 0, 0, 0));
        try (Scratch scratch = new Scratch()) {
            int fd = files.open(state, scratch.text("/"), O_DIRECTORY_CLOEXEC, 0);
            if (!Errno.EACCES.is(fd)) {
                throw new IOException("landlock_restrict_self: the root directory can still be opened");
            }
        }
    }

    @Override
    public void close() {
        rules.close();
    }
}
