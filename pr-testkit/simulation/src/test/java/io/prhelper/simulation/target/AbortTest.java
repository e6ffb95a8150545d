// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.core.pr.ReservationType.*;
import static io.prhelper.core.scsi.Sense.REGISTRATIONS_PREEMPTED;
import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static io.prhelper.simulation.target.Stage.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What PREEMPT AND ABORT is for: a write of the fenced node that hangs in the unit never lands (SPC-5, 5.14.11.5). */
@Timeout(60)
final class AbortTest {
    private static final Sense COMMANDS_CLEARED = new Sense(0x6, 0x2f, 0x00);
    private static final byte FILLER = 0x77;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Gate gate = new Gate();

    @AfterEach
    void letGo() {
        gate.release();
        threads.close();
    }

    /** Starts a write of Alice and returns once it hangs in the unit. */
    private CompletableFuture<ScsiExchange> hangingWrite(Stage stage) throws InterruptedException {
        Injection hang = stage.target.inject(Fault.of(new Failure.Hung(gate))
                .when(arrival -> arrival.opcode() == 0x2a)
                .nth(1));
        CompletableFuture<ScsiExchange> write = CompletableFuture.supplyAsync(
                () -> {
                    ScsiExchange exchange = ScsiExchange.allocate();
                    byte[] block = new byte[512];
                    block[0] = FILLER;
                    exchange.put(new byte[] {0x2a, 0, 0, 0, 0, 0, 0, 0, 1, 0}, block);
                    stage.alice.execute(exchange);
                    return exchange;
                },
                threads);
        gate.awaitHeld(1);
        hang.close();
        return write;
    }

    private static boolean hasLanded(Stage stage) {
        assertThat(stage.read(stage.bob)).isEqualTo(GOOD);
        return stage.dataIn()[0] == FILLER;
    }

    private static Stage reserved(TargetConfiguration configuration, ReservationType type) {
        return new Stage(configuration).reservedByAlice(type);
    }

