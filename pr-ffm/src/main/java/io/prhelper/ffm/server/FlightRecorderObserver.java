// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrOutAction;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.ServerObserver;
import java.util.Locale;
import java.util.Optional;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * Makes each request an event of the JVM's flight recorder, {@value #EVENT}. While nothing is recorded a request costs two looks at the clock.
 *
 * <p>For programs that embed a server: it needs the module {@code jdk.jfr}, which the helper's own run-time image does not have, since
 * nobody could start a recording there. That is a file, and a confined process opens none.
 */
public final class FlightRecorderObserver implements ServerObserver {
    /** The name of the event. */
    public static final String EVENT = "io.prhelper.Request";

    private final EventType type = EventType.getEventType(RequestEvent.class);

    /** For one server or several. */
    public FlightRecorderObserver() {}

    @Override
    public boolean wants(Decision decision, int opcode, int serviceAction) {
        return false;
    }

    @Override
    public boolean counts() {
        return true;
    }

    @Override
    public void counted(
            Decision decision, int opcode, int serviceAction, int status, @Nullable Sense sense, long nanos) {
        if (!type.isEnabled()) {
            return;
        }
        RequestEvent event = new RequestEvent();
        event.action = action(opcode, serviceAction);
        event.decision = decision.name();
        event.status = ScsiStatus.describe(status);
        event.sense = sense == null ? null : sense.toString();
        event.took = nanos;
        event.commit();
    }

    private static String action(int opcode, int serviceAction) {
        if (opcode == Wire.CLEANUP) {
            return "CLEANUP";
        }
        Optional<? extends Enum<?>> named =
                opcode == Wire.PERSISTENT_RESERVE_OUT ? PrOutAction.of(serviceAction) : PrInAction.of(serviceAction);
        return named.map(action -> action.name().replace('_', ' '))
                .orElseGet(() -> String.format(Locale.ROOT, "service action %02Xh", serviceAction));
    }

    /** One request. */
    @Name(EVENT)
    @Label("Persistent Reservation Request")
    @Description("A request of a client that was answered, or whose client was gone by then")
    @Category("Persistent Reservations")
    @StackTrace(false)
    @SuppressWarnings("UnusedVariable") // the flight recorder reads them
    private static final class RequestEvent extends Event {
        @Label("Service Action")
        private String action = "";

        @Label("Decision")
        private String decision = "";

        @Label("SCSI Status")
        private String status = "";

        @Label("Sense")
        private @Nullable String sense;

        @Label("Time Taken")
        @Description("From the whole request to the reply")
        @Timespan(Timespan.NANOSECONDS)
        private long took;
    }
}
