// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.scsi.Sense;
import java.util.ArrayList;
import java.util.List;

/**
 * Unit attention conditions, and the queue of them that a nexus has: a long with one condition in each byte, the oldest in the lowest. A
 * condition that is already pending is not queued again (SAM-5, 5.14).
 */
enum Attention {
    /** POWER ON, RESET, OR BUS DEVICE RESET OCCURRED. */
    POWER_ON(1, 0x29, 0x00),
    RESERVATIONS_PREEMPTED(2, 0x2a, 0x03),
    RESERVATIONS_RELEASED(3, 0x2a, 0x04),
    REGISTRATIONS_PREEMPTED(4, 0x2a, 0x05),
    /** COMMANDS CLEARED BY ANOTHER INITIATOR. */
    COMMANDS_CLEARED(5, 0x2f, 0x00);

    /** No condition pending. */
    static final long EMPTY = 0;

    private static final Attention[] ALL = values();

    private final int code;
    private final int asc;
    private final int ascq;

    /** {@code code} is the byte that stands for the condition, {@code code - 1} its position in {@link #ALL}. */
    Attention(int code, int asc, int ascq) {
        this.code = code;
        this.asc = asc;
        this.ascq = ascq;
    }

    Sense sense() {
        return new Sense(0x6, asc, ascq);
    }

    /** The queue with this condition at its end. */
    long addTo(long queue) {
        int shift = 0;
        for (long rest = queue; rest != EMPTY; rest >>>= 8) {
            if ((rest & 0xff) == code) {
                return queue;
            }
            shift += 8;
        }
        return queue | (long) code << shift;
    }

    /** The oldest condition of a queue that is not empty. */
    static Attention first(long queue) {
        return ALL[(int) (queue & 0xff) - 1];
    }

    /** The queue without its oldest condition. */
    static long rest(long queue) {
        return queue >>> 8;
    }

    /**
     * The queue of these conditions.
     *
     * @throws IllegalArgumentException naming the sense that is none of them
     */
    static long queue(List<Sense> senses) {
        long queue = EMPTY;
        for (Sense sense : senses) {
            queue = of(sense).addTo(queue);
        }
        return queue;
    }

    private static Attention of(Sense sense) {
        for (Attention attention : ALL) {
            if (attention.sense().equals(sense)) {
                return attention;
            }
        }
        throw new IllegalArgumentException("not a unit attention of the simulation: " + sense);
    }

    /** The conditions, the oldest first. */
    static List<Sense> list(long queue) {
        List<Sense> senses = new ArrayList<>();
        for (long rest = queue; rest != EMPTY; rest = rest(rest)) {
            senses.add(first(rest).sense());
        }
        return List.copyOf(senses);
    }
}
