// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.core.pr.ReservationType.*;
import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static io.prhelper.simulation.target.Stage.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.RegisterOptions;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.TransportId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The target around its reservations: units, medium, identity, threads, snapshots. */
final class SimulatedTargetTest {
    private final Stage stage = new Stage();

    private String send(SimulatedNexus nexus, String cdb, byte[] dataOut) {
        return stage.send(nexus, HexFormat.of().parseHex(cdb), dataOut);
    }

    @Test
    void unitsKnowNothingOfEachOther() {
        Stage two = new Stage(TargetConfiguration.strictSpc5().withUnits(2));
        SimulatedNexus aliceAtOne = two.target.nexus(two.alice.initiator(), 1);
        two.reservedByAlice(EXCLUSIVE_ACCESS);
        assertThat(two.target.unit(1)).isNotReserved().hasNoRegistrations().hasGeneration(0);
        assertThat(two.read(aliceAtOne)).isEqualTo(GOOD);
        assertThat(two.register(aliceAtOne, ZERO, C)).isEqualTo(GOOD);
        two.target.losePower();
        assertThat(two.target.unit(1)).hasNoRegistrations();
    }

    @Test
    void initiatorsMayComeLate() {
        stage.reservedByAlice(EXCLUSIVE_ACCESS);
        SimulatedNexus dave = stage.target.nexus(new TransportId.Sas(0xd), 0);
        assertThat(stage.read(dave)).isEqualTo(CONFLICT);
        assertThat(stage.register(dave, ZERO, B)).isEqualTo(GOOD);
        assertThat(stage.unit).hasOnlyKeys(A, B, C, B).isReservedBy(stage.alice, EXCLUSIVE_ACCESS);
    }

    @Test
    void theMediumKeepsWhatIsWritten() {
        byte[] blocks = new byte[1024];
        blocks[0] = 1;
        blocks[1023] = 2;
        assertThat(send(stage.alice, "2a000000000700000200", blocks)).isEqualTo(GOOD);
        assertThat(send(stage.bob, "88000000000000000006000000030000", new byte[0]))
                .isEqualTo(GOOD);
        byte[] expected = ByteBuffer.allocate(1536).put(512, blocks).array();
        assertThat(stage.dataIn()).isEqualTo(expected);
        assertThat(send(stage.alice, "2a000000000600000100", new byte[512])).isEqualTo(GOOD);
        send(stage.bob, "28000000000700000100", new byte[0]);
        assertThat(stage.dataIn()[0]).isEqualTo((byte) 1);
    }

    @ParameterizedTest
    @CsvSource({
        "28000000000900000100, GOOD",
        "28000000000900000200, 05/21/00",
        "28000000000a00000000, GOOD",
        "28000000000b00000000, 05/21/00",
        "2800ffffffff00000100, 05/21/00",
        "8800800000000000000000000001 0000, 05/21/00",
        "880000000000000000008000 00000000, 05/21/00",
        "28000000000000001100, 05/21/00",
        "28000000000000000000, GOOD",
    })
    void aMediumHasAnEnd(String cdb, String end) {
        Stage small = new Stage(TargetConfiguration.strictSpc5().withBlocks(10));
        assertThat(small.send(small.alice, HexFormat.of().parseHex(cdb.replace(" ", "")), new byte[0]))
                .isEqualTo(end);
    }

    @Test
    void aTransferIsOfAtMostSixteenBlocksAndOfWhatCame() {
        assertThat(send(stage.alice, "28000000000000001000", new byte[0])).isEqualTo(GOOD);
        assertThat(stage.dataIn()).hasSize(8192);
        assertThat(send(stage.alice, "28000000000000001100", new byte[0])).isEqualTo("05/24/00");
        assertThat(send(stage.alice, "2a000000000000000200", new byte[1023])).isEqualTo("05/24/00");
    }

