// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

import io.prhelper.core.scsi.TransportId;
import java.util.List;

/** A state and a request that meets it: decides which {@link Condition}s hold. */
final class Situation {
    private static final int REGISTRANTS_READ = 0;
    private static final int REGISTRANTS_WRITE = 1;
    private static final int OTHERS_READ = 2;
    private static final int OTHERS_WRITE = 3;
    private static final boolean[][] ACCESS = new boolean[16][];

    static {
        Tables.ACCESS.lines().map(line -> line.split(" *\\| *")).forEach(cells -> {
            boolean[] row = new boolean[cells.length - 1];
            for (int i = 0; i < row.length; i++) {
                row[i] = cells[i + 1].strip().equals("yes");
            }
            ACCESS[Integer.parseInt(cells[0].strip())] = row;
        });
    }

    private static final Request.Out NO_LIST = Request.Out.basic(0, Operation.CLEAR, 0, 0, 0);

    private final Topology topology;
    private final ModelState state;
    private final int sender;
    private final Request.Out out;
    private final boolean everyPort;

    Situation(Topology topology, ModelState state, Request request) {
        this.topology = topology;
        this.state = state;
        sender = request instanceof Request.Command command ? command.nexus() : ModelState.NOBODY;
        out = request instanceof Request.Out command ? command : NO_LIST;
        everyPort = out.allTgPt() && OperationGroup.REGISTERING.operations().contains(out.operation());
    }

    int sender() {
        return sender;
    }

    Request.Out out() {
        return out;
    }

    int type() {
        return out.scopeAndType() & 0xf;
    }

    /** Whether a nexus is one of the sender's ports that the request is about. */
    boolean isPort(int nexus) {
        int targetPorts = topology.targetPorts().size();
        return everyPort ? nexus / targetPorts == sender / targetPorts : nexus == sender;
    }

    /** Whether SPEC_I_PT lists the initiator port of a nexus, through a target port that the request is about. */
    boolean isListed(int nexus) {
        int targetPorts = topology.targetPorts().size();
        if (!everyPort && nexus % targetPorts != sender % targetPorts) {
            return false;
        }
        return listed().stream().anyMatch(id -> Topology.isMeant(topology.initiator(nexus), id));
    }

    private List<TransportId> listed() {
        return out.attachment() instanceof Request.Attachment.Ports(List<TransportId> ids) ? ids : List.of();
    }

    /** The nexus that REGISTER AND MOVE names, or {@link ModelState#NOBODY}. */
    int destination() {
        if (out.attachment() instanceof Request.Attachment.Destination(TransportId id, int targetPort, boolean unreg)) {
            for (int nexus = 0; nexus < topology.nexuses(); nexus++) {
                if (topology.initiator(nexus).equals(id) && topology.targetPort(nexus) == targetPort) {
                    return nexus;
                }
            }
        }
        return ModelState.NOBODY;
    }

    boolean holds(Condition condition) {
        return switch (condition) {
            case ALWAYS -> true;
            case ATTENTION_PENDING -> state.attentions[sender].length > 0;
            case INFORMATION_LOST -> state.informationLost;
            case UNIT_RESERVED -> state.unitHolder != ModelState.NOBODY;
            case UNIT_RESERVED_BY_ANOTHER -> state.unitHolder != ModelState.NOBODY && state.unitHolder != sender;
            case NOBODY_REGISTERED -> count(0) == state.keys.length;
            case UNIT_COMMANDS_EXEMPT -> state.isHolder(sender) || (state.type >= 5 && state.keys[sender] != 0);
            case LIST_BELOW_24 -> listLength() < 24;
            case LIST_BELOW_28 -> listLength() < 28;
            case LIST_LENGTH_RIGHT -> out.lengthError() == 0 && isRightAttachment();
            case SPEC_I_PT -> out.attachment() instanceof Request.Attachment.Ports;
            case ALL_LISTED_KNOWN -> listed().stream().allMatch(this::isKnown);
            case REGISTERED -> state.keys[sender] != 0;
            case KEY_RIGHT -> out.key() == state.keys[sender];
            case KEY_ZERO -> out.key() == 0;
            case A_PORT_UNREGISTERED -> anyPort(false, false);
            case A_PORT_WITH_ANOTHER_KEY -> anyPort(true, true);
            case NO_PORT_REGISTERED -> !anyPort(true, false);
            case ENDS_RESERVATION -> endsReservation();
            case SCOPE_UNIT -> out.scopeAndType() >> 4 == 0;
            case TYPE_KNOWN -> ACCESS[type()] != null;
            case RESERVED -> state.type != 0;
            case HOLDER -> state.isHolder(sender);
            case SAME_TYPE -> type() == state.type;
            case REGISTRANTS_ONLY -> state.type == 5 || state.type == 6;
            case ALL_REGISTRANTS -> isForAll(state.type);
            case SARK_ZERO -> out.serviceActionKey() == 0;
            case SARK_UNMATCHED -> count(out.serviceActionKey()) == 0;
            case SARK_OF_ALL -> count(out.serviceActionKey()) + count(0) == state.keys.length;
            case SARK_OF_HOLDER ->
                state.holder != ModelState.NOBODY && state.keys[state.holder] == out.serviceActionKey();
            case DESTINATION_RIGHT -> isRightDestination();
            case UNREG -> out.attachment() instanceof Request.Attachment.Destination to && to.unreg();
            case READ_ALLOWED -> isAllowed(REGISTRANTS_READ, OTHERS_READ);
            case WRITE_ALLOWED -> isAllowed(REGISTRANTS_WRITE, OTHERS_WRITE);
            case PERSISTENT -> state.persistent;
        };
    }

    static boolean isForAll(int type) {
        return type == 7 || type == 8;
    }

    private int count(long key) {
        int count = 0;
        for (long one : state.keys) {
            count += one == key ? 1 : 0;
        }
        return count;
    }

    private int listLength() {
        return OutEncoder.rightLength(out.attachment()) + out.lengthError();
    }

    /** REGISTER AND MOVE says the length of its TransportID even where there is none. */
    private boolean isRightAttachment() {
        boolean moves = out.operation() == Operation.REGISTER_AND_MOVE;
        return moves == out.attachment() instanceof Request.Attachment.Destination;
    }

    private boolean isKnown(TransportId id) {
        return topology.initiators().stream().anyMatch(initiator -> Topology.isMeant(initiator, id));
    }

    private boolean anyPort(boolean registered, boolean otherKeyOnly) {
        for (int nexus = 0; nexus < state.keys.length; nexus++) {
            if (isPort(nexus)
                    && (state.keys[nexus] != 0) == registered
                    && !(otherKeyOnly && state.keys[nexus] == out.key())) {
                return true;
            }
        }
        return false;
    }

    private boolean endsReservation() {
        if (state.type == 0) {
            return false;
        }
        for (int nexus = 0; nexus < state.keys.length; nexus++) {
            if (state.isHolder(nexus) && !isPort(nexus)) {
                return false;
            }
        }
        return true;
    }

    private boolean isRightDestination() {
        return out.attachment() instanceof Request.Attachment.Destination to
                && destination() != ModelState.NOBODY
                && !to.initiator().equals(topology.initiator(sender));
    }

    private boolean isAllowed(int registrantColumn, int otherColumn) {
        boolean[] row = ACCESS[state.type];
        return row == null
                || (state.holder == sender && state.type != 0)
                || row[state.keys[sender] != 0 ? registrantColumn : otherColumn];
    }
}
