// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import java.util.List;
import java.util.Locale;

/** What can happen, by the name that {@code --trace} knows it by, and from which verbosity on it is a message too. */
public enum Event {
    PR_PRIVILEGES(Messages.CONNECTIONS),
    PR_UNCONFINED(Messages.WARNINGS),
    PR_REPLACE(Messages.WARNINGS),
    PR_LISTEN(Messages.CONNECTIONS),
    PR_CONNECT(Messages.CONNECTIONS),
    PR_REFUSE(Messages.WARNINGS),
    PR_DENY(Messages.WARNINGS),
    PR_REQUEST(Messages.REQUESTS),
    PR_REPLY(Messages.REQUESTS),
    /** No message: what it says is in the reply's, but for the device. */
    SG_IO(Messages.NEVER),
    /** What takes registrations or reservations away from others; the trail of a fencing that nobody asked to be traced. */
    PR_ACTION(Messages.WARNINGS),
    PR_DEVICE(Messages.CONNECTIONS),
    PR_MULTIPATH(Messages.WARNINGS),
    PR_VIOLATION(Messages.WARNINGS),
    PR_TIMEOUT(Messages.WARNINGS),
    PR_FAILURE(Messages.WARNINGS),
    PR_DISCONNECT(Messages.CONNECTIONS),
    PR_STOP(Messages.CONNECTIONS);

    private static final List<Event> ALL = List.of(values());

    private final int level;

    Event(int level) {
        this.level = level;
    }

    /** All events. */
    public static List<Event> all() {
        return ALL;
    }

    /** Its name in traces, such as {@code pr_connect}. */
    public String traceName() {
        return name().toLowerCase(Locale.ROOT);
    }

    int level() {
        return level;
    }
}
