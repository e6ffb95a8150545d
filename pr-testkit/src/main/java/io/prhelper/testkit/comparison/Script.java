// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.comparison;

import static io.prhelper.testkit.oracle.Operation.*;

import io.prhelper.core.scsi.TransportId;
import io.prhelper.testkit.oracle.Operation;
import io.prhelper.testkit.oracle.Request;
import io.prhelper.testkit.oracle.Topology;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;

/** The scripted actions: ways to the kinds of state there are, and what is sent in each of them. For three nexuses or more, A, B and C. */
final class Script {
    private static final int A = 0;
    private static final int B = 1;
    private static final int C = 2;
    private static final long KEY_A = 0xa;
    private static final long KEY_B = 0xb;
    private static final long UNKNOWN_KEY = 0xdead;
    private static final List<Integer> TYPES = List.of(1, 3, 5, 6, 7, 8);
    private static final List<Integer> ALL_REGISTRANTS = List.of(7, 8);
    private static final int BAD_TYPE = 2;
    private static final int BAD_SCOPE = 0x15;
    private static final int[] ALLOCATIONS = {0, 4, 7, 8, 12, 16, 20, 22, 23, 24, 32, 8192, 0xffff};
    private static final int[] LENGTH_ERRORS = {-24, -16, -1, 1, 4};
    private static final Request.Attachment NONE = new Request.Attachment.None();
    private static final TransportId STRANGER = new TransportId.IscsiPort("iqn.2026-01.example:stranger", 1);

    private final Topology topology;

    Script(Topology topology) {
        this.topology = topology;
    }

    /** Ways to nothing, to registrations, to each type held alone or shared, to a reservation that came back, and to what SPC-2 RESERVE makes. */
    List<List<Request>> ways() {
        List<List<Request>> ways = new ArrayList<>();
        Request registerA = register(A, KEY_A);
        Request registerB = register(B, KEY_B);
        ways.add(List.of());
        ways.add(List.of(registerA));
        ways.add(List.of(registerA, registerB));
        ways.add(List.of(registerA, register(B, KEY_A)));
        for (int type : TYPES) {
            Request reserve = Request.Out.basic(A, RESERVE, KEY_A, 0, type);
            ways.add(List.of(registerA, reserve));
            ways.add(List.of(registerA, registerB, reserve));
            ways.add(List.of(registerA, register(B, KEY_A), register(C, KEY_B), reserve));
        }
        for (int type : ALL_REGISTRANTS) {
            ways.add(List.of(registerA, registerB, Request.Out.basic(B, RESERVE, KEY_B, 0, type)));
        }
        Request unitReserve = new Request.Other(A, UNIT_RESERVE, false);
        ways.add(List.of(unitReserve));
        ways.add(List.of(registerA, unitReserve));
        ways.add(List.of(out(A, REGISTER, 0, KEY_A, 0, true, false, NONE, 0), registerB));
        ways.add(List.of(out(A, REGISTER, 0, KEY_A, 0, false, true, NONE, 0), registerB));
        ways.add(List.of(
                registerA,
                registerB,
                Request.Out.basic(A, RESERVE, KEY_A, 0, 5),
                moveTo(B, A, KEY_A, KEY_B),
                moveTo(A, B, KEY_B, KEY_A)));
        return ways;
    }

    private static Request register(int nexus, long key) {
        return Request.Out.basic(nexus, REGISTER, 0, key, 0);
    }

    private Request moveTo(int to, int nexus, long key, long serviceActionKey) {
        Request.Attachment there =
                new Request.Attachment.Destination(topology.initiator(to), topology.targetPort(to), false);
        return out(nexus, REGISTER_AND_MOVE, key, serviceActionKey, 0, false, false, there, 0);
    }

