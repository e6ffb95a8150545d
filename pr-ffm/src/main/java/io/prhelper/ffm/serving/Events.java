// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.core.protocol.Violation;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.DeviceNumber;
import io.prhelper.ffm.Limit;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.ServerListener;
import io.prhelper.ffm.device.Device;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * Calls the listener where there is one; what it throws is its own affair. Without a listener nothing is made, not even a lambda: some
 * of this is told when there is no memory left.
 */
final class Events {
    private static final PeerCredentials NOBODY = new PeerCredentials(0, -1, -1);

    private final @Nullable ServerListener listener;

    private final EnumSet<Decision> wanted = EnumSet.noneOf(Decision.class);
    private final boolean timed;

    Events(@Nullable ServerListener listener) {
        this.listener = listener;
        if (listener != null) {
            for (Decision decision : Decision.values()) {
                if (listener.wants(decision)) {
                    wanted.add(decision);
                }
            }
        }
        timed = !wanted.isEmpty();
    }

    /** True if the event of a request is worth making. */
    boolean wants(Decision decision) {
        return wanted.contains(decision);
    }

    /** True if it is worth knowing how long requests take. */
    boolean areTimed() {
        return timed;
    }

    void connected(Connection connection) {
        try {
            if (listener != null) {
                listener.connected(connection.number, connection.peer);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    void refused(PeerCredentials peer, Limit limit, int most) {
        try {
            if (listener != null) {
                listener.refused(peer, limit, most);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    void finished(ServerListener.Finished request) {
        try {
            if (listener != null) {
                listener.finished(request);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    void recognized(Device device) {
        try {
            DeviceNumber number = device.number();
            if (listener != null && number != null) {
                listener.recognized(number, device.kind());
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    /** Why a connection is about to be closed, unless the client just left. */
    void ended(Connection connection, @Nullable Violation violation) {
        try {
            if (listener == null) {
                return;
            }
            if (connection.isExpired()) {
                listener.timedOut(connection.number, connection.peer);
            } else if (violation != null) {
                listener.violated(connection.number, connection.peer, violation);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    void failed(Connection connection, Throwable cause) {
        try {
            if (listener != null) {
                listener.failed(connection.number, connection.peer, cause);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    /** Something failed that was no one client's. */
    void failed(Throwable cause) {
        try {
            if (listener != null) {
                listener.failed(0, NOBODY, cause);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    void disconnected(Connection connection) {
        try {
            if (listener != null) {
                listener.disconnected(connection.number, connection.peer);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    /** A listener must not be able to end a connection, nor must the end of memory keep one from being closed. */
    @SuppressWarnings("unused")
    private static void ignore(Throwable thrown) {}
}
