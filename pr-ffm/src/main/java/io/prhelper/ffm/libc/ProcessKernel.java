// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

/** The system calls that set the process up, by group: what a test replaces to make calls fail. */
public record ProcessKernel(FileCalls files, ProcessCalls process, CredentialCalls credentials) {
    private static final ProcessKernel LINUX = of(new Linux());

    /**
     * The running kernel.
     *
     * @throws UnsupportedOperationException on a processor on which nobody has seen this work
     */
    public static ProcessKernel linux() {
        Abi.requireTried();
        return LINUX;
    }

    private static ProcessKernel of(Linux calls) {
        return new ProcessKernel(Kernel.LINUX.files(), calls, calls);
    }

    private static final class Linux implements ProcessCalls, CredentialCalls {}
}
