// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.core.pr.ReservationType.EXCLUSIVE_ACCESS;
import static io.prhelper.core.pr.ReservationType.WRITE_EXCLUSIVE;
import static io.prhelper.core.pr.ReservationType.WRITE_EXCLUSIVE_ALL_REGISTRANTS;
import static io.prhelper.core.pr.ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.pr.TakeOver;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.guard.Beside;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Taking over, fencing and migrating on every target that was measured or read. */
final class TakeOverOnTargetsTest {
    private static final ReservationKey ALICES = new ReservationKey(0xa11ce);
    private static final ReservationKey BOBS = new ReservationKey(0xb0b);
    private static final ReservationKey CAROLS = new ReservationKey(0xca401);

    /** A host with an initiator of its own. */
    private record Host(SimulatedNexus nexus, ScsiExchange exchange) {
        Host(SimulatedTarget target, long address) {
            this(target.nexus(new TransportId.Sas(address), 0), ScsiExchange.allocate());
        }

        PrOutcome<?> send(PrCommand command) {
            command.putInto(exchange);
            nexus.execute(exchange);
            return PrOutcome.of(exchange);
        }

        TakeOver.Result run(TakeOver what) {
            return what.run(this::send);
        }

        void does(PrOutCommand command) {
            PrOutcome<?> outcome = send(command);
            while (outcome instanceof PrOutcome.CheckCondition<?>(var sense) && sense.key() == 6) {
                outcome = send(command);
            }
            assertThat(outcome.isGood()).as("%s: %s", command, outcome).isTrue();
        }

        List<ReservationKey> keys() {
            PrOutcome<?> outcome = send(PrQuery.READ_KEYS.command());
            while (!outcome.isGood()) {
                outcome = send(PrQuery.READ_KEYS.command());
            }
            return outcome.data(ReadKeysData.class).keys();
        }
    }

