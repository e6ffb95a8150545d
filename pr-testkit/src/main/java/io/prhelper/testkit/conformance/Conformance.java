// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The cases of the suite, and how they are run; {@link ConformanceSuite} does so in JUnit. */
public final class Conformance {
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

    /** Both, the protocol first. */
    public static final List<ConformanceCase> ALL =
            Stream.of(PROTOCOL, RESERVATIONS).flatMap(List::stream).toList();

    private Conformance() {}

    /** Runs a case. */
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
     * Runs cases.
     *
     * @throws IllegalArgumentException naming the known differences of the subject that are the name of no case
     */
    public static Map<ConformanceCase, ConformanceResult> run(List<ConformanceCase> cases, ConformanceSubject subject) {
        checkDifferences(subject);
        Map<ConformanceCase, ConformanceResult> results = new LinkedHashMap<>();
        cases.forEach(one -> results.put(one, run(one, subject)));
        return results;
    }

    /**
     * Checks that each known difference of a subject is the name of a case.
     *
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
