// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.metrics;

import io.prhelper.ffm.server.Activity;
import java.util.Locale;

/** What the helper does, in the one line that the service manager shows (sd_notify(3), STATUS=). */
public final class StatusLine {
    private StatusLine() {}

    /** {@code serving 3 connections, 12,345 requests, 1 fencing, nothing stuck}. */
    public static String of(Activity activity, long fencings) {
        return "serving " + count(activity.connections(), "connection") + ", " + count(activity.requests(), "request")
                + ", " + count(fencings, "fencing") + ", "
                + (activity.stuck() == 0 ? "nothing stuck" : count(activity.stuck(), "thread") + " stuck");
    }

    private static String count(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }
}
