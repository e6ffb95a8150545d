// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import java.util.EnumMap;
import java.util.Map;

/** Where events go: to the messages where the verbosity asks for them, to the trace where it is enabled. */
public final class EventLog {
    private final Messages messages;
    private final Trace trace;
    private final Map<Event, Throttle> throttles = new EnumMap<>(Event.class);

    /** A log to these two. */
    public EventLog(Messages messages, Trace trace) {
        this.messages = messages;
        this.trace = trace;
        for (Event event : Event.all()) {
            // One each: who causes many of one kind hides nothing of another.
            throttles.put(event, new Throttle(System::nanoTime));
        }
    }

    /** Whether anybody wants to know; what an event costs to describe is spent only then. */
    public boolean wants(Event event) {
        return messages.wants(event.level()) || trace.wants(event);
    }

    /** Something happened. */
    public void tell(Event event, String content) {
        if (!wants(event)) {
            return;
        }
        String text = Line.of(content);
        if (trace.wants(event)) {
            trace.write(event, text);
        }
        if (messages.wants(event.level())) {
            // Clients cause events. Those who asked for them want them all; the others are not to be flooded by a
            // hostile one.
            if (event.level() > Messages.WARNINGS) {
                messages.say(event.level(), text);
            } else {
                warn(event, text);
            }
        }
    }

    private void warn(Event event, String text) {
        Throttle throttle = throttles.get(event);
        int left = throttle == null ? 0 : throttle.pass();
        if (left > 0) {
            messages.warning(left + " messages of this kind were left out");
        }
        if (left >= 0) {
            messages.warning(text);
        }
    }
}
