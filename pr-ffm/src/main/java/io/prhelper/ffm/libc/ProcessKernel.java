// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

/** The system calls that set the process up, by group: what a test replaces to make calls fail. */
public record ProcessKernel(FileCalls files, ProcessCalls process, CredentialCalls credentials) {
    private static final ProcessKernel LINUX =
            new ProcessKernel(Kernel.linux().files(), new LinuxProcessCalls(), new LinuxCredentialCalls());

    /** The running kernel. */
    public static ProcessKernel linux() {
        return LINUX;
    }
}
