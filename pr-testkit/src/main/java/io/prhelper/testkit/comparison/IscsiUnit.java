// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.comparison;

import io.prhelper.core.scsi.TransportId;
import io.prhelper.simulation.iscsi.IscsiAddress;
import io.prhelper.simulation.iscsi.IscsiNexus;
import io.prhelper.simulation.target.TargetConfiguration;
import io.prhelper.simulation.target.TargetProfile;
import io.prhelper.testkit.oracle.Request;
import io.prhelper.testkit.oracle.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/** A logical unit that three initiator ports act on, A, B and C, and one looks at: each is logged in to its target over iSCSI. */
public final class IscsiUnit implements AutoCloseable {
    private static final int SENDERS = 3;
    private static final long FIRST_SESSION = 0x8000_0000_0001L;

    private final List<IscsiNexus> nexuses = new ArrayList<>();

    private IscsiUnit() {}

    /**
     * Logs in four times.
     *
     * @param address of the unit
     * @param limit how long the target may take for each answer, at least a millisecond
     * @return the four sessions, to be closed
     * @throws IOException if there is no connection, or the target refuses a login
     * @throws IllegalArgumentException if the limit is shorter
     */
    public static IscsiUnit login(IscsiAddress address, Duration limit) throws IOException {
        IscsiUnit unit = new IscsiUnit();
        try {
            for (int i = 0; i <= SENDERS; i++) {
                TransportId.IscsiPort port =
                        new TransportId.IscsiPort("iqn.2026-01.example:" + (char) ('a' + i), FIRST_SESSION + i);
                unit.nexuses.add(IscsiNexus.login(port, address, limit));
            }
            return unit;
        } catch (IOException | RuntimeException failed) {
            unit.close();
            throw failed;
        }
    }

    /** The nexus that only looks. */
    IscsiNexus observer() {
        return nexuses.getLast();
    }

    /**
     * Puts a simulated unit beside it.
     *
     * @param profile what the simulated unit is like
     * @param sendable what may be sent to it while a reservation of that type is held, 0 for none
     * @return the comparison, good until this is closed
     */
    public Comparison beside(TargetProfile profile, BiPredicate<Request, Integer> sendable) {
        List<IscsiNexus> senders = nexuses.subList(0, SENDERS);
        Topology topology = new Topology(
                senders.stream().map(IscsiNexus::initiator).toList(),
                List.of(observer().targetPort()));
        return new Comparison(
                topology, senders, observer(), observer().initiator(), TargetConfiguration.of(profile), sendable);
    }

    /** Logs out; registrations stay. */
    @Override
    public void close() throws IOException {
        for (IscsiNexus nexus : nexuses) {
            nexus.close();
        }
    }
}
