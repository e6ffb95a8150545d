// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGTERM, SIGINT and SIGHUP as something to wait for.
 *
 * <p>The JVM runs shutdown hooks on a thread that has no privileges once they were dropped, so the hook only wakes the main thread,
 * which cleans up and ends the process.
 */
final class StopSignal {
    /** The hook ends the process itself after this time, whatever is stuck; systemd, libvirt and people wait longer. */
    private static final int PATIENCE_SECONDS = 5;

    private final CountDownLatch raised = new CountDownLatch(1);

    private StopSignal() {}

    /** Takes over the signals; one that comes before anybody waits is not lost. */
    static StopSignal install() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::stop, "stop"));
        return signal;
    }

    /** Waits for a signal. */
    void await() {
        boolean waiting = true;
        while (waiting) {
            try {
                raised.await();
                waiting = false;
            } catch (InterruptedException ignored) {
                // Nobody interrupts the main thread; if somebody does, it goes on waiting.
            }
        }
    }

    private void stop() {
        raised.countDown();
        try {
            TimeUnit.SECONDS.sleep(PATIENCE_SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }
}
