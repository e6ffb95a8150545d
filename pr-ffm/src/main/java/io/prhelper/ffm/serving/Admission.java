// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.core.protocol.ServerProtocol;
import io.prhelper.ffm.Limit;
import io.prhelper.ffm.Limits;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.Policy;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Who gets a place. */
final class Admission {
    private final Registry registry;
    private final Policy policy;
    private final Limits limits;
    private final int features;
    private final Events events;
    private final AtomicLong numbers = new AtomicLong();
    private volatile boolean unknown;

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

    /**
     * A connection with a place; null if a limit leaves none for that client.
     *
     * @param process what {@link PeerProcess} says of it
     */
    @Nullable
    Connection admit(int fd, PeerCredentials peer, long process) {
        if (process == PeerProcess.UNKNOWN && !unknown) {
            unknown = true;
            events.processUnknown(peer);
        }
        Limit limit = registry.exceeded(peer, process);
        if (limit != null) {
            events.refused(peer, limit, registry.most(limit));
            return null;
        }
        Registry.Place place = registry.admit(peer, process);
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
}
