// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

import java.util.ArrayList;
import java.util.List;

/** Requests as people write them: {@code A: PREEMPT key a, service action key b, type 5}. */
public final class Words {
    private static final int TYPE_MASK = 0x0f;
    private static final int SCOPE_SHIFT = 4;

    private Words() {}

    /**
     * Says a request in words; A, B, C and so on are the nexuses 0, 1, 2.
     *
     * @param request of a nexus up to Z, or an event
     * @return one line without its end
     */
    public static String of(Request request) {
        return switch (request) {
            case Request.Out out -> sender(out) + out(out);
            case Request.In in -> sender(in) + name(in, in.serviceAction()) + " " + in.allocationLength() + " bytes";
            case Request.Other other -> sender(other) + name(other.operation()) + (other.wide() ? ", longer form" : "");
            case Request.Event event -> name(event.operation());
        };
    }

    private static String sender(Request.Command request) {
        return (char) ('A' + request.nexus()) + ": ";
    }

    private static String name(Operation operation) {
        return operation.name().replace('_', ' ');
    }

    private static String name(Request request, int serviceAction) {
        Operation operation = request.operation();
        boolean unknown = operation == Operation.UNKNOWN_OUT || operation == Operation.UNKNOWN_IN;
        return name(operation) + (unknown ? String.format(" %02xh", serviceAction) : "");
    }

    private static String out(Request.Out out) {
        List<String> words = new ArrayList<>();
        words.add(name(out, out.serviceAction()) + " key " + Long.toHexString(out.key()));
        words.add("service action key " + Long.toHexString(out.serviceActionKey()));
        int scope = out.scopeAndType() >> SCOPE_SHIFT;
        words.add("type " + (out.scopeAndType() & TYPE_MASK) + (scope == 0 ? "" : " scope " + scope));
        if (out.aptpl()) {
            words.add("APTPL");
        }
        if (out.allTgPt()) {
            words.add("ALL_TG_PT");
        }
        switch (out.attachment()) {
            case Request.Attachment.None none -> {}
            case Request.Attachment.Ports ports -> words.add("SPEC_I_PT " + ports.ports());
            case Request.Attachment.Destination to ->
                words.add("to " + to.initiator() + " at port " + to.targetPort() + (to.unreg() ? ", UNREG" : ""));
        }
        if (out.lengthError() != 0) {
            words.add("list of " + out.lengthError() + " bytes more");
        }
        return String.join(", ", words);
    }
}
