// SPDX-License-Identifier: Apache-2.0
package io.prhelper.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs classes that leave something, as the tests of a module are run. */
final class LeakGuardTest {
    /** The failed tests and classes of a run: name, and what the failure says. */
    private static List<String> failures(boolean guarded, Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", Boolean.toString(guarded))
                .configurationParameter(LeakGuard.PATIENCE, "300")
                .selectors(selectClass(tests))
                .execute()
                .allEvents()
                .failed()
                .stream()
                .map(LeakGuardTest::describe)
                .toList();
    }

    private static String describe(Event event) {
        return event.getTestDescriptor().getDisplayName() + ": "
                + event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow()
                        .getMessage();
    }

    @Test
    void itIsAtWorkInThisModule(LeakGuard guard) {
        assertThat(guard).isNotNull();
    }

    /** The class before the last test leaves nothing: each thing is the fault of the test that left it. */
    @Test
    void aTestThatLeavesAThreadADescriptorOrAProcessFailsByNameAndTheNextOneDoesNot() {
        assertThat(failures(true, Leaks.class).stream()
                        .map(line -> line.lines().findFirst().orElseThrow())
                        .collect(Collectors.joining("\n")))
                .matches("""
                        aThread\\(\\): It leaves thread left alone
                        aDescriptor\\(\\): It leaves descriptor [0-9]+, /proc/version
                        aProcess\\(\\): It leaves process [0-9]+, sleep 1000; descriptor .*""");
        assertThat(Leaks.thread.isAlive()).isFalse();
        assertThat(Leaks.process.isAlive()).isFalse();
        assertThat(Descriptors.now()).doesNotContainValue("/proc/version");
    }

    @Test
    void theStackOfAThreadIsShown() {
        assertThat(failures(true, Leaks.class)).first().asString().contains("at java.base", "CountDownLatch.await");
    }

    @Test
    void withoutTheGuardNobodyNotices() throws IOException {
        assertThat(failures(false, Leaks.class)).isEmpty();
        Leaks.end();
    }

    @Test
    void aClassMayShareWhatItEndsItself() {
        assertThat(failures(true, Shares.class)).isEmpty();
    }

    @Test
    void whatAClassSharesAndLeavesFailsTheClass() {
        assertThat(failures(true, SharesAndLeaves.class))
                .singleElement()
                .asString()
                .contains("SharesAndLeaves: It leaves descriptor ", "/proc/version");
    }

    @Test
    void whatAnExtensionClosesLastIsNotLeft() {
        assertThat(failures(true, Extended.class)).isEmpty();
    }

    @Test
    void aThreadThatNothingEndsIsNamedOnceAndSpoilsNoOtherTest() {
        assertThat(failures(true, Stubborn.class))
                .singleElement()
                .asString()
                .contains("aThreadThatGoesOn(): It leaves thread stubborn", "no interrupt ends stubborn");
        Stubborn.stop = true;
    }

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static final class Leaks {
        private static Thread thread;
        private static Process process;
        private static final List<FileInputStream> OPEN = new ArrayList<>();

        @Test
        @Order(1)
        void aThread() {
            thread = Thread.ofPlatform().daemon().name("left alone").start(() -> {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException ended) {
                    // So it should be.
                }
            });
            Await.until("it waits", () -> thread.getState() == Thread.State.WAITING);
        }

        @Test
        @Order(2)
        void nothing() {}

        @Test
        @Order(3)
        void aDescriptor() throws IOException {
            OPEN.add(new FileInputStream("/proc/version"));
        }

        @Test
        @Order(4)
        void nothingAgain() {}

        @Test
        @Order(5)
        void aProcess() throws IOException {
            process = new ProcessBuilder("sleep", "1000").start();
        }

        @Test
        @Order(6)
        void nothingAtLast() {}

        static void end() throws IOException {
            thread.interrupt();
            process.destroyForcibly();
            for (FileInputStream one : OPEN) {
                one.close();
            }
        }
    }

    static class Shares {
        private static final List<FileInputStream> OPEN = new ArrayList<>();

        @BeforeAll
        static void open() throws IOException {
            OPEN.add(new FileInputStream("/proc/version"));
        }

        @Test
        void usesIt() {}

        @AfterAll
        static void close() throws IOException {
            OPEN.removeLast().close();
        }
    }

    static final class SharesAndLeaves {
        private static FileInputStream open;

        @BeforeAll
        static void open() throws IOException {
            open = new FileInputStream("/proc/version");
        }

        @Test
        void usesIt() throws IOException {
            assertThat(open.read()).isPositive();
        }
    }

    @ExtendWith(ClosesLate.class)
    static final class Extended {
        private final FileInputStream opened = new FileInputStream("/proc/version");

        Extended() throws IOException {}

        @Test
        void usesIt(ExtensionContext.Store store) {
            store.put("opened", opened);
        }
    }

    /** Hands out the store, which closes what is put there when the test is over. */
    static final class ClosesLate implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == ExtensionContext.Store.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getStore(ExtensionContext.Namespace.create(ClosesLate.class));
        }
    }

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static final class Stubborn {
        private static volatile boolean stop;

        @Test
        @Order(1)
        void aThreadThatGoesOn() {
            Thread.ofPlatform().daemon().name("stubborn").start(() -> {
                while (!stop) {
                    try (FileInputStream again = new FileInputStream("/proc/version")) {
                        LockSupport.parkNanos(1000);
                    } catch (IOException gone) {
                        // Next time.
                    }
                }
            });
        }

        @Test
        @Order(2)
        void another() {}
    }
}
