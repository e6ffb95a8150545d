// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.InterceptedKernel;
import io.prhelper.ffm.libc.Memory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Which sockets of clients that were turned away are closed when. */
final class RefusalsTest {
    private static final int LISTENER = 1_000_000;

    private final InterceptedKernel kernel = new InterceptedKernel();
    private final List<Integer> passes = new ArrayList<>();

    private Refusals refusals(int room) {
        return new Refusals(kernel.kernel(), Connection.NONE, room);
    }

    /** Of a listener that takes descriptors, or not; what it is told is kept. */
    private Refusals told(int passRights) {
        answerGet(passRights);
        kernel.answer("setsockopt", call -> {
            passes.add(call.pointee(3).get(JAVA_INT, 0));
            return 0;
        });
        return new Refusals(kernel.kernel(), LISTENER, 10);
    }

    private void answerGet(int passRights) {
        kernel.answer("getsockopt", call -> {
            call.pointee(3).set(JAVA_INT, 0, passRights);
            return 0;
        });
    }

    @Test
    void oneUserHasFourClosesAndOthersTheRest() {
        Refusals refusals = refusals(10);
        for (int user = 0; user < 4; user++) {
            for (int i = 0; i < Refusals.MOST_PER_USER; i++) {
                assertThat(refusals.begin(user)).isEqualTo(user * Refusals.MOST_PER_USER + i);
            }
            assertThat(refusals.begin(user)).isEqualTo(Connection.NONE);
        }
        assertThat(refusals.begin(4)).isEqualTo(Connection.NONE);
    }

    @Test
    void aCloseThatEndsIsFollowedByThatOfOneThatIsParked() {
        Refusals refusals = refusals(10);
        for (int i = 0; i < Refusals.MOST_PER_USER; i++) {
            assertThat(refusals.begin(7)).isEqualTo(i);
        }
        assertThat(refusals.park(7, 100)).isTrue();
        assertThat(refusals.next(2)).isEqualTo(100);
        assertThat(refusals.begin(7)).isEqualTo(Connection.NONE);
        assertThat(refusals.next(2)).isEqualTo(Connection.NONE);
        assertThat(refusals.begin(7)).isEqualTo(2);
    }

    @Test
    void whatOthersHaveParkedIsClosedWhenAUserHasItsShare() {
        Refusals refusals = refusals(10);
        for (int i = 0; i < Refusals.MOST; i++) {
            refusals.begin(i / Refusals.MOST_PER_USER);
        }
        refusals.park(0, 100);
        refusals.park(9, 109);
        assertThat(refusals.next(15)).isEqualTo(109);
        assertThat(refusals.next(0)).isEqualTo(100);
    }

    @Test
    void whenThereIsNoRoomNobodyIsToBeAccepted() {
        Refusals refusals = refusals(2);
        for (int i = 0; i < Refusals.MOST_PER_USER; i++) {
            refusals.begin(0);
        }
        assertThat(refusals.park(0, 100)).isTrue();
        assertThat(refusals.park(0, 101)).isFalse();
        assertThat(refusals.hasRoom()).isFalse();
        refusals.next(0);
        assertThat(refusals.hasRoom()).isTrue();
        assertThat(refusals.parked()).isOne();
    }

    /** Whatever the order: each is closed once, and none is left when the last close has ended. */
    @Test
    void eachIsClosedOnceAndNoneIsLeft() {
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Refusals refusals = refusals(1000);
            List<Integer> busy = new ArrayList<>();
            HashSet<Integer> closed = new HashSet<>();
            int fd = 0;
            while (fd < 500 || !busy.isEmpty()) {
                if (fd < 500 && random.nextInt(3) > 0) {
                    int user = random.nextInt(6);
                    int slot = refusals.begin(user);
                    if (slot == Connection.NONE) {
                        refusals.park(user, fd);
                    } else {
                        busy.add(slot);
                        closed.add(fd);
                    }
                    fd++;
                } else if (!busy.isEmpty()) {
                    int slot = busy.remove(/* index */ random.nextInt(busy.size()));
                    int next = refusals.next(slot);
                    if (next != Connection.NONE) {
                        assertThat(closed.add(next))
                                .as("%d is closed once", next)
                                .isTrue();
                        busy.add(slot);
                    }
                }
            }
            assertThat(refusals.parked()).isZero();
            assertThat(closed).hasSize(500);
        }
    }

    private static void parkOne(Refusals refusals) {
        for (int i = 0; i < Refusals.MOST_PER_USER; i++) {
            refusals.begin(0);
        }
        refusals.park(0, 100);
    }

    @Test
    void theListenerTakesNoDescriptorsWhileOneIsParked() {
        Refusals refusals = told(1);
        assertThat(passes).isEmpty();
        assertThat(refusals.letSend(5, new CallState(), new Memory(Integer.BYTES)))
                .isTrue();
        assertThat(passes).as("it costs nothing before").isEmpty();
        parkOne(refusals);
        refusals.park(0, 101);
        assertThat(passes).containsExactly(0);
        refusals.next(0);
        refusals.next(1);
        assertThat(passes).containsExactly(0);
        refusals.next(0);
        assertThat(passes).containsExactly(0, 1);
        refusals.letSend(5, new CallState(), new Memory(Integer.BYTES));
        assertThat(passes).containsExactly(0, 1, 1);
    }

    @Test
    void whoeverConnectsWhileOneIsParkedHoldsNoDescriptors() {
        Refusals refusals = told(1);
        assertThat(refusals.mayHoldDescriptors(5)).isTrue();
        parkOne(refusals);
        assertThat(refusals.mayHoldDescriptors(5)).as("it came before").isTrue();
        answerGet(0);
        assertThat(refusals.mayHoldDescriptors(5)).isFalse();
        kernel.answer("getsockopt", call -> -Errno.EBADF.code());
        assertThat(refusals.mayHoldDescriptors(5)).as("nobody knows").isTrue();
    }

    @Test
    void whoHasTheListenerAfterUsGetsItAsItWas() {
        Refusals refusals = told(1);
        parkOne(refusals);
        refusals.end();
        assertThat(passes).containsExactly(0, 1);
        refusals.park(0, 101);
        assertThat(passes).as("at the end nothing is switched any more").containsExactly(0, 1);
    }

    @Test
    void aListenerThatWasLeftWithoutDescriptorsTakesThem() {
        told(0);
        assertThat(passes).containsExactly(1);
    }

    @Test
    void whatFailsOrThrowsIsTriedAgain() {
        Refusals refusals = told(1);
        for (int i = 0; i < Refusals.MOST_PER_USER; i++) {
            refusals.begin(0);
        }
        kernel.answer("setsockopt", call -> -Errno.ENOMEM.code());
        assertThat(refusals.park(0, 100)).isTrue();
        kernel.answer("setsockopt", call -> {
            throw new OutOfMemoryError("made up");
        });
        assertThat(refusals.park(0, 101)).isTrue();
        kernel.answer("setsockopt", call -> {
            passes.add(call.pointee(3).get(JAVA_INT, 0));
            return 0;
        });
        refusals.park(0, 102);
        assertThat(passes).containsExactly(0);
    }
}
