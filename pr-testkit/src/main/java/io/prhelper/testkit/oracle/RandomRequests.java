// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.TransportId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Requests that a seed decides. Most are what a client would send that knows the state: its own key, the type that is held; the rest has
 * a field wrong, so that both sides of each rule are met.
 */
public final class RandomRequests {
    /** What of a unit decides which requests are likely. */
    public interface Knowledge {
        /**
         * The key of a nexus.
         *
         * @param nexus its number, from 0
         * @return the key; 0 where it is not registered
         */
        long key(int nexus);

        /** {@return the type code of the reservation, 1 to 8; 0 where nothing is reserved} */
        int type();

        /**
         * Says whether a nexus has heard of all its unit attentions.
         *
         * @param nexus its number, from 0
         * @return true if nothing is pending
         */
        boolean isAttentive(int nexus);
    }

    private static final long[] KEYS = {0, 0xa, 0xb, 0xc};
    private static final int[] TYPES = {1, 3, 5, 6, 7, 8};
    private static final int[] ALLOCATIONS = {0, 4, 8, 12, 24, 255, ScsiExchange.MAX_DATA_LENGTH, 0xffff};
    private static final TransportId STRANGER = new TransportId.Sas(0x5fff_ffff_ffff_ffffL);
    private static final Operation[] OTHERS = {
        Operation.READ,
        Operation.WRITE,
        Operation.TEST_UNIT_READY,
        Operation.INQUIRY,
        Operation.REQUEST_SENSE,
        Operation.REPORT_LUNS,
        Operation.UNIT_RESERVE,
        Operation.UNIT_RELEASE
    };
    private static final Operation[] EVENTS = {Operation.LOSE_POWER, Operation.RESET, Operation.LOSE_INFORMATION};

    private final Topology topology;
    private final int[] allocations;
    private final Random random;

    /**
     * For these nexuses; the same seed and knowledge, the same requests.
     *
     * @param topology whose nexuses send, and whose ports are named in lists
     * @param seed any number
     */
    public RandomRequests(Topology topology, long seed) {
        this.topology = topology;
        allocations = IntStream.concat(IntStream.of(ALLOCATIONS), topology.fullStatusLengths())
                .toArray();
        random = new Random(seed);
    }

    /**
     * The next request to a unit of which this is known.
     *
     * @param state of the unit now
     * @return a command, or in 3 of 100 cases an event
     */
    public Request next(Knowledge state) {
        int sender = random.nextInt(topology.nexuses());
        int kind = random.nextInt(100);
        if (kind < 60) {
            return out(sender, state);
        }
        if (kind < 75) {
            return in(sender);
        }
        if (kind < 97) {
            // Attentions are heard of, or nearly every command would end with one.
            return state.isAttentive(sender) || chance(50)
                    ? other(sender)
                    : new Request.Other(sender, Operation.TEST_UNIT_READY, false);
        }
        return new Request.Event(chance(70) ? EVENTS[0] : EVENTS[random.nextInt(EVENTS.length)]);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private Request in(int sender) {
        int serviceAction = chance(95) ? random.nextInt(4) : random.nextInt(32);
        return new Request.In(sender, serviceAction, allocations[random.nextInt(allocations.length)]);
    }

    private Request other(int sender) {
        // SPC-2 RESERVE shuts everybody out of PERSISTENT RESERVE: rarely, and it is released as often.
        Operation operation = OTHERS[random.nextInt(chance(20) ? OTHERS.length : OTHERS.length - 2)];
        return new Request.Other(sender, operation, Request.Other.hasLongerForm(operation) && chance(50));
    }

    private Request out(int sender, Knowledge state) {
        int serviceAction = chance(98) ? random.nextInt(Operation.UNKNOWN_OUT.code()) % 9 : random.nextInt(32);
        boolean registers =
                serviceAction == Operation.REGISTER.code() || serviceAction == Operation.REGISTER_AND_IGNORE.code();
        long rightKey = serviceAction == Operation.REPLACE_LOST.code() ? 0 : state.key(sender);
        return new Request.Out(
                sender,
                serviceAction,
                chance(85) ? rightKey : KEYS[random.nextInt(KEYS.length)],
                registers && chance(70) ? KEYS[1 + random.nextInt(KEYS.length - 1)] : KEYS[random.nextInt(KEYS.length)],
                scopeAndType(state),
                chance(15),
                chance(10),
                attachment(serviceAction, registers),
                chance(97) ? 0 : random.nextInt(17) - 8);
    }

    private int scopeAndType(Knowledge state) {
        if (chance(4)) {
            return random.nextInt(256);
        }
        return state.type() != 0 && chance(50) ? state.type() : TYPES[random.nextInt(TYPES.length)];
    }

    private Request.Attachment attachment(int serviceAction, boolean registers) {
        boolean moves = serviceAction == Operation.REGISTER_AND_MOVE.code();
        if (moves) {
            // REGISTER AND MOVE with another list has a TransportID of length 0 in it, or of what stands there.
            int targetPort = chance(95) ? randomTargetPort() : 0xffff;
            return new Request.Attachment.Destination(randomPort(), targetPort, chance(40));
        }
        return chance(registers ? 10 : 1) ? new Request.Attachment.Ports(randomPorts()) : new Request.Attachment.None();
    }

    private int randomTargetPort() {
        return topology.targetPorts().get(random.nextInt(topology.targetPorts().size()));
    }

    private TransportId randomPort() {
        if (chance(4)) {
            return STRANGER;
        }
        TransportId id =
                topology.initiators().get(random.nextInt(topology.initiators().size()));
        return id instanceof TransportId.IscsiPort session && chance(20)
                ? new TransportId.IscsiName(session.name())
                : id;
    }

    private List<TransportId> randomPorts() {
        List<TransportId> ports = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            ports.add(randomPort());
        }
        return ports;
    }
}
