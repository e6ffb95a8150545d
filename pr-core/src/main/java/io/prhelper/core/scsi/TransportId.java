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

    /** {@return the PROTOCOL IDENTIFIER (SPC-5, 7.6.1), 0 to Fh} */
    int protocol();

    /**
     * How long it is.
     *
     * @return bytes that {@link #encode} makes: {@value #MINIMUM_LENGTH} but for iSCSI, and for what is {@link Raw}
     */
    default int length() {
        return MINIMUM_LENGTH;
    }

    /** {@return the TransportID as it goes into a parameter list, {@link #length} bytes} */
    byte[] encode();

    /**
     * The port that this names, in the spelling of the standard: to compare ports and to tell their parts, never to be sent to a device that
     * spells it in another way.
     *
     * @return this, unless it is {@link Raw}
     */
    default TransportId meaning() {
        return this;
    }

    /**
     * Decodes bytes that are exactly one TransportID. What stands in reserved bytes is no error.
     *
     * @param bytes of a parameter list
     * @return the TransportID, or 05/26/00 where it is not well formed, cut off, or followed by more
     */
    static Decoded<TransportId> decode(byte[] bytes) {
        return TransportIdDecoder.one(bytes);
    }

    /**
     * Decodes TransportIDs that follow each other and fill {@code bytes}.
     *
     * @param bytes of a parameter list; none is an empty list
     * @return the TransportIDs, or 05/26/00 where one is not well formed or cut off
     */
    static Decoded<List<TransportId>> decodeList(byte[] bytes) {
        return TransportIdDecoder.list(bytes);
    }

    /**
     * What a device reports as a TransportID, well formed or not.
     *
     * @param reported all bytes of it
     * @return {@link Raw} where it is not well formed, or spelled in another way than here
     */
    static TransportId of(byte[] reported) {
        return TransportIdDecoder.spelled(TransportIdDecoder.meaning(reported), reported);
    }

    /**
     * A Fibre Channel port.
     *
     * @param portName N_Port_Name (world wide port name), 64 bits
     */
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

        /**
         * Checks the ranges.
         *
         * @throws IllegalArgumentException if either is out of it
         */
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

    /**
     * A Serial Bus Protocol (IEEE 1394) port.
     *
     * @param eui64 the EUI-64, 64 bits
     */
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

    /**
     * An SRP (RDMA) port, by its initiator port identifier of 128 bits.
     *
     * @param high bytes 8 to 15 of the TransportID
     * @param low bytes 16 to 23
     */
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

    /**
     * A SAS port.
     *
     * @param address the SAS address, 64 bits
     */
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

        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException if the ROUTING ID is out of it
         */
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
        /** The PROTOCOL IDENTIFIER of iSCSI. */
        int PROTOCOL = 0x5;

        /** {@return the iSCSI name of the initiator, 1 to 223 bytes of UTF-8} */
        String name();

        /** {@return FORMAT CODE, 0 for all ports of the initiator, 1 for one} */
        int format();

        /** {@return what follows the four bytes of the header, without the zero byte that ends it} */
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

    /**
     * All ports of an iSCSI initiator: format 0.
     *
     * @param name the iSCSI name, 1 to 223 bytes of UTF-8
     */
    record IscsiName(String name) implements Iscsi {
        /**
         * Checks the name.
         *
         * @throws IllegalArgumentException if it is empty or too long, can not be UTF-8, or has a zero byte or
         *     {@code ,i,0x} in it
         */
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
     * @param name the iSCSI name, 1 to 223 bytes of UTF-8
     * @param isid the initiator session identifier, 48 bits
     */
    record IscsiPort(String name, long isid) implements Iscsi {
        /**
         * Checks name and ISID.
         *
         * @throws IllegalArgumentException if the name is none, see {@link IscsiName}, or the ISID has more than 48
         *     bits
         */
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

        /**
         * Made of a copy of these bytes.
         *
         * @param bytes any, even none
         */
        public Raw(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        /**
         * What the bytes name.
         *
         * @return the record of the port, where they only spell it in another way; else one that equals this
         */
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
