// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.command;

import io.prhelper.cli.audit.AuditTrail;
import io.prhelper.cli.event.Event;
import io.prhelper.cli.event.EventLog;
import io.prhelper.cli.event.Messages;
import io.prhelper.cli.event.Observers;
import io.prhelper.cli.event.ServerEvents;
import io.prhelper.cli.event.Trace;
import io.prhelper.cli.metrics.Fencings;
import io.prhelper.cli.metrics.Metrics;
import io.prhelper.cli.metrics.StatusLine;
import io.prhelper.cli.option.AuditSettings;
import io.prhelper.cli.option.Settings;
import io.prhelper.core.protocol.Wire;
import io.prhelper.ffm.Capability;
import io.prhelper.ffm.Limits;
import io.prhelper.ffm.ServerObserver;
import io.prhelper.ffm.daemon.Confinement;
import io.prhelper.ffm.daemon.PidFile;
import io.prhelper.ffm.daemon.Privileges;
import io.prhelper.ffm.daemon.ProcessExit;
import io.prhelper.ffm.daemon.SocketActivation;
import io.prhelper.ffm.daemon.StandardStreams;
import io.prhelper.ffm.daemon.SystemdNotify;
import io.prhelper.ffm.daemon.TaskLimits;
import io.prhelper.ffm.server.HelperServer;
import io.prhelper.ffm.server.Multipath;
import io.prhelper.ffm.server.UnixListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Start-up and end of the helper, in the order of the manual. */
final class Startup {
    /** For the JVM's own threads, and those that every helper has. */
    private static final int RESERVED_THREADS = 8;

    /** The longest parameter list, and what a connection takes besides. */
    private static final long BYTES_PER_CLIENT = Wire.MAX_DATA_LENGTH + 2048L;

    private final Program program;
    private final Settings settings;
    private boolean adopted;
    private Limits limits;
    private @Nullable Multipath multipath;
    private @Nullable Fencings fencings;
    private volatile @Nullable Trace trace;
    private volatile @Nullable AuditTrail audit;

    private Startup(Program program, Settings settings) {
        this.program = program;
        this.settings = settings;
        limits = settings.limits();
    }

    /**
     * Serves until a signal ends it.
     *
     * @param patience from the signal to the end of the process, at most
     * @throws IOException if a step fails; the message is for the caller of the command
     */
    static void serve(Program program, Settings settings, Duration patience) throws IOException {
        new Startup(program, settings).serve(patience);
    }

    private void serve(Duration patience) throws IOException {
        ProcessExit exit = ProcessExit.onSignals(this::reopenFiles, patience);
        Thread image = Thread.ofPlatform().name("pr-image").start(Startup::openImage);
        StandardStreams streams = StandardStreams.prepare();
        try (Messages messages = new Messages(program.name(), settings.verbosity()).start();
                Trace trace = open(messages);
                AuditTrail trail = openAudit(messages);
                Metrics metrics = metrics(messages);
                UnixListener socket = listen()) {
            EventLog log = new EventLog(messages, trace);
            tellReplaced(socket, log);
            SystemdNotify manager = SystemdNotify.open();
            checkBackground();
            boundMemory(messages);
            raiseOpenFiles(log);
            try (Multipath maps = multipath(log) ? Multipath.start() : null;
                    PidFile _ = pidFile()) {
                multipath = maps;
                join(image);
                int threads = threads(log);
                dropPrivileges(log);
                confine(trace, trail, metrics, log);
                trace.start();
                startAudit(trail);
                ServerObserver observer = observer(log, trail, metrics, manager.isHeard());
                try (HelperServer server =
                        server(socket, observer).threads(threads).start()) {
                    log.tell(Event.PR_LISTEN, "listening on " + where());
                    startMetrics(metrics, trace, server);
                    ready(manager, server);
                    detach(messages, streams);
                    server.rehearse();
                    exit.await();
                    manager.stopping();
                    log.tell(Event.PR_STOP, "stopping with " + server.connections() + " connections");
                }
            }
        }
    }

    /** The launcher waits no longer. What was said so far is for its caller. */
    private void detach(Messages messages, StandardStreams streams) throws IOException {
        if (program.inBackground()) {
            messages.flush();
            program.report(0);
            streams.release();
        }
    }

    private Trace open(Messages messages) throws IOException {
        for (String word : settings.ignored()) {
            messages.warning("argument '" + word + "' is ignored");
        }
        Trace opened = Trace.open(settings.trace(), messages);
        trace = opened;
        return opened;
    }

