// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import static io.prhelper.core.scsi.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.prhelper.core.scsi.TransportId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
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
        Received<? extends PrInData> received = PrInData.decode(data.action(), hex(bytes));
        assertThat(received).isEqualTo(new Received<>(data, length, length));
        assertThat(received.isWhole()).isTrue();
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void ignoresWhatFollows(PrInData data, String bytes) {
        byte[] longer = hex(bytes + "ff".repeat(100));
        Received<? extends PrInData> received = PrInData.decode(data.action(), longer);
        assertThat(received).isEqualTo(new Received<>(data, longer.length - 100L, longer.length));
        assertThat(received.isWhole()).isTrue();
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void dataThatIsCutOffTellsHowMuchThereIs(PrInData data, String bytes) {
        byte[] whole = hex(bytes);
        int lengthField = data.action() == PrInAction.REPORT_CAPABILITIES ? 2 : 8;
        for (int length = 0; length < whole.length; length++) {
            Received<? extends PrInData> received = PrInData.decode(data.action(), Arrays.copyOf(whole, length));
            assertThat(received.received()).isEqualTo(length);
            assertThat(received.announced()).as("%d bytes", length).isEqualTo(length < lengthField ? 0 : whole.length);
            assertThat(received.isWhole()).as("%d bytes", length).isFalse();
        }
    }

    @Test
    void keysThatAreWholeAreDecoded() {
        List<ReservationKey> keys = List.of(KEY, OTHER, KEY);
        byte[] whole = new ReadKeysData(9, keys).encode();
        for (int length = 0; length <= whole.length; length++) {
            ReadKeysData data =
                    ReadKeysData.decode(Arrays.copyOf(whole, length)).data();
            assertThat(data.generation()).isEqualTo(length < 4 ? 0 : 9);
            assertThat(data.keys()).as("%d bytes", length).isEqualTo(keys.subList(0, Math.max(0, length - 8) / 8));
        }
    }

    @Test
    void aReservationThatIsNotWholeIsHeldAllTheSame() {
        ReadReservationData held =
                new ReadReservationData(9, Optional.of(new ReadReservationData.Reservation(KEY, WERO)));
        byte[] whole = held.encode();
        for (int length = 4; length < whole.length; length++) {
            ReadReservationData.State state =
                    length < 8 ? ReadReservationData.State.UNKNOWN : ReadReservationData.State.HELD;
            ReadReservationData cut = new ReadReservationData(9, state, Optional.empty());
            assertThat(ReadReservationData.decode(Arrays.copyOf(whole, length)).data())
                    .as("%d bytes", length)
                    .isEqualTo(cut);
            assertThat(ReadReservationData.decode(cut.encode()).data()).isEqualTo(cut);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "UNKNOWN"})
    void whatIsNotHeldHasNoDetails(ReadReservationData.State state) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new ReadReservationData(9, state, Optional.of(new ReadReservationData.Reservation(KEY, WERO))))
                .withMessageContaining(state.toString());
    }

    @Test
    void registrationsThatAreWholeAreDecoded() {
        byte[] whole = FULL_STATUS.encode();
        for (int length = 8; length <= whole.length; length++) {
            assertThat(ReadFullStatusData.decode(Arrays.copyOf(whole, length))
                            .data()
                            .registrations())
                    .as("%d bytes", length)
                    .isEqualTo(FULL_STATUS.registrations().subList(0, (length - 8) / 48));
        }
    }

    @Test
    void capabilitiesThatAreNotThereAreFalse() {
        byte[] whole = CAPABILITIES.encode();
        ReportCapabilitiesData nothing =
                ReportCapabilitiesData.decode(new byte[0]).data();
        assertThat(nothing)
                .isEqualTo(new ReportCapabilitiesData(false, false, false, false, false, false, 0, false, Set.of()));
        assertThat(ReportCapabilitiesData.decode(Arrays.copyOf(whole, 2)).data())
                .isEqualTo(nothing);
        assertThat(ReportCapabilitiesData.decode(Arrays.copyOf(whole, 5)).data().types())
                .isEqualTo(EnumSet.complementOf(EnumSet.of(ReservationType.EXCLUSIVE_ACCESS_ALL_REGISTRANTS)));
    }

    @Test
    void eachTypeHasItsBitInTheMask() {
        for (ReservationType type : ReservationType.values()) {
            byte[] bytes = new ReportCapabilitiesData(false, false, false, false, false, false, 0, true, Set.of(type))
                    .encode();
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
        assertThat(ReadKeysData.decode(bytes).data().keys()).hasSize(6).startsWith(KEY);
        assertThat(ReadReservationData.decode(bytes).data().reservation()).isPresent();
        assertThat(ReadFullStatusData.decode(bytes).announced()).isEqualTo(announced);
        assertThat(ReadFullStatusData.decode(bytes).isWhole()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffff", "80000000", "7fffffff", "00000019"})
    void aDescriptorThatIsLongerThanTheDataIsLeftOut(String additionalLength) {
        byte[] bytes =
                new ReadFullStatusData(7, List.of(FULL_STATUS.registrations().getFirst())).encode();
        System.arraycopy(hex(additionalLength), 0, bytes, 28, 4);
        assertThat(ReadFullStatusData.decode(bytes).data().registrations()).isEmpty();
    }

    @Test
    void aTransportIdThatIsNotWellFormedIsKeptRaw() {
        for (int length : new int[] {0, 1, 23, 24, 28}) {
            ReadFullStatusData data = new ReadFullStatusData(
                    7,
                    List.of(new ReadFullStatusData.Registration(KEY, false, false, ScopeAndType.NONE, 1, raw(length))));
            assertThat(ReadFullStatusData.decode(data.encode()).data())
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
}
