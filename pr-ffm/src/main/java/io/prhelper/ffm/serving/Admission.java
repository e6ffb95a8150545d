// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.core.protocol.ServerProtocol;
import io.prhelper.ffm.Limit;
import io.prhelper.ffm.Limits;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.Policy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Who gets a place, and how many of those who get none may hold up a close. */
final class Admission {
    /** How many closes of sockets of clients that were turned away may be stuck at the same time. */
    static final int MOST_REFUSALS = 16;

    private final Registry registry;
    private final Policy policy;
    private final Limits limits;
    private final int features;
    private final Events events;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicInteger refusals = new AtomicInteger();

    /**
     * For one server.
     *
     * @param features feature bits of the greeting
     */
    Admission(Registry registry, Policy policy, Limits limits, int features, Events events) {
        this.registry = registry;
        this.policy = policy;
        this.limits = limits;
        this.features = features;
        this.events = events;
    }

    /** A connection with a place; null if a limit leaves none for that client. */
    @Nullable
    Connection admit(int fd, PeerCredentials peer) {
        Limit limit = registry.exceeded(peer);
        if (limit != null) {
            events.refused(peer, limit, registry.most(limit));
            return null;
        }
        Registry.Place place = registry.admit(peer);
        boolean done = false;
        try {
            Connection connection = new Connection(
                    numbers.incrementAndGet(),
                    fd,
                    peer,
                    place,
                    policy.serves(peer),
                    new ServerProtocol(features),
                    System.nanoTime() + limits.handshake().toNanos());
            done = true;
            return connection;
        } finally {
            if (!done) {
                registry.leave(place);
            }
        }
    }

    /** The socket of a client that was turned away is about to be closed; true if others may accept meanwhile. */
    boolean beginRefusal() {
        return refusals.incrementAndGet() < MOST_REFUSALS;
    }

    /** It is closed; true if others may accept from now on. */
    boolean endRefusal() {
        return refusals.getAndDecrement() == MOST_REFUSALS;
    }
}
