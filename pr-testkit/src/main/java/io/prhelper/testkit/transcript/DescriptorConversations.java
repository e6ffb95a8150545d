// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.transcript;

import static io.prhelper.testkit.transcript.Conversation.conversation;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import java.util.EnumSet;
import java.util.List;

/** Descriptors of things that are no disk, or not open for what is asked. */
final class DescriptorConversations {
    private static final PrInCommand READ_KEYS = new PrInCommand(PrInAction.READ_KEYS, 512);
    private static final PrOutCommand CONFLICT =
            new PrOutCommand.Register(new ReservationKey(0x0bad), new ReservationKey(0x0bad));

    static final List<Conversation> ALL = EnumSet.complementOf(EnumSet.of(Descriptor.A, Descriptor.B)).stream()
            .map(DescriptorConversations::each)
            .toList();

    private DescriptorConversations() {}

    /** Both commands, two lists that are too short, and the first again: the connection must have kept step. */
    private static Conversation each(Descriptor descriptor) {
        return conversation("the descriptor is of: " + descriptor.text())
                .ask(descriptor, READ_KEYS)
                .ask(descriptor, CONFLICT)
                .ask(descriptor, Bytes.cdb(0x5f, 0, 0, 0), new byte[0])
                .ask(descriptor, Bytes.cdb(0x5f, 0, 0, 3), new byte[3])
                .ask(descriptor, READ_KEYS)
                .ask(Descriptor.A, READ_KEYS)
                .end();
    }
}
