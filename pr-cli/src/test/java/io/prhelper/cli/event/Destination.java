// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/** Where lines go in tests: it keeps what it takes, and takes nothing, little, or less than that, as it is told. */
final class Destination implements WritableByteChannel {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private int room = Integer.MAX_VALUE;
    private int most = Integer.MAX_VALUE;
    private boolean deaf;
    private boolean called;
    private boolean closed;

    /** Whoever writes waits. */
    synchronized Destination beDeaf() {
        deaf = true;
        return this;
    }

    /** So many bytes more, then no space is left on the device; at most so many at a time. */
    synchronized Destination takes(int bytes, int atATime) {
        room = bytes;
        most = atATime;
        deaf = false;
        notifyAll();
        return this;
    }

    /** Takes all. */
    void listen() {
        takes(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** Whether somebody writes, or has. */
    synchronized boolean isCalled() {
        return called;
    }

    synchronized String text() {
        return taken.toString(StandardCharsets.UTF_8);
    }

    @Override
    public synchronized int write(ByteBuffer bytes) throws IOException {
        called = true;
        notifyAll();
        while (deaf) {
            try {
                wait();
            } catch (InterruptedException interrupted) {
                throw new IOException(interrupted);
            }
        }
        if (room == 0) {
            throw new IOException("No space left on device");
        }
        int count = Math.min(bytes.remaining(), Math.min(room, most));
        for (int i = 0; i < count; i++) {
            taken.write(bytes.get());
        }
        room -= count;
        return count;
    }

    @Override
    public synchronized boolean isOpen() {
        return !closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
