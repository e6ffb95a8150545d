// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The cases of the suite, and how they are run; {@link ConformanceSuite} does so in JUnit. */
public final class Conformance {
    /** What all others rest on: it comes first, and where it fails no other is tried. */
    public static final ConformanceCase PRECONDITION = ConformanceCase.of(
            "both initiators are answered READ KEYS", "what the other cases take for granted", subject -> {
                subject.reader().readsKeysPlainly().isGood();
                subject.secondReader().readsKeysPlainly().isGood();
            });

    /** Of the helper protocol. */
    public static final List<ConformanceCase> PROTOCOL = Stream.of(
                    HandshakeCases.ALL, RequestCases.ALL, DescriptorCases.ALL, ReplyCases.ALL, ViolationCases.ALL)
            .flatMap(List::stream)
            .toList();

    /** Of persistent reservations. */
    public static final List<ConformanceCase> RESERVATIONS = Stream.of(
                    ReadCases.ALL, RegistrationCases.ALL, OwnershipCases.ALL, AccessCases.ALL)
            .flatMap(List::stream)
            .toList();

    /** The precondition, the protocol, reservations. */
    public static final List<ConformanceCase> ALL = Stream.of(List.of(PRECONDITION), PROTOCOL, RESERVATIONS)
            .flatMap(List::stream)
            .toList();

    private Conformance() {}

    /**
     * Runs a case, whether the precondition holds or not.
     *
     * @param one the case
     * @param subject what is tested
     * @return how it ended
     */
    public static ConformanceResult run(ConformanceCase one, ConformanceSubject subject) {
        Optional<Need> missing =
                one.needs().stream().filter(need -> !subject.meets(need)).min(Enum::compareTo);
        if (missing.isPresent()) {
            return new ConformanceResult.Skipped(missing.get().lack());
        }
        String reason = subject.knownDifferences().get(one.name());
        try {
            one.check().run(subject);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new ConformanceResult.Failed(interrupted);
        } catch (Exception | AssertionError wrong) {
            return reason == null
                    ? new ConformanceResult.Failed(wrong)
                    : new ConformanceResult.KnownDifference(reason, wrong);
        }
        return reason == null ? new ConformanceResult.Passed() : new ConformanceResult.Stale(reason);
    }

    /**
     * Runs {@link #PRECONDITION}, and cases where that does not fail.
     *
     * @param cases with the precondition or without
     * @param subject what is tested
     * @return results by cases, in their order; that of the precondition alone where it failed
     * @throws IllegalArgumentException naming the known differences of the subject that are the name of no case
     */
    public static Map<ConformanceCase, ConformanceResult> run(List<ConformanceCase> cases, ConformanceSubject subject) {
        return run(cases, subject, ConformanceReport.NONE);
    }

    /**
     * Opens a subject, runs {@link #PRECONDITION}, and cases where that does not fail, and closes the subject.
     *
     * @param cases with the precondition or without
     * @param subject opens what is tested; where that fails, the precondition has failed
     * @param report is told of each result as it comes
     * @return results by cases, in their order; that of the precondition alone where it failed
     * @throws IllegalArgumentException naming the known differences of the subject that are the name of no case
     */
    public static Map<ConformanceCase, ConformanceResult> run(
            List<ConformanceCase> cases, Callable<ConformanceSubject> subject, ConformanceReport report) {
        ConformanceSubject opened;
        try {
            opened = subject.call();
        } catch (Exception unreachable) {
            ConformanceResult.Failed failed = new ConformanceResult.Failed(unreachable);
            report.begins(withPrecondition(cases).size());
            report.ended(PRECONDITION, failed, Duration.ZERO);
            report.stopped(stopped(failed));
            return Map.of(PRECONDITION, failed);
        }
        try (opened) {
            return run(cases, opened, report);
        }
    }

    private static Map<ConformanceCase, ConformanceResult> run(
            List<ConformanceCase> cases, ConformanceSubject subject, ConformanceReport report) {
        checkDifferences(subject);
        List<ConformanceCase> all = withPrecondition(cases);
        Map<ConformanceCase, ConformanceResult> results = new LinkedHashMap<>();
        report.begins(all.size());
        for (ConformanceCase one : all) {
            long began = System.nanoTime();
            ConformanceResult result = run(one, subject);
            results.put(one, result);
            report.ended(one, result, Duration.ofNanos(System.nanoTime() - began));
            if (one.equals(PRECONDITION) && result.isProblem()) {
                report.stopped(stopped(result));
                break;
            }
        }
        return results;
    }

    private static List<ConformanceCase> withPrecondition(List<ConformanceCase> cases) {
        return Stream.concat(Stream.of(PRECONDITION), cases.stream()).distinct().toList();
    }

    /** Why no other case is tried after this result of the precondition. */
    static String stopped(ConformanceResult result) {
        return "no other case is tried: " + result.explanation();
    }

    /**
     * Checks that each known difference of a subject is the name of a case.
     *
     * @param subject with differences
     * @throws IllegalArgumentException naming those that are not
     */
    static void checkDifferences(ConformanceSubject subject) {
        TreeSet<String> unknown = new TreeSet<>(subject.knownDifferences().keySet());
        unknown.removeAll(ALL.stream().map(ConformanceCase::name).collect(Collectors.toSet()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("known differences of no case: " + unknown);
        }
    }
}
