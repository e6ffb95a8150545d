// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

/** The system calls that serving needs, by group: what a test replaces to make calls fail. */
public record Kernel(FileCalls files, SocketCalls sockets, PollCalls poll, ScsiCalls scsi) {
    private static final Kernel LINUX =
            new Kernel(new LinuxFileCalls(), new LinuxSocketCalls(), new LinuxPollCalls(), new LinuxScsiCalls());

    /** The running kernel. */
    public static Kernel linux() {
        return LINUX;
    }
}
