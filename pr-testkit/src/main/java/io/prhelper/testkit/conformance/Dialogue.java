// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.ffm.raw.RawConnection;
import io.prhelper.ffm.raw.RawConnection.Input;
import io.prhelper.testkit.conformance.ConformanceSubject.HelperWay;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/** A connection to a helper on which a case says what it wants, and expects what it must. */
final class Dialogue implements AutoCloseable {
    private static final long LOOK_NANOS = Duration.ofNanos(50_000).toNanos();

    private static final int SIZE_OFFSET = 4;
    private static final int SENSE_OFFSET = 8;

    private final RawConnection connection;
    private final Duration patience;

    private Dialogue(RawConnection connection, Duration patience) {
        this.connection = connection;
        this.patience = patience;
    }

    /** Connects, and says nothing yet. */
    static Dialogue silent(HelperWay helper) throws IOException {
        return new Dialogue(RawConnection.connect(helper.socket(), helper.patience()), helper.patience());
    }

    /** Connects and shakes hands without features. */
    static Dialogue open(HelperWay helper) throws IOException {
        Dialogue dialogue = silent(helper);
        dialogue.greeting();
        dialogue.send(new byte[Wire.FEATURES_LENGTH]);
        return dialogue;
    }

    /** Takes the helper's greeting. */
    int greeting() throws IOException {
        return ByteBuffer.wrap(read(Wire.FEATURES_LENGTH, "the greeting")).getInt(0);
    }

    /** Sends bytes with descriptors; where the helper is gone, that shows when the next thing is read. */
    Dialogue send(byte[] bytes, int... fds) throws IOException {
        connection.send(bytes, fds);
        return this;
    }

    /** Waits until the helper has read all that was sent. */
    Dialogue isRead() throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        while (!connection.allRead()) {
            Expect.that(System.nanoTime() < end, "the helper does not read what it was sent");
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return this;
    }

    /** Sends a message in two pieces, the second when the first has been read. */
    Dialogue sendInPieces(byte[] message, int at, int[] firstFds, int[] secondFds) throws IOException {
        if (at > 0) {
            send(Arrays.copyOf(message, at), firstFds).isRead();
        }
        return send(Arrays.copyOfRange(message, at, message.length), at == 0 ? firstFds : secondFds);
    }

    /** A whole request and its reply. */
    HelperReply ask(HelperRequest request, int fd) throws IOException {
        return send(request.bytes(), fd).reply(request);
    }

    /** Takes the reply to a request, which is as each reply must be. */
    HelperReply reply(HelperRequest request) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(read(Wire.REPLY_LENGTH, "the reply to " + request));
        int status = head.getInt(0);
        int size = head.getInt(SIZE_OFFSET);
        HelperReply.check(status, size, request.cdb());
        byte[] sense = new byte[ScsiExchange.SENSE_LENGTH];
        head.get(SENSE_OFFSET, sense);
        byte[] data = size == 0 ? new byte[0] : read(size, "the data of the reply to " + request);
        HelperReply reply = new HelperReply(status, size, sense, data);
        reply.checkSense();
        return reply;
    }

    private byte[] read(int length, String what) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            switch (connection.receive(bytes.remaining())) {
                case Input.Bytes(ByteBuffer some) -> bytes.put(some);
                case Input.Nothing.SILENCE -> throw new AssertionError(what + " did not come within " + patience);
                case Input.Nothing.END, Input.Nothing.RESET ->
                    throw new AssertionError("the helper closed the connection after %d of %d bytes of %s"
                            .formatted(bytes.position(), length, what));
            }
        }
        return bytes.array();
    }

    /** Expects that the helper closes the connection and says nothing before. */
    void isClosedAfter(String reason) throws IOException {
        switch (connection.receive(1)) {
            case Input.Bytes bytes ->
                throw new AssertionError("the helper answered, and should have closed the connection: " + reason);
            case Input.Nothing.SILENCE ->
                throw new AssertionError("the helper kept the connection, and should have closed it: " + reason);
            case Input.Nothing.END, Input.Nothing.RESET -> {}
        }
    }

    /** Expects that the connection is in step: a well-formed request is served. */
    Dialogue isInStep(int fd) throws IOException {
        ask(HelperRequest.READ_KEYS, fd).is(ScsiStatus.GOOD);
        return this;
    }

    @Override
    public void close() {
        connection.close();
    }
}