    /** What A, B and C send: right and wrong in one thing. */
    List<Request> requests() {
        List<Request> requests = new ArrayList<>();
        for (int nexus : new int[] {A, B, C}) {
            for (Operation operation : EnumSet.range(REGISTER, REPLACE_LOST)) {
                addKeys(nexus, operation, requests);
                addFlags(nexus, operation, requests);
            }
            addMoves(nexus, requests);
            requests.add(new Request.Out(nexus, 0x1f, key(nexus), 0, 1, false, false, NONE, 0));
            for (int serviceAction = 0; serviceAction <= READ_FULL_STATUS.code() + 1; serviceAction++) {
                for (int allocation : allocations()) {
                    requests.add(new Request.In(nexus, serviceAction, allocation));
                }
            }
            for (Operation operation : EnumSet.range(READ, UNIT_RELEASE)) {
                requests.add(new Request.Other(nexus, operation, false));
                if (Request.Other.hasLongerForm(operation)) {
                    requests.add(new Request.Other(nexus, operation, true));
                }
            }
        }
        return requests;
    }

    private int[] allocations() {
        return IntStream.concat(IntStream.of(ALLOCATIONS), topology.fullStatusLengths())
                .toArray();
    }

    private static long key(int nexus) {
        return nexus == A ? KEY_A : nexus == B ? KEY_B : 0;
    }

    private void addKeys(int nexus, Operation operation, List<Request> requests) {
        boolean typed = operation != REGISTER && operation != REGISTER_AND_IGNORE && operation != CLEAR;
        for (long key : new long[] {key(nexus), UNKNOWN_KEY}) {
            for (long serviceActionKey : new long[] {0, KEY_A, KEY_B, UNKNOWN_KEY}) {
                for (int type : typed ? List.of(1, 5, 7, BAD_TYPE, BAD_SCOPE) : List.of(0)) {
                    requests.add(Request.Out.basic(nexus, operation, key, serviceActionKey, type));
                }
            }
        }
    }

    private void addFlags(int nexus, Operation operation, List<Request> requests) {
        long key = key(nexus);
        Request.Attachment noPorts = new Request.Attachment.Ports(List.of());
        requests.add(out(nexus, operation, key, KEY_B, 5, true, false, NONE, 0));
        requests.add(out(nexus, operation, key, KEY_B, 5, false, true, NONE, 0));
        requests.add(out(nexus, operation, key, 0, 5, false, true, NONE, 0));
        requests.add(out(nexus, operation, key, KEY_B, 5, false, false, noPorts, 0));
        for (TransportId port : List.of(topology.initiator(A), topology.initiator(B), STRANGER)) {
            Request.Attachment one = new Request.Attachment.Ports(List.of(port));
            requests.add(out(nexus, operation, key, KEY_B, 5, false, false, one, 0));
        }
        for (int error : LENGTH_ERRORS) {
            requests.add(out(nexus, operation, key, KEY_B, 5, false, false, NONE, error));
        }
    }

    private void addMoves(int nexus, List<Request> requests) {
        int port = topology.targetPort(nexus);
        for (TransportId to : List.of(topology.initiator(A), topology.initiator(B), STRANGER)) {
            for (long serviceActionKey : new long[] {0, KEY_A, KEY_B}) {
                Request.Attachment there = new Request.Attachment.Destination(to, port, false);
                Request.Attachment unreg = new Request.Attachment.Destination(to, port, true);
                Request.Attachment elsewhere = new Request.Attachment.Destination(to, 0xffff, false);
                for (Request.Attachment attachment : List.of(there, unreg, elsewhere)) {
                    requests.add(out(
                            nexus, REGISTER_AND_MOVE, key(nexus), serviceActionKey, 0, false, false, attachment, 0));
                }
            }
        }
    }

    private static Request out(
            int nexus,
            Operation operation,
            long key,
            long serviceActionKey,
            int scopeAndType,
            boolean aptpl,
            boolean allTgPt,
            Request.Attachment attachment,
            int lengthError) {
        return new Request.Out(
                nexus, operation.code(), key, serviceActionKey, scopeAndType, aptpl, allTgPt, attachment, lengthError);
    }
}
