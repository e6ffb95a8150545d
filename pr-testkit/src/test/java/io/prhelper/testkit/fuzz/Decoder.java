// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReadFullStatusData;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReadReservationData;
import io.prhelper.core.pr.ReportCapabilitiesData;
import io.prhelper.core.scsi.Decoded;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.TransportId;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * All decoders of the core: what they do not refuse is encoded to the bytes that were read. {@link DecodersTest} finds the one that is missing
 * here.
 */
enum Decoder {
    TRANSPORT_ID(
            "TransportId.decode(byte[])",
            data -> value(TransportId.decode(data)).map(TransportId::encode)),
    TRANSPORT_ID_REPORTED(
            "TransportId.of(byte[])", data -> Optional.of(TransportId.of(data).encode())),
    TRANSPORT_ID_RAW("TransportId.Raw(byte[])", data -> Optional.of(new TransportId.Raw(data).encode())),
    TRANSPORT_IDS(
            "TransportId.decodeList(byte[])",
            data -> value(TransportId.decodeList(data)).map(Decoder::joined)),
    READ_KEYS(
            "ReadKeysData.decode(byte[])",
            data -> Optional.of(ReadKeysData.decode(data).encode())),
    READ_RESERVATION(
            "ReadReservationData.decode(byte[])",
            data -> Optional.of(ReadReservationData.decode(data).encode())),
    REPORT_CAPABILITIES(
            "ReportCapabilitiesData.decode(byte[])",
            data -> Optional.of(ReportCapabilitiesData.decode(data).encode())),
    READ_FULL_STATUS(
            "ReadFullStatusData.decode(byte[])",
            data -> Optional.of(ReadFullStatusData.decode(data).encode())),
    /** One after the other, behind what stands before them; what stands behind them is not theirs. */
    REGISTRATIONS("", data -> {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        encoded.write(data, 0, Math.min(data.length, 8));
        ReadFullStatusData.decode(data)
                .registrations()
                .forEach(registration -> encoded.writeBytes(registration.encode()));
        encoded.write(data, encoded.size(), data.length - encoded.size());
        return Optional.of(encoded.toByteArray());
    }),
    IN_DATA(
            "PrInData.decode(PrInAction,byte[])",
            data -> Optional.of(
                    PrInData.decode(one(PrInAction.values(), data), data).encode())),
    IN_DATA_OF_COMMAND(
            "PrInData.decode(PrInCommand,byte[])",
            data -> Optional.of(PrInData.decode(
                            new PrInCommand(one(PrInAction.values(), data), data.length * 7 / 8), data)
                    .encode())),
    IN_DATA_OF_QUERY(
            "PrQuery.decode(byte[])",
            data -> Optional.of(PrQuery.READ_FULL_STATUS
                    .withAllocationLength(data.length + 100)
                    .decode(data)
                    .encode())),
    IN_COMMAND(
            "PrInCommand.decode(byte[])",
            data -> value(PrInCommand.decode(data)).map(PrCommand::cdb)),
    OUT_COMMAND(
            "PrOutCommand.decode(byte[],byte[])", data -> command(data, PrCommand.CDB_LENGTH, PrOutCommand::decode)),
    COMMAND("PrCommand.decode(byte[],byte[])", data -> command(data, PrCommand.CDB_LENGTH, PrCommand::decode)),
    /** With more bytes in the CDB than it has. */
    COMMAND_OF_16("", data -> command(data, ScsiExchange.CDB_LENGTH, PrCommand::decode)),
    COMMAND_IN_EXCHANGE("PrCommand.decode(ScsiExchange)", data -> {
        if (data.length < ScsiExchange.CDB_LENGTH || data.length > ScsiExchange.COMMAND_CAPACITY) {
            return Optional.empty();
        }
        ScsiExchange exchange = ScsiExchange.allocate();
        exchange.put(Arrays.copyOf(data, ScsiExchange.CDB_LENGTH), tail(data, ScsiExchange.CDB_LENGTH));
        return value(PrCommand.decode(exchange)).map(command -> {
            ScsiExchange again = ScsiExchange.allocate();
            command.putInto(again);
            return joined(
                    again.copyCdb(), command instanceof PrInCommand ? exchange.copyDataOut() : again.copyDataOut());
        });
    });

    private final String method;

    @SuppressWarnings("ImmutableEnumChecker") // keeps nothing
    private final RoundTrip roundTrip;

    /** Decodes and encodes; empty where the bytes are refused. */
    @FunctionalInterface
    private interface RoundTrip {
        Optional<byte[]> of(byte[] data);
    }

    @FunctionalInterface
    private interface CommandDecoder {
        Decoded<? extends PrCommand> decode(byte[] cdb, byte[] dataOut);
    }

    Decoder(String method, RoundTrip roundTrip) {
        this.method = method;
        this.roundTrip = roundTrip;
    }

    /** Which of the core's public methods it is, empty where another one's entry has it. */
    String method() {
        return method;
    }

    /**
     * Holds that nothing was lost.
     *
     * @return false where the bytes are refused
     */
    boolean check(byte[] data) {
        byte[] given = data.clone();
        Optional<byte[]> encoded = roundTrip.of(data);
        assertThat(data).as("%s leaves what it reads as it is", this).isEqualTo(given);
        // A plain comparison first: an assertion for each of so many takes long.
        if (encoded.isPresent() && !Arrays.equals(encoded.get(), data)) {
            HexFormat hex = HexFormat.of();
            throw new AssertionError(
                    this + " read " + hex.formatHex(data) + " and encoded " + hex.formatHex(encoded.get()));
        }
        return encoded.isPresent();
    }

    private static <T> Optional<T> value(Decoded<T> decoded) {
        return switch (decoded) {
            case Decoded.Valid<T>(T value) -> Optional.of(value);
            case Decoded.Refused<T> refused -> Optional.empty();
        };
    }

    /** PERSISTENT RESERVE IN has no data out, whatever follows. */
    private static Optional<byte[]> command(byte[] data, int cdbLength, CommandDecoder decoder) {
        byte[] cdb = Arrays.copyOf(data, Math.min(data.length, cdbLength));
        byte[] list = tail(data, cdb.length);
        return value(decoder.decode(cdb, list))
                .map(command -> joined(command.cdb(), command instanceof PrInCommand ? list : command.dataOut()));
    }

    private static byte[] tail(byte[] data, int from) {
        return Arrays.copyOfRange(data, from, data.length);
    }

    private static byte[] joined(List<TransportId> ids) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ids.forEach(id -> all.writeBytes(id.encode()));
        return all.toByteArray();
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static <T> T one(T[] values, byte[] data) {
        return values[data.length % values.length];
    }
}
