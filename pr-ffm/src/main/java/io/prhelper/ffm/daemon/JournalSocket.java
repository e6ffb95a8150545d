// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.daemon;

import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.struct.SockaddrUn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Entries for the journal, one in each write, in the form that systemd calls its native protocol: {@code NAME=value} and a newline for each
 * field. Opened before the process is confined. A write never waits, and takes 0 bytes where the journal has no room for them now. For one
 * thread.
 */
public final class JournalSocket implements WritableByteChannel {
    /** Where journald listens. */
    public static final Path PATH = Path.of("/run/systemd/journal/socket");

    private static final int USUAL_LENGTH = 4096;

    private final Datagrams journal;
    private Memory bytes = new Memory(USUAL_LENGTH);
    private volatile boolean closed;

    private JournalSocket(Datagrams journal) {
        this.journal = journal;
    }

    /**
     * A socket to send entries with, whether somebody listens there yet or not.
     *
     * @param path the journal's socket, of 108 bytes at most: {@link #PATH}
     * @return the socket, to be closed by the caller
     */
    public static JournalSocket open(Path path) {
        return new JournalSocket(new Datagrams(new SockaddrUn(path.toString().getBytes(StandardCharsets.UTF_8))));
    }

    /**
     * Sends one entry, all that remains in the buffer.
     *
     * @return its length, or 0 where there is no room now
     * @throws IOException if nobody listens, or the entry is too long for a datagram; the message is errno's text
     */
    @Override
    public int write(ByteBuffer entry) throws IOException {
        int length = entry.remaining();
        if (bytes.buffer().capacity() < length) {
            bytes = new Memory(length);
        }
        bytes.buffer().put(0, entry, entry.position(), length);
        int sent = journal.send(bytes, length);
        if (Errno.EAGAIN.is(sent) || Errno.EINTR.is(sent)) {
            return 0;
        }
        if (sent < 0) {
            throw new IOException(Errno.text(-sent));
        }
        entry.position(entry.limit());
        return length;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        closed = true;
        journal.close();
    }
}
