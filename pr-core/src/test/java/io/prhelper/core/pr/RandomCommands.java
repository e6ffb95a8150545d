// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import io.prhelper.core.scsi.TransportId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Values of every kind from a seeded generator. */
final class RandomCommands {
    private final RandomGenerator random;

    RandomCommands(RandomGenerator random) {
        this.random = random;
    }

    PrCommand command() {
        return random.nextInt(4) == 0
                ? new PrInCommand(one(PrInAction.values()), random.nextInt(0x10000))
                : outCommand();
    }

    private PrOutCommand outCommand() {
        return switch (one(PrOutAction.values())) {
            case REGISTER -> new PrOutCommand.Register(key(), key(), options());
            case REGISTER_AND_IGNORE_EXISTING_KEY ->
                new PrOutCommand.RegisterAndIgnoreExistingKey(key(), key(), options());
            case RESERVE -> new PrOutCommand.Reserve(key(), scopeAndType());
            case RELEASE -> new PrOutCommand.Release(key(), scopeAndType());
            case CLEAR -> new PrOutCommand.Clear(key());
            case PREEMPT -> new PrOutCommand.Preempt(key(), key(), scopeAndType());
            case PREEMPT_AND_ABORT -> new PrOutCommand.PreemptAndAbort(key(), key(), scopeAndType());
            case REPLACE_LOST_RESERVATION -> new PrOutCommand.ReplaceLostReservation(key(), key(), scopeAndType());
            case REGISTER_AND_MOVE ->
                new PrOutCommand.RegisterAndMove(
                        key(), key(), random.nextBoolean(), random.nextBoolean(), port(), transportId());
        };
    }

    PrInData data() {
        long generation = random.nextLong(1L << 32);
        return switch (one(PrInAction.values())) {
            case READ_KEYS -> new ReadKeysData(generation, some(this::key));
            case READ_RESERVATION ->
                new ReadReservationData(
                        generation,
                        random.nextBoolean()
                                ? Optional.empty()
                                : Optional.of(new ReadReservationData.Reservation(key(), scopeAndType())));
            case REPORT_CAPABILITIES -> capabilities();
            case READ_FULL_STATUS -> new ReadFullStatusData(generation, some(this::registration));
        };
    }

    private ReportCapabilitiesData capabilities() {
        Set<ReservationType> types = EnumSet.noneOf(ReservationType.class);
        types.addAll(some(() -> one(ReservationType.values())));
        return new ReportCapabilitiesData(
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextInt(8),
                random.nextBoolean(),
                types);
    }

    private ReadFullStatusData.Registration registration() {
        return new ReadFullStatusData.Registration(
                key(), random.nextBoolean(), random.nextBoolean(), scopeAndType(), port(), transportId());
    }

    private RegisterOptions options() {
        boolean specIPt = random.nextBoolean();
        return new RegisterOptions(
                random.nextBoolean(), random.nextBoolean(), specIPt, specIPt ? some(this::transportId) : List.of());
    }

    private TransportId transportId() {
        return switch (random.nextInt(10)) {
            case 0 -> new TransportId.FibreChannel(random.nextLong());
            case 1 -> new TransportId.Sas(random.nextLong());
            case 2 -> new TransportId.Srp(random.nextLong(), random.nextLong());
            case 3 -> new TransportId.IscsiName(name());
            case 4 -> new TransportId.IscsiPort(name(), random.nextLong(1L << 48));
            case 5 -> new TransportId.ParallelScsi(port(), port());
            case 6 -> new TransportId.Sbp(random.nextLong());
            case 7 -> new TransportId.PciExpress(port());
            case 8 -> spelled();
            default -> raw();
        };
    }

    /** 24 bytes of a protocol that has no record. */
    private TransportId raw() {
        byte[] bytes = bytes(24);
        bytes[0] = (byte) ((bytes[0] & 0xf0) | 2 + 5 * random.nextInt(2));
        return new TransportId.Raw(bytes);
    }

    /** A name that ends in more zeros than it has to. */
    private TransportId spelled() {
        byte[] name = new TransportId.IscsiName(name()).encode();
        byte[] bytes = Arrays.copyOf(name, name.length + 4 * (1 + random.nextInt(3)));
        ByteBuffer.wrap(bytes).putShort(2, (short) (bytes.length - 4));
        return new TransportId.Raw(bytes);
    }

    private String name() {
        return random.ints(1 + random.nextInt(70), ' ' + 1, 0x800)
                .filter(c -> c != ',')
                .collect(() -> new StringBuilder("iqn."), StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private ReservationKey key() {
        return random.nextInt(4) == 0 ? ReservationKey.ZERO : new ReservationKey(random.nextLong());
    }

    private ScopeAndType scopeAndType() {
        return ScopeAndType.fromByte(random.nextInt(0x100));
    }

    private int port() {
        return random.nextInt(0x10000);
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> List<T> some(Supplier<T> source) {
        return Stream.generate(source).limit(random.nextInt(6)).toList();
    }
}