    @Test
    void aHangingWriteLandsAfterAPreempt() throws InterruptedException {
        Stage stage = reserved(TargetConfiguration.strictSpc5(), WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        CompletableFuture<ScsiExchange> write = hangingWrite(stage);
        assertThat(stage.preempt(stage.bob, B, A, WRITE_EXCLUSIVE_REGISTRANTS_ONLY))
                .isEqualTo(GOOD);
        gate.release();
        assertThat(write.join()).endedGood();
        assertThat(hasLanded(stage)).isTrue();
        assertThat(stage.write(stage.alice, FILLER)).isEqualTo("06/2A/05");
        assertThat(stage.write(stage.alice, FILLER)).isEqualTo(CONFLICT);
    }

    @Test
    void aHangingWriteNeverLandsAfterAPreemptAndAbort() throws InterruptedException {
        Stage stage = reserved(TargetConfiguration.strictSpc5(), WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        CompletableFuture<ScsiExchange> write = hangingWrite(stage);
        assertThat(stage.preemptAndAbort(stage.bob, B, A, WRITE_EXCLUSIVE_REGISTRANTS_ONLY))
                .isEqualTo(GOOD);
        assertThat(stage.unit).hasPending(stage.alice, REGISTRATIONS_PREEMPTED, COMMANDS_CLEARED);
        gate.release();
        assertThat(write.join()).endedWith(Sense.COMMAND_TIMEOUT);
        assertThat(hasLanded(stage)).isFalse();
    }

    @Test
    void whatHasEndedIsNotAborted() throws InterruptedException {
        Stage stage = reserved(TargetConfiguration.strictSpc5(), WRITE_EXCLUSIVE);
        CompletableFuture<ScsiExchange> write = hangingWrite(stage);
        gate.release();
        assertThat(write.join()).endedGood();
        stage.preemptAndAbort(stage.bob, B, A, WRITE_EXCLUSIVE);
        assertThat(stage.unit).hasPending(stage.alice, REGISTRATIONS_PREEMPTED);
    }

    @Test
    void withTaskAbortedStatusTheWriteSaysSo() throws InterruptedException {
        Stage stage = reserved(TargetConfiguration.strictSpc5().with(Feature.TASK_ABORTED_STATUS), WRITE_EXCLUSIVE);
        CompletableFuture<ScsiExchange> write = hangingWrite(stage);
        stage.preemptAndAbort(stage.bob, B, A, WRITE_EXCLUSIVE);
        assertThat(stage.unit).hasPending(stage.alice, REGISTRATIONS_PREEMPTED);
        gate.release();
        assertThat(write.join()).endedWith(ScsiStatus.TASK_ABORTED);
        assertThat(hasLanded(stage)).isFalse();
    }

    @Test
    void onlyTheTasksOfTheRemovedAreAborted() throws InterruptedException {
        Stage stage = reserved(TargetConfiguration.strictSpc5(), WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        CompletableFuture<ScsiExchange> write = hangingWrite(stage);
        assertThat(stage.preemptAndAbort(stage.bob, B, C, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        gate.release();
        assertThat(write.join()).endedGood();
        assertThat(hasLanded(stage)).isTrue();
    }

    @Test
    void ownTasksAreAbortedWithTheOwnRegistrationWithoutAnAttention() throws InterruptedException {
        Stage stage = reserved(TargetConfiguration.strictSpc5(), WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        CompletableFuture<ScsiExchange> write = hangingWrite(stage);
        assertThat(stage.preemptAndAbort(stage.alice, A, A, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        assertThat(stage.unit).hasPending(stage.alice);
        gate.release();
        assertThat(write.join()).endedWith(Sense.COMMAND_TIMEOUT);
    }

    @Test
    void aTaskIsAbortedOnce() throws InterruptedException {
        Stage stage = reserved(TargetConfiguration.strictSpc5(), WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        CompletableFuture<ScsiExchange> write = hangingWrite(stage);
        stage.preemptAndAbort(stage.bob, B, A, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        assertThat(stage.testUnitReady(stage.alice)).isEqualTo("06/2A/05");
        assertThat(stage.testUnitReady(stage.alice)).isEqualTo("06/2F/00");
        assertThat(stage.register(stage.alice, ZERO, A)).isEqualTo(GOOD);
        stage.preemptAndAbort(stage.bob, B, A, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        assertThat(stage.unit).hasPending(stage.alice, REGISTRATIONS_PREEMPTED);
        gate.release();
        assertThat(write.join()).endedWith(Sense.COMMAND_TIMEOUT);
    }

    /** No gate opens here: whoever was aborted waits no longer. */
    @Test
    void anAbortedTaskEndsAtOnce() throws InterruptedException {
        Stage stage = new Stage();
        CompletableFuture<ScsiExchange> write = hangingWrite(stage);
        stage.bob.abortAll();
        assertThat(stage.bob.abort(ScsiExchange.allocate())).isFalse();
        assertThat(gate.held()).isOne();
        stage.alice.abortAll();
        assertThat(write.join()).endedWith(Sense.COMMAND_TIMEOUT);
        assertThat(gate.held()).isZero();
    }

    @Test
    void aLostNexusAbortsItsTasks() throws InterruptedException {
        Stage stage = new Stage();
        CompletableFuture<ScsiExchange> write = hangingWrite(stage);
        stage.bob.lose();
        assertThat(gate.held()).isOne();
        stage.alice.lose();
        assertThat(write.join()).endedWith(Sense.COMMAND_TIMEOUT);
    }

    @Test
    void clearingTheTaskSetTellsTheOthersThatHadTasks() throws InterruptedException {
        Stage stage = new Stage();
        CompletableFuture<ScsiExchange> write = hangingWrite(stage);
        stage.bob.clearTaskSet();
        assertThat(write.join()).endedWith(Sense.COMMAND_TIMEOUT);
        assertThat(stage.unit)
                .hasPending(stage.alice, COMMANDS_CLEARED)
                .hasPending(stage.bob)
                .hasPending(stage.carol);
    }

    @Test
    void clearingTheOwnTaskSetTellsNobody() throws InterruptedException {
        Stage stage = new Stage();
        CompletableFuture<ScsiExchange> write = hangingWrite(stage);
        stage.alice.clearTaskSet();
        assertThat(write.join()).endedWith(Sense.COMMAND_TIMEOUT);
        assertThat(stage.unit).hasPending(stage.alice).hasPending(stage.bob);
    }

    @Test
    void withTaskAbortedStatusClearingTheTaskSetSaysSo() throws InterruptedException {
        Stage stage = new Stage(TargetConfiguration.strictSpc5().with(Feature.TASK_ABORTED_STATUS));
        CompletableFuture<ScsiExchange> write = hangingWrite(stage);
        stage.bob.clearTaskSet();
        assertThat(write.join()).endedWith(ScsiStatus.TASK_ABORTED);
        assertThat(stage.unit).hasPending(stage.alice);
    }

    /** What waits for the sender and whether it hears of the end, as a front end asks for them. */
    @Test
    void theSenderLearnsThatItWaitsAndWhetherItIsAnswered() {
        Stage stage = new Stage();
        ScsiExchange exchange = ScsiExchange.allocate();
        byte[] testUnitReady = new byte[6];
        List<String> told = new ArrayList<>();
        exchange.put(testUnitReady, new byte[0]);
        assertThat(stage.alice.execute(exchange, () -> told.add("not held"))).isTrue();
        try (Injection _ = stage.target.inject(Fault.of(new Failure.Hung(gate)))) {
            exchange.put(testUnitReady, new byte[0]);
            boolean answered = stage.alice.execute(exchange, () -> {
                told.add("held");
                told.add("aborted " + stage.alice.abort(exchange));
            });
            assertThat(answered).as("TAS is 0").isFalse();
        }
        try (Injection _ = stage.target.inject(Fault.of(new Failure.Answered(ScsiStatus.BUSY)))) {
            exchange.put(testUnitReady, new byte[0]);
            assertThat(stage.alice.execute(exchange, () -> told.add("not held")))
                    .isTrue();
        }
        assertThat(told).containsExactly("held", "aborted true");
    }

    /** Deviation of LIO: without a match of the reservation, nothing is aborted. */
    @Test
    void lioAbortsOnlyWhereItTakesTheReservationOver() throws InterruptedException {
        Stage stage = new Stage(TargetConfiguration.of(TargetProfile.LIO)).allRegistered();
        CompletableFuture<ScsiExchange> write = hangingWrite(stage);
        assertThat(stage.preemptAndAbort(stage.bob, B, A, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
        gate.release();
        assertThat(write.join()).endedGood();
        assertThat(hasLanded(stage)).isTrue();
    }

    @Test
    void aResetAndPowerLossAbortAll() throws InterruptedException {
        Stage stage = reserved(TargetConfiguration.strictSpc5(), WRITE_EXCLUSIVE);
        CompletableFuture<ScsiExchange> write = hangingWrite(stage);
        stage.unit.resetUnit();
        gate.release();
        assertThat(write.join()).endedWith(Sense.COMMAND_TIMEOUT);
        stage.testUnitReady(stage.bob);
        assertThat(hasLanded(stage)).isFalse();
    }
}
