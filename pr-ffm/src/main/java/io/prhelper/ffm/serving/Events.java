// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.core.protocol.Violation;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.DeviceKind;
import io.prhelper.ffm.DeviceNumber;
import io.prhelper.ffm.Limit;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.ServerObserver;
import io.prhelper.ffm.device.Device;
import java.util.EnumMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Calls the observer where there is one; what it throws is its own affair. Without an observer nothing is made, not even a lambda: some
 * of this is told when there is no memory left.
 */
final class Events {
    private static final PeerCredentials NOBODY = new PeerCredentials(0, -1, -1);

    /** All that get as far as an event: with another one a connection is closed. */
    private static final int[] OPCODES = {Wire.PERSISTENT_RESERVE_IN, Wire.PERSISTENT_RESERVE_OUT, Wire.CLEANUP};

    /** Response codes 72h and 73h of sense (SPC-5, 4.4.2), and the sense key that tells of what happened meanwhile. */
    private static final int DESCRIPTOR_FORMAT = 0x72;

    private static final int UNIT_ATTENTION = 0x6;

    /** Five bits of the CDB. */
    private static final int SERVICE_ACTIONS = 32;

    private final @Nullable ServerObserver observer;

    /** By decision, for each operation code a bit for each service action that the observer wants to hear of. */
    private final EnumMap<Decision, int[]> wanted = new EnumMap<>(Decision.class);

    /** The same for those that were executed, which are nearly all. */
    private final int[] executed;

    private final boolean counts;

    Events(@Nullable ServerObserver observer) {
        this.observer = observer;
        for (Decision decision : Decision.values()) {
            wanted.put(decision, observer == null ? new int[OPCODES.length] : wanted(observer, decision));
        }
        counts = observer != null && observer.counts();
        executed = Objects.requireNonNull(wanted.get(Decision.EXECUTED));
    }

    private static int[] wanted(ServerObserver observer, Decision decision) {
        int[] actions = new int[OPCODES.length];
        for (int opcode : OPCODES) {
            for (int action = 0; action < SERVICE_ACTIONS; action++) {
                if (observer.wants(decision, opcode, action)) {
                    actions[column(opcode)] |= 1 << action;
                }
            }
        }
        return actions;
    }

    private static int column(int opcode) {
        return opcode == Wire.PERSISTENT_RESERVE_IN ? 0 : opcode == Wire.PERSISTENT_RESERVE_OUT ? 1 : 2;
    }

    /** True if the event of that request is worth making; where there is only no room for it, that is told. */
    boolean takes(Decision decision, ScsiExchange request) {
        int[] actions = decision == Decision.EXECUTED ? executed : wanted.get(decision);
        if (observer == null || actions == null || !has(actions, request)) {
            return false;
        }
        try {
            if (observer.hasRoom(decision, request.opcode(), request.serviceAction())) {
                return true;
            }
            observer.missed(decision, request.opcode(), request.serviceAction());
        } catch (Throwable ignored) {
            ignore(ignored);
        }
        return false;
    }

    private static boolean has(int[] actions, ScsiExchange request) {
        return (actions[column(request.opcode())] >>> request.serviceAction() & 1) != 0;
    }

    /** Now, or always 0 where nobody wants to know how long such a request takes: the clock is not read. */
    long now(ScsiExchange request) {
        return counts ? System.nanoTime() : deviceNow(request);
    }

    /** Now, or always 0 where nobody wants to know how long the device takes for such a request. */
    long deviceNow(ScsiExchange request) {
        return has(executed, request) ? System.nanoTime() : 0;
    }

    /** A request is over. */
    void counted(Decision decision, ScsiExchange request, long nanos) {
        if (!counts || observer == null) {
            return;
        }
        try {
            Sense attention = isAttention(request) ? Sense.parse(request.copySense()) : null;
            observer.counted(decision, request.opcode(), request.serviceAction(), request.status(), attention, nanos);
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    /** Looks at the sense key alone, in fixed or in descriptor format: whoever is refused again and again costs no more than others. */
    private static boolean isAttention(ScsiExchange request) {
        if (request.status() != ScsiStatus.CHECK_CONDITION.code()) {
            return false;
        }
        boolean descriptors = (request.answer().get(ScsiExchange.SENSE_OFFSET) & 0x7e) == DESCRIPTOR_FORMAT;
        int key = request.answer().get(ScsiExchange.SENSE_OFFSET + (descriptors ? 1 : 2)) & 0xf;
        return key == UNIT_ATTENTION;
    }

    void connected(Connection connection) {
        try {
            if (observer != null) {
                observer.connected(connection.number, connection.peer);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    void refused(PeerCredentials peer, Limit limit, int most) {
        try {
            if (observer != null) {
                observer.refused(peer, limit, most);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    void processUnknown(PeerCredentials peer) {
        try {
            if (observer != null) {
                observer.processUnknown(peer);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    void finished(ServerObserver.Finished request) {
        try {
            if (observer != null) {
                observer.finished(request);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    void recognized(Device device, DeviceKind kind) {
        try {
            DeviceNumber number = device.number();
            if (observer != null && number != null) {
                observer.recognized(number, kind);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    void mapped(String map, String sentence) {
        try {
            if (observer != null) {
                observer.mapped(map, sentence);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    /** Why a connection is about to be closed, unless the client just left. */
    void ended(Connection connection, @Nullable Violation violation) {
        try {
            if (observer == null) {
                return;
            }
            if (connection.isExpired()) {
                observer.timedOut(connection.number, connection.peer);
            } else if (violation != null) {
                observer.violated(connection.number, connection.peer, violation);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    void failed(Connection connection, Throwable cause) {
        try {
            if (observer != null) {
                observer.failed(connection.number, connection.peer, cause);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    /** Something failed that was no one client's. */
    void failed(Throwable cause) {
        try {
            if (observer != null) {
                observer.failed(0, NOBODY, cause);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    void disconnected(Connection connection) {
        try {
            if (observer != null) {
                observer.disconnected(connection.number, connection.peer);
            }
        } catch (Throwable ignored) {
            ignore(ignored);
        }
    }

    /** An observer must not be able to end a connection, nor must the end of memory keep one from being closed. */
    @SuppressWarnings("unused")
    private static void ignore(Throwable thrown) {}
}
