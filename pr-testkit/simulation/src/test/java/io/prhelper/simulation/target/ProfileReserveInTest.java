// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.core.pr.ReservationType.*;
import static io.prhelper.core.scsi.Sense.*;
import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static io.prhelper.simulation.target.Stage.*;
import static io.prhelper.simulation.target.TargetProfile.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.RegisterOptions;
import io.prhelper.core.pr.ReservationKey;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where targets in use depart from the standard in PERSISTENT RESERVE IN. A line for each target; the first is the standard. */
final class ProfileReserveInTest {
    @ParameterizedTest
    @CsvSource({"strict-spc5, 24, 20", "lio, 24, 20", "lio-7, 24, 20", "tgt, 24, 20", "scst, 24, 16", "spdk, 8, 20"})
    void readKeysThatIsCutOff(String profile, int length, int size) {
        Stage stage = Stage.of(profile).allRegistered();
        assertThat(stage.send(stage.alice, new PrInCommand(PrInAction.READ_KEYS, 20)))
                .isEqualTo(GOOD);
        assertThat(stage.dataIn()).hasSize(size);
        assertThat(ByteBuffer.wrap(stage.dataIn()).getInt(4)).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"strict-spc5", "lio", "tgt", "scst", "spdk"})
    void theLengthFieldOfReadKeysThatIsWhole(String profile) {
        Stage stage = Stage.of(profile).allRegistered();
        assertThat(stage.send(stage.alice, new PrInCommand(PrInAction.READ_KEYS, 64)))
                .isEqualTo(GOOD);
        assertThat(stage.dataIn()).hasSize(32);
        assertThat(ByteBuffer.wrap(stage.dataIn()).getInt(4)).isEqualTo(24);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, GOOD, 7", "lio, 05/24/00, 0", "tgt, 05/24/00, 0", "scst, GOOD, 0", "spdk, GOOD, 7"})
    void anAllocationLengthBelowEight(String profile, String end, int transferred) {
        Stage stage = Stage.of(profile).allRegistered();
        for (PrInAction action : List.of(PrInAction.READ_KEYS, PrInAction.READ_FULL_STATUS)) {
            if (action == PrInAction.READ_FULL_STATUS && profile.equals("tgt")) {
                continue;
            }
            assertThat(stage.send(stage.alice, new PrInCommand(action, 7))).isEqualTo(end);
            assertThat(stage.dataIn()).hasSize(transferred);
            assertThat(stage.send(stage.alice, new PrInCommand(action, 8))).isEqualTo(GOOD);
            assertThat(stage.dataIn()).hasSize(8);
        }
    }

    /**
     * Three registrations of 48, 48 and 72 bytes: strict announces the third too. SCST leaves out the descriptor that would just fit; LIO has one
     * in while those before it and a TransportID fit.
     */
    @ParameterizedTest
    @CsvSource({
        "strict-spc5, 100, 168, 100",
        "scst, 100, 168, 100",
        "scst, 104, 168, 56",
        "spdk, 100, 48, 100",
        "spdk, 104, 96, 104",
        "lio, 23, 0, 8",
        "lio, 24, 48, 24",
        "lio, 71, 48, 56",
        "lio, 72, 96, 72",
        "lio, 143, 96, 104",
        "lio, 144, 168, 144",
        "lio, 8192, 168, 176"
    })
    void readFullStatusThatIsCutOff(String profile, int allocation, int length, int size) {
        Stage stage = Stage.of(profile).allRegistered();
        assertThat(stage.send(stage.alice, new PrInCommand(PrInAction.READ_FULL_STATUS, allocation)))
                .isEqualTo(GOOD);
        assertThat(ByteBuffer.wrap(stage.dataIn()).getInt(4)).isEqualTo(length);
        assertThat(stage.dataIn()).hasSize(size);
    }

    /** LIO lists who registered first, and fills what is left of a cut answer with zeros. */
    @Test
    void lioListsByAge() {
        Stage stage = new Stage(TargetConfiguration.of(LIO));
        stage.register(stage.carol, ZERO, C);
        stage.register(stage.alice, ZERO, new ReservationKey(-1));
        stage.register(stage.carol, C, B);
        assertThat(stage.send(stage.bob, new PrInCommand(PrInAction.READ_KEYS, 20)))
                .isEqualTo(GOOD);
        assertThat(HexFormat.of().formatHex(stage.dataIn()))
                .isEqualTo("0000000300000010" + "000000000000000b" + "00000000");
    }

    @ParameterizedTest
    @CsvSource({
        "strict-spc5, 21, GOOD, 000000000000000a0000000000",
        "lio, 21, GOOD, 00000000000000000000000000",
        "lio, 22, GOOD, 000000000000000a000000000001",
        "spdk, 23, 05/24/00, ",
        "spdk, 24, GOOD, 000000000000000a0000000000010000",
        "spdk-old, 21, GOOD, 000000000000000a0000000000"
    })
    void readReservationThatIsCutOff(String profile, int allocation, String end, String reservation) {
        Stage stage = Stage.of(profile).reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(stage.send(stage.bob, new PrInCommand(PrInAction.READ_RESERVATION, allocation)))
                .isEqualTo(end);
        if (end.equals(GOOD)) {
            assertThat(HexFormat.of().formatHex(stage.dataIn())).isEqualTo("0000000300000010" + reservation);
        }
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, 5, GOOD", "lio, 5, 05/24/00", "lio, 6, GOOD", "tgt, 7, 05/24/00"})
    void reportCapabilitiesThatIsCutOff(String profile, int allocation, String end) {
        Stage stage = Stage.of(profile);
        assertThat(stage.send(stage.bob, new PrInCommand(PrInAction.REPORT_CAPABILITIES, allocation)))
                .isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({"lio, 00081d90ea010000", "spdk, 00081080ea010000", "spdk-old, 00080080ea010000", "ctl, 000810d0ea010000"
    })
    void whatReportCapabilitiesTells(String profile, String data) {
        Stage stage = Stage.of(profile);
        stage.send(stage.bob, new PrInCommand(PrInAction.REPORT_CAPABILITIES, 8));
        assertThat(HexFormat.of().formatHex(stage.dataIn())).isEqualTo(data);
    }

    /** Key, ALL_TG_PT and R_HOLDER, relative target port, the beginning of the TransportID. */
    @ParameterizedTest
    @CsvSource({
        "strict-spc5, 000000000000000a, 03, 0001, 00000000",
        "lio, 000000000000000a, 03, 0000, 00000000",
        "spdk, 0a00000000000000, 01, 0100, 00000000",
        "ctl, 000000000000000a, 01, 0000, 01000000"
    })
    void howReadFullStatusShowsARegistration(String profile, String key, String flags, String port, String id) {
        Stage stage = Stage.of(profile);
        boolean all = flags.equals("03");
        stage.register(stage.alice, ZERO, A, all ? RegisterOptions.NONE.withAllTgPt() : RegisterOptions.NONE);
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE);
        stage.send(stage.bob, new PrInCommand(PrInAction.READ_FULL_STATUS, 8192));
        assertThat(HexFormat.of().formatHex(stage.dataIn(), 8, 36))
                .isEqualTo(key + "00000000" + flags + "01" + "00000000" + port + "00000018" + id);
    }

    /** SPDK goes on showing the key that the reservation was made with, and compares with it. */
    @Test
    void spdkKeepsTheKeyOfAReservation() {
        Stage stage = new Stage(TargetConfiguration.of(SPDK)).reservedByAlice(WRITE_EXCLUSIVE);
        stage.register(stage.alice, A, WRONG);
        stage.send(stage.bob, new PrInCommand(PrInAction.READ_RESERVATION, 24));
        assertThat(ByteBuffer.wrap(stage.dataIn()).getLong(8)).isEqualTo(0xa);
        assertThat(stage.release(stage.alice, WRONG, WRITE_EXCLUSIVE)).isEqualTo("05/24/00");
        assertThat(stage.preempt(stage.bob, B, A, EXCLUSIVE_ACCESS)).isEqualTo(GOOD);
        assertThat(stage.unit).hasOnlyKeys(WRONG, B, C).isReservedBy(stage.bob, EXCLUSIVE_ACCESS);
        stage.register(stage.bob, B, A);
        assertThat(stage.preempt(stage.carol, C, A, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.unit).hasOnlyKeys(WRONG, C).isNotReserved();
    }

    @Test
    void tgtHasNoFullStatus() {
        Stage stage = new Stage(TargetConfiguration.of(TGT));
        assertThat(stage.send(stage.alice, new PrInCommand(PrInAction.READ_FULL_STATUS, 64)))
                .isEqualTo("05/24/00");
    }

    @Test
    void scstDoesNotShowAllTargetPorts() {
        Stage stage = new Stage(TargetConfiguration.of(SCST));
        stage.register(stage.alice, ZERO, A, RegisterOptions.NONE.withAllTgPt());
        stage.send(stage.alice, new PrInCommand(PrInAction.READ_FULL_STATUS, 64));
        assertThat(stage.dataIn()[8 + 12]).isZero();
    }
}
