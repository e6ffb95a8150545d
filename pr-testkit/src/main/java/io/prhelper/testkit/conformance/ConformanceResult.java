// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import java.io.UncheckedIOException;

/** How a case ended. */
public sealed interface ConformanceResult {
    /** The subject conforms. */
    record Passed() implements ConformanceResult {
        @Override
        public String toString() {
            return "passed";
        }
    }

    /**
     * The subject does not conform.
     *
     * @param cause what is wrong, in its message
     */
    record Failed(Throwable cause) implements ConformanceResult {
        @Override
        public String toString() {
            return "FAILED: " + cause;
        }
    }

    /**
     * The subject does not conform, and is known not to.
     *
     * @param reason as it is listed
     * @param cause what is wrong, in its message
     */
    record KnownDifference(String reason, Throwable cause) implements ConformanceResult {
        @Override
        public String toString() {
            return "known difference (" + reason + "): " + cause;
        }
    }

    /**
     * The subject conforms, but is listed with a known difference: the entry is stale.
     *
     * @param reason as it is listed
     */
    record Stale(String reason) implements ConformanceResult {
        @Override
        public String toString() {
            return "FAILED: passed, although a known difference is listed (" + reason + ")";
        }
    }

    /**
     * The case was not tried.
     *
     * @param reason which of its needs is not met
     */
    record Skipped(String reason) implements ConformanceResult {
        @Override
        public String toString() {
            return "skipped: " + reason;
        }
    }

    /**
     * Whether somebody has to look: the case failed, or an entry is stale.
     *
     * @return true if so
     */
    default boolean isProblem() {
        return this instanceof Failed || this instanceof Stale;
    }

    /**
     * Why it ended so, for reports, which say in their own way that it failed or was skipped.
     *
     * @return one sentence or more; empty where it passed
     */
    default String explanation() {
        return switch (this) {
            case Passed passed -> "";
            case Failed(Throwable cause) -> message(cause);
            case KnownDifference(String reason, Throwable cause) -> reason;
            case Stale(String reason) -> "passed, although a known difference is listed (" + reason + ")";
            case Skipped(String reason) -> reason;
        };
    }

    private static String message(Throwable wrong) {
        Throwable cause = wrong instanceof UncheckedIOException ? wrong.getCause() : wrong;
        String message = cause == null ? null : cause.getMessage();
        return message == null ? wrong.toString() : message;
    }
}
