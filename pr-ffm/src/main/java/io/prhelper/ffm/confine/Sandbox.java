// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.CredentialCalls;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.ProcessKernel;
import io.prhelper.ffm.libc.Syscall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Filter, file system and limits, in their order, and the check afterwards. */
public final class Sandbox {

    private final ProcessKernel kernel;

    private Sandbox(ProcessKernel kernel) {
        this.kernel = kernel;
    }

    /** For the running process. */
    public static Sandbox ofThisProcess() {
        return new Sandbox(ProcessKernel.linux());
    }

    /**
     * Confines all threads, and the calling one more.
     *
     * @param filter for all threads
     * @param readable files and directories
     * @param removable directories of files that may be removed
     * @param appendable directories of files that may be made and appended to, where the kernel has Landlock
     * @param replaceable directories of files that may be removed and given other names as well, where it has
     * @return what the kernel does not have
     */
    public List<String> enter(
            SyscallFilter filter,
            List<Path> readable,
            List<Path> removable,
            List<Path> appendable,
            List<Path> replaceable)
            throws IOException {
        int version = Landlock.version(kernel);
        if (version > 0 && !(appendable.isEmpty() && replaceable.isEmpty())) {
            filter.allowAppending();
        }
        if (version > 0 && !replaceable.isEmpty()) {
            filter.allowRenaming();
        }
        new ProcessLimits(kernel.process()).forbidCoreFiles();
        new Credentials(kernel.credentials()).forbidNewPrivileges();
        if (version == 0) {
            filterAll(filter);
            return List.of("the kernel has no Landlock: files can be read as far as their permissions go");
        }
        // Ready before the filter holds: no class that they need is read under it.
        try (Landlock rules = Landlock.denyAll(kernel, version, filter.allowsConnect())) {
            for (Path path : readable) {
                rules.mayRead(path);
            }
            for (Path directory : removable) {
                rules.mayRemoveIn(directory);
            }
            for (Path directory : appendable) {
                rules.mayAppendIn(directory);
            }
            for (Path directory : replaceable) {
                rules.mayReplaceIn(directory);
            }
            filterAll(filter);
            rules.restrict();
        }
        return List.of();
    }

    /** The kernel takes it for all threads or for none (SECCOMP_FILTER_FLAG_TSYNC): one of them can say whether it works. */
    private void filterAll(SyscallFilter filter) throws IOException {
        CredentialCalls calls = kernel.credentials();
        filter.program().installOnAllThreads(calls);
        int result = calls.syscall(new CallState(), Syscall.SOCKET, Flags.AF_INET, Flags.SOCK_STREAM, 0);
        if (!Errno.EPERM.is(result)) {
            throw new IOException("the system call filter lets a network socket through");
        }
    }
}
