// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import static io.prhelper.core.scsi.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.prhelper.core.pr.ReportCapabilitiesData.Support;
import io.prhelper.core.scsi.TransportId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each case runs whole, with trailing bytes, and cut off at every byte. */
class PrInDataTest {
    private static final ReservationKey KEY = new ReservationKey(0x1122334455667788L);
    private static final ReservationKey OTHER = new ReservationKey(0x99aabbccddeeff01L);
    private static final ScopeAndType WERO = ScopeAndType.of(ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY);

    static final ReadFullStatusData FULL_STATUS = new ReadFullStatusData(
            7,
            List.of(
                    new ReadFullStatusData.Registration(
                            KEY, false, true, WERO, 0x0102, new TransportId.Sas(0x5000c50012345678L)),
                    new ReadFullStatusData.Registration(
                            OTHER, true, false, ScopeAndType.NONE, 0xffff, new TransportId.IscsiName("iqn.x"))));

    static final ReportCapabilitiesData CAPABILITIES = new ReportCapabilitiesData(
            false, true, true, true, true, false, 0, true, EnumSet.allOf(ReservationType.class));

    static final List<Arguments> CASES = List.of(
            Arguments.of(new ReadKeysData(0, List.of()), "00000000 00000000"),
            Arguments.of(
                    new ReadKeysData(0xffffffffL, List.of(KEY, OTHER, KEY)),
                    "ffffffff 00000018 1122334455667788 99aabbccddeeff01 1122334455667788"),
            Arguments.of(new ReadReservationData(5, Optional.empty()), "00000005 00000000"),
            Arguments.of(
                    new ReadReservationData(6, Optional.of(new ReadReservationData.Reservation(KEY, WERO))),
                    "00000006 00000010 1122334455667788 00000000 00 05 0000"),
            Arguments.of(
                    new ReadReservationData(
                            6,
                            Optional.of(new ReadReservationData.Reservation(
                                    ReservationKey.ZERO, new ScopeAndType(0xf, 0xe)))),
                    "00000006 00000010 0000000000000000 00000000 00 fe 0000"),
            Arguments.of(CAPABILITIES, "0008 1d 80 ea 01 0000"),
            Arguments.of(
                    new ReportCapabilitiesData(true, false, false, false, false, true, 5, false, Set.of()),
                    "0008 80 51 00 00 0000"),
            Arguments.of(new ReadFullStatusData(1, List.of()), "00000001 00000000"),
            Arguments.of(
                    FULL_STATUS,
                    "00000007 00000060"
                            + "1122334455667788 00000000 01 05 00000000 0102 00000018"
                            + "06000000 5000c50012345678 000000000000000000000000"
                            + "99aabbccddeeff01 00000000 02 00 00000000 ffff 00000018"
                            + "05000014 69716e2e78" + "00".repeat(15)));