    @Test
    void inquiryShowsADiskAndTheNameOfTheConfiguration() {
        assertThat(send(stage.alice, "120000006000", new byte[0])).isEqualTo(GOOD);
        assertThat(stage.dataIn()).hasSize(74).startsWith(0x00, 0x00, 0x06, 0x02, 69);
        assertThat(new String(stage.dataIn(), 8, 28, StandardCharsets.US_ASCII))
                .isEqualTo("PRHELPERstrict-spc5     1   ");
        assertThat(send(stage.alice, "120000000500", new byte[0])).isEqualTo(GOOD);
        assertThat(stage.dataIn()).hasSize(5);
        assertThat(send(stage.alice, "120083006000", new byte[0])).isEqualTo("05/24/00");
        assertThat(send(stage.alice, "120000010000", new byte[0])).isEqualTo(GOOD);
        assertThat(stage.dataIn()).hasSize(74);
        Stage named = new Stage(TargetConfiguration.strictSpc5().withName("a name of more than 16"));
        named.send(named.alice, HexFormat.of().parseHex("120000006000"), new byte[0]);
        assertThat(new String(named.dataIn(), 16, 16, StandardCharsets.US_ASCII))
                .isEqualTo("a name of more t");
    }

    @Test
    void requestSenseHasNothingToSayAndReportLunsCounts() {
        Stage two = new Stage(TargetConfiguration.strictSpc5().withUnits(2));
        assertThat(two.send(two.alice, HexFormat.of().parseHex("030000001200"), new byte[0]))
                .isEqualTo(GOOD);
        assertThat(two.dataIn()).hasSize(18).startsWith(0x70, 0x00, 0x00);
        assertThat(two.send(two.alice, HexFormat.of().parseHex("a0000000000000000100" + "0000"), new byte[0]))
                .isEqualTo(GOOD);
        assertThat(HexFormat.of().formatHex(two.dataIn()))
                .isEqualTo("0000001000000000" + "0000000000000000" + "0001000000000000");
        // Allocation lengths: none, and more than an int holds.
        assertThat(two.send(two.alice, HexFormat.of().parseHex("a00000000000000000000000"), new byte[0]))
                .isEqualTo(GOOD);
        assertThat(two.dataIn()).isEmpty();
        two.send(two.alice, HexFormat.of().parseHex("a00000000000ffffffff0000"), new byte[0]);
        assertThat(two.dataIn()).hasSize(24);
    }

    @Test
    void anUnknownCommandIsRefused() {
        assertThat(send(stage.alice, "c00000000000", new byte[0])).isEqualTo("05/20/00");
    }

