// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.transcript;

import static io.prhelper.testkit.transcript.Commands.KEY_A;
import static io.prhelper.testkit.transcript.Commands.KEY_B;
import static io.prhelper.testkit.transcript.Commands.NONE;
import static io.prhelper.testkit.transcript.Commands.bothRegister;
import static io.prhelper.testkit.transcript.Commands.clear;
import static io.prhelper.testkit.transcript.Commands.register;
import static io.prhelper.testkit.transcript.Commands.release;
import static io.prhelper.testkit.transcript.Commands.reserve;
import static io.prhelper.testkit.transcript.Conversation.conversation;
import static io.prhelper.testkit.transcript.Descriptor.A;
import static io.prhelper.testkit.transcript.Descriptor.B;

import io.prhelper.core.pr.ReservationType;
import java.util.ArrayList;
import java.util.List;

/** Reserving and releasing. Nobody is registered, before and after. */
final class ReservationConversations {
    static final List<Conversation> ALL = all();

    private ReservationConversations() {}

    private static List<Conversation> all() {
        List<Conversation> all = new ArrayList<>();
        all.add(bothRegister(conversation("both register")).end());
        for (ReservationType type : ReservationType.values()) {
            all.add(reserveAndRelease(type));
            all.add(unregisterTheHolder(type));
        }
        Conversation.Builder noTypes = conversation("types and scopes that there are not");
        for (int type : new int[] {0x0, 0x2, 0x4, 0x9, 0xf}) {
            noTypes.ask(A, reserve(KEY_A, 0, type));
        }
        for (int scope : new int[] {0x1, 0x2, 0xf}) {
            noTypes.ask(A, reserve(KEY_A, scope, 1));
        }
        noTypes.ask(A, reserve(KEY_A, 0, 1)).ask(A, release(KEY_A, 1, 1)).ask(A, release(KEY_A, 0, 2));
        all.add(noTypes.ask(A, release(KEY_A, 0, 1)).look(B).end());
        all.add(conversation("the holder clears")
                .ask(A, reserve(KEY_A, ReservationType.EXCLUSIVE_ACCESS))
                .ask(A, clear(KEY_B))
                .ask(A, clear(KEY_A))
                .look(B)
                .ask(A, clear(KEY_A))
                .ask(B, release(KEY_B, ReservationType.EXCLUSIVE_ACCESS))
                .end());
        return all;
    }

    private static Conversation reserveAndRelease(ReservationType type) {
        ReservationType other = type == ReservationType.WRITE_EXCLUSIVE
                ? ReservationType.EXCLUSIVE_ACCESS
                : ReservationType.WRITE_EXCLUSIVE;
        Conversation.Builder conversation = conversation("reserving and releasing type " + type.code())
                .ask(A, reserve(KEY_B, type))
                .ask(A, reserve(KEY_A, type))
                .ask(A, reserve(KEY_A, type))
                .ask(A, reserve(KEY_A, other))
                .ask(B, reserve(KEY_B, type))
                .ask(B, reserve(KEY_B, other));
        conversation
                .look(A)
                .look(B)
                .ask(B, release(KEY_B, type))
                .ask(A, release(KEY_B, type))
                .ask(A, release(KEY_A, other));
        return conversation
                .ask(A, release(KEY_A, type))
                .look(B)
                .ask(A, release(KEY_A, type))
                .end();
    }

    /** Then both register again, in the order in which they stood: targets tell registrations in an order of their own. */
    private static Conversation unregisterTheHolder(ReservationType type) {
        Conversation.Builder conversation = conversation("the holder of type " + type.code() + " unregisters")
                .ask(A, reserve(KEY_A, type))
                .ask(A, register(KEY_A, NONE));
        return conversation
                .look(B)
                .ask(B, release(KEY_B, type))
                .ask(B, register(KEY_B, NONE))
                .ask(A, register(NONE, KEY_A))
                .ask(B, register(NONE, KEY_B))
                .ask(A, release(KEY_A, type))
                .ask(B, release(KEY_B, type))
                .end();
    }
}
