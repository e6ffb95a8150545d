// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.core.pr.ReservationType.*;
import static io.prhelper.simulation.target.Stage.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.ReadFullStatusData;
import io.prhelper.core.pr.RegisterOptions;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.pr.ScopeAndType;
import io.prhelper.core.scsi.TransportId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PERSISTENT RESERVE IN, byte by byte (SPC-5, 6.16). */
final class ReserveInConformanceTest {
    private final Stage stage = new Stage();

    private String read(PrInAction action, int allocationLength) {
        assertThat(stage.send(stage.alice, new PrInCommand(action, allocationLength)))
                .isEqualTo(GOOD);
        return HexFormat.of().formatHex(stage.dataIn());
    }

    private String read(PrInAction action) {
        return read(action, 8192);
    }

    /** SPC-5, 6.16.2. */
    @Test
    void readKeysShowsEachRegistrationsKeyDuplicatesToo() {
        assertThat(read(PrInAction.READ_KEYS)).isEqualTo("00000000" + "00000000");
        stage.allRegistered();
        stage.register(stage.carol, C, A);
        assertThat(read(PrInAction.READ_KEYS))
                .isEqualTo("00000004" + "00000018" + "000000000000000a" + "000000000000000b" + "000000000000000a");
    }

    /** SPC-5, 6.16.3. */
    @ParameterizedTest
    @EnumSource(ReservationType.class)
    void readReservationShowsTheHoldersKeyOrZeroForAllRegistrants(ReservationType type) {
        assertThat(read(PrInAction.READ_RESERVATION)).isEqualTo("00000000" + "00000000");
        stage.reservedByAlice(type);
        String key = type.isAllRegistrants() ? "0000000000000000" : "000000000000000a";
        assertThat(read(PrInAction.READ_RESERVATION))
                .isEqualTo("00000003" + "00000010" + key + "00000000" + "00" + "0" + type.code() + "0000");
    }

    /** SPC-5, 6.16.4. */
    @Test
    void reportCapabilitiesShowsTheFeaturesAllSixTypesAndWhetherAptplIsInForce() {
        assertThat(read(PrInAction.REPORT_CAPABILITIES)).isEqualTo("0008" + "9d" + "90" + "ea01" + "0000");
        stage.register(stage.alice, ZERO, A, RegisterOptions.NONE.withAptpl());
        assertThat(read(PrInAction.REPORT_CAPABILITIES)).isEqualTo("0008" + "9d" + "91" + "ea01" + "0000");
    }

    @ParameterizedTest
    @EnumSource(Feature.class)
    void reportCapabilitiesLeavesOutWhatIsMissing(Feature feature) {
        Stage poor = new Stage(TargetConfiguration.strictSpc5().without(feature));
        assertThat(poor.send(poor.alice, new PrInCommand(PrInAction.REPORT_CAPABILITIES, 8)))
                .isEqualTo(GOOD);
        int missing = switch (feature) {
            case REPLACE_LOST_RESERVATION -> 0x80;
            case COMPATIBLE_RESERVATION_HANDLING -> 0x10;
            case SPECIFIED_INITIATOR_PORTS -> 0x08;
            case ALL_TARGET_PORTS -> 0x04;
            case PERSIST_THROUGH_POWER_LOSS -> 0x01;
            case SPECIFIED_INITIATOR_PORTS_WITH_IGNORE,
                    LISTS_BY_AGE,
                    REQUEST_SENSE_CLEARS_ATTENTIONS,
                    COUNT_IDLE_REGISTER,
                    TASK_ABORTED_STATUS -> 0;
        };
        assertThat(poor.dataIn()[2] & 0xff).isEqualTo(0x9d & ~missing);
    }

