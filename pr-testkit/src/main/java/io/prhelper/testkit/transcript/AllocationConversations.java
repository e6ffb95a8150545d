// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.transcript;

import static io.prhelper.testkit.transcript.Commands.KEY_A;
import static io.prhelper.testkit.transcript.Commands.KEY_B;
import static io.prhelper.testkit.transcript.Commands.bothRegister;
import static io.prhelper.testkit.transcript.Commands.clear;
import static io.prhelper.testkit.transcript.Commands.reserve;
import static io.prhelper.testkit.transcript.Conversation.conversation;
import static io.prhelper.testkit.transcript.Descriptor.A;
import static io.prhelper.testkit.transcript.Descriptor.B;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.ReservationType;
import java.util.ArrayList;
import java.util.List;

/** Answers that are longer and shorter than there is room for. Nobody is registered, before and after. */
final class AllocationConversations {
    private static final int[] LENGTHS = {
        0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 23, 24, 25, 31, 32, 47, 48, 55, 56, 57, 103, 104, 105, 255, 256, 4096, 8191,
        8192
    };

    static final List<Conversation> ALL = all();

    private AllocationConversations() {}

    private static List<Conversation> all() {
        List<Conversation> all = new ArrayList<>();
        all.add(bothRegister(conversation("both register, and one reserves"))
                .ask(B, reserve(KEY_B, ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY))
                .end());
        for (PrInAction action : PrInAction.values()) {
            Conversation.Builder conversation =
                    conversation(action.name().replace('_', ' ') + " with many allocation lengths");
            for (int length : LENGTHS) {
                conversation.ask(A, new PrInCommand(action, length));
            }
            all.add(conversation.end());
        }
        all.add(conversation("one clears, the other hears of it")
                .ask(A, clear(KEY_A))
                .look(B)
                .ask(B, clear(KEY_B))
                .end());
        return all;
    }
}
