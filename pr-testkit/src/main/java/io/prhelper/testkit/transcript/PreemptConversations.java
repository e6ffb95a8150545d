// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.transcript;

import static io.prhelper.testkit.transcript.Commands.KEY_A;
import static io.prhelper.testkit.transcript.Commands.KEY_B;
import static io.prhelper.testkit.transcript.Commands.NONE;
import static io.prhelper.testkit.transcript.Commands.PORT_A;
import static io.prhelper.testkit.transcript.Commands.PORT_B;
import static io.prhelper.testkit.transcript.Commands.TARGET_PORT_A;
import static io.prhelper.testkit.transcript.Commands.TARGET_PORT_B;
import static io.prhelper.testkit.transcript.Commands.bothRegister;
import static io.prhelper.testkit.transcript.Commands.move;
import static io.prhelper.testkit.transcript.Commands.preempt;
import static io.prhelper.testkit.transcript.Commands.register;
import static io.prhelper.testkit.transcript.Commands.reserve;
import static io.prhelper.testkit.transcript.Conversation.conversation;
import static io.prhelper.testkit.transcript.Descriptor.A;
import static io.prhelper.testkit.transcript.Descriptor.B;

import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.TransportId;
import java.util.List;

/**
 * Taking a reservation away, and giving it away; nothing is aborted, as the lab's quickest fabric is not made for that.
 */
final class PreemptConversations {
    private static final ReservationType EXCLUSIVE = ReservationType.EXCLUSIVE_ACCESS;
    private static final ReservationType REGISTRANTS = ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;
    private static final ReservationType ALL_REGISTRANTS = ReservationType.WRITE_EXCLUSIVE_ALL_REGISTRANTS;

    static final List<Conversation> ALL = List.of(
            bothRegister(conversation("PREEMPT where there is no reservation"))
                    .ask(A, preempt(KEY_A, NONE, EXCLUSIVE))
                    .ask(A, preempt(KEY_B, KEY_B, EXCLUSIVE))
                    .ask(A, preempt(KEY_A, 0xcccc, EXCLUSIVE))
                    .ask(A, preempt(KEY_A, KEY_B, EXCLUSIVE))
                    .look(B)
                    .ask(B, register(NONE, KEY_B))
                    .end(),
            conversation("the holder changes the type by preempting itself")
                    .ask(B, reserve(KEY_B, EXCLUSIVE))
                    .ask(B, preempt(KEY_B, KEY_B, REGISTRANTS))
                    .look(A)
                    .end(),
            conversation("PREEMPT of the holder's key")
                    .ask(A, preempt(KEY_A, NONE, REGISTRANTS))
                    .ask(A, preempt(KEY_A, KEY_B, EXCLUSIVE))
                    .look(B)
                    .ask(B, register(NONE, KEY_B))
                    .end(),
            conversation("PREEMPT of a key that is not the holder's")
                    .ask(A, preempt(KEY_A, KEY_B, REGISTRANTS))
                    .look(B)
                    .ask(B, register(NONE, KEY_B))
                    .ask(A, preempt(KEY_A, KEY_A, ALL_REGISTRANTS))
                    .end(),
            conversation("PREEMPT of a reservation of all registrants")
                    .look(B)
                    .ask(A, preempt(KEY_A, NONE, ALL_REGISTRANTS))
                    .look(B)
                    .ask(B, register(NONE, KEY_B))
                    .ask(A, move(KEY_A, KEY_B, false, TARGET_PORT_B, PORT_B))
                    .ask(A, preempt(KEY_A, NONE, EXCLUSIVE))
                    .look(B)
                    .ask(B, register(NONE, KEY_B))
                    .end(),
            conversation("REGISTER AND MOVE that is refused")
                    .ask(B, move(KEY_B, KEY_A, false, TARGET_PORT_A, PORT_A))
                    .ask(A, move(KEY_A, NONE, false, TARGET_PORT_B, PORT_B))
                    .ask(A, move(KEY_A, KEY_B, false, TARGET_PORT_A, PORT_A))
                    .ask(A, move(KEY_A, KEY_B, false, 77, PORT_B))
                    .ask(A, move(KEY_A, KEY_B, false, TARGET_PORT_B, new TransportId.Sas(1)))
                    .look(B)
                    .end(),
            conversation("REGISTER AND MOVE")
                    .ask(A, move(KEY_A, KEY_B, false, TARGET_PORT_B, PORT_B))
                    .look(A)
                    .ask(B, move(KEY_B, KEY_A, true, TARGET_PORT_A, PORT_A))
                    .look(B)
                    .ask(B, register(NONE, KEY_B))
                    .end(),
            conversation("at last B fences A")
                    .ask(B, preempt(KEY_B, KEY_A, REGISTRANTS))
                    .look(A)
                    .ask(A, reserve(KEY_A, REGISTRANTS))
                    .ask(B, reserve(KEY_B, REGISTRANTS))
                    .look(B)
                    .end());

    private PreemptConversations() {}
}
