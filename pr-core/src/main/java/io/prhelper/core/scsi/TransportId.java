// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.scsi;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The name of an initiator port (SPC-5, 7.6.4).
 *
 * <pre>
 *   byte 0        FORMAT CODE (2 bits), 2 reserved, PROTOCOL IDENTIFIER (4 bits)
 *   Fibre Channel 8 .. 15   N_Port_Name            24 bytes in all
 *   SRP           8 .. 23   initiator port identifier, 24
 *   SAS           4 .. 11   SAS address            24
 *   iSCSI         2 .. 3    ADDITIONAL LENGTH n    4 + n, n a multiple of 4 and at least 20
 *                 4 ..      format 0: name, format 1: name ",i,0x" ISID; ends with a zero byte, padded with zeros
 * </pre>
 */
public sealed interface TransportId {
    /** Bytes of a TransportID of any protocol but iSCSI, and the least an iSCSI one has. */
    int MINIMUM_LENGTH = 24;

    /** The PROTOCOL IDENTIFIER (SPC-5, 7.6.1), 0 to Fh. */
    int protocol();

    /** Bytes that {@link #encode} makes. */
    int length();

    /** The TransportID as it goes into a parameter list. */
    byte[] encode();

    /** Decodes bytes that are exactly one TransportID, else 05/26/00. Reserved bytes are ignored. */
    static Decoded<TransportId> decode(byte[] bytes) {
        return TransportIdDecoder.one(bytes);
    }

    /**
     * Decodes TransportIDs that follow each other and fill {@code bytes}.
     *
     * @return the TransportIDs, or 05/26/00 where one is not well formed or cut off
     */
    static Decoded<List<TransportId>> decodeList(byte[] bytes) {
        return TransportIdDecoder.list(bytes);
    }

    /**
     * What a device reports as a TransportID, which {@link #encode} gives back to the byte: {@link Raw} where it is not well formed, or
     * spelled in another way than here. A device may take another spelling for another port: SCST 3.11 writes ISIDs without leading zeros,
     * and moves a reservation to a port that does not exist when it is told the ISID with them.
     */
    static TransportId of(byte[] reported) {
        return decode(reported) instanceof Decoded.Valid<TransportId>(TransportId id)
                        && Arrays.equals(id.encode(), reported)
                ? id
                : new Raw(reported);
    }

    /** A Fibre Channel port, by its N_Port_Name (world wide port name). */
    record FibreChannel(long portName) implements TransportId {
        static final int PROTOCOL = 0x0;
        static final int NAME_OFFSET = 8;

        @Override
        public int protocol() {
            return PROTOCOL;
        }

        @Override
        public int length() {
            return MINIMUM_LENGTH;
        }

        @Override
        public byte[] encode() {
            return TransportIdDecoder.fixed(PROTOCOL, NAME_OFFSET, portName);
        }

        @Override
        public String toString() {
            return String.format("fc,%016x", portName);
        }
    }

    /** An SRP (RDMA) port, by its 128 bit initiator port identifier. */
    record Srp(long high, long low) implements TransportId {
        static final int PROTOCOL = 0x4;
        static final int IDENTIFIER_OFFSET = 8;

        @Override
        public int protocol() {
            return PROTOCOL;
        }

        @Override
        public int length() {
            return MINIMUM_LENGTH;
        }

        @Override
        public byte[] encode() {
            return TransportIdDecoder.fixed(PROTOCOL, IDENTIFIER_OFFSET, high, low);
        }

        @Override
        public String toString() {
            return String.format("srp,%016x%016x", high, low);
        }
    }

    /** A SAS port, by its SAS address. */
    record Sas(long address) implements TransportId {
        static final int PROTOCOL = 0x6;
        static final int ADDRESS_OFFSET = 4;

        @Override
        public int protocol() {
            return PROTOCOL;
        }

        @Override
        public int length() {
            return MINIMUM_LENGTH;
        }

        @Override
        public byte[] encode() {
            return TransportIdDecoder.fixed(PROTOCOL, ADDRESS_OFFSET, address);
        }

        @Override
        public String toString() {
            return String.format("sas,%016x", address);
        }
    }

    /** An iSCSI initiator (format 0 without, format 1 with a session). */
    sealed interface Iscsi extends TransportId {
        int PROTOCOL = 0x5;

        String name();

        /** FORMAT CODE, 0 or 1. */
        int format();

        /** What follows the header, without the zero byte that ends it. */
        String text();

        @Override
        default int protocol() {
            return PROTOCOL;
        }

        @Override
        default int length() {
            return IscsiText.length(text());
        }

        @Override
        default byte[] encode() {
            return IscsiText.encode(format(), text());
        }
    }

    /** All ports of an iSCSI initiator: format 0. */
    record IscsiName(String name) implements Iscsi {
        /** Checks the name. */
        public IscsiName {
            IscsiText.checkName(name);
        }

        @Override
        public int format() {
            return 0;
        }

        @Override
        public String text() {
            return name;
        }

        @Override
        public String toString() {
            return "iscsi," + name;
        }
    }

    /**
     * An iSCSI initiator port: format 1.
     *
     * @param isid the initiator session identifier, 48 bits
     */
    record IscsiPort(String name, long isid) implements Iscsi {
        /** Checks name and ISID. */
        public IscsiPort {
            IscsiText.checkName(name);
            if (isid >>> 48 != 0) {
                throw new IllegalArgumentException(String.format("an ISID has 48 bits, unlike 0x%x", isid));
            }
        }

        @Override
        public int format() {
            return 1;
        }

        @Override
        public String text() {
            return String.format("%s%s%012x", name, IscsiText.SEPARATOR, isid);
        }

        @Override
        public String toString() {
            return "iscsi," + text();
        }
    }

    /** Bytes of a protocol without a record here, or that a device reported and that no record would give back. */
    final class Raw implements TransportId {
        private final byte[] bytes;

        /** Of a copy of these bytes. */
        public Raw(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        /** The port that the bytes name, where they only spell it in another way than its record does; for people, not for devices. */
        public Optional<TransportId> meaning() {
            return decode(bytes) instanceof Decoded.Valid<TransportId>(TransportId id) && !(id instanceof Raw)
                    ? Optional.of(id)
                    : Optional.empty();
        }

        @Override
        public int protocol() {
            return bytes.length == 0 ? 0 : bytes[0] & 0xf;
        }

        @Override
        public int length() {
            return bytes.length;
        }

        @Override
        public byte[] encode() {
            return bytes.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Raw raw && Arrays.equals(bytes, raw.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "raw," + HexFormat.of().formatHex(bytes);
        }
    }
}
