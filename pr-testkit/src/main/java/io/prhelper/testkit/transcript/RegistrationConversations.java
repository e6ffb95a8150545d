// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.transcript;

import static io.prhelper.testkit.transcript.Commands.KEY_A;
import static io.prhelper.testkit.transcript.Commands.KEY_B;
import static io.prhelper.testkit.transcript.Commands.NONE;
import static io.prhelper.testkit.transcript.Commands.clear;
import static io.prhelper.testkit.transcript.Commands.preempt;
import static io.prhelper.testkit.transcript.Commands.register;
import static io.prhelper.testkit.transcript.Commands.registerAndIgnore;
import static io.prhelper.testkit.transcript.Commands.release;
import static io.prhelper.testkit.transcript.Commands.reserve;
import static io.prhelper.testkit.transcript.Conversation.conversation;
import static io.prhelper.testkit.transcript.Descriptor.A;
import static io.prhelper.testkit.transcript.Descriptor.B;

import io.prhelper.core.pr.RegisterOptions;
import io.prhelper.core.pr.ReservationType;
import java.util.List;

/** Registering in all ways, and service actions that nobody knows. Nobody is registered, before and after. */
final class RegistrationConversations {
    private static final ReservationType TYPE = ReservationType.WRITE_EXCLUSIVE;
    private static final byte[] NO_LIST = {};
    static final List<Conversation> ALL = List.of(
            conversation("nobody is registered").look(A).end(),
            conversation("who is not registered can only register")
                    .ask(A, register(KEY_A, KEY_A))
                    .ask(A, register(NONE, NONE))
                    .ask(A, registerAndIgnore(NONE))
                    .ask(A, reserve(KEY_A, TYPE))
                    .ask(A, release(KEY_A, TYPE))
                    .ask(A, clear(KEY_A))
                    .ask(A, preempt(KEY_A, KEY_B, TYPE))
                    .look(B)
                    .end(),
            conversation("registering, changing the key, wrong keys")
                    .ask(A, register(NONE, 0x1234))
                    .ask(B, register(NONE, 0x1234))
                    .ask(A, register(NONE, KEY_A))
                    .ask(A, register(0x1235, KEY_A))
                    .ask(A, register(0x1234, KEY_A))
                    .ask(B, register(0x1234, Long.MIN_VALUE))
                    .ask(B, register(Long.MIN_VALUE, -1))
                    .look(B)
                    .end(),
            conversation("registering whatever the key is")
                    .ask(B, registerAndIgnore(KEY_B))
                    .ask(A, registerAndIgnore(KEY_A))
                    .look(A)
                    .end(),
            conversation("unregistering")
                    .ask(A, register(KEY_B, NONE))
                    .ask(A, register(KEY_A, NONE))
                    .ask(A, register(KEY_A, NONE))
                    .ask(B, registerAndIgnore(NONE))
                    .look(A)
                    .end(),
            conversation("registrations that survive a loss of power")
                    .ask(A, register(NONE, KEY_A, RegisterOptions.NONE.withAptpl()))
                    .ask(B, register(NONE, KEY_B))
                    .look(A)
                    .ask(A, register(KEY_A, KEY_A, RegisterOptions.NONE.withAptpl()))
                    .ask(B, register(KEY_B, NONE))
                    .ask(A, register(KEY_A, NONE))
                    .look(B)
                    .end(),
            unknownActions("PERSISTENT RESERVE IN with unknown service actions", 0x5e, 4, 24),
            unknownActions("PERSISTENT RESERVE OUT with unknown service actions", 0x5f, 8, 24),
            conversation("nobody is registered any more").look(B).end());

    private RegistrationConversations() {}

    private static Conversation unknownActions(String name, int opcode, int from, int length) {
        Conversation.Builder conversation = conversation(name);
        for (int action = from; action <= 0x1f; action++) {
            conversation.ask(A, Bytes.cdb(opcode, action, 0, length), opcode == 0x5f ? new byte[length] : NO_LIST);
        }
        // The upper three bits of the byte are no part of it.
        return conversation
                .ask(A, Bytes.cdb(opcode, 0xe0, 0, length), opcode == 0x5f ? new byte[length] : NO_LIST)
                .end();
    }
}