    /** Those whose PREEMPT removes the registration that it names: istgt's may keep that and forget the sender's. */
    private static List<TargetProfile> sane() {
        return TargetProfile.all().stream()
                .filter(profile -> !profile.equals(TargetProfile.ISTGT))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("sane")
    void aHolderIsTakenOver(TargetProfile profile) {
        SimulatedTarget target = SimulatedTarget.create(TargetConfiguration.of(profile));
        Host alice = new Host(target, 1);
        Host bob = new Host(target, 2);
        for (ReservationType type : List.of(WRITE_EXCLUSIVE, EXCLUSIVE_ACCESS, WRITE_EXCLUSIVE_REGISTRANTS_ONLY)) {
            assertThat(alice.run(TakeOver.reservation(ALICES, type)))
                    .isInstanceOfSatisfying(
                            TakeOver.Taken.class,
                            taken -> assertThat(taken.removed()).isEmpty());
            assertThat(bob.run(TakeOver.reservation(BOBS, type)))
                    .isInstanceOfSatisfying(
                            TakeOver.Taken.class,
                            taken -> assertThat(taken.removed()).contains(ALICES));
            assertThat(bob.keys()).containsExactly(BOBS);
            assertThat(bob.run(TakeOver.reservation(BOBS, type)))
                    .as("once more")
                    .isInstanceOf(TakeOver.Taken.class);
            bob.does(new PrOutCommand.Clear(BOBS));
        }
    }

    @ParameterizedTest
    @MethodSource("sane")
    void anotherTypeIsTakenByItsHolder(TargetProfile profile) {
        Host alice = new Host(SimulatedTarget.create(TargetConfiguration.of(profile)), 1);
        alice.run(TakeOver.reservation(ALICES, WRITE_EXCLUSIVE));
        assertThat(alice.run(TakeOver.reservation(ALICES, EXCLUSIVE_ACCESS)))
                .isInstanceOfSatisfying(
                        TakeOver.Taken.class,
                        taken -> assertThat(taken.reservation().scopeAndType().type())
                                .contains(EXCLUSIVE_ACCESS));
    }

    @ParameterizedTest
    @MethodSource("sane")
    void ofAllRegistrantsOneIsLeft(TargetProfile profile) {
        SimulatedTarget target = SimulatedTarget.create(TargetConfiguration.of(profile));
        Host alice = new Host(target, 1);
        Host bob = new Host(target, 2);
        alice.does(new PrOutCommand.Register(ReservationKey.ZERO, ALICES));
        PrOutcome<?> shared = alice.send(new PrOutCommand.Reserve(ALICES, WRITE_EXCLUSIVE_ALL_REGISTRANTS));
        if (shared.isGood()) {
            assertThat(bob.run(TakeOver.reservation(BOBS, WRITE_EXCLUSIVE))).isInstanceOf(TakeOver.Taken.class);
            assertThat(bob.keys()).containsExactly(BOBS);
        } else {
            assertThat(profile).as("that has no such type: %s", shared).isEqualTo(TargetProfile.ISTGT);
        }
    }

    @ParameterizedTest
    @MethodSource("sane")
    void aVictimIsFencedWhereverTheReservationIs(TargetProfile profile) {
        SimulatedTarget target = SimulatedTarget.create(TargetConfiguration.of(profile));
        Host alice = new Host(target, 1);
        Host bob = new Host(target, 2);
        Host carol = new Host(target, 3);
        TakeOver fence = TakeOver.fence(ALICES, BOBS, WRITE_EXCLUSIVE_REGISTRANTS_ONLY);
        for (Host holder : List.of(alice, bob, carol)) {
            alice.does(new PrOutCommand.Register(ReservationKey.ZERO, ALICES));
            bob.does(new PrOutCommand.Register(ReservationKey.ZERO, BOBS));
            carol.does(new PrOutCommand.Register(ReservationKey.ZERO, CAROLS));
            ReservationKey key = holder.equals(alice) ? ALICES : holder.equals(bob) ? BOBS : CAROLS;
            holder.does(new PrOutCommand.Reserve(key, WRITE_EXCLUSIVE_REGISTRANTS_ONLY));
            assertThat(alice.run(fence)).isInstanceOfSatisfying(TakeOver.Fenced.class, fenced -> {
                assertThat(fenced.wasRegistered()).isTrue();
                assertThat(fenced.mayWrite()).isTrue();
            });
            assertThat(alice.keys()).containsExactlyInAnyOrder(ALICES, CAROLS);
            assertThat(alice.run(fence.aborting()))
                    .isInstanceOfSatisfying(
                            TakeOver.Fenced.class,
                            fenced -> assertThat(fenced.wasRegistered()).isFalse());
            alice.does(new PrOutCommand.Clear(ALICES));
        }
        bob.does(new PrOutCommand.Register(ReservationKey.ZERO, BOBS));
        assertThat(alice.run(fence)).as("nothing is reserved").isInstanceOf(TakeOver.Fenced.class);
        assertThat(alice.keys()).containsExactly(ALICES);
    }

    @ParameterizedTest
    @MethodSource("sane")
    void aMachineTakesItsReservationAlong(TargetProfile profile) {
        SimulatedTarget target = SimulatedTarget.create(TargetConfiguration.of(profile));
        Host source = new Host(target, 1);
        Host destination = new Host(target, 2);
        source.does(new PrOutCommand.Register(ReservationKey.ZERO, ALICES));
        assertThat(destination.run(TakeOver.migration(ALICES)))
                .isEqualTo(new TakeOver.Registered(Optional.empty(), true));
        source.does(new PrOutCommand.Reserve(ALICES, WRITE_EXCLUSIVE));
        assertThat(destination.run(TakeOver.migration(ALICES)))
                .isInstanceOfSatisfying(
                        TakeOver.Taken.class,
                        taken -> assertThat(taken.removed()).contains(ALICES));
        assertThat(destination.keys()).as("the source's is gone").containsExactly(ALICES);
        assertThat(destination.run(TakeOver.migration(ALICES)))
                .isInstanceOfSatisfying(
                        TakeOver.Taken.class,
                        taken -> assertThat(taken.removed()).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("sane")
    void ofManyThatTryAtOnceOneHasIt(TargetProfile profile) throws Exception {
        SimulatedTarget target = SimulatedTarget.create(TargetConfiguration.of(profile));
        for (int round = 0; round < 20; round++) {
            CyclicBarrier together = new CyclicBarrier(4);
            List<Beside<TakeOver.Result>> running = new ArrayList<>();
            try {
                for (int i = 1; i <= 4; i++) {
                    Host host = new Host(target, i);
                    TakeOver what = TakeOver.reservation(new ReservationKey(i), WRITE_EXCLUSIVE);
                    running.add(Beside.call(() -> {
                        together.await();
                        return host.run(what);
                    }));
                }
                List<TakeOver.Result> results = new ArrayList<>();
                for (Beside<TakeOver.Result> one : running) {
                    results.add(one.result());
                }
                Host witness = new Host(target, 1);
                assertThat(results).noneMatch(TakeOver.Failed.class::isInstance);
                assertThat(results.stream()
                                .filter(TakeOver.Taken.class::isInstance)
                                .map(TakeOver.Taken.class::cast)
                                .map(taken -> taken.reservation().key()))
                        .as("who has it in the end is one of those who were told so")
                        .contains(holder(witness));
            } finally {
                running.forEach(Beside::close);
            }
        }
    }

    private static ReservationKey holder(Host host) {
        PrOutcome<?> outcome = host.send(PrQuery.READ_RESERVATION.command());
        while (!outcome.isGood()) {
            outcome = host.send(PrQuery.READ_RESERVATION.command());
        }
        return outcome.data(io.prhelper.core.pr.ReadReservationData.class)
                .reservation()
                .orElseThrow()
                .key();
    }
}
