// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import java.util.function.Predicate;

/**
 * When commands fail, and how. Immutable; the methods answer a changed copy.
 *
 * <pre>{@code
 * target.inject(Fault.of(new Failure.ReplyLost(HostStatus.TIME_OUT)).when(arrival -> arrival.is(PrOutAction.PREEMPT)).nth(2));
 * }</pre>
 *
 * @param failure what becomes of a command that is hit
 * @param condition which commands it looks at
 * @param skip how many of those pass first, at least 0
 * @param times how many it hits then, at least 1
 * @param probability that it hits one when it could, above 0 and at most 1; the seed of the configuration decides
 */
public record Fault(Failure failure, Predicate<Arrival> condition, int skip, int times, double probability) {
    /** Checks the ranges. */
    public Fault {
        Checks.given(failure, "failure");
        Checks.given(condition, "condition");
        if (skip < 0 || times < 1 || !(probability > 0 && probability <= 1)) {
            throw new IllegalArgumentException("a fault skips at least 0 commands, hits at least 1, with a probability"
                    + " above 0 and at most 1, not " + skip + ", " + times + ", " + probability);
        }
    }

    /**
     * Hits every command.
     *
     * @param failure what becomes of them
     * @return a fault without a condition, from the first command on
     */
    public static Fault of(Failure failure) {
        return new Fault(failure, arrival -> true, 0, Integer.MAX_VALUE, 1);
    }

    /**
     * Looks only at the commands that it did so far and that meet this condition.
     *
     * @param narrower asked about commands that met the conditions so far
     * @return the changed copy
     */
    public Fault when(Predicate<Arrival> narrower) {
        return new Fault(failure, condition.and(narrower), skip, times, probability);
    }

    /**
     * Hits only the {@code n}-th command that it looks at, from 1.
     *
     * @param n at least 1
     * @return the changed copy
     * @throws IllegalArgumentException if it is out of range
     */
    public Fault nth(int n) {
        return new Fault(failure, condition, n - 1, 1, probability);
    }

    /**
     * Lets so many commands pass first.
     *
     * @param commands how many pass, at least 0
     * @return the changed copy
     * @throws IllegalArgumentException if it is out of range
     */
    public Fault after(int commands) {
        return new Fault(failure, condition, commands, times, probability);
    }

    /**
     * Hits at most so many commands.
     *
     * @param commands at least 1
     * @return the changed copy
     * @throws IllegalArgumentException if it is out of range
     */
    public Fault atMost(int commands) {
        return new Fault(failure, condition, skip, commands, probability);
    }

    /**
     * Hits a command with this probability only.
     *
     * @param chance above 0 and at most 1
     * @return the changed copy
     * @throws IllegalArgumentException if it is out of range
     */
    public Fault withProbability(double chance) {
        return new Fault(failure, condition, skip, times, chance);
    }
}
