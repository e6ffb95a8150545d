// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.scsi.ScsiExchange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The faults at work in a target, the oldest first. Asking costs one read while there are none. */
final class Faults {
    private final long seed;
    private volatile List<Injection> injections = List.of();
    private int made;

    Faults(long seed) {
        this.seed = seed;
    }

    synchronized Injection inject(Fault fault) {
        // Golden ratio: faults with neighbouring numbers draw from unlike sequences.
        Injection injection = new Injection(this, fault, seed + made++ * 0x9e37_79b9_7f4a_7c15L);
        List<Injection> more = new ArrayList<>(injections);
        more.add(injection);
        injections = List.copyOf(more);
        return injection;
    }

    synchronized void remove(Injection injection) {
        List<Injection> fewer = new ArrayList<>(injections);
        fewer.remove(injection);
        injections = List.copyOf(fewer);
    }

    /** What becomes of a command; null for nothing. The oldest fault that hits it decides, younger ones do not count it. */
    @Nullable
    Failure failure(SimulatedNexus nexus, ScsiExchange exchange) {
        List<Injection> current = injections;
        if (current.isEmpty()) {
            return null;
        }
        Arrival arrival = new Arrival(nexus, exchange.opcode(), exchange.serviceAction());
        for (Injection injection : current) {
            if (injection.hits(arrival)) {
                return injection.failure();
            }
        }
        return null;
    }
}