    /** Null where there is to be none: then nothing of it is loaded either. */
    private @Nullable AuditTrail openAudit(Messages messages) throws IOException {
        AuditSettings wanted = settings.audit();
        if (wanted != null) {
            audit = AuditTrail.open(wanted, program.name(), messages);
        }
        return audit;
    }

    private static void startAudit(@Nullable AuditTrail trail) {
        if (trail != null) {
            trail.start();
        }
    }

    /** SIGUSR1, as logrotate(8) has it sent. */
    private void reopenFiles() {
        Trace opened = trace;
        if (opened != null) {
            opened.reopen();
        }
        AuditTrail trail = audit;
        if (trail != null) {
            trail.reopen();
        }
    }

    /** Null where there are to be none: then nothing of it is loaded either. */
    private @Nullable Metrics metrics(Messages messages) {
        Path file = settings.metricsFile();
        if (file == null) {
            return null;
        }
        Metrics metrics = new Metrics(file, settings.socket().path(), program.version(), counted(), messages);
        return metrics.lines("log", messages::lost);
    }

    private Fencings counted() {
        Fencings counted = fencings;
        if (counted == null) {
            counted = new Fencings();
            fencings = counted;
        }
        return counted;
    }

    private void startMetrics(@Nullable Metrics metrics, Trace trace, HelperServer server) {
        if (metrics != null) {
            metrics.lines("trace", trace::lost);
            AuditTrail trail = audit;
            if (trail != null) {
                metrics.lines("audit", trail::lost);
            }
            metrics.start(server::activity);
        }
    }

    /** Who is told what the server does; those whom nobody asked for are not even loaded. */
    private ServerObserver observer(
            EventLog log, @Nullable AuditTrail trail, @Nullable Metrics metrics, boolean isHeard) {
        List<ServerObserver> all = new ArrayList<>();
        all.add(new ServerEvents(log));
        if (trail != null) {
            all.add(trail);
        }
        if (metrics != null) {
            all.add(metrics.observer());
        }
        if (metrics != null || isHeard) {
            all.add(counted());
        }
        return all.size() == 1 ? all.getFirst() : new Observers(all);
    }

    private void ready(SystemdNotify manager, HelperServer server) {
        if (manager.isHeard()) {
            Fencings counted = counted();
            manager.ready(server::isHealthy, () -> StatusLine.of(server.activity(), counted.count()));
        } else {
            manager.ready(server::isHealthy);
        }
    }

    private String where() {
        return adopted ? "the socket of the service manager" : settings.socket().path();
    }

    /**
     * Has the JVM open what it loads classes with that are not archived. After the drop there are threads that can not: the signal's is an
     * unused user, to whom a run-time image in somebody's private folder is out of reach, and where one has failed all fail.
     */
    private static void openImage() {
        ClassLoader.getSystemResource("io/prhelper/cli/none");
    }

