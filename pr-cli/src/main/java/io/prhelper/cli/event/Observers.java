// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import io.prhelper.core.protocol.Violation;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.DeviceKind;
import io.prhelper.ffm.DeviceNumber;
import io.prhelper.ffm.Limit;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.ServerObserver;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Several observers as one. What one of them throws keeps no other from being told. */
public final class Observers implements ServerObserver {
    private final List<ServerObserver> all;
    private final List<ServerObserver> counting;

    /** These, which are told in this order; a request that one of them wants to hear of is told to all. */
    public Observers(List<ServerObserver> all) {
        this.all = List.copyOf(all);
        counting = this.all.stream().filter(ServerObserver::counts).toList();
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

    /** Of one of those that want to hear of it: then all are told. */
    @Override
    public boolean hasRoom(Decision decision, int opcode, int serviceAction) {
        for (int i = 0; i < all.size(); i++) {
            ServerObserver observer = all.get(i);
            if (observer.wants(decision, opcode, serviceAction) && observer.hasRoom(decision, opcode, serviceAction)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void missed(Decision decision, int opcode, int serviceAction) {
        for (int i = 0; i < all.size(); i++) {
            ServerObserver observer = all.get(i);
            if (observer.wants(decision, opcode, serviceAction)) {
                observer.missed(decision, opcode, serviceAction);
            }
        }
    }

    @Override
    public boolean counts() {
        return !counting.isEmpty();
    }

    @Override
    public void counted(
            Decision decision, int opcode, int serviceAction, int status, @Nullable Sense attention, long nanos) {
        // By index: an iterator would be made for every request.
        for (int i = 0; i < counting.size(); i++) {
            counting.get(i).counted(decision, opcode, serviceAction, status, attention, nanos);
        }
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
