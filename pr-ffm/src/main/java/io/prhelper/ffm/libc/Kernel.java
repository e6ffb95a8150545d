// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

/** The system calls that serving needs, by group: what a test replaces to make calls fail. */
public record Kernel(FileCalls files, SocketCalls sockets, PollCalls poll, IoctlCalls ioctls) {
    /**
     * The running kernel.
     *
     * @throws UnsupportedOperationException on a processor on which nobody has seen this work
     * @throws IllegalCallerException naming the option, where the JVM denies native access
     */
    public static Kernel linux() {
        // Refuses another one before anything is linked: for that the JVM may have no linker.
        Abi.running();
        Downcalls.requireAccess();
        return Linux.KERNEL;
    }

    private static final class Linux implements FileCalls, SocketCalls, PollCalls, IoctlCalls {
        private static final Kernel KERNEL = of(new Linux());

        private static Kernel of(Linux calls) {
            SocketCalls sockets = Abi.running().hasSocketcall() ? new Direct() : calls;
            return new Kernel(calls, sockets, calls, calls);
        }
    }

    private static final class Direct implements DirectSocketCalls {}
}
