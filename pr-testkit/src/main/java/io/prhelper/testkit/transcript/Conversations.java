// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.transcript;

import java.util.List;
import java.util.stream.Stream;

/** What is said, in this order: later conversations rely on what earlier ones left on the disk. */
public final class Conversations {
    /** All of it. It ends with {@code B} registered with key bbbbh and holding a reservation of type 5, {@code A} fenced. */
    public static final List<Conversation> ALL = Stream.of(
                    HandshakeConversations.ALL,
                    FramingConversations.ALL,
                    DescriptorConversations.ALL,
                    RegistrationConversations.ALL,
                    ReservationConversations.ALL,
                    AllocationConversations.ALL,
                    PreemptConversations.ALL)
            .flatMap(List::stream)
            .toList();

    private Conversations() {}
}
