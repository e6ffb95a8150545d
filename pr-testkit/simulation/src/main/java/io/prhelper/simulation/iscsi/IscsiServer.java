// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.iscsi;

import io.prhelper.core.scsi.TransportId;
import io.prhelper.simulation.iscsi.RareLines.Kind;
import io.prhelper.simulation.target.SimulatedTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Serves a {@link SimulatedTarget} over iSCSI (RFC 7143), to any initiator that can do without authentication.
 *
 * <pre>{@code
 * try (IscsiServer server = IscsiServer.of(target).start()) {
 *     server.portals();    // 127.0.0.1:40123 leads to target port 1
 *     server.targetName(); // iqn.2026-01.io.prhelper:strict-spc5
 * }
 * }</pre>
 *
 * <p>There is one target. Each of its target ports listens on a TCP port of its own; the portal group tag is the relative target port
 * identifier. An initiator port is a name and a session identifier; the target knows it from its first login on.
 *
 * <p>A session has one connection and executes its commands in their order, but for one that a fault holds up: the others pass it. Safe for
 * use by several threads.
 */
public final class IscsiServer implements AutoCloseable {
    private static final int BACKLOG = 128;
    private static final long TICK_MILLIS = 250;

    private final SimulatedTarget target;
    private final ServerSettings settings;
    private final RareLines log;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("iscsi-", 0).factory());
    private final List<ServerSocket> sockets = new ArrayList<>();
    private final List<Portal> portals = new ArrayList<>();
    private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
    private final Map<SessionKey, ServerConnection> sessions = new HashMap<>();
    private final Set<TransportId> initiators = new HashSet<>();
    private int lastTsih;
    private volatile boolean closed;

    /**
     * Where a target port listens.
     *
     * @param address of TCP
     * @param targetPort its relative identifier, which is its portal group tag
     */
    public record Portal(InetSocketAddress address, int targetPort) {
        /** {@return address and TCP port, {@code 127.0.0.1:3260}; an IPv6 address in brackets (RFC 7143, 4.4.4)} */
        public String text() {
            String host = address.getAddress().getHostAddress();
            return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + address.getPort();
        }

        @Override
        public String toString() {
            return text() + ',' + targetPort;
        }
    }

    /** What there is one session of (RFC 7143, 4.4.3.2). */
    record SessionKey(TransportId initiator, int targetPort, boolean discovery) {}

    private IscsiServer(SimulatedTarget target, ServerSettings settings) throws IOException {
        this.target = target;
        this.settings = settings;
        log = new RareLines(settings.log(), System::nanoTime);
        try {
            int port = settings.address().getPort();
            for (int targetPort : target.configuration().targetPorts()) {
                listen(targetPort, port);
                port = port == 0 ? 0 : port + 1;
            }
        } catch (IOException | RuntimeException failed) {
            close();
            throw failed;
        }
        for (int i = 0; i < sockets.size(); i++) {
            ServerSocket socket = sockets.get(i);
            int targetPort = portals.get(i).targetPort();
            threads.execute(() -> accept(socket, targetPort));
        }
        threads.execute(this::watch);
    }

    private void listen(int targetPort, int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(settings.address().getAddress(), port);
        ServerSocket socket = new ServerSocket();
        sockets.add(socket);
        try {
            socket.bind(address, BACKLOG);
        } catch (IOException failed) {
            throw new IOException(
                    "can not listen on " + new Portal(address, targetPort).text() + ": " + failed.getMessage(), failed);
        }
        portals.add(new Portal((InetSocketAddress) socket.getLocalSocketAddress(), targetPort));
    }

    /**
     * A server for the target, to be started.
     *
     * @param target whom initiators reach; others may use it meanwhile
     * @return what is to be started, with the defaults
     */
    public static Builder of(SimulatedTarget target) {
        return new Builder(target);
    }

    /** {@return the name that initiators log in to, {@link SimulatedTarget#iscsiName}} */
    public String targetName() {
        return target.iscsiName();
    }

    /** {@return where the target ports listen, in the order of the configuration} */
    public List<Portal> portals() {
        return List.copyOf(portals);
    }

    /** {@return how many connections there are now, logged in or not} */
    public int connections() {
        return connections.size();
    }

    SimulatedTarget target() {
        return target;
    }

    ServerSettings settings() {
        return settings;
    }

    RareLines log() {
        return log;
    }

    /** Runs it on a thread of its own, which ends before {@link #close} does; false where there is none, as at the end. */
    boolean spawn(Runnable task) {
        try {
            threads.execute(task);
            return true;
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            return false;
        }
    }

    private void accept(ServerSocket socket, int targetPort) {
        while (!closed) {
            try {
                welcome(socket.accept(), targetPort);
            } catch (IOException failed) {
                if (!closed) {
                    log.tell(Kind.NO_ACCEPT, "can not accept a connection: " + failed.getMessage());
                    pause();
                }
            }
        }
    }

    private void welcome(Socket socket, int targetPort) throws IOException {
        if (connections.size() >= settings.maximumConnections()) {
            socket.close();
            log.tell(
                    Kind.TURNED_AWAY,
                    "closed a connection of " + socket.getRemoteSocketAddress() + ": there are "
                            + settings.maximumConnections() + " already");
            return;
        }
        ServerConnection connection = new ServerConnection(this, socket, targetPort);
        connections.add(connection);
        if (!spawn(connection::run)) {
            connection.end();
        }
    }

    /** Nobody may stay without logging in, or without a sign of life. */
    private void watch() {
        while (!closed) {
            pause();
            long now = System.nanoTime();
            connections.forEach(connection -> connection.tick(now));
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
        } catch (InterruptedException atTheEnd) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Lets a session in, in place of the one of the same two ports, which ends first (RFC 7143, 6.3.5).
     *
     * @return its handle
     */
    int join(ServerConnection connection, ServerLogin login, int targetPort) throws LoginRefusedException {
        SessionKey key = new SessionKey(login.initiator(), targetPort, login.isDiscovery());
        ServerConnection old;
        int tsih;
        synchronized (this) {
            old = sessions.get(key);
            checkHandle(login, old);
            if (!login.isDiscovery()) {
                admit(login.initiator());
            }
            tsih = login.tsih() == 0 ? lastTsih % 0xffff + 1 : login.tsih();
            lastTsih = tsih;
            sessions.put(key, connection);
        }
        if (old != null) {
            old.end();
            old.awaitEnd();
        }
        return tsih;
    }

    private static void checkHandle(ServerLogin login, @Nullable ServerConnection old) throws LoginRefusedException {
        if (login.tsih() == 0) {
            return;
        }
        if (old == null || old.tsih() != login.tsih()) {
            throw new LoginRefusedException(LoginRefusedException.NO_SUCH_SESSION, "no session " + login.tsih());
        }
        if (old.connectionId() != login.connectionId()) {
            throw new LoginRefusedException(
                    LoginRefusedException.TOO_MANY_CONNECTIONS, "one more connection for session " + login.tsih());
        }
    }

    /** The target never forgets an initiator port: there is an end to how many it knows. */
    private void admit(TransportId initiator) throws LoginRefusedException {
        if (!initiators.contains(initiator) && initiators.size() >= settings.maximumInitiators()) {
            throw new LoginRefusedException(
                    LoginRefusedException.OUT_OF_RESOURCES,
                    "the target knows " + settings.maximumInitiators() + " initiator ports already");
        }
        initiators.add(initiator);
    }

    synchronized void leave(ServerConnection connection) {
        sessions.values().removeIf(connection::equals);
        connections.remove(connection);
    }

    /** Ends what waits for its data in all sessions: the units were reset. */
    void forgetWaiting(int lun) {
        connections.forEach(connection -> connection.forgetWaiting(lun));
    }

    void endAll() {
        connections.forEach(ServerConnection::end);
    }

    /** Ends all sessions and connections; commands that a fault holds up are aborted. */
    @Override
    public void close() {
        closed = true;
        for (ServerSocket socket : sockets) {
            try {
                socket.close();
            } catch (IOException gone) {
                log.tell(Kind.CLOSED, "closing " + socket + ": " + gone.getMessage());
            }
        }
        endAll();
        threads.shutdownNow();
        threads.close();
    }

    /** What a server is made with. */
    public static final class Builder {
        private final SimulatedTarget target;
        private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        private int maximumConnections = 64;
        private int maximumInitiators = 1024;
        private Duration loginTime = Duration.ofSeconds(10);
        private Duration idleTime = Duration.ofSeconds(30);
        private Consumer<String> log = line -> {};

        private Builder(SimulatedTarget target) {
            this.target = target;
        }

        /**
         * Where the first target port listens, and the others on the next TCP ports; port 0, for any, is for all. 127.0.0.1:0 without it.
         *
         * @param first address and TCP port, 0 to 65535
         * @return this builder
         * @throws IllegalArgumentException if there is no such host, or the last target port would be beyond 65535
         */
        public Builder listen(InetSocketAddress first) {
            if (first.isUnresolved()) {
                throw new IllegalArgumentException("no such host: " + first.getHostString());
            }
            int last = first.getPort() + target.configuration().targetPorts().size() - 1;
            if (first.getPort() != 0 && last > 0xffff) {
                throw new IllegalArgumentException(
                        "the last target port would listen on TCP port " + last + ", and 65535 is the last");
            }
            address = first;
            return this;
        }

        /**
         * Connections that there may be at a time; further ones are closed. 64 without it.
         *
         * @param most at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is less
         */
        public Builder maximumConnections(int most) {
            maximumConnections = positive(most, "connections");
            return this;
        }

        /**
         * Initiator ports that may log in: the target never forgets one. 1024 without it.
         *
         * @param most at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is less
         */
        public Builder maximumInitiators(int most) {
            maximumInitiators = positive(most, "initiator ports");
            return this;
        }

        /**
         * Time an initiator has to log in; 10 seconds without it.
         *
         * @param most more than zero
         * @return this builder
         * @throws IllegalArgumentException if it is not
         */
        public Builder loginTime(Duration most) {
            loginTime = positive(most);
            return this;
        }

        /**
         * An initiator that was silent so long is sent a NOP-In, and its connection is closed where it stays silent as long again; 30 seconds
         * without it.
         *
         * @param most more than zero
         * @return this builder
         * @throws IllegalArgumentException if it is not
         */
        public Builder idleTime(Duration most) {
            idleTime = positive(most);
            return this;
        }

        /**
         * Who is told of connections that were closed and logins that were refused, at most one line a minute of each kind. Nobody without
         * it.
         *
         * @param lines is handed one line without its end, one at a time, by any of the threads of the server
         * @return this builder
         */
        public Builder log(Consumer<String> lines) {
            log = lines;
            return this;
        }

        private static int positive(int number, String what) {
            if (number < 1) {
                throw new IllegalArgumentException("at least 1 of the " + what + ", not " + number);
            }
            return number;
        }

        private static Duration positive(Duration time) {
            if (!time.isPositive()) {
                throw new IllegalArgumentException("more time than " + time);
            }
            return time;
        }

        /**
         * Listens, and serves until it is closed.
         *
         * @return the server, to be closed
         * @throws IOException if an address can not be listened on; the message names it
         */
        public IscsiServer start() throws IOException {
            return new IscsiServer(
                    target,
                    new ServerSettings(address, maximumConnections, maximumInitiators, loginTime, idleTime, log));
        }
    }
}
