// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.FileCalls;

/**
 * Closes what a connection holds, each descriptor once.
 *
 * <p>close(2) can take as long as a client likes: its descriptor may be of a file system that it serves itself, or a TCP socket that
 * lingers; and the socket may hold more of them, sent and never received. So the thread that closes is one that nobody waits for, and
 * the connection keeps its place until all is closed.
 */
final class Closing {
    private final Registry registry;
    private final WorkerPool pool;
    private final Events events;
    private final FileCalls files;
    private final CallState state;
    private final Progress progress;

    Closing(Registry registry, WorkerPool pool, Events events, FileCalls files, CallState state, Progress progress) {
        this.registry = registry;
        this.pool = pool;
        this.events = events;
        this.files = files;
        this.state = state;
        this.progress = progress;
    }

    /** Closes the connection; does nothing the second time. */
    void close(Connection connection) {
        if (!connection.markClosed()) {
            return;
        }
        try {
            registry.remove(connection);
            pool.leaves(connection);
            // Before the device, so that the client sees at once that it is over.
            close(connection.fd);
        } finally {
            try {
                closeDevice(connection);
            } finally {
                registry.leave(connection.place);
                events.disconnected(connection);
            }
        }
    }

    /** Closes the device of the request under way. */
    void closeDevice(Connection connection) {
        int device = connection.device;
        if (device != Connection.NONE) {
            connection.device = Connection.NONE;
            close(device);
        }
    }

    /** Closes a descriptor that belongs to no connection. */
    void close(int fd) {
        progress.calls();
        files.close(state, fd);
        progress.returned();
    }
}
