// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

/** The system calls that serving needs, by group: what a test replaces to make calls fail. */
public record Kernel(FileCalls files, SocketCalls sockets, PollCalls poll, IoctlCalls ioctls) {
    private static final Kernel LINUX =
            new Kernel(new LinuxFileCalls(), new LinuxSocketCalls(), new LinuxPollCalls(), new LinuxIoctlCalls());

    /**
     * The running kernel.
     *
     * @throws UnsupportedOperationException on a processor on which nobody has seen this work
     */
    public static Kernel linux() {
        Abi.requireTried();
        return LINUX;
    }
}
