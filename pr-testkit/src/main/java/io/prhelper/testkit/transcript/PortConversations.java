// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.transcript;

import static io.prhelper.testkit.transcript.Commands.KEY_A;
import static io.prhelper.testkit.transcript.Commands.KEY_B;
import static io.prhelper.testkit.transcript.Commands.NONE;
import static io.prhelper.testkit.transcript.Commands.PORT_A;
import static io.prhelper.testkit.transcript.Commands.PORT_B;
import static io.prhelper.testkit.transcript.Commands.clear;
import static io.prhelper.testkit.transcript.Commands.register;
import static io.prhelper.testkit.transcript.Conversation.conversation;
import static io.prhelper.testkit.transcript.Descriptor.A;
import static io.prhelper.testkit.transcript.Descriptor.B;

import io.prhelper.core.pr.RegisterOptions;
import io.prhelper.core.scsi.TransportId;
import java.util.List;

/**
 * Registering on other ports than the own ones: what comes of it depends on which ports can reach which. Nothing that a target
 * refuses. Nobody is registered afterwards.
 */
final class PortConversations {
    static final List<Conversation> ALL = List.of(
            conversation("B gives up").ask(B, clear(KEY_B)).look(A).end(),
            conversation("registering on all target ports")
                    .ask(A, register(NONE, KEY_A, RegisterOptions.NONE.withAllTgPt()))
                    .look(A)
                    .ask(A, clear(KEY_A))
                    .look(B)
                    .end(),
            conversation("registering another port")
                    .ask(A, register(NONE, KEY_A, ports(PORT_B)))
                    .look(B)
                    .ask(A, clear(KEY_A))
                    .ask(B, clear(KEY_A))
                    .end(),
            conversation("registering no other port")
                    .ask(A, register(NONE, KEY_A, ports()))
                    .look(B)
                    .ask(A, register(KEY_A, NONE))
                    .look(B)
                    .end(),
            conversation("registering the own port as another one")
                    .ask(A, register(NONE, KEY_A, ports(PORT_A)))
                    .look(B)
                    .ask(A, register(KEY_A, NONE))
                    .look(B)
                    .ask(A, clear(KEY_A))
                    .look(B)
                    .end());

    private PortConversations() {}

    private static RegisterOptions ports(TransportId... ports) {
        return RegisterOptions.NONE.withTransportIds(List.of(ports));
    }
}
