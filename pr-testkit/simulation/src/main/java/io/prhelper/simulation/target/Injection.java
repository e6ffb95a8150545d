// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import java.util.Random;

/** A {@link Fault} at work in a target, until it is closed. Safe for use by several threads. */
public final class Injection implements AutoCloseable {
    private final Faults faults;
    private final Fault fault;
    private final Random random;
    private int seen;
    private int hits;

    Injection(Faults faults, Fault fault, long seed) {
        this.faults = faults;
        this.fault = fault;
        random = new Random(seed);
    }

    /** {@return how many commands it has hit so far} */
    public synchronized int hits() {
        return hits;
    }

    Failure failure() {
        return fault.failure();
    }

    /** Counts the command, and says whether it is hit. */
    synchronized boolean hits(Arrival arrival) {
        if (!fault.condition().test(arrival)) {
            return false;
        }
        boolean hit = seen++ >= fault.skip() && hits < fault.times() && random.nextDouble() < fault.probability();
        hits += hit ? 1 : 0;
        return hit;
    }

    /** Takes the fault out of the target; commands that hang stay with their gate. */
    @Override
    public void close() {
        faults.remove(this);
    }
}
