// SPDX-License-Identifier: Apache-2.0
package io.prhelper.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;

/** Descriptors that the JVM opens when it first has a use for them, and never closes. */
final class ForGood {
    private ForGood() {}

    /** What it has its random numbers from, what it parks closed channels on, what it waits with for the sockets of virtual threads. */
    static void open() {
        new SecureRandom().nextInt();
        try {
            SocketChannel.open(StandardProtocolFamily.UNIX).close();
            Thread.ofVirtual().start(ForGood::waitForASocket).join();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException("interrupted before the first test", stopped);
        }
    }

    private static void waitForASocket() {
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody.setSoTimeout(1);
            nobody.accept().close();
        } catch (SocketTimeoutException asExpected) {
            // It has waited.
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }
}
