// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

/** How a case ended. */
public sealed interface ConformanceResult {
    /** The subject conforms. */
    record Passed() implements ConformanceResult {
        @Override
        public String toString() {
            return "passed";
        }
    }

    /** The subject does not conform. */
    record Failed(Throwable cause) implements ConformanceResult {
        @Override
        public String toString() {
            return "FAILED: " + cause;
        }
    }

    /** The subject does not conform, and is known not to. */
    record KnownDifference(String reason, Throwable cause) implements ConformanceResult {
        @Override
        public String toString() {
            return "known difference (" + reason + "): " + cause;
        }
    }

    /** The subject conforms, but is listed with a known difference: the entry is stale. */
    record Stale(String reason) implements ConformanceResult {
        @Override
        public String toString() {
            return "FAILED: passed, although a known difference is listed (" + reason + ")";
        }
    }

    /** The case was not tried. */
    record Skipped(String reason) implements ConformanceResult {
        @Override
        public String toString() {
            return "skipped: " + reason;
        }
    }

    /** True where somebody has to look: the case failed, or an entry is stale. */
    default boolean isProblem() {
        return this instanceof Failed || this instanceof Stale;
    }
}
