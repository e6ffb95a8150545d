// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.Limits;
import io.prhelper.ffm.OpenDescriptors;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.libc.InterceptedKernel;
import io.prhelper.guard.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that stops while somebody comes in: it waits for that to end, and afterwards nothing is open. */
@Timeout(60)
final class ServerAcceptStopTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final OpenDescriptors descriptors = new OpenDescriptors();
    private final InterceptedKernel kernel = new InterceptedKernel();
    private final Semaphore entered = new Semaphore(0);
    private final Semaphore released = new Semaphore(0);

    @AfterEach
    void nothingIsLeft() {
        released.release(1000);
        descriptors.assertAsBefore();
    }

    private ServerFixture server(UnaryOperator<Limits> how) throws IOException {
        return new ServerFixture(builder -> builder.device(ServerFixture.KEYS)
                .limits(how.apply(Limits.DEFAULTS))
                .kernel(kernel.kernel()));
    }

    /** The next call of that function by a worker waits before it is made, or after. */
    private void hold(String function, boolean before) {
        kernel.answer(function, call -> {
            if (!Thread.currentThread().getName().startsWith("pr-worker")) {
                return call.really();
            }
            if (before) {
                await();
                return call.really();
            }
            int result = call.really();
            if (!Errno.EAGAIN.is(result)) {
                await();
            }
            return result;
        });
    }

    private void await() {
        entered.release();
        released.acquireUninterruptibly();
    }

    private static Thread stopper(FutureTask<Integer> stop) {
        Thread thread = Thread.ofPlatform().name("stopper").start(stop);
        Await.until(
                "the end waits, or is over",
                () -> thread.getState() == Thread.State.TIMED_WAITING || !thread.isAlive());
        return thread;
    }

    /** Each step of accept in its order, held before and after its call. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "accept4 before", "accept4 after", "getsockopt before", "getsockopt after", "setsockopt before",
                "setsockopt after", "send before", "send after", "epoll_ctl before", "epoll_ctl after"
            })
    void theEndWaitsForWhoeverIsInTheMiddleOfIt(String step) throws Exception {
        String[] words = step.split(" ", 2);
        try (ServerFixture fixture = server(UnaryOperator.identity())) {
            hold(words[0], words[1].equals("before"));
            try (RawClient client = fixture.connect()) {
                entered.acquire();
                FutureTask<Integer> stop = new FutureTask<>(() -> fixture.server.stop(PATIENCE));
                Thread thread = stopper(stop);
                assertThat(stop.isDone()).isFalse();
                kernel.leaveAlone(words[0]);
                released.release(1000);
                assertThat(stop.get()).isZero();
                thread.join();
                assertThat(fixture.server.connections()).isZero();
                // Let in or not, it sees the end: at most a greeting comes before it.
                assertThat(client.receive(5)).hasSizeLessThan(5);
                assertThat(fixture.server.connections()).isZero();
            }
            ServerFixture.awaitNoThread();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"accept4", "getsockopt", "setsockopt", "send", "epoll_ctl"})
    void whoeverTakesLongerThanTheEndWaitsIsCounted(String function) throws Exception {
        try (ServerFixture fixture = server(UnaryOperator.identity())) {
            hold(function, false);
            try (RawClient client = fixture.connect()) {
                entered.acquire();
                assertThat(fixture.server.stop(Duration.ofMillis(200))).isPositive();
                kernel.leaveAlone(function);
                released.release(1000);
                assertThat(client.receive(5)).hasSizeLessThan(5);
            }
            ServerFixture.awaitNoThread();
            assertThat(fixture.server.connections()).isZero();
        }
    }

    @Test
    void whoeverIsTurnedAwayIsClosedBeforeTheEndToo() throws Exception {
        try (ServerFixture fixture = server(limits -> limits.withMaxConnections(1));
                RawClient inside = fixture.greeted()) {
            hold("close", true);
            try (RawClient outside = fixture.connect()) {
                entered.acquire();
                FutureTask<Integer> stop = new FutureTask<>(() -> fixture.server.stop(PATIENCE));
                Thread thread = stopper(stop);
                assertThat(stop.isDone()).isFalse();
                kernel.leaveAlone("close");
                released.release(1000);
                assertThat(stop.get()).isZero();
                thread.join();
                assertThat(outside.isClosedNext()).isTrue();
                assertThat(inside.isClosedNext()).isTrue();
            }
            ServerFixture.awaitNoThread();
        }
    }

    @Test
    void aCloseOfSomebodyTurnedAwayThatDoesNotEndIsCounted() throws Exception {
        try (ServerFixture fixture = server(limits -> limits.withMaxConnections(1));
                RawClient inside = fixture.greeted()) {
            hold("close", true);
            try (RawClient outside = fixture.connect()) {
                entered.acquire();
                kernel.leaveAlone("close");
                assertThat(fixture.server.stop(Duration.ofMillis(500))).isEqualTo(1);
                assertThat(inside.isClosedNext()).isTrue();
                released.release(1000);
                assertThat(outside.isClosedNext()).isTrue();
            }
            ServerFixture.awaitNoThread();
        }
    }
}
