// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.simulation.map.SimulatedMultipathd.Configuration;
import io.prhelper.simulation.map.SimulatedMultipathd.Version;
import io.prhelper.simulation.target.SimulatedNexus;
import io.prhelper.simulation.target.SimulatedTarget;
import io.prhelper.simulation.target.TargetConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SimulatedMapTest {
    private static final ReservationKey A = new ReservationKey(0xa1);
    private static final ReservationType TYPE = ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;

    private final SimulatedTarget target = SimulatedTarget.create(
            TargetConfiguration.strictSpc5().withTargetPorts(1, 2, 3).withUnits(2));
    private final SimulatedNexus first = target.nexus(new TransportId.Sas(1), 1, 0);
    private final SimulatedNexus second = target.nexus(new TransportId.Sas(2), 2, 0);
    private final SimulatedNexus stranger = target.nexus(new TransportId.Sas(3), 3, 0);
    private final SimulatedMap map = SimulatedMap.over(Version.V0_15, first, second);
    private final ScsiExchange exchange = ScsiExchange.allocate();

    private String send(PrCommand command) {
        command.putInto(exchange);
        map.execute(exchange);
        return PrOutcome.of(exchange).toString();
    }

    private String write() {
        byte[] cdb = new byte[10];
        cdb[0] = 0x2a;
        cdb[8] = 1;
        exchange.put(cdb, new byte[512]);
        map.execute(exchange);
        return ScsiStatus.describe(exchange.status());
    }

    @Test
    void whoeverRegistersAMapWritesThroughAllItsPaths() {
        assertThat(send(new PrOutCommand.Register(ReservationKey.ZERO, A))).isEqualTo("GOOD");
        assertThat(send(new PrOutCommand.Reserve(A, TYPE))).isEqualTo("GOOD");
        for (int i = 0; i < 4; i++) {
            String status = write();
            assertThat(status.startsWith("CHECK") ? write() : status).isEqualTo("GOOD (00h)");
        }
        assertThat(map.multipathd().key()).contains(A);
        assertThat(map.multipathd().status()).isTrue();
        assertThat(map.multipathd().hold()).isTrue();
    }

    @Test
    void withTypeOneEverySecondWriteFails() {
        send(new PrOutCommand.Register(ReservationKey.ZERO, A));
        send(new PrOutCommand.Reserve(A, ReservationType.WRITE_EXCLUSIVE));
        write();
        write();
        assertThat(new String[] {write(), write()})
                .containsExactlyInAnyOrder("GOOD (00h)", "RESERVATION CONFLICT (18h)");
        assertThat(map.sentences()).singleElement().asString().startsWith("is reserved with type 1");
    }

    @Test
    void aMapWithoutPathsAnswersAsADiskThatIsOffline() {
        map.fail(0);
        map.fail(1);
        map.fail(1);
        assertThat(send(new PrOutCommand.Clear(A))).isEqualTo("CHECK CONDITION 04/44/00");
        assertThat(write()).isEqualTo("CHECK CONDITION (02h)");
        map.restore(0);
        assertThat(send(new PrOutCommand.Register(ReservationKey.ZERO, A))).isEqualTo("GOOD");
    }

    @Test
    void aPathThatComesBackIsRegisteredAlsoWhereMultipathdTakesNoNotice() {
        map.fail(1);
        send(new PrOutCommand.Register(ReservationKey.ZERO, A));
        map.silence(true);
        map.restore(1);
        assertThat(target.unit(0).snapshot().keyOf(second.port())).isEmpty();
        map.silence(false);
        send(new PrOutCommand.Reserve(A, TYPE));
        assertThat(target.unit(0).snapshot().keyOf(second.port())).contains(A);
    }

    @Test
    void registeringNeedsMultipathdAndItsConfiguration() {
        map.silence(true);
        assertThat(send(new PrOutCommand.Register(ReservationKey.ZERO, A))).isEqualTo("CHECK CONDITION 0B/08/00");
        SimulatedMap unset = SimulatedMap.over(Version.V0_9, Configuration.NONE, first, second);
        new PrOutCommand.Register(ReservationKey.ZERO, A).putInto(exchange);
        unset.execute(exchange);
        assertThat(PrOutcome.of(exchange)).hasToString("CHECK CONDITION 0B/08/00");
        assertThat(unset.sentences()).singleElement().asString().contains("reservation_key file");
        assertThat(target.unit(0).snapshot().keyOf(first.port())).isEmpty();
    }

    /** The log does not say then that multipath.conf lacked a line. */
    @ParameterizedTest
    @EnumSource(Version.class)
    void aMapThatMultipathdDoesNotKnowIsServedButNotRegistered(Version version) {
        SimulatedMap lost = SimulatedMap.over(version, first, second);
        new PrOutCommand.RegisterAndIgnoreExistingKey(A).putInto(exchange);
        lost.execute(exchange);
        lost.multipathd().lose();
        assertThat(lost.multipathd().answer("suspend map mpatha")).isEqualTo("fail");
        assertThat(lost.multipathd().key()).isEmpty();
        assertThat(lost.multipathd().status()).isFalse();
        for (PrCommand command : new PrCommand[] {
            new PrOutCommand.Register(A, new ReservationKey(0xb2)), new PrOutCommand.RegisterAndIgnoreExistingKey(A)
        }) {
            command.putInto(exchange);
            lost.execute(exchange);
            assertThat(PrOutcome.of(exchange)).hasToString("CHECK CONDITION 0B/08/00");
        }
        assertThat(lost.sentences())
                .hasSize(2)
                .allMatch(said -> said.startsWith("not registered: multipathd does not know the map ("));
        assertThat(target.unit(0).snapshot().keyOf(second.port())).contains(A);
        lost.fail(0);
        lost.restore(0);
        for (PrCommand command : new PrCommand[] {
            new PrOutCommand.Reserve(A, TYPE),
            new PrOutCommand.Release(A, TYPE),
            new PrOutCommand.Register(A, ReservationKey.ZERO)
        }) {
            command.putInto(exchange);
            lost.execute(exchange);
            assertThat(PrOutcome.of(exchange)).hasToString("GOOD");
        }
        assertThat(target.unit(0).snapshot().keyOf(first.port())).isEmpty();
    }

    @Test
    void cleaningUpForgetsTheKeyBeforeThePathsLoseIt() {
        send(new PrOutCommand.Register(ReservationKey.ZERO, A));
        exchange.put(new byte[] {(byte) Wire.CLEANUP}, new byte[0]);
        map.execute(exchange);
        assertThat(exchange.status()).isZero();
        assertThat(map.multipathd().key()).isEmpty();
        assertThat(target.unit(0).snapshot().keyOf(first.port())).isEmpty();
    }

    /** As seen with the real ones. */
    @ParameterizedTest
    @CsvSource({
        "V0_9, getprkey map dm-0, none",
        "V0_9, getprstatus map dm-0, 0",
        "V0_9, getprhold map dm-0, fail",
        "V0_9, setprhold map dm-0, fail",
        "V0_9, setprkey map dm-0 key 0x0, fail",
        "V0_9, nonsense, fail",
        "V0_9, nonsense map dm-0, fail",
        "V0_15, getprstatus map dm-0, unset",
        "V0_15, getprhold map dm-0, unset",
        "V0_15, setprhold map dm-0, ok",
        "V0_9, getprkey map mpatha, none",
        "V0_9, setprkey map mpatha key 0xa1, ok",
        "V0_9, suspend map mpatha, ok",
        "V0_9, suspend map dm-0, fail",
        "V0_9, resume map dm-0, fail",
        "V0_15, suspend map mpatha, ok",
        "V0_15, resume map mpatha, ok",
        "V0_15, suspend map dm-0, fail",
        "V0_15, suspend map mpathb, fail",
        "V0_9, getprkey map mpathb, fail",
        "V0_9, setprkey map mpathb key 0xa1, fail",
        "V0_15, getprkey map mpathb, fail device not found",
        "V0_15, setprkey map mpathb key 0xa1, fail device not found",
        "V0_15, setprstatus map mpathb, fail device not found",
        "V0_15, nonsense map mpathb, fail"
    })
    void multipathdAnswersAsItsVersionDoes(Version version, String command, String answer) {
        assertThat(SimulatedMap.over(version, first).multipathd().answer(command))
                .isEqualTo(answer);
    }

    @Test
    void aMapIsSuspendedUntilItIsResumedByItsOwnName() {
        SimulatedMultipathd multipathd = map.multipathd();
        multipathd.answer("suspend map mpatha");
        multipathd.answer("resume map dm-0");
        assertThat(multipathd.isSuspended()).isTrue();
        multipathd.answer("resume map mpatha");
        assertThat(multipathd.isSuspended()).isFalse();
    }

    /** And not without a word, as where multipathd knows no such map. */
    @ParameterizedTest
    @EnumSource(Version.class)
    void whoPreemptsItselfHasTheMapSuspended(Version version) {
        SimulatedMap own = SimulatedMap.over(version, first, second);
        for (PrCommand command :
                new PrCommand[] {new PrOutCommand.Register(ReservationKey.ZERO, A), new PrOutCommand.Preempt(A, A, TYPE)
                }) {
            command.putInto(exchange);
            own.execute(exchange);
            assertThat(PrOutcome.of(exchange)).hasToString("GOOD");
        }
        assertThat(own.sentences()).isEmpty();
        assertThat(own.multipathd().isSuspended()).isFalse();
    }

    @Test
    void theLaterVersionBelievesTheDiskOnly() {
        SimulatedMultipathd earlier = SimulatedMap.over(Version.V0_9, first).multipathd();
        SimulatedMultipathd later = SimulatedMap.over(Version.V0_15, first).multipathd();
        for (SimulatedMultipathd one : new SimulatedMultipathd[] {earlier, later}) {
            assertThat(one.answer("setprkey map dm-0 key 0xa1:aptpl")).isEqualTo("ok");
            assertThat(one.answer("getprkey map dm-0")).isEqualTo("0xa1:aptpl");
            assertThat(one.answer("setprstatus map dm-0")).isEqualTo("ok");
        }
        assertThat(earlier.answer("getprstatus map dm-0")).isEqualTo("1");
        assertThat(later.answer("getprstatus map dm-0")).isEqualTo("unset");
    }

    @Test
    void pathsThatDoNotBelongTogetherAreNamed() {
        SimulatedNexus other = target.nexus(new TransportId.Sas(1), 1, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SimulatedMap.over(Version.V0_9, stranger, other))
                .withMessageContaining("LUN 1");
        assertThatIllegalArgumentException().isThrownBy(() -> map.fail(2)).withMessageContaining("no path 2");
        assertThatIllegalArgumentException().isThrownBy(() -> map.restore(-1)).withMessageContaining("no path -1");
    }
}
