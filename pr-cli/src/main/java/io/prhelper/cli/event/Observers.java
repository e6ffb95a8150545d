// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import io.prhelper.core.protocol.Violation;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.DeviceKind;
import io.prhelper.ffm.DeviceNumber;
import io.prhelper.ffm.Limit;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.ServerObserver;
import java.util.List;
import java.util.function.Consumer;

/** Several observers as one. What one of them throws keeps no other from being told. */
public final class Observers implements ServerObserver {
    private final List<ServerObserver> all;

    private Observers(List<ServerObserver> all) {
        this.all = List.copyOf(all);
    }

    /** These, which are told in this order; a request that one of them wants to hear of is told to all. */
    public static ServerObserver of(List<ServerObserver> all) {
        return all.size() == 1 ? all.getFirst() : new Observers(all);
    }

    private void tell(Consumer<ServerObserver> event) {
        for (ServerObserver observer : all) {
            try {
                event.accept(observer);
            } catch (RuntimeException | Error itsOwnAffair) {
                // As a server takes it.
            }
        }
    }

    @Override
    public boolean wants(Decision decision, int opcode, int serviceAction) {
        for (ServerObserver observer : all) {
            if (observer.wants(decision, opcode, serviceAction)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void connected(long connection, PeerCredentials peer) {
        tell(observer -> observer.connected(connection, peer));
    }

    @Override
    public void refused(PeerCredentials peer, Limit limit, int most) {
        tell(observer -> observer.refused(peer, limit, most));
    }

    @Override
    public void processUnknown(PeerCredentials peer) {
        tell(observer -> observer.processUnknown(peer));
    }

    @Override
    public void finished(Finished request) {
        tell(observer -> observer.finished(request));
    }

    @Override
    public void recognized(DeviceNumber device, DeviceKind kind) {
        tell(observer -> observer.recognized(device, kind));
    }

    @Override
    public void mapped(String map, String sentence) {
        tell(observer -> observer.mapped(map, sentence));
    }

    @Override
    public void violated(long connection, PeerCredentials peer, Violation violation) {
        tell(observer -> observer.violated(connection, peer, violation));
    }

    @Override
    public void timedOut(long connection, PeerCredentials peer) {
        tell(observer -> observer.timedOut(connection, peer));
    }

    @Override
    public void failed(long connection, PeerCredentials peer, Throwable cause) {
        tell(observer -> observer.failed(connection, peer, cause));
    }

    @Override
    public void disconnected(long connection, PeerCredentials peer) {
        tell(observer -> observer.disconnected(connection, peer));
    }
}
