// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.CredentialCalls;
import io.prhelper.ffm.libc.FileCalls;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.ProcessKernel;
import io.prhelper.ffm.libc.Varying;
import io.prhelper.ffm.struct.LandlockPathBeneathAttr;
import io.prhelper.ffm.struct.LandlockRulesetAttr;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Takes the file system away from the calling thread and from those that it starts, but for what is granted (landlock(7); {@code
 * linux/landlock.h}). What is open already is not affected, nor is connecting to a Unix socket by its path.
 */
final class Landlock implements AutoCloseable {
    private static final int CREATE_RULESET_VERSION = 1;
    private static final int RULE_PATH_BENEATH = 1;

    private static final int WRITE_FILE = 1 << 1;
    private static final int READ_FILE = 1 << 2;
    private static final int READ_FILE_AND_DIRECTORY = READ_FILE | 1 << 3;
    private static final int REMOVE_FILE = 1 << 5;
    private static final int MAKE_REG = 1 << 8;

    /** The rights that each version knows, from 1 on: later ones also know linking elsewhere, truncating, and ioctl on devices. */
    private static final int[] RIGHTS = {0x1fff, 0x3fff, 0x7fff, 0x7fff, 0xffff};

    private static final int FIRST_WITH_NETWORK = 4;
    private static final int FIRST_WITH_SCOPES = 6;

    /** To bind and to connect with TCP. */
    private static final int NETWORK = 3;

    /** Connecting to abstract Unix sockets of other processes, and sending those signals. */
    private static final int ABSTRACT_SOCKETS = 1;

    private static final int SIGNALS = 2;

    private final FileCalls files;
    private final CredentialCalls calls;
    private final CallState state = new CallState();
    private final OwnedFd rules;

    private Landlock(ProcessKernel kernel, int version, boolean connects) throws IOException {
        calls = kernel.credentials();
        files = kernel.files();
        int rights = RIGHTS[Math.min(version, RIGHTS.length) - 1];
        LandlockRulesetAttr denied = new LandlockRulesetAttr(
                rights,
                version < FIRST_WITH_NETWORK ? 0 : NETWORK,
                version < FIRST_WITH_SCOPES ? 0 : connects ? SIGNALS : SIGNALS | ABSTRACT_SOCKETS);
        int fd = calls.landlock_create_ruleset(state, denied, denied.size(), 0);
        rules = new OwnedFd(KernelException.check("landlock_create_ruleset", "version " + version, fd));
    }

    /** The version of the running kernel; 0 where it has none or it is turned off. */
    static int version(ProcessKernel kernel) {
        CredentialCalls calls = kernel.credentials();
        return Math.max(0, calls.landlock_create_ruleset(new CallState(), Memory.NULL, 0, CREATE_RULESET_VERSION));
    }

    /**
     * A set of rules that grants nothing yet.
     *
     * @param version from 1 on
     * @param connects whether other processes' abstract sockets, such as multipathd's, may be connected to
     */
    static Landlock denyAll(ProcessKernel kernel, int version, boolean connects) throws IOException {
        return new Landlock(kernel, version, connects);
    }

    /** Grants reading that file, or all below that directory. */
    void mayRead(Path path) throws IOException {
        grant(path, READ_FILE_AND_DIRECTORY);
    }

    /** Grants removing files below that directory, but no directories. */
    void mayRemoveIn(Path directory) throws IOException {
        grant(directory, REMOVE_FILE);
    }

    /** Grants opening files below that directory for writing, and making regular ones. */
    void mayAppendIn(Path directory) throws IOException {
        grant(directory, WRITE_FILE | MAKE_REG);
    }

    /** Grants making, removing and renaming regular files within that directory or one below, and opening them for writing. */
    void mayReplaceIn(Path directory) throws IOException {
        grant(directory, WRITE_FILE | MAKE_REG | REMOVE_FILE);
    }

    /** Grants nothing if there is no such path, or none that this user can reach: he could do nothing there anyway. */
    private void grant(Path path, int rights) throws IOException {
        int fd = files.open(state, Memory.cString(path.toString()), Flags.O_PATH | Flags.O_CLOEXEC, 0);
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

    private int add(OwnedFd parent, int rights) {
        LandlockPathBeneathAttr rule = new LandlockPathBeneathAttr(rights, parent.fd());
        return calls.landlock_add_rule(state, rules.fd(), RULE_PATH_BENEATH, rule, 0);
    }

    /**
     * From now on the rules hold for the calling thread.
     *
     * @throws IOException if they do not: the root directory can still be listed
     */
    void restrict() throws IOException {
        KernelException.check("landlock_restrict_self", "", calls.landlock_restrict_self(state, rules.fd(), 0));
        int fd = files.open(state, Memory.cString("/"), Varying.O_DIRECTORY.value() | Flags.O_CLOEXEC, 0);
        if (!Errno.EACCES.is(fd)) {
            throw new IOException("landlock_restrict_self: the root directory can still be opened");
        }
    }

    @Override
    public void close() {
        rules.close();
    }
}
