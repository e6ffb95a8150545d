// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

import io.prhelper.core.scsi.TransportId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Every request that differs in something the rules could look at. */
final class AllRequests {
    private static final long A = 0xa;
    private static final long B = 0xb;
    private static final long[] KEYS = {0, A, B, 0xffff_ffff_ffff_ffffL};
    private static final int[] TYPES = {1, 3, 5, 6, 7, 8};
    private static final int[] SCOPES_AND_TYPES = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0xf, 0x11, 0x27, 0xf5};
    private static final int[] ALLOCATIONS = {0, 1, 7, 8, 9, 16, 23, 24, 25, 56, 104, 0xffff};
    private static final TransportId STRANGER = new TransportId.FibreChannel(0x7777);
    private static final Request.Attachment NONE = new Request.Attachment.None();
    private static final Set<Operation> REGISTERING = EnumSet.of(Operation.REGISTER, Operation.REGISTER_AND_IGNORE);

    private final Topology topology;
    private final List<Request> requests = new ArrayList<>();

    private AllRequests(Topology topology) {
        this.topology = topology;
    }

    /** What leads from state to state, well formed. */
    static List<Request> moves(Topology topology) {
        List<Request> moves = new ArrayList<>();
        for (int nexus = 0; nexus < topology.nexuses(); nexus++) {
            for (long key : new long[] {0, A, B}) {
                moves.add(Request.Out.basic(nexus, Operation.REGISTER_AND_IGNORE, 0, key, 0));
                for (int type : TYPES) {
                    moves.add(Request.Out.basic(nexus, Operation.RESERVE, key, 0, type));
                }
            }
        }
        return moves;
    }

    static List<Request> of(Topology topology) {
        AllRequests all = new AllRequests(topology);
        for (int nexus = 0; nexus < topology.nexuses(); nexus++) {
            all.addOut(nexus);
            all.addIn(nexus);
            all.addOthers(nexus);
        }
        EnumSet.range(Operation.LOSE_POWER, Operation.LOSE_INFORMATION)
                .forEach(event -> all.requests.add(new Request.Event(event)));
        return all.requests;
    }

    private void addOut(int nexus) {
        for (long key : KEYS) {
            for (long serviceActionKey : KEYS) {
                for (Operation operation : EnumSet.range(Operation.REGISTER, Operation.REPLACE_LOST)) {
                    if (operation == Operation.REGISTER_AND_MOVE) {
                        addMoves(nexus, key, serviceActionKey);
                    } else if (REGISTERING.contains(operation)) {
                        addRegistrations(nexus, operation, key, serviceActionKey);
                    } else {
                        addBasic(nexus, operation, key, serviceActionKey);
                    }
                }
            }
        }
        for (int serviceAction = Operation.REPLACE_LOST.code() + 1; serviceAction <= 0x1f; serviceAction++) {
            requests.add(out(nexus, serviceAction, A, B, 1, false, false, NONE, 0));
        }
    }

    private static Request out(
            int nexus,
            int serviceAction,
            long key,
            long serviceActionKey,
            int scopeAndType,
            boolean aptpl,
            boolean allTgPt,
            Request.Attachment attachment,
            int lengthError) {
        return new Request.Out(
                nexus, serviceAction, key, serviceActionKey, scopeAndType, aptpl, allTgPt, attachment, lengthError);
    }

    private void addBasic(int nexus, Operation operation, long key, long serviceActionKey) {
        int code = operation.code();
        for (int scopeAndType : SCOPES_AND_TYPES) {
            requests.add(out(nexus, code, key, serviceActionKey, scopeAndType, false, false, NONE, 0));
        }
        // Bits that the service action ignores, a bit that it refuses, and lists that are too short and too long.
        Request.Attachment empty = new Request.Attachment.Ports(List.of());
        requests.add(out(nexus, code, key, serviceActionKey, 5, true, true, NONE, 0));
        requests.add(out(nexus, code, key, serviceActionKey, 5, false, false, empty, 0));
        requests.add(out(nexus, code, key, serviceActionKey, 5, false, false, empty, -8));
        requests.add(out(nexus, code, key, serviceActionKey, 5, false, false, NONE, -1));
        requests.add(out(nexus, code, key, serviceActionKey, 5, false, false, NONE, 1));
    }

    private void addRegistrations(int nexus, Operation operation, long key, long serviceActionKey) {
        int code = operation.code();
        for (boolean aptpl : new boolean[] {false, true}) {
            for (boolean allTgPt : new boolean[] {false, true}) {
                requests.add(out(nexus, code, key, serviceActionKey, 0, aptpl, allTgPt, NONE, 0));
            }
        }
        for (Request.Attachment ports : portLists()) {
            requests.add(out(nexus, code, key, serviceActionKey, 0, false, false, ports, 0));
            requests.add(out(nexus, code, key, serviceActionKey, 0, false, false, ports, -4));
            requests.add(out(nexus, code, key, serviceActionKey, 0, false, false, ports, 4));
        }
        // Scope and type are ignored.
        requests.add(out(nexus, code, key, serviceActionKey, 0xff, false, false, NONE, 0));
        requests.add(out(nexus, code, key, serviceActionKey, 0, false, false, NONE, -24));
        requests.add(out(nexus, code, key, serviceActionKey, 0, false, false, NONE, 4));
    }

    private List<Request.Attachment> portLists() {
        TransportId first = topology.initiators().getFirst();
        TransportId last = topology.initiators().getLast();
        return List.of(
                new Request.Attachment.Ports(List.of()),
                new Request.Attachment.Ports(List.of(first)),
                new Request.Attachment.Ports(List.of(first, last)),
                new Request.Attachment.Ports(List.of(first, STRANGER)),
                new Request.Attachment.Ports(List.of(new TransportId.IscsiName("iqn.2026-01.example:carol"))));
    }

    private void addMoves(int nexus, long key, long serviceActionKey) {
        int code = Operation.REGISTER_AND_MOVE.code();
        List<TransportId> destinations = new ArrayList<>(topology.initiators());
        destinations.add(STRANGER);
        destinations.add(new TransportId.IscsiName("iqn.2026-01.example:carol"));
        for (TransportId destination : destinations) {
            for (boolean unreg : new boolean[] {false, true}) {
                Request.Attachment to = new Request.Attachment.Destination(destination, 1, unreg);
                requests.add(out(nexus, code, key, serviceActionKey, 0, unreg, false, to, 0));
                requests.add(out(nexus, code, key, serviceActionKey, 0xff, !unreg, false, to, 0));
                requests.add(out(nexus, code, key, serviceActionKey, 0, false, false, to, 4));
            }
        }
        Request.Attachment nowhere =
                new Request.Attachment.Destination(topology.initiators().getFirst(), 2, false);
        requests.add(out(nexus, code, key, serviceActionKey, 0, false, false, nowhere, 0));
    }

    private void addIn(int nexus) {
        for (int serviceAction = 0; serviceAction <= 0x1f; serviceAction++) {
            for (int allocation : ALLOCATIONS) {
                requests.add(new Request.In(nexus, serviceAction, allocation));
            }
        }
    }

    private void addOthers(int nexus) {
        EnumSet<Operation> wide =
                EnumSet.of(Operation.READ, Operation.WRITE, Operation.UNIT_RESERVE, Operation.UNIT_RELEASE);
        for (Operation operation : EnumSet.range(Operation.READ, Operation.UNIT_RELEASE)) {
            requests.add(new Request.Other(nexus, operation, false));
            if (wide.contains(operation)) {
                requests.add(new Request.Other(nexus, operation, true));
            }
        }
    }
}
