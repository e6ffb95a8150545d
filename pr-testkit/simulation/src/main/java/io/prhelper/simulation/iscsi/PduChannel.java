// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.iscsi;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** PDUs over a TCP connection, each end's segments followed by digests once that is agreed. For one reader and one writer at a time. */
final class PduChannel implements AutoCloseable {
    private static final int WORD = 4;
    private static final int DIGEST_LENGTH = 4;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final int longestData;
    private boolean headerDigest;
    private boolean dataDigest;

    /**
     * Over a connected socket, which is closed with it.
     *
     * @param longestData bytes of the longest data segment that is received
     */
    PduChannel(Socket socket, int longestData) throws IOException {
        this.socket = socket;
        this.longestData = longestData;
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = new BufferedOutputStream(socket.getOutputStream(), Pdu.HEADER_LENGTH + longestData + 2 * DIGEST_LENGTH);
    }

    /** From here on both ends send CRC32C digests of headers, of data (RFC 7143, 6.1 and 11.2). */
    void useDigests(boolean header, boolean data) {
        headerDigest = header;
        dataDigest = data;
    }

    /**
     * The next PDU.
     *
     * @throws EOFException if the connection ended between two PDUs
     * @throws ProtocolException if a segment is longer than agreed or a digest is wrong
     */
    Pdu read() throws IOException {
        byte[] header = new byte[Pdu.HEADER_LENGTH];
        in.readFully(header);
        int lengths = ByteBuffer.wrap(header).getInt(Pdu.At.AHS_LENGTH);
        byte[] additional = new byte[(lengths >>> 24) * WORD];
        int dataLength = lengths & 0xff_ffff;
        if (dataLength > longestData) {
            throw new ProtocolException(
                    "a data segment of " + dataLength + " bytes, where at most " + longestData + " are agreed");
        }
        in.readFully(additional);
        if (headerDigest) {
            checkDigest("header", header, additional);
        }
        byte[] data = new byte[dataLength];
        in.readFully(data);
        byte[] padding = new byte[padding(dataLength)];
        in.readFully(padding);
        if (dataDigest && dataLength > 0) {
            checkDigest("data", data, padding);
        }
        return new Pdu(ByteBuffer.wrap(header), data);
    }

    private void checkDigest(String what, byte[] segment, byte[] rest) throws IOException {
        int received = Integer.reverseBytes(in.readInt());
        if (received != digest(segment, rest)) {
            throw new ProtocolException(String.format("wrong %s digest %08x", what, received));
        }
    }

    /** Sends it; the length fields are filled in. */
    void write(Pdu pdu) throws IOException {
        byte[] data = pdu.data();
        byte[] header = pdu.with(Pdu.At.DATA_LENGTH, data.length).header().array();
        out.write(header);
        if (headerDigest) {
            writeDigest(header, new byte[0]);
        }
        byte[] padding = new byte[padding(data.length)];
        out.write(data);
        out.write(padding);
        if (dataDigest && data.length > 0) {
            writeDigest(data, padding);
        }
        out.flush();
    }

    private void writeDigest(byte[] segment, byte[] rest) throws IOException {
        out.write(ByteBuffer.allocate(DIGEST_LENGTH)
                .putInt(Integer.reverseBytes(digest(segment, rest)))
                .array());
    }

    /** CRC32C; its bytes travel in the order opposite to all other numbers' (RFC 7143, 13.1 and appendix A). */
    private static int digest(byte[] segment, byte[] rest) {
        CRC32C digest = new CRC32C();
        digest.update(segment);
        digest.update(rest);
        return (int) digest.getValue();
    }

    private static int padding(int length) {
        return -length & (WORD - 1);
    }

    /** What the other end is, for messages. */
    String peer() {
        return String.valueOf(socket.getRemoteSocketAddress());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
