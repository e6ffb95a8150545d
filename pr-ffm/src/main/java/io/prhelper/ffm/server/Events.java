// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import io.prhelper.core.protocol.Violation;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.ServerListener;
import java.util.function.Consumer;
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
        if (listener != null) {
            tell(told -> told.connected(connection.number, connection.peer));
        }
    }

    void refused(PeerCredentials peer, String limit) {
        if (listener != null) {
            tell(told -> told.refused(peer, limit));
        }
    }

    void answered(ServerListener.Answered event) {
        tell(told -> told.answered(event));
    }

    void issued(ServerListener.Issued event) {
        tell(told -> told.issued(event));
    }

    void recognized(Device device, Device.Verdict verdict) {
        if (listener != null) {
            tell(told -> told.recognized(device.toString(), verdict == Device.Verdict.MULTIPATH, verdict.sentence()));
        }
    }

    /** At most once a minute for a user and reason, so that nobody fills a log with it. */
    void denied(Connection connection, Denial denial) {
        if (listener != null && denials.pass(connection.peer.uid(), denial.kind(), System.nanoTime())) {
            tell(told -> told.denied(connection.number, connection.peer, denial.toString()));
        }
    }

    /** Why a connection is about to be closed, unless the client just left. */
    void ended(Connection connection, @Nullable Violation violation) {
        if (listener == null) {
            return;
        }
        if (connection.isExpired()) {
            tell(told -> told.timedOut(connection.number, connection.peer));
        } else if (violation != null) {
            tell(told -> told.violated(connection.number, connection.peer, violation));
        }
    }

    void failed(Connection connection, Throwable cause) {
        if (listener != null) {
            tell(told -> told.failed(connection.number, connection.peer, cause));
        }
    }

    /** Something failed that was no one client's. */
    void failed(Throwable cause) {
        if (listener != null) {
            tell(told -> told.failed(0, NOBODY, cause));
        }
    }

    void disconnected(Connection connection) {
        if (listener != null) {
            tell(told -> told.disconnected(connection.number, connection.peer));
        }
    }

    private void tell(Consumer<ServerListener> event) {
        ServerListener told = listener;
        if (told != null) {
            try {
                event.accept(told);
            } catch (Throwable ignored) {
                // A listener must not be able to end a connection.
            }
        }
    }
}