    @ParameterizedTest
    @FieldSource("CASES")
    void encodesToTheBytesOfTheStandard(PrInData data, String bytes) {
        assertThat(data.encode()).isEqualTo(hex(bytes));
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void decodesTheBytesOfTheStandard(PrInData data, String bytes) {
        int length = hex(bytes).length;
        PrInData decoded = PrInData.decode(data.action(), hex(bytes));
        assertThat(decoded).isEqualTo(data).hasSameHashCodeAs(data).hasToString(data.toString());
        assertThat(decoded.announced()).isEqualTo(length);
        assertThat(decoded.missing()).hasValue(0);
        assertThat(decoded.isWhole()).isTrue();
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void itsBytesAreItsOwn(PrInData data, String bytes) {
        byte[] given = hex(bytes);
        PrInData decoded = PrInData.decode(data.action(), given);
        given[0] ^= 1;
        decoded.encode()[1] ^= 1;
        assertThat(decoded).isEqualTo(data).isNotEqualTo(decoded.encode());
        assertThat(decoded.encode()).isEqualTo(hex(bytes));
    }

    @Test
    void dataOfAnotherServiceActionIsAnother() {
        byte[] nothing = hex("00000001 00000000");
        List<PrInData> all = Arrays.stream(PrInAction.values())
                .map(action -> PrInData.decode(action, nothing))
                .toList();
        assertThat(Set.copyOf(all)).hasSize(4);
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void whatFollowsMeansNothingAndIsKept(PrInData data, String bytes) {
        byte[] longer = hex(bytes + "ff".repeat(100));
        PrInData decoded = PrInData.decode(data.action(), longer);
        assertThat(decoded).hasToString(data.toString()).isNotEqualTo(data);
        assertThat(decoded.announced()).isEqualTo(longer.length - 100L);
        assertThat(decoded.isWhole()).isTrue();
        assertThat(decoded.encode()).isEqualTo(longer);
    }

    /** SG_IO hands over the whole buffer where the driver does not say how much came. */
    @Test
    void whatFollowsTheAllocationLengthMeansNothing() {
        byte[] bytes = hex("00000001 00000018 1122334455667788" + "00".repeat(100));
        ReadKeysData keys = PrQuery.READ_KEYS.withAllocationLength(16).decode(bytes);
        assertThat(keys.keys()).containsExactly(KEY);
        assertThat(keys.missingKeys()).hasValue(2);
        assertThat(keys.encode()).isEqualTo(bytes);
        assertThat(PrQuery.REPORT_CAPABILITIES
                        .withAllocationLength(3)
                        .decode(CAPABILITIES.encode())
                        .allowCommands())
                .isEmpty();
    }

    /** Targets that announce no more than they send. */
    @Test
    void anAnswerWithoutRoomForMoreIsPerhapsNotAll() {
        byte[] noKeys = hex("00000001 00000000");
        assertThat(PrQuery.READ_KEYS.withAllocationLength(15).decode(noKeys))
                .hasToString("ReadKeysData[generation=1, keys=[], perhaps not all]");
        assertThat(PrQuery.READ_KEYS.withAllocationLength(15).decode(noKeys).missingKeys())
                .isEmpty();
        assertThat(PrQuery.READ_KEYS.withAllocationLength(16).decode(noKeys).isWhole())
                .isTrue();
        assertThat(PrQuery.READ_RESERVATION
                        .withAllocationLength(23)
                        .decode(noKeys)
                        .state())
                .isEqualTo(ReadReservationData.State.UNKNOWN);
        assertThat(PrQuery.READ_RESERVATION
                        .withAllocationLength(24)
                        .decode(noKeys)
                        .state())
                .isEqualTo(ReadReservationData.State.NONE);
        assertThat(PrQuery.READ_FULL_STATUS
                        .withAllocationLength(279)
                        .decode(noKeys)
                        .isWhole())
                .isFalse();
        assertThat(PrQuery.READ_FULL_STATUS
                        .withAllocationLength(280)
                        .decode(noKeys)
                        .isWhole())
                .isTrue();
        byte[] held = hex("00000006 00000010 1122334455667788 00000000 00 05 0000");
        assertThat(PrQuery.READ_RESERVATION
                        .withAllocationLength(24)
                        .decode(held)
                        .isWhole())
                .isTrue();
    }

    /** What real targets were seen to say. */
    @Test
    void smallInputsMeanWhatTheyMean() {
        byte[] status = hex("00000018 00000028 ff007c80092f6d08 00000000 02 00 00000000 0000 00000010"
                + "06000000bd591cd38dc846b699681d91");
        ReadFullStatusData one = ReadFullStatusData.decode(status);
        assertThat(one.isWhole()).isTrue();
        assertThat(one.registrations())
                .containsExactly(new ReadFullStatusData.Registration(
                        new ReservationKey(0xff007c80092f6d08L),
                        true,
                        false,
                        ScopeAndType.NONE,
                        0,
                        new TransportId.Raw(hex("06000000bd591cd38dc846b699681d91"))));
        ReadFullStatusData cut = ReadFullStatusData.decode(Arrays.copyOf(status, 32));
        assertThat(cut).hasToString("ReadFullStatusData[generation=24, registrations=[], 16 bytes missing]");
        assertThat(cut.isWhole()).isFalse();

        ReadReservationData held = ReadReservationData.decode(hex("00000002 00000010 000000000000000b"));
        assertThat(held).hasToString("ReadReservationData[generation=2, HELD, 8 bytes missing]");
        assertThat(held.state()).isEqualTo(ReadReservationData.State.HELD);
        assertThat(held.reservation()).isEmpty();

        // Linux's target announces all keys, SPDK only those that it sends.
        ReadKeysData linux = ReadKeysData.decode(hex("00000002 00000010 000000000000000b 00000000"));
        assertThat(linux.keys()).containsExactly(new ReservationKey(0xb));
        assertThat(linux.missing()).hasValue(4);
        assertThat(linux.missingKeys()).hasValue(1);
        ReadKeysData spdk =
                PrQuery.READ_KEYS.withAllocationLength(16).decode(hex("00000002 00000008 000000000000000b"));
        assertThat(spdk.isWhole()).isFalse();
        assertThat(spdk.missing()).isEmpty();

        // istgt says nothing of types.
        ReportCapabilitiesData istgt = ReportCapabilitiesData.decode(hex("00080c0000000000"));
        assertThat(istgt.isWhole()).isTrue();
        for (ReservationType type : ReservationType.values()) {
            assertThat(istgt.supports(type)).isEqualTo(Support.UNKNOWN);
        }
        assertThat(istgt.specifyInitiatorPorts()).isEqualTo(Support.YES);
        assertThat(istgt.persistThroughPowerLoss()).isEqualTo(Support.NO);
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void reservedFieldsMeanNothingAndAreKept(PrInData data, String bytes) {
        byte[] noisy = hex(bytes);
        switch (data) {
            case ReadKeysData _ -> {}
            case ReadReservationData _ -> {
                if (noisy.length > 8) {
                    Arrays.fill(noisy, 16, 21, (byte) 0xff);
                    Arrays.fill(noisy, 22, 24, (byte) 0xff);
                }
            }
            case ReportCapabilitiesData _ -> {
                noisy[2] |= 0x62;
                noisy[3] |= 0x0e;
                noisy[4] |= 0x15;
                noisy[5] |= (byte) 0xfe;
                noisy[6] = (byte) 0xff;
                noisy[7] = (byte) 0xff;
            }
            case ReadFullStatusData status -> {
                if (!status.registrations().isEmpty()) {
                    Arrays.fill(noisy, 16, 20, (byte) 0xff);
                    noisy[20] |= (byte) 0xfc;
                    Arrays.fill(noisy, 22, 26, (byte) 0xff);
                }
            }
        }
        PrInData decoded = PrInData.decode(data.action(), noisy);
        assertThat(decoded).hasToString(data.toString());
        assertThat(decoded.encode()).isEqualTo(noisy);
    }

    @Test
    void aDescriptorIsEncodedAsItCame() {
        byte[] bytes = FULL_STATUS.encode();
        bytes[16] = (byte) 0xff;
        ReadFullStatusData.Registration registration =
                ReadFullStatusData.decode(bytes).registrations().getFirst();
        ReadFullStatusData.Registration plain = FULL_STATUS.registrations().getFirst();
        assertThat(registration.encode()).isEqualTo(Arrays.copyOfRange(bytes, 8, 56));
        assertThat(registration)
                .hasToString(plain.toString())
                .isNotEqualTo(plain)
                .isNotEqualTo(registration.encode());
        assertThat(new ReadFullStatusData(7, List.of(registration)).registrations())
                .containsExactly(registration);
        registration.encode()[0] = 0;
        assertThat(registration.key()).isEqualTo(KEY);
        assertThat(plain)
                .hasToString("Registration[key=0x1122334455667788, allTgPt=false, holder=true, "
                        + "scopeAndType=ScopeAndType[scopeCode=0, typeCode=5], relativeTargetPort=258, "
                        + "transportId=sas,5000c50012345678]")
                .hasSameHashCodeAs(ReadFullStatusData.decode(FULL_STATUS.encode())
                        .registrations()
                        .getFirst());
    }

    /** All that was announced came, and yet a descriptor has no end. */
    @ParameterizedTest
    @ValueSource(strings = {"00000001 00000004 11223344", "00000001 0000000c 1122334455667788 11223344"})
    void announcedDescriptorsThatHaveNoEndAreNotTheWhole(String bytes) {
        for (PrInAction action :
                List.of(PrInAction.READ_KEYS, PrInAction.READ_FULL_STATUS, PrInAction.READ_RESERVATION)) {
            PrInData data = PrInData.decode(action, hex(bytes));
            assertThat(data.missing()).as("%s", data).isEmpty();
            assertThat(data.isWhole()).isFalse();
        }
        assertThat(ReadReservationData.decode(hex(bytes)).state()).isEqualTo(ReadReservationData.State.HELD);
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void dataThatIsCutOffTellsHowMuchThereIs(PrInData data, String bytes) {
        byte[] whole = hex(bytes);
        int lengthField = data.action() == PrInAction.REPORT_CAPABILITIES ? 2 : 8;
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            PrInData cut = PrInData.decode(data.action(), part);
            assertThat(cut.encode()).isEqualTo(part);
            assertThat(cut.announced()).as("%d bytes", length).isEqualTo(length < lengthField ? 0 : whole.length);
            assertThat(cut.missing())
                    .as("%d bytes", length)
                    .isEqualTo(length < lengthField ? OptionalLong.empty() : OptionalLong.of(whole.length - length));
            assertThat(cut.isWhole()).as("%d bytes", length).isFalse();
        }
    }

    @Test
    void theSameBytesMayLackDifferentThings() {
        byte[] noKeys = hex("00000001 00000000");
        PrInData all = PrInData.decode(new PrInCommand(PrInAction.READ_KEYS, 16), noKeys);
        PrInData perhapsNotAll = PrInData.decode(new PrInCommand(PrInAction.READ_KEYS, 8), noKeys);
        assertThat(all).isEqualTo(new ReadKeysData(1, List.of())).isNotEqualTo(perhapsNotAll);
    }

    @Test
    void keysThatAreWholeAreDecoded() {
        List<ReservationKey> keys = List.of(KEY, OTHER, KEY);
        byte[] whole = new ReadKeysData(9, keys).encode();
        for (int length = 0; length <= whole.length; length++) {
            ReadKeysData data = ReadKeysData.decode(Arrays.copyOf(whole, length));
            assertThat(data.generation()).isEqualTo(length < 4 ? 0 : 9);
            assertThat(data.keys()).as("%d bytes", length).isEqualTo(keys.subList(0, Math.max(0, length - 8) / 8));
            assertThat(data.missingKeys())
                    .as("%d bytes", length)
                    .isEqualTo(
                            length < 8
                                    ? OptionalLong.empty()
                                    : OptionalLong.of(3 - data.keys().size()));
        }
    }

    @Test
    void aReservationThatIsNotWholeIsHeldAllTheSame() {
        ReadReservationData held =
                new ReadReservationData(9, Optional.of(new ReadReservationData.Reservation(KEY, WERO)));
        byte[] whole = held.encode();
        for (int length = 0; length < whole.length; length++) {
            ReadReservationData cut = ReadReservationData.decode(Arrays.copyOf(whole, length));
            assertThat(cut.generation()).isEqualTo(length < 4 ? 0 : 9);
            assertThat(cut.state())
                    .as("%d bytes", length)
                    .isEqualTo(length < 8 ? ReadReservationData.State.UNKNOWN : ReadReservationData.State.HELD);
            assertThat(cut.reservation()).isEmpty();
        }
        assertThat(held.state()).isEqualTo(ReadReservationData.State.HELD);
        assertThat(new ReadReservationData(9, Optional.empty()).state()).isEqualTo(ReadReservationData.State.NONE);
    }

    @Test
    void registrationsThatAreWholeAreDecoded() {
        byte[] whole = FULL_STATUS.encode();
        for (int length = 8; length <= whole.length; length++) {
            assertThat(ReadFullStatusData.decode(Arrays.copyOf(whole, length)).registrations())
                    .as("%d bytes", length)
                    .isEqualTo(FULL_STATUS.registrations().subList(0, (length - 8) / 48));
        }
    }

    @Test
    void capabilitiesThatAreNotThereAreUnknown() {
        byte[] whole = new ReportCapabilitiesData(
                        true, true, true, true, true, true, 1, true, EnumSet.allOf(ReservationType.class))
                .encode();
        for (int length = 0; length <= whole.length; length++) {
            ReportCapabilitiesData cut = ReportCapabilitiesData.decode(Arrays.copyOf(whole, length));
            Support can = length < 3 ? Support.UNKNOWN : Support.YES;
            Support does = length < 4 ? Support.UNKNOWN : Support.YES;
            assertThat(List.of(
                            cut.replaceLostReservation(),
                            cut.compatibleReservationHandling(),
                            cut.specifyInitiatorPorts(),
                            cut.allTargetPorts(),
                            cut.persistThroughPowerLoss()))
                    .as("%d bytes", length)
                    .containsOnly(can);
            assertThat(cut.persistThroughPowerLossActive()).isEqualTo(does);
            assertThat(cut.allowCommands()).isEqualTo(length < 4 ? OptionalInt.empty() : OptionalInt.of(1));
            for (ReservationType type : ReservationType.values()) {
                assertThat(cut.supports(type))
                        .as("%s in %d bytes", type, length)
                        .isEqualTo(length < (type.code() < 8 ? 5 : 6) ? Support.UNKNOWN : Support.YES);
            }
        }
    }

    /** A length that ends the answer before its mask. */
    @Test
    void whatALengthLeavesOutIsUnknown() {
        ReportCapabilitiesData data = ReportCapabilitiesData.decode(hex("0004 1d 80 ea 01 0000"));
        assertThat(data.isWhole()).isFalse();
        assertThat(data.missing()).isEmpty();
        assertThat(data.compatibleReservationHandling()).isEqualTo(Support.YES);
        assertThat(data.supports(ReservationType.WRITE_EXCLUSIVE)).isEqualTo(Support.UNKNOWN);
        assertThat(ReportCapabilitiesData.decode(hex("000a 1d 80 ea 01 0000")).missing())
                .hasValue(2);
        assertThat(ReportCapabilitiesData.decode(hex("0000 1d 80 ea 01 0000")).compatibleReservationHandling())
                .isEqualTo(Support.UNKNOWN);
    }

    @Test
    void eachCapabilityHasItsBit() {
        assertThat(new ReportCapabilitiesData(true, false, false, false, false, false, 0, false, Set.of())
                        .replaceLostReservation())
                .isEqualTo(Support.YES);
        assertThat(ReportCapabilitiesData.decode(hex("0008 1d")))
                .hasToString("ReportCapabilitiesData[replaceLostReservation=NO, compatibleReservationHandling=YES, "
                        + "specifyInitiatorPorts=YES, allTargetPorts=YES, persistThroughPowerLoss=YES, "
                        + "persistThroughPowerLossActive=UNKNOWN, allowCommands=UNKNOWN, WRITE_EXCLUSIVE=UNKNOWN, "
                        + "EXCLUSIVE_ACCESS=UNKNOWN, WRITE_EXCLUSIVE_REGISTRANTS_ONLY=UNKNOWN, "
                        + "EXCLUSIVE_ACCESS_REGISTRANTS_ONLY=UNKNOWN, WRITE_EXCLUSIVE_ALL_REGISTRANTS=UNKNOWN, "
                        + "EXCLUSIVE_ACCESS_ALL_REGISTRANTS=UNKNOWN, 5 bytes missing]");
        ReportCapabilitiesData none =
                new ReportCapabilitiesData(false, false, false, false, false, false, 5, true, Set.of());
        assertThat(none)
                .hasToString("ReportCapabilitiesData[replaceLostReservation=NO, compatibleReservationHandling=NO, "
                        + "specifyInitiatorPorts=NO, allTargetPorts=NO, persistThroughPowerLoss=NO, "
                        + "persistThroughPowerLossActive=NO, allowCommands=5, WRITE_EXCLUSIVE=NO, EXCLUSIVE_ACCESS=NO, "
                        + "WRITE_EXCLUSIVE_REGISTRANTS_ONLY=NO, EXCLUSIVE_ACCESS_REGISTRANTS_ONLY=NO, "
                        + "WRITE_EXCLUSIVE_ALL_REGISTRANTS=NO, EXCLUSIVE_ACCESS_ALL_REGISTRANTS=NO]");
    }

    @Test
    void eachTypeHasItsBitInTheMask() {
        for (ReservationType type : ReservationType.values()) {
            byte[] bytes = new ReportCapabilitiesData(false, false, false, false, false, false, 0, true, Set.of(type))
                    .encode();
            ReportCapabilitiesData decoded = ReportCapabilitiesData.decode(bytes);
            for (ReservationType other : ReservationType.values()) {
                assertThat(decoded.supports(other)).isEqualTo(other == type ? Support.YES : Support.NO);
            }
            int mask = (bytes[4] & 0xff) | (bytes[5] & 0xff) << 8;
            assertThat(mask).as("%s", type).isEqualTo(1 << type.code());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000001 80000000", "00000001 ffffffff", "00000001 fffffff8", "00000001 7fffffff"})
    void anAdditionalLengthBeyondAllBytesIsReportedAsItIs(String header) {
        byte[] bytes = hex(header + "1122334455667788" + "00".repeat(40));
        long announced = 8 + Long.parseLong(header.substring(9), 16);
        assertThat(ReadKeysData.decode(bytes).announced()).isEqualTo(announced);
        assertThat(ReadKeysData.decode(bytes).keys()).hasSize(6).startsWith(KEY);
        assertThat(ReadReservationData.decode(bytes).reservation()).isPresent();
        assertThat(ReadFullStatusData.decode(bytes).announced()).isEqualTo(announced);
        assertThat(ReadFullStatusData.decode(bytes).isWhole()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffff", "80000000", "7fffffff", "00000019"})
    void aDescriptorThatIsLongerThanTheDataIsLeftOut(String additionalLength) {
        byte[] bytes =
                new ReadFullStatusData(7, List.of(FULL_STATUS.registrations().getFirst())).encode();
        System.arraycopy(hex(additionalLength), 0, bytes, 28, 4);
        assertThat(ReadFullStatusData.decode(bytes).registrations()).isEmpty();
        assertThat(ReadFullStatusData.decode(bytes).isWhole()).isFalse();
    }

    @Test
    void aTransportIdThatIsNotWellFormedIsKeptRaw() {
        for (int length : new int[] {0, 1, 23, 24, 28}) {
            ReadFullStatusData data = new ReadFullStatusData(
                    7,
                    List.of(new ReadFullStatusData.Registration(KEY, false, false, ScopeAndType.NONE, 1, raw(length))));
            assertThat(ReadFullStatusData.decode(data.encode()))
                    .as("%d bytes", length)
                    .isEqualTo(data);
        }
    }

    private static TransportId raw(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0xff);
        return new TransportId.Raw(bytes);
    }

    @Test
    void rangesAreChecked() {
        for (long generation : new long[] {-1, 1L << 32}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ReadKeysData(generation, List.of()))
                    .withMessageContaining(String.valueOf(generation));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ReadReservationData(generation, Optional.empty()));
            assertThatIllegalArgumentException().isThrownBy(() -> new ReadFullStatusData(generation, List.of()));
        }
        for (int value : new int[] {-1, 8}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ReportCapabilitiesData(
                            false, false, false, false, false, false, value, false, Set.of()))
                    .withMessageContaining(String.valueOf(value));
        }
        for (int port : new int[] {-1, 0x10000}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            new ReadFullStatusData.Registration(KEY, false, false, WERO, port, new TransportId.Sas(1)))
                    .withMessageContaining(String.valueOf(port));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 0x7fff, 0x8000, 0xffff})
    void aRegistrationNamesAnyPort(int port) {
        ReadFullStatusData.Registration registration =
                new ReadFullStatusData.Registration(KEY, false, false, WERO, port, new TransportId.Sas(1));
        assertThat(registration.relativeTargetPort()).isEqualTo(port);
        assertThat(registration.hashCode()).isEqualTo(Arrays.hashCode(registration.encode()));
    }
}