    @Test
    void aSnapshotDoesNotChangeAndCanBeRestored() {
        stage.reservedByAlice(WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        stage.release(stage.alice, A, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        stage.reserve(stage.alice, A, EXCLUSIVE_ACCESS_ALL_REGISTRANTS);
        UnitSnapshot before = stage.snapshot();
        String text = before.toString();
        stage.unit.losePower();
        assertThat(before.toString()).isEqualTo(text);
        stage.unit.restore(before);
        assertThat(stage.snapshot()).isEqualTo(before);
        assertThat(stage.testUnitReady(stage.bob)).isEqualTo("06/2A/04");
        assertThat(stage.release(stage.bob, B, EXCLUSIVE_ACCESS_ALL_REGISTRANTS))
                .isEqualTo(GOOD);
    }

    @Test
    void aTargetTellsPeopleWhatItKnows() {
        stage.reservedByAlice(WRITE_EXCLUSIVE);
        stage.preempt(stage.bob, B, C, WRITE_EXCLUSIVE);
        assertThat(stage.target.toString()).isEqualTo("""
                        simulated target strict-spc5
                        LUN 0: generation 4, WRITE_EXCLUSIVE held by fc,100000000000000a through port 1
                          fc,100000000000000a through port 1 with 0x000000000000000a, holder
                          sas,500000000000000b through port 1 with 0x000000000000000b
                          attention of iscsi,iqn.2026-01.example:carol,i,0x008000000001 through port 1: [06/2A/05]""");
    }

    @Test
    void aSnapshotHoldsAndRestoresAllThereIs() {
        stage.send(stage.bob, new PrOutCommand.Register(ZERO, B, RegisterOptions.NONE.withAptpl()));
        UnitSnapshot persistent = stage.snapshot();
        UnitSnapshot initial = new Stage().snapshot();
        stage.reserve(stage.bob, B, WRITE_EXCLUSIVE);
        UnitSnapshot held = stage.snapshot();
        stage.register(stage.bob, B, ZERO);
        send(stage.carol, "160000000000", new byte[0]);
        UnitSnapshot reserved = stage.snapshot();
        assertThat(reserved.spc2Holder()).contains(stage.carol.port());
        assertThat(reserved.toString()).contains("RESERVE by " + stage.carol.port());
        stage.unit.loseReservationInformation();
        UnitSnapshot lost = stage.snapshot();
        assertThat(lost.toString()).contains("information lost");
        for (UnitSnapshot snapshot : List.of(persistent, held, reserved, initial, lost)) {
            stage.unit.restore(snapshot);
            assertThat(stage.snapshot()).isEqualTo(snapshot);
        }
        stage.unit.restore(persistent);
        assertThat(stage.testUnitReady(stage.alice)).isEqualTo(GOOD);
        assertThat(stage.unit).isPersistentThroughPowerLoss();
        assertThat(persistent.toString()).contains("APTPL");
    }

    @Test
    void nothingThatHappensToAUnitKeepsItsLock() throws Exception {
        UnitSnapshot snapshot = stage.snapshot();
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            for (Runnable happening : List.<Runnable>of(
                    () -> stage.unit.restore(snapshot),
                    stage.unit::losePower,
                    stage.unit::resetUnit,
                    stage.unit::loseReservationInformation,
                    () -> stage.target.nexus(new TransportId.Sas(0xeee), 0),
                    () -> stage.read(stage.alice))) {
                happening.run();
                assertThat(other.submit(stage.unit::snapshot).get(20, TimeUnit.SECONDS))
                        .isNotNull();
            }
        }
    }

    /** Whatever the bytes, the target answers, and with no more data than was asked for. */
    @Test
    void noBytesMakeTheTargetThrow() {
        byte[] opcodes = HexFormat.of().parseHex("0003121617282a56575e5f5f5f5f888aa0c0");
        Random random = new Random(1);
        ScsiExchange exchange = ScsiExchange.allocate();
        List<SimulatedNexus> nexuses = List.of(stage.alice, stage.bob, stage.carol);
        for (int i = 0; i < 200_000; i++) {
            byte[] cdb = new byte[16];
            random.nextBytes(cdb);
            byte[] dataOut = new byte[random.nextInt(80)];
            random.nextBytes(dataOut);
            cdb[0] = opcodes[random.nextInt(opcodes.length)];
            // Most lists have the length that the CDB says, or nothing would be read of them.
            if (cdb[0] == 0x5f && i % 4 != 0) {
                ByteBuffer.wrap(cdb).putInt(5, dataOut.length);
            }
            exchange.put(cdb, dataOut);
            nexuses.get(i % 3).execute(exchange);
            int allocation = exchange.cdb(7) << 8 | exchange.cdb(8);
            assertThat(exchange.transferred()).isLessThanOrEqualTo(cdb[0] == 0x5e ? allocation : 8192);
        }
    }

    /** Eight threads fight for a unit; whatever the order, what they were told adds up to what the unit knows. */
    @Test
    void threadsMayShareAUnit() throws Exception {
        List<Future<Integer>> counts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int number : IntStream.range(0, 8).toArray()) {
                counts.add(threads.submit(() -> register(number)));
            }
        }
        int good = 0;
        for (Future<Integer> count : counts) {
            good += count.get();
        }
        assertThat(stage.unit).hasGeneration(good);
        assertThat(good).isEqualTo(8 * 2000);
    }

    private int register(int number) {
        ScsiExchange exchange = ScsiExchange.allocate();
        SimulatedNexus nexus = stage.target.nexus(new TransportId.Sas(0x100 + number), 0);
        int good = 0;
        for (int i = 0; i < 2000; i++) {
            new PrOutCommand.RegisterAndIgnoreExistingKey(new ReservationKey(i % 3)).putInto(exchange);
            // Unregistered and key 0 would not count.
            if (i == 0) {
                new PrOutCommand.RegisterAndIgnoreExistingKey(new ReservationKey(1)).putInto(exchange);
            }
            nexus.execute(exchange);
            good += exchange.status() == 0 ? 1 : 0;
        }
        return good;
    }
}
