// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.core.protocol.Violation;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.DeviceKind;
import io.prhelper.ffm.DeviceNumber;
import io.prhelper.ffm.Limit;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.ServerObserver;
import io.prhelper.ffm.device.Device;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * Calls the observer where there is one; what it throws is its own affair. Without an observer nothing is made, not even a lambda: some
 * of this is told when there is no memory left.
 */
final class Events {
    private static final PeerCredentials NOBODY = new PeerCredentials(0, -1, -1);

    private final @Nullable ServerObserver observer;

    private final EnumSet<Decision> wanted = EnumSet.noneOf(Decision.class);
    private final boolean timed;

    Events(@Nullable ServerObserver observer) {
        this.observer = observer;
        if (observer != null) {
            for (Decision decision : Decision.values()) {
                if (observer.wants(decision)) {
                    wanted.add(decision);
                }
            }
        }
        timed = wanted.contains(Decision.EXECUTED);
    }

    /** True if the event of a request is worth making. */
    boolean wants(Decision decision) {
        return decision == Decision.EXECUTED ? timed : wanted.contains(decision);
    }

    /** Now, or always 0 where nobody wants to know how long requests take: the clock is read for none. */
    long now() {
        return timed ? System.nanoTime() : 0;
    }

    void connected(Connection connection) {
        try {
            if (observer != null) {
                observer.connected(connection.number, connection.peer);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    void refused(PeerCredentials peer, Limit limit, int most) {
        try {
            if (observer != null) {
                observer.refused(peer, limit, most);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    void processUnknown(PeerCredentials peer) {
        try {
            if (observer != null) {
                observer.processUnknown(peer);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    void finished(ServerObserver.Finished request) {
        try {
            if (observer != null) {
                observer.finished(request);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    void recognized(Device device, DeviceKind kind) {
        try {
            DeviceNumber number = device.number();
            if (observer != null && number != null) {
                observer.recognized(number, kind);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    void mapped(String map, String sentence) {
        try {
            if (observer != null) {
                observer.mapped(map, sentence);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    /** Why a connection is about to be closed, unless the client just left. */
    void ended(Connection connection, @Nullable Violation violation) {
        try {
            if (observer == null) {
                return;
            }
            if (connection.isExpired()) {
                observer.timedOut(connection.number, connection.peer);
            } else if (violation != null) {
                observer.violated(connection.number, connection.peer, violation);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    void failed(Connection connection, Throwable cause) {
        try {
            if (observer != null) {
                observer.failed(connection.number, connection.peer, cause);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    /** Something failed that was no one client's. */
    void failed(Throwable cause) {
        try {
            if (observer != null) {
                observer.failed(0, NOBODY, cause);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    void disconnected(Connection connection) {
        try {
            if (observer != null) {
                observer.disconnected(connection.number, connection.peer);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    /** An observer must not be able to end a connection, nor must the end of memory keep one from being closed. */
    @SuppressWarnings("unused")
    private static void ignore(Throwable thrown) {}
}
