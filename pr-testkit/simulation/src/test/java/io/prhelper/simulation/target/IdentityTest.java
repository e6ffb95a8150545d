// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.simulation.target.Stage.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.TransportId;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What initiators look at before they use a disk. */
final class IdentityTest {
    private final Stage stage = new Stage();

    private static String send(Stage stage, Nexus nexus, String cdb) {
        return stage.send(nexus, HexFormat.of().parseHex(cdb), new byte[0]);
    }

    private String send(String cdb) {
        return send(stage, stage.alice, cdb);
    }

    private String data() {
        return HexFormat.of().formatHex(stage.dataIn());
    }

    @Test
    void inquiryClaimsItsStandards() {
        assertThat(send("120000006000")).isEqualTo(GOOD);
        assertThat(data()).hasSize(2 * 74).endsWith("00a0046004c00960" + "00".repeat(8));
    }

    @ParameterizedTest
    @CsvSource({
        "00, 0000000500" + "8083b0b1",
        "b0, 00b0003c" + "00000000" + "00000010" + "00000010",
        "b1, 00b1003c" + "0001",
    })
    void vitalProductDataIsThere(String code, String start) {
        assertThat(send("1201" + code + "00ff00")).isEqualTo(GOOD);
        assertThat(data()).startsWith(start);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12018300ff00", "12018000ff00"})
    void eachUnitHasItsNameAndKeepsIt(String cdb) {
        Stage two = new Stage(TargetConfiguration.strictSpc5().withUnits(2));
        assertThat(send(two, two.alice, cdb)).isEqualTo(GOOD);
        byte[] first = two.dataIn();
        assertThat(send(two, two.target.nexus(new TransportId.Sas(9), 1), cdb)).isEqualTo(GOOD);
        assertThat(two.dataIn()).isNotEqualTo(first);
        assertThat(send(cdb)).isEqualTo(GOOD);
        assertThat(stage.dataIn()).isEqualTo(first);
        Stage seeded = new Stage(TargetConfiguration.strictSpc5().withSeed(1));
        assertThat(send(seeded, seeded.alice, cdb)).isEqualTo(GOOD);
        assertThat(seeded.dataIn()).isNotEqualTo(first);
    }

    @Test
    void theTargetPortIsNamed() {
        Stage two = new Stage(TargetConfiguration.strictSpc5()
                .withName("A name_with " + "x".repeat(300))
                .withTargetPorts(1, 0x1234));
        assertThat(two.target.iscsiName())
                .startsWith("iqn.2026-01.io.prhelper:a-name-with-xxx")
                .hasSize(24 + 180);
        Nexus through = two.target.nexus(new TransportId.Sas(9), 0x1234, 0);
        assertThat(send(two, through, "12018303ff00")).isEqualTo(GOOD);
        String page = new String(two.dataIn(), StandardCharsets.ISO_8859_1);
        assertThat(page)
                .contains(two.target.iscsiName() + ",t,0x1234\0")
                .contains(two.target.iscsiName() + "\0")
                // Relative target port.
                .contains("\u0001\u0014\0\u0004\0\0\u00124");
    }

    @Test
    void pagesThatAreNotThereAreRefused() {
        assertThat(send("12018100ff00")).isEqualTo("05/24/00");
        assertThat(send("12008000ff00")).isEqualTo("05/24/00");
    }

    @Test
    void capacityIsThatOfTheConfiguration() {
        assertThat(send("25000000000000000000")).isEqualTo(GOOD);
        assertThat(data()).isEqualTo("001fffff" + "00000200");
        assertThat(send("9e1000000000000000000000002000" + "00")).isEqualTo(GOOD);
        assertThat(data()).isEqualTo("00000000001fffff" + "00000200" + "00".repeat(20));
        assertThat(send("9e1000000000000000000000000c00" + "00")).isEqualTo(GOOD);
        assertThat(stage.dataIn()).hasSize(12);
        assertThat(send("9e1200000000000000000000002000" + "00")).isEqualTo("05/24/00");
        Stage great = new Stage(TargetConfiguration.strictSpc5().withBlocks(1L << 33));
        assertThat(send(great, great.alice, "25000000000000000000")).isEqualTo(GOOD);
        assertThat(HexFormat.of().formatHex(great.dataIn())).isEqualTo("ffffffff" + "00000200");
    }

    @ParameterizedTest
    @CsvSource({
        "1a003f00ff00, 23001000" + "0812000000000000000000000000000000000000" + "0a0a00100000000000000000",
        "1a000a00ff00, 0f001000" + "0a0a00100000000000000000",
        "1a0008ffff00, 17001000" + "0812000000000000000000000000000000000000",
        "1a004a000c00, 0f001000" + "0a0a000000000000",
        "5a000a0000000000ff00, 0012001000000000" + "0a0a00100000000000000000",
    })
    void modePages(String cdb, String answer) {
        assertThat(send(cdb)).isEqualTo(GOOD);
        assertThat(data()).isEqualTo(answer);
    }

    @Test
    void taskAbortedStatusShowsInTheControlPage() {
        Stage aborting = new Stage(TargetConfiguration.strictSpc5().with(Feature.TASK_ABORTED_STATUS));
        assertThat(send(aborting, aborting.alice, "1a000a00ff00")).isEqualTo(GOOD);
        assertThat(aborting.dataIn()[4 + 5]).isEqualTo((byte) 0x40);
    }

    @ParameterizedTest
    @CsvSource({"1a00ca00ff00, 05/39/00", "1a000100ff00, 05/24/00", "1a000a01ff00, 05/24/00"})
    void modePagesThatAreNotThereAreRefused(String cdb, String end) {
        assertThat(send(cdb)).isEqualTo(end);
    }

    @Test
    void protectionInformationIsRefused() {
        assertThat(send("28200000000000000100")).isEqualTo("05/24/00");
        assertThat(send("28180000000000000100")).as("DPO and FUA").isEqualTo(GOOD);
    }

    /** SPC-5, table 69, and SBC-4, table 13: from a nexus that is not registered; C is a conflict. */
    @ParameterizedTest
    @CsvSource({
        "MODE SENSE (6), 1a003f00ff00, -, C",
        "MODE SENSE (10), 5a003f0000000000ff00, -, C",
        "READ CAPACITY (10), 25000000000000000000, -, -",
        "READ CAPACITY (16), 9e100000000000000000000000200000, -, -",
        "SYNCHRONIZE CACHE (10), 35000000000000000000, C, C",
        "SYNCHRONIZE CACHE (16), 91000000000000000000000000000000, C, C",
        "START STOP UNIT START, 1b0000000100, -, -",
        "START STOP UNIT stop, 1b0000000000, C, C",
        "START STOP UNIT power condition, 1b0000001100, C, C",
        "INQUIRY, 12018300ff00, -, -",
    })
    void underAReservation(String name, String cdb, String writeExclusive, String exclusiveAccess) {
        assertThat(send(stage, stage.bob, cdb)).as(name).isEqualTo(GOOD);
        for (ReservationType type : ReservationType.values()) {
            Stage reserved = new Stage();
            reserved.register(reserved.alice, Stage.ZERO, Stage.A);
            reserved.reserve(reserved.alice, Stage.A, type);
            String letter = type.isExclusiveAccess() ? exclusiveAccess : writeExclusive;
            assertThat(send(reserved, reserved.bob, cdb))
                    .as("%s under %s", name, type)
                    .isEqualTo(letter.equals("C") ? Stage.CONFLICT : GOOD);
            assertThat(send(reserved, reserved.alice, cdb)).isEqualTo(GOOD);
            reserved.register(reserved.bob, Stage.ZERO, Stage.B);
            assertThat(send(reserved, reserved.bob, cdb))
                    .as("%s under %s, registered", name, type)
                    .isEqualTo(letter.equals("C") && !type.admitsRegistrants() ? Stage.CONFLICT : GOOD);
        }
        Stage spc2 = new Stage();
        assertThat(send(spc2, spc2.alice, "160000000000")).isEqualTo(GOOD);
        assertThat(send(spc2, spc2.bob, cdb)).isEqualTo(name.equals("INQUIRY") ? GOOD : Stage.CONFLICT);
        spc2.alice.lose();
        assertThat(send(spc2, spc2.bob, cdb)).as("after the nexus is lost").isEqualTo(GOOD);
    }
}