    /** SPC-5, 6.16.5 and 7.6.4. */
    @Test
    void readFullStatusShowsWhoIsRegisteredThroughWhichPort() {
        Stage wide = new Stage(TargetConfiguration.strictSpc5().withTargetPorts(0x102, 3));
        wide.register(wide.alice, ZERO, A, RegisterOptions.NONE.withAllTgPt());
        wide.register(wide.carol, ZERO, C);
        wide.reserve(wide.carol, C, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        assertThat(wide.send(wide.bob, new PrInCommand(PrInAction.READ_FULL_STATUS, 8192)))
                .isEqualTo(GOOD);
        String fc = "00000000" + "00000000" + "100000000000000a" + "0000000000000000";
        String alice = "000000000000000a" + "00000000" + "02" + "00" + "00000000";
        String name = HexFormat.of()
                .formatHex("iqn.2026-01.example:carol,i,0x008000000001".getBytes(StandardCharsets.US_ASCII));
        assertThat(HexFormat.of().formatHex(wide.dataIn()))
                .isEqualTo("00000002" + "000000a8"
                        + alice + "0102" + "00000018" + fc
                        + alice + "0003" + "00000018" + fc
                        + "000000000000000c" + "00000000" + "01" + "05" + "00000000" + "0102" + "00000030"
                        + "4500002c" + name + "0000");
    }

    @ParameterizedTest
    @EnumSource(
            value = ReservationType.class,
            names = {"WRITE_EXCLUSIVE_ALL_REGISTRANTS", "EXCLUSIVE_ACCESS_ALL_REGISTRANTS"})
    void readFullStatusShowsAllRegistrantsAsHolders(ReservationType type) {
        stage.reservedByAlice(type);
        ReadFullStatusData data = (ReadFullStatusData) stage.report(stage.bob, PrInAction.READ_FULL_STATUS);
        assertThat(data.registrations())
                .extracting(ReadFullStatusData.Registration::transportId)
                .containsExactly(stage.alice.initiator(), stage.bob.initiator(), stage.carol.initiator());
        assertThat(data.registrations())
                .allMatch(one -> one.holder() && one.scopeAndType().equals(ScopeAndType.of(type)));
    }

    /** SPC-5, 4.2.5.6: the answer is cut off anywhere, the length field stays. */
    @ParameterizedTest
    @EnumSource(PrInAction.class)
    void anAnswerIsCutOffAtTheAllocationLength(PrInAction action) {
        stage.reservedByAlice(WRITE_EXCLUSIVE);
        String whole = read(action);
        for (int allocation = 0; allocation <= whole.length() / 2 + 1; allocation++) {
            assertThat(read(action, allocation))
                    .isEqualTo(whole.substring(0, Math.min(2 * allocation, whole.length())));
        }
        assertThat(read(action, 0xffff)).isEqualTo(whole);
    }

    @Test
    void anAnswerThatAnExchangeHasNoRoomForIsCutOffThere() {
        List<SimulatedNexus> many = new ArrayList<>();
        for (int i = 0; i < 1100; i++) {
            many.add(stage.target.nexus(new TransportId.Sas(0x100 + i), 0));
        }
        many.forEach(nexus -> stage.register(nexus, ZERO, new ReservationKey(1)));
        assertThat(read(PrInAction.READ_KEYS, 0xffff)).hasSize(2 * 8192).startsWith("0000044c" + "00002260");
    }

    /** What an earlier answer left in the unit's buffer does not show in a later one. */
    @Test
    void anAnswerHasNothingOfEarlierOnes() {
        ReservationKey loud = new ReservationKey(-1);
        stage.register(stage.alice, ZERO, loud);
        stage.register(stage.bob, ZERO, loud);
        stage.register(stage.carol, ZERO, loud);
        stage.reserve(stage.alice, loud, WRITE_EXCLUSIVE);
        String full = read(PrInAction.READ_FULL_STATUS);
        read(PrInAction.READ_KEYS);
        assertThat(read(PrInAction.READ_RESERVATION))
                .isEqualTo("00000003" + "00000010" + "ffffffffffffffff" + "00000000" + "00" + "01" + "0000");
        read(PrInAction.READ_KEYS);
        assertThat(read(PrInAction.READ_FULL_STATUS)).isEqualTo(full);
        stage.release(stage.alice, loud, WRITE_EXCLUSIVE);
        assertThat(read(PrInAction.READ_RESERVATION)).isEqualTo("00000003" + "00000000");
    }

    @Test
    void readFullStatusKnowsInitiatorsThatCameLater() {
        stage.allRegistered();
        read(PrInAction.READ_FULL_STATUS);
        SimulatedNexus dave = stage.target.nexus(new TransportId.Sas(0xd), 0);
        stage.register(dave, ZERO, A);
        ReadFullStatusData data = (ReadFullStatusData) stage.report(stage.bob, PrInAction.READ_FULL_STATUS);
        assertThat(data.registrations().getLast().transportId()).isEqualTo(dave.initiator());
    }

    @ParameterizedTest
    @ValueSource(ints = {0x04, 0x05, 0x10, 0x1f})
    void unknownServiceActionsAreRefused(int serviceAction) {
        byte[] cdb = {0x5e, (byte) serviceAction, 0, 0, 0, 0, 0, 0, 8, 0};
        assertThat(stage.send(stage.alice, cdb, new byte[0])).isEqualTo("05/24/00");
    }

    @Test
    void readingCountsNothing() {
        stage.allRegistered();
        UnitSnapshot before = stage.snapshot();
        Arrays.stream(PrInAction.values()).forEach(this::read);
        assertThat(stage.snapshot()).isEqualTo(before);
    }
}
