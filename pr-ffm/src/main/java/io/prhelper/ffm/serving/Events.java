// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.core.protocol.Violation;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.ServerListener;
import io.prhelper.ffm.device.Device;
import org.jspecify.annotations.Nullable;

/**
 * Calls the listener where there is one; what it throws is its own affair. Without a listener nothing is made, not even a lambda: some
 * of this is told when there is no memory left.
 */
final class Events {
    private static final PeerCredentials NOBODY = new PeerCredentials(0, -1, -1);

    private final @Nullable ServerListener listener;
    private final boolean answers;
    private final boolean issues;
    private final OncePerMinute denials = new OncePerMinute();

    Events(@Nullable ServerListener listener) {
        this.listener = listener;
        answers = listener != null && listener.wantsAnswers();
        issues = listener != null && listener.wantsIssues();
    }

    /** True if the event of a request is worth making. */
    boolean answersWanted() {
        return answers;
    }

    /** True if the event of an SG_IO call is worth making. */
    boolean issuesWanted() {
        return issues;
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

    void refused(PeerCredentials peer, String limit) {
        try {
            if (listener != null) {
                listener.refused(peer, limit);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    void answered(ServerListener.Answered event) {
        try {
            if (listener != null) {
                listener.answered(event);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    void issued(ServerListener.Issued event) {
        try {
            if (listener != null) {
                listener.issued(event);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    void recognized(Device device, Device.Verdict verdict) {
        try {
            if (listener != null) {
                listener.recognized(device.toString(), verdict == Device.Verdict.MULTIPATH, verdict.sentence());
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    /** At most once a minute for a user and reason, so that nobody fills a log with it. */
    void denied(Connection connection, Denial denial) {
        try {
            if (listener != null && denials.pass(connection.peer.uid(), denial.kind(), System.nanoTime())) {
                listener.denied(connection.number, connection.peer, denial.toString());
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
