// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.daemon;

import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.struct.SockaddrUn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the service manager how we are (sd_notify(3)); where there is none, nothing happens.
 *
 * {@snippet :
 * SystemdNotify manager = SystemdNotify.open(); // before the process is confined
 * manager.ready(server::isHealthy); // serving, with privileges dropped; starts the watchdog, where one is asked for
 * manager.stopping(); // a signal came
 * }
 *
 * <p>A message that can not be sent is lost and nothing else, as with the C library of systemd. A process that tells the manager until its
 * end need not close this.
 */
public final class SystemdNotify implements AutoCloseable {
    private static final String ALIVE = "WATCHDOG=1";
    private static final Duration STATUS_PAUSE = Duration.ofSeconds(10);

    private final @Nullable Datagrams manager;
    private final @Nullable Duration watchdog;
    private final Memory alive = Memory.cString(ALIVE);
    private @Nullable Thread watch;
    private boolean ending;
    private volatile boolean closed;

    private SystemdNotify(@Nullable SockaddrUn address, @Nullable Duration watchdog) {
        this.watchdog = watchdog;
        manager = address == null ? null : new Datagrams(address);
    }

    /** {@return the manager that NOTIFY_SOCKET names, with the watchdog time of WATCHDOG_USEC if that is meant for us} */
    public static SystemdNotify open() {
        return open(System.getenv(), ProcessHandle.current().pid());
    }

    static SystemdNotify open(Map<String, String> environment, long pid) {
        String path = environment.get("NOTIFY_SOCKET");
        if (path == null || !(path.startsWith("/") || path.startsWith("@"))) {
            return new SystemdNotify(null, null);
        }
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes[0] == '@') {
            bytes[0] = 0;
        }
        return bytes.length > SockaddrUn.MAX_PATH
                ? new SystemdNotify(null, null)
                : new SystemdNotify(new SockaddrUn(bytes), watchdog(environment, pid));
    }

    private static @Nullable Duration watchdog(Map<String, String> environment, long pid) {
        String owner = environment.get("WATCHDOG_PID");
        String micros = environment.get("WATCHDOG_USEC");
        if (micros == null || (owner != null && !owner.equals(Long.toString(pid)))) {
            return null;
        }
        try {
            long value = Long.parseLong(micros);
            return value > 0 ? Duration.of(value, ChronoUnit.MICROS) : null;
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    /** {@return true if there is a manager to tell} */
    public boolean isHeard() {
        return manager != null;
    }

    /**
     * We serve. From now on the watchdog, where one is asked for, is told twice in its time that we live, as long as {@code healthy}
     * says so. Without one there is no thread that would ask.
     *
     * @param healthy asked before each time
     */
    public void ready(BooleanSupplier healthy) {
        ready(healthy, null);
    }

    /**
     * The same, and where there is a manager it is told again and again what we do (STATUS=): with the watchdog, or every ten seconds.
     *
     * @param healthy asked before each time
     * @param status one line; null to tell nothing
     */
    public synchronized void ready(BooleanSupplier healthy, @Nullable Supplier<String> status) {
        Duration time = watchdog;
        boolean asked = time != null || (status != null && manager != null);
        if (asked && watch == null && !closed) {
            long pause = time == null ? STATUS_PAUSE.toNanos() : time.toNanos() / 2;
            // First: where there is no thread for it, we are not ready.
            watch = Thread.ofPlatform()
                    .daemon()
                    .name(time == null ? "pr-status" : "pr-watchdog")
                    .start(() -> live(pause, healthy, status));
        }
        send("READY=1");
    }

    private void live(long pause, BooleanSupplier healthy, @Nullable Supplier<String> status) {
        while (!closed) {
            try {
                if (watchdog != null && healthy.getAsBoolean()) {
                    send(alive, ALIVE.length());
                }
                if (status != null) {
                    tell(status.get());
                }
            } catch (Throwable noMemory) {
                // Then we are not well now; the next time may be better.
            }
            LockSupport.parkNanos(this, pause);
        }
    }

    private synchronized void tell(String status) {
        if (!ending) {
            send("STATUS=" + status);
        }
    }

    /** We are about to end. */
    public synchronized void stopping() {
        ending = true;
        send("STOPPING=1");
    }

    private void send(String text) {
        Memory bytes = Memory.cString(text);
        send(bytes, bytes.buffer().capacity() - 1);
    }

    /** Makes nothing: the watchdog is told also where memory has ended, so that it learns how we are. */
    private synchronized void send(Memory text, int length) {
        if (manager != null && !closed) {
            manager.send(text, length);
        }
    }

    /** Tells nothing any more; the watchdog's thread ends. */
    @Override
    public synchronized void close() {
        closed = true;
        LockSupport.unpark(watch);
        if (manager != null) {
            manager.close();
        }
    }
}
