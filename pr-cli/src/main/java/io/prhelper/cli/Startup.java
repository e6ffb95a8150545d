// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli;

import io.prhelper.cli.event.Event;
import io.prhelper.cli.event.EventLog;
import io.prhelper.cli.event.Messages;
import io.prhelper.cli.event.ServerEvents;
import io.prhelper.cli.event.Trace;
import io.prhelper.cli.option.Settings;
import io.prhelper.core.protocol.Wire;
import io.prhelper.ffm.HelperServer;
import io.prhelper.ffm.Limits;
import io.prhelper.ffm.UnixListener;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Start-up and end of the helper, in the order of the manual. */
final class Startup {
    private Startup() {}

    /**
     * Serves until a signal ends it.
     *
     * @throws IOException if a step fails; the message is for the caller of the command
     */
    static void serve(Program program, Settings settings) throws IOException {
        Messages messages = new Messages(program.name(), settings.verbosity());
        StopSignal stop = StopSignal.install();
        for (String word : settings.ignored()) {
            messages.warning("argument '" + word + "' is ignored");
        }
        try (Trace trace = Trace.open(settings.trace(), messages);
                UnixListener socket = listen(settings.socket())) {
            checkBackground(program, settings);
            EventLog log = new EventLog(messages, trace);
            try (PidFile _ = pidFile(settings);
                    HelperServer server = server(socket, settings, log).start()) {
                log.tell(Event.PR_LISTEN, "listening on " + settings.socket().path());
                program.report(0);
                stop.await();
                log.tell(Event.PR_STOP, "stopping with " + server.connections() + " connections");
            }
        }
    }

    /** A JVM cannot fork: the launcher has put it into the background already, and waits. */
    private static void checkBackground(Program program, Settings settings) throws IOException {
        if (settings.daemon() && !program.inBackground()) {
            throw new IOException("Failed to daemonize: only the launcher " + program.name() + " can do that");
        }
    }

    private static @Nullable PidFile pidFile(Settings settings) throws IOException {
        return settings.daemon() || settings.pidFile().given()
                ? PidFile.write(settings.pidFile().path())
                : null;
    }

    private static UnixListener listen(Settings.Socket socket) throws IOException {
        return UnixListener.bind(socket.path(), OptionalInt.of(socket.mode()));
    }

    private static HelperServer.Builder server(UnixListener socket, Settings settings, EventLog log) {
        var limits = settings.limits();
        return HelperServer.on(socket.fd())
                .limits(new Limits(
                        limits.connections(),
                        limits.perPeer(),
                        Duration.ofSeconds(limits.handshakeSeconds()),
                        Duration.ofSeconds(limits.requestSeconds())))
                .deviceTimeout(Duration.ofSeconds(limits.deviceSeconds()))
                .features(settings.offerCleanup() ? Wire.FEATURE_CLEANUP : 0)
                .listener(new ServerEvents(log));
    }
}
