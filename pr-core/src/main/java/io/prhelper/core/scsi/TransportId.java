// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.scsi;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The name of an initiator port (SPC-5, 7.6.4).
 *
 * <pre>
 *   byte 0        FORMAT CODE (2 bits), 2 reserved, PROTOCOL IDENTIFIER (4 bits)
 *   Fibre Channel 8 .. 15   N_Port_Name            24 bytes in all
 *   parallel SCSI 2 .. 3    SCSI ADDRESS           24
 *                 6 .. 7    RELATIVE TARGET PORT IDENTIFIER
 *   SBP           8 .. 15   EUI-64                 24
 *   SRP           8 .. 23   initiator port identifier, 24
 *   SAS           4 .. 11   SAS address            24
 *   PCI Express   2 .. 3    ROUTING ID             24
 *   iSCSI         2 .. 3    ADDITIONAL LENGTH n    4 + n, n a multiple of 4 and at least 20
 *                 4 ..      format 0: name, format 1: name ",i,0x" ISID; ends with a zero byte, padded with zeros
 * </pre>
 *
 * <p>What was decoded is encoded to the bytes that were read: a record has the spelling of the standard, and whatever is spelled in another
 * way is {@link Raw}, which knows the record by its {@link #meaning}. A device may take another spelling for another port: SCST 3.11 writes
 * ISIDs without leading zeros, and moves a reservation to a port that does not exist when it is told the ISID with them. So TransportIDs go to
 * a device as it reported them, and two are equal where their bytes are.
 */
public sealed interface TransportId {
    /** Bytes of a TransportID of any protocol but iSCSI, and the least an iSCSI one has. */
    int MINIMUM_LENGTH = 24;

    /** The PROTOCOL IDENTIFIER (SPC-5, 7.6.1), 0 to Fh. */
    int protocol();

    /** Bytes that {@link #encode} makes: {@link #MINIMUM_LENGTH} but for iSCSI, and for what is {@link Raw}. */
    default int length() {
        return MINIMUM_LENGTH;
    }

    /** The TransportID as it goes into a parameter list. */
    byte[] encode();

    /**
     * The port that this names, in the spelling of the standard: to compare ports and to tell their parts, never to be sent to a device that
     * spells it in another way.
     */
    default TransportId meaning() {
        return this;
    }

    /** Decodes bytes that are exactly one TransportID, else 05/26/00. What stands in reserved bytes is no error. */
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

    /** What a device reports as a TransportID, well formed or not: {@link Raw} where it is not, or spelled in another way than here. */
    static TransportId of(byte[] reported) {
        return TransportIdDecoder.spelled(TransportIdDecoder.meaning(reported), reported);
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
        public byte[] encode() {
            return TransportIdDecoder.fixed(PROTOCOL, id -> id.putLong(NAME_OFFSET, portName));
        }

        @Override
        public String toString() {
            return String.format("fc,%016x", portName);
        }
    }

    /**
     * A parallel SCSI initiator.
     *
     * @param address SCSI ADDRESS, 0 to FFFFh
     * @param relativeTargetPort through which it is seen, 0 to FFFFh
     */
    record ParallelScsi(int address, int relativeTargetPort) implements TransportId {
        static final int PROTOCOL = 0x1;
        static final int ADDRESS_OFFSET = 2;
        static final int TARGET_PORT_OFFSET = 6;

        /** Checks the ranges. */
        public ParallelScsi {
            TransportIdDecoder.checkTwoBytes("a SCSI address", address);
            TransportIdDecoder.checkTwoBytes("a relative target port identifier", relativeTargetPort);
        }

        @Override
        public int protocol() {
            return PROTOCOL;
        }

        @Override
        public byte[] encode() {
            return TransportIdDecoder.fixed(
                    PROTOCOL,
                    id -> id.putShort(ADDRESS_OFFSET, (short) address)
                            .putShort(TARGET_PORT_OFFSET, (short) relativeTargetPort));
        }

        @Override
        public String toString() {
            return "spi," + address + "," + relativeTargetPort;
        }
    }

    /** A Serial Bus Protocol (IEEE 1394) port, by its EUI-64. */
    record Sbp(long eui64) implements TransportId {
        static final int PROTOCOL = 0x3;
        static final int EUI64_OFFSET = 8;

        @Override
        public int protocol() {
            return PROTOCOL;
        }

        @Override
        public byte[] encode() {
            return TransportIdDecoder.fixed(PROTOCOL, id -> id.putLong(EUI64_OFFSET, eui64));
        }

        @Override
        public String toString() {
            return String.format("sbp,%016x", eui64);
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
        public byte[] encode() {
            return TransportIdDecoder.fixed(
                    PROTOCOL, id -> id.putLong(IDENTIFIER_OFFSET, high).putLong(IDENTIFIER_OFFSET + Long.BYTES, low));
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
        public byte[] encode() {
            return TransportIdDecoder.fixed(PROTOCOL, id -> id.putLong(ADDRESS_OFFSET, address));
        }

        @Override
        public String toString() {
            return String.format("sas,%016x", address);
        }
    }

    /**
     * A port of SCSI over PCI Express (SOP).
     *
     * @param routingId ROUTING ID: bus, device and function, 0 to FFFFh
     */
    record PciExpress(int routingId) implements TransportId {
        static final int PROTOCOL = 0xa;
        static final int ROUTING_ID_OFFSET = 2;

        /** Checks the range. */
        public PciExpress {
            TransportIdDecoder.checkTwoBytes("a routing ID", routingId);
        }

        @Override
        public int protocol() {
            return PROTOCOL;
        }

        @Override
        public byte[] encode() {
            return TransportIdDecoder.fixed(PROTOCOL, id -> id.putShort(ROUTING_ID_OFFSET, (short) routingId));
        }

        @Override
        public String toString() {
            return String.format("sop,%04x", routingId);
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

        /** The record of the port that the bytes name, where they only spell it in another way; else this. */
        @Override
        public TransportId meaning() {
            return TransportIdDecoder.meaning(bytes);
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
