// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.transcript;

import java.util.List;
import java.util.stream.Stream;

/** What is said, in this order: later conversations rely on what earlier ones left on the disk. */
public final class Conversations {
    /** What has the same effect on any disk with two nexuses. */
    static final List<Conversation> WHATEVER_THE_PORTS = Stream.of(
                    HandshakeConversations.ALL,
                    FramingConversations.ALL,
                    DescriptorConversations.ALL,
                    RegistrationConversations.ALL,
                    ReservationConversations.ALL,
                    AllocationConversations.ALL,
                    PreemptConversations.ALL)
            .flatMap(List::stream)
            .toList();

    /** All of it; afterwards nobody is registered. */
    public static final List<Conversation> ALL = Stream.of(WHATEVER_THE_PORTS, PortConversations.ALL)
            .flatMap(List::stream)
            .toList();

    private Conversations() {}
}
