// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import java.time.Duration;

/** Is told of a run of the suite while it goes on. */
public interface ConformanceReport {
    /** One that keeps nothing. */
    ConformanceReport NONE = (one, result, took) -> {};

    /**
     * A run begins.
     *
     * @param cases how many there are to be tried
     */
    default void begins(int cases) {}

    /**
     * A case has ended.
     *
     * @param one the case
     * @param result how it ended
     * @param took how long it took
     */
    void ended(ConformanceCase one, ConformanceResult result, Duration took);

    /**
     * No other case is tried.
     *
     * @param reason for people
     */
    default void stopped(String reason) {}
}
