// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.core.pr.ReservationType.*;
import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static io.prhelper.simulation.target.Stage.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutAction;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.guard.Beside;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class FaultTest {
    private final Stage stage = new Stage();

    @Test
    void aTimeOutBeforeTheUnitLeavesItAsItWas() {
        stage.target.inject(Fault.of(new Failure.NotSent(HostStatus.TIME_OUT)).nth(1));
        assertThat(stage.register(stage.alice, ZERO, A)).isEqualTo("0B/2E/02");
        assertThat(stage.unit).hasNoRegistrations();
        assertThat(stage.register(stage.alice, ZERO, A)).isEqualTo(GOOD);
    }

    @Test
    void aLostReplyHidesThatTheUnitActed() {
        stage.target.inject(Fault.of(new Failure.ReplyLost(HostStatus.TIME_OUT)).nth(1));
        assertThat(stage.register(stage.alice, ZERO, A)).isEqualTo("0B/2E/02");
        assertThat(stage.unit).hasOnlyKeys(A);
    }

    @Test
    void aLostReplyLeavesNoData() {
        stage.allRegistered();
        stage.target.inject(Fault.of(new Failure.ReplyLost(HostStatus.NO_CONNECT)));
        assertThat(stage.send(stage.alice, new PrInCommand(PrInAction.READ_KEYS, 64)))
                .isEqualTo("0B/05/00");
        assertThat(stage.dataIn()).isEmpty();
        assertThat(stage.room(32)).containsOnly(0);
    }

    @ParameterizedTest
    @CsvSource({
        "NO_CONNECT, 01, 0B/05/00",
        "BUS_BUSY, 02, BUSY (08h)",
        "TIME_OUT, 03, 0B/2E/02",
        "BAD_TARGET, 04, 0B/08/00",
        "ABORT, 05, 0B/2F/02",
        "PARITY, 06, 0B/08/00",
        "ERROR, 07, 0B/08/00",
        "RESET, 08, 06/29/00",
        "SOFT_ERROR, 0b, 0B/08/00",
        "IMM_RETRY, 0c, 0B/08/00",
        "REQUEUE, 0d, 0B/08/00",
        "TRANSPORT_DISRUPTED, 0e, 0B/29/07",
        "TRANSPORT_FAILFAST, 0f, 0B/08/00",
        "TARGET_FAILURE, 10, 04/44/00",
        "NEXUS_FAILURE, 11, CONFLICT",
        "ALLOC_FAILURE, 12, 07/27/07",
        "MEDIUM_ERROR, 13, 03/11/00",
        "TRANSPORT_MARGINAL, 14, 0B/08/00",
    })
    void aHostStatusIsShownAsQemuShowsItAndNeverAsGood(HostStatus status, String code, String end) {
        assertThat(status.code()).isEqualTo(Integer.parseInt(code, 16));
        stage.target.inject(Fault.of(new Failure.NotSent(status)));
        assertThat(stage.testUnitReady(stage.alice)).isEqualTo(end);
    }

    @Test
    void anyStatusAndSenseCanBeAnswered() {
        stage.target.inject(
                Fault.of(new Failure.Answered(ScsiStatus.TASK_SET_FULL)).nth(1));
        stage.target.inject(
                Fault.of(new Failure.Answered(new Sense(0x3, 0x11, 0x00))).nth(1));
        stage.target.inject(Fault.of(new Failure.Answered(0xc3, Sense.NO_SENSE)).nth(1));
        assertThat(stage.register(stage.alice, ZERO, A)).isEqualTo("TASK SET FULL (28h)");
        assertThat(stage.register(stage.alice, ZERO, A)).isEqualTo("03/11/00");
        assertThat(stage.register(stage.alice, ZERO, A)).isEqualTo("status (C3h)");
        assertThat(stage.register(stage.alice, ZERO, A)).isEqualTo(GOOD);
    }

    @Test
    void aFaultCountsOnlyTheCommandsThatItLooksAt() {
        Injection injection = stage.target.inject(Fault.of(new Failure.Answered(ScsiStatus.BUSY))
                .when(arrival -> arrival.is(PrOutAction.REGISTER))
                .when(arrival -> arrival.nexus().equals(stage.bob))
                .nth(2));
        stage.register(stage.alice, ZERO, A);
        stage.testUnitReady(stage.bob);
        assertThat(stage.register(stage.bob, ZERO, B)).isEqualTo(GOOD);
        assertThat(stage.register(stage.bob, B, B)).isEqualTo("BUSY (08h)");
        assertThat(stage.register(stage.bob, B, B)).isEqualTo(GOOD);
        assertThat(injection.hits()).isEqualTo(1);
    }

    @Test
    void aFaultSkipsHitsAndIsTakenOut() {
        try (Injection injection = stage.target.inject(
                Fault.of(new Failure.Answered(ScsiStatus.BUSY)).after(1).atMost(2))) {
            List<String> ends = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                ends.add(stage.testUnitReady(stage.alice));
            }
            assertThat(ends).containsExactly(GOOD, "BUSY (08h)", "BUSY (08h)", GOOD);
            assertThat(injection.hits()).isEqualTo(2);
        }
        stage.target
                .inject(Fault.of(new Failure.Answered(ScsiStatus.BUSY))
                        .when(arrival -> arrival.is(PrInAction.READ_KEYS)))
                .close();
        assertThat(stage.send(stage.alice, new PrInCommand(PrInAction.READ_KEYS, 8)))
                .isEqualTo(GOOD);
    }

    @Test
    void aFaultTellsServiceActionsApart() {
        stage.target.inject(
                Fault.of(new Failure.Answered(ScsiStatus.BUSY)).when(arrival -> arrival.is(PrInAction.READ_KEYS)));
        assertThat(stage.send(stage.alice, new PrInCommand(PrInAction.READ_RESERVATION, 8)))
                .isEqualTo(GOOD);
        assertThat(stage.registerAndIgnore(stage.alice, A)).isEqualTo(GOOD);
        assertThat(stage.testUnitReady(stage.alice)).isEqualTo(GOOD);
        assertThat(stage.send(stage.alice, new PrInCommand(PrInAction.READ_KEYS, 8)))
                .isEqualTo("BUSY (08h)");
    }

    @Test
    void aFaultTellsTheTwoCommandsApart() {
        stage.target.inject(
                Fault.of(new Failure.Answered(ScsiStatus.BUSY)).when(arrival -> arrival.is(PrOutAction.REGISTER)));
        assertThat(PrInAction.READ_KEYS.code()).isEqualTo(PrOutAction.REGISTER.code());
        assertThat(stage.send(stage.alice, new PrInCommand(PrInAction.READ_KEYS, 8)))
                .isEqualTo(GOOD);
        assertThat(stage.registerAndIgnore(stage.alice, A)).isEqualTo(GOOD);
        assertThat(stage.register(stage.alice, A, B)).isEqualTo("BUSY (08h)");
    }

    /** How 64 commands end under a fault that was made after so many others. */
    private static List<String> ends(long seed, int others) {
        Stage stage = new Stage(TargetConfiguration.strictSpc5().withSeed(seed));
        for (int i = 0; i < others; i++) {
            stage.target.inject(Fault.of(new Failure.NotSent(HostStatus.ERROR))).close();
        }
        stage.target.inject(Fault.of(new Failure.Answered(ScsiStatus.BUSY)).withProbability(0.5));
        List<String> ends = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            ends.add(stage.testUnitReady(stage.alice));
        }
        return ends;
    }

    @Test
    void theSeedDecidesWhatChanceHits() {
        assertThat(ends(1, 0))
                .contains(GOOD, "BUSY (08h)")
                .isEqualTo(ends(1, 0))
                .isNotEqualTo(ends(2, 0));
        assertThat(ends(1, 0)).isNotEqualTo(ends(1, 1));
    }

    @Test
    void aHangEndsWhenItsGateOpens() throws Exception {
        Gate gate = new Gate();
        stage.target.inject(Fault.of(new Failure.Hung(gate)).when(arrival -> arrival.is(PrOutAction.REGISTER)));
        try (Beside<ScsiExchange> register = registering()) {
            gate.awaitHeld(1);
            assertThat(gate.held()).isEqualTo(1);
            assertThat(stage.testUnitReady(stage.bob)).isEqualTo(GOOD);
            assertThat(stage.unit).hasNoRegistrations();
            gate.release();
            assertThat(register.result()).endedGood();
        }
        assertThat(stage.unit).hasOnlyKeys(A);
        assertThat(gate.held()).isZero();
        assertThat(stage.register(stage.bob, ZERO, B)).isEqualTo(GOOD);
    }

    @Test
    void aHangThatIsDroppedTimesOutWithoutEffect() throws Exception {
        Gate gate = new Gate();
        stage.target.inject(Fault.of(new Failure.Hung(gate)));
        try (Beside<ScsiExchange> register = registering()) {
            gate.awaitHeld(1);
            gate.drop();
            assertThat(register.result()).endedWith(Sense.COMMAND_TIMEOUT).transferred(0);
        }
        assertThat(stage.unit).hasNoRegistrations();
    }

    @Test
    void anInterruptDoesNotEndAHang() throws InterruptedException {
        Gate gate = new Gate();
        stage.target.inject(Fault.of(new Failure.Hung(gate)).nth(1));
        List<Boolean> interrupted = new ArrayList<>();
        Thread sender = Thread.ofPlatform().start(() -> {
            ScsiExchange exchange = ScsiExchange.allocate();
            exchange.put(new byte[6], new byte[0]);
            // Before it waits: an interrupt that comes together with the gate's opening need not be seen by the wait.
            Thread.currentThread().interrupt();
            stage.alice.execute(exchange);
            interrupted.add(Thread.currentThread().isInterrupted());
        });
        gate.awaitHeld(1);
        assertThat(sender.join(Duration.ofMillis(1))).isFalse();
        gate.release();
        sender.join();
        assertThat(interrupted).containsExactly(true);
    }

    @Test
    void aCommandThatIsRefusedDoesNotHang() {
        stage.reservedByAlice(EXCLUSIVE_ACCESS);
        stage.target.inject(Fault.of(new Failure.Hung(new Gate())));
        assertThat(stage.write(stage.bob, (byte) 1)).isEqualTo(CONFLICT);
    }

    private Beside<ScsiExchange> registering() {
        return Beside.call(() -> {
            ScsiExchange exchange = ScsiExchange.allocate();
            new PrOutCommand.Register(ZERO, A).putInto(exchange);
            stage.alice.execute(exchange);
            return exchange;
        });
    }

    @Test
    void faultsThatCannotBeAreRefused() {
        Fault fault = Fault.of(new Failure.NotSent(HostStatus.ERROR));
        assertThatIllegalArgumentException().isThrownBy(() -> fault.nth(0)).withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> fault.atMost(0)).withMessageContaining("0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fault.withProbability(1.5))
                .withMessageContaining("1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Failure.Answered(256, Sense.NO_SENSE))
                .withMessageContaining("256");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Failure.Answered(-1, Sense.NO_SENSE))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fault.withProbability(0))
                .withMessageContaining("0.0");
        assertThat(fault.withProbability(1).nth(1)).isEqualTo(fault.nth(1));
        assertThat(new Failure.Answered(0, Sense.NO_SENSE).statusByte()).isZero();
        assertThat(new Failure.Answered(255, Sense.NO_SENSE).statusByte()).isEqualTo(255);
    }
}
