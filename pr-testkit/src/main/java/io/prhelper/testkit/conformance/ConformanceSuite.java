// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The suite as a JUnit class: extend it, say what is tested, and each case is a test. Needs {@code org.junit.jupiter.api} on the path of
 * the tests.
 *
 * {@snippet :
 * final class OurHelperTest extends ConformanceSuite {
 *     @Override
 *     protected ConformanceSubject subject() throws IOException {
 *         return ConformanceSubject.ofHelper(SOCKET, DISK_AS_A, DISK_AS_B).thatMayLoseData();
 *     }
 * }
 * }
 *
 * <p>A case whose needs the subject does not meet is skipped and says why; so is a known difference, as long as it is one. Where the first
 * of all, {@link Conformance#PRECONDITION}, fails, there is no other test.
 */
public abstract class ConformanceSuite {
    /** For subclasses. */
    protected ConformanceSuite() {}

    /**
     * What is tested; opened once, closed after the last case.
     *
     * @return the subject
     * @throws Exception if it can not be reached: the tests fail
     */
    protected abstract ConformanceSubject subject() throws Exception;

    /**
     * The cases to run, beside the precondition.
     *
     * @return some of {@link Conformance}; all of them if not overridden
     */
    protected Stream<ConformanceCase> cases() {
        return Conformance.ALL.stream();
    }

    @TestFactory
    // exports: JUnit is "requires static" without "transitive", or modules that use the rest of the test kit could not
    // compile without it.
    @SuppressWarnings("exports")
    final Stream<DynamicTest> conformance() throws Exception {
        ConformanceSubject subject = subject();
        try {
            Conformance.checkDifferences(subject);
        } catch (IllegalArgumentException unknown) {
            subject.close();
            throw unknown;
        }
        ConformanceResult first = Conformance.run(Conformance.PRECONDITION, subject);
        Stream<ConformanceCase> others = first.isProblem() ? Stream.of() : cases();
        Stream<DynamicTest> tests = others.filter(one -> !one.equals(Conformance.PRECONDITION))
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> report(Conformance.run(one, subject))));
        return Stream.concat(
                        Stream.of(DynamicTest.dynamicTest(
                                Conformance.PRECONDITION.name(), () -> reportPrecondition(first))),
                        tests)
                .onClose(subject::close);
    }

    private static void reportPrecondition(ConformanceResult result) throws Throwable {
        if (result instanceof ConformanceResult.Failed(Throwable cause)) {
            throw new AssertionError(Conformance.stopped(result), cause);
        }
        report(result);
    }

    private static void report(ConformanceResult result) throws Throwable {
        switch (result) {
            case ConformanceResult.Passed passed -> {}
            case ConformanceResult.Failed(Throwable cause) -> throw cause;
            case ConformanceResult.Stale stale -> throw new AssertionError(stale.toString());
            case ConformanceResult.Skipped(String reason) -> Assumptions.abort(reason);
            case ConformanceResult.KnownDifference known -> Assumptions.abort(known.toString());
        }
    }
}