    private static void join(Thread thread) throws IOException {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new IOException("interrupted while starting", interrupted);
        }
    }

    /** The socket that the service manager hands over, or one of our own. */
    private UnixListener listen() throws IOException {
        Optional<SocketActivation> activation = SocketActivation.detect();
        if (activation.isPresent()) {
            if (settings.socket().given()) {
                throw new IOException("Unix socket can't be set when using socket activation");
            }
            if (settings.socket().replace()) {
                throw new IOException("--replace-socket can't be used when using socket activation");
            }
            adopted = true;
            return UnixListener.adopted(activation.get().adopt(program.path()));
        }
        Settings.Socket socket = settings.socket();
        return socket.replace()
                ? UnixListener.replacing(socket.path(), socket.mode(), socket.gid())
                : UnixListener.bind(socket.path(), socket.mode(), socket.gid());
    }

    private void tellReplaced(UnixListener socket, EventLog log) {
        String what = socket.replaced();
        if (settings.socket().replace() && what != null) {
            log.tell(
                    Event.PR_REPLACE,
                    "replaced " + what + " at " + settings.socket().path());
        }
    }

    /** A JVM cannot fork: the launcher has put it into the background already, and waits. */
    private void checkBackground() throws IOException {
        if (settings.daemon() && !program.inBackground()) {
            throw new IOException("Failed to daemonize: only the launcher " + program.name() + " can do that");
        }
    }

    private @Nullable PidFile pidFile() throws IOException {
        Settings.PidFile file = settings.pidFile();
        return settings.daemon() || file.given() ? PidFile.write(file.path().toString()) : null;
    }

    private void dropPrivileges(EventLog log) throws IOException {
        Settings.Identity become = settings.identity();
        try {
            Privileges.Dropped dropped = Privileges.drop(
                    become.uid().orElse(Privileges.UNCHANGED),
                    become.gid().orElse(Privileges.UNCHANGED),
                    Set.of(Capability.SYS_RAWIO));
            log.tell(Event.PR_PRIVILEGES, "privileges kept: " + dropped.held());
            for (String sentence : dropped.lacking()) {
                log.tell(Event.PR_PRIVILEGES, sentence);
            }
        } catch (IOException failed) {
            throw new IOException("Failed to drop privileges: " + failed.getMessage(), failed);
        }
    }

    /** No more clients than the heap holds if each has sent the longest message but for its last byte; half of it is for the rest. */
    private void boundMemory(Messages messages) {
        long heap = Runtime.getRuntime().maxMemory();
        int most = Math.toIntExact(Math.min(heap / 2 / BYTES_PER_CLIENT, Integer.MAX_VALUE));
        if (limits.maxConnections() > most) {
            messages.warning(most + " clients are served at most, not " + limits.maxConnections() + ": the heap of "
                    + (heap >> 20) + " MiB holds no more unfinished messages");
            limits = limits.withMaxConnections(most);
        }
    }

    /** Where the hard limit is lower, fewer clients get in ({@link Limits#descriptors}). */
    private void raiseOpenFiles(EventLog log) throws IOException {
        long wanted = limits.descriptors();
        long granted = Confinement.raiseOpenFiles(wanted);
        if (granted < wanted) {
            log.tell(Event.PR_PRIVILEGES, granted + " descriptors may be open, clients might need " + wanted);
        }
    }

    /** How many threads may serve. Where there is not even room for the fewest, their start tells. */
    private int threads(EventLog log) {
        int room = TaskLimits.room(settings.identity().uid());
        int writing = (settings.audit() == null ? 0 : 1) + (settings.metricsFile() == null ? 0 : 1);
        int threads = Math.max(room - RESERVED_THREADS - writing, HelperServer.FEWEST_THREADS);
        int clients = limits.maxConnections();
        if (threads < clients) {
            log.tell(
                    Event.PR_PRIVILEGES, threads + " threads may serve, " + clients + " clients could hold up as many");
        }
        return threads;
    }

    private void confine(Trace trace, @Nullable AuditTrail trail, @Nullable Metrics metrics, EventLog log)
            throws IOException {
        if (settings.unconfined()) {
            log.tell(Event.PR_UNCONFINED, "serving without confinement, as --unconfined asks");
            return;
        }
        Confinement confinement = new Confinement();
        mayRemove(confinement, Path.of(settings.socket().path()));
        mayRemove(confinement, settings.pidFile().path());
        if (multipath != null) {
            confinement.multipath();
        }
        trace.folder().ifPresent(confinement::mayAppendIn);
        if (trail != null) {
            trail.folder().ifPresent(confinement::mayAppendIn);
        }
        if (metrics != null) {
            confinement.mayReplaceIn(metrics.folder());
        }
        try {
            for (String sentence : confinement.apply()) {
                log.tell(Event.PR_PRIVILEGES, sentence);
            }
        } catch (IOException failed) {
            throw new IOException("Failed to confine the process: " + failed.getMessage(), failed);
        }
    }

    /** Found out before the rights are gone; what is confined for single disks can not serve maps later. */
    private boolean multipath(EventLog log) throws IOException {
        Settings.Multipath wanted = settings.multipath();
        if (wanted == Settings.Multipath.OFF || (wanted == Settings.Multipath.AUTO && !Multipath.isThere())) {
            return false;
        }
        boolean root = settings.identity().uid().orElseGet(Startup::user) == 0;
        if (!root) {
            log.tell(
                    Event.PR_MULTIPATH,
                    wanted == Settings.Multipath.ON
                            ? "registering a multipath map will be refused: multipathd listens to user 0 only"
                            : "a command for a multipath map reaches one of its paths: multipathd listens to user 0 only");
        }
        return root || wanted == Settings.Multipath.ON;
    }

    private static int user() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException unknown) {
            return -1;
        }
    }

    private static void mayRemove(Confinement confinement, Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            confinement.mayRemoveIn(folder);
        }
    }

    private HelperServer.Builder server(UnixListener socket, ServerObserver observer) {
        HelperServer.Builder server = HelperServer.on(socket.fd())
                .limits(limits)
                .policy(settings.policy())
                .deviceTimeout(Duration.ofSeconds(settings.deviceSeconds()))
                .features(settings.offerCleanup() ? Wire.FEATURE_CLEANUP : 0)
                .observer(observer);
        Multipath maps = multipath;
        return maps == null ? server : server.multipath(maps);
    }
}
