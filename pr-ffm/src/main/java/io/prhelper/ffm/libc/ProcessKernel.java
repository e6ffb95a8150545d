// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

/** The system calls that set the process up, by group: what a test replaces to make calls fail. */
public record ProcessKernel(FileCalls files, ProcessCalls process, CredentialCalls credentials) {
    /**
     * The running kernel.
     *
     * @throws UnsupportedOperationException on a processor on which nobody has seen this work
     * @throws IllegalCallerException naming the option, where the JVM denies native access
     */
    public static ProcessKernel linux() {
        Abi.running();
        Downcalls.requireAccess();
        return Linux.KERNEL;
    }

    private static final class Linux implements ProcessCalls, CredentialCalls {
        private static final ProcessKernel KERNEL = of(new Linux());

        private static ProcessKernel of(Linux calls) {
            return new ProcessKernel(Kernel.linux().files(), calls, calls);
        }
    }
}
