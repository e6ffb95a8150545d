// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import java.util.EnumSet;
import java.util.Set;

/**
 * One case of the suite.
 *
 * @param name a sentence, the same in all versions: known differences are listed by it
 * @param source what it enforces: a paragraph of a standard, a program of the field
 * @param needs what it can not do without
 * @param check throws an {@link AssertionError} that says what is wrong
 */
public record ConformanceCase(String name, String source, Set<Need> needs, Check check) {
    /** What a case does. */
    @FunctionalInterface
    public interface Check {
        /**
         * Tries the subject.
         *
         * @param subject what is tested
         * @throws AssertionError saying what is wrong
         * @throws Exception if the subject can not be used
         */
        void run(ConformanceSubject subject) throws Exception;
    }

    /** Copies the needs. */
    public ConformanceCase {
        needs = Set.copyOf(needs);
    }

    static ConformanceCase of(String name, String source, Check check, Need... needs) {
        EnumSet<Need> all = EnumSet.noneOf(Need.class);
        all.addAll(Set.of(needs));
        return new ConformanceCase(name, source, all, check);
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
