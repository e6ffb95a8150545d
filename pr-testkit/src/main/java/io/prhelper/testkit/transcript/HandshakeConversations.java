// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.transcript;

import static io.prhelper.testkit.transcript.Conversation.fromGreeting;
import static io.prhelper.testkit.transcript.Descriptor.A;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import java.util.List;

/** The greeting and what clients answer to it. */
final class HandshakeConversations {
    private static final PrInCommand READ_KEYS = new PrInCommand(PrInAction.READ_KEYS, 512);

    static final List<Conversation> ALL = List.of(
            fromGreeting("the client does not answer the greeting").end(),
            fromGreeting("the client leaves after the greeting").leave().end(),
            fromGreeting("the client answers and says no more").send("00000000").end(),
            fromGreeting("the answer is cut off after three bytes")
                    .send("000000")
                    .end(),
            fromGreeting("the answer comes in two pieces")
                    .send("0000")
                    .awaitRead()
                    .send("0000")
                    .ask(A, READ_KEYS)
                    .end(),
            fromGreeting("the answer has feature bit 0, which was not offered")
                    .send("00000001")
                    .end(),
            fromGreeting("the answer has feature bit 31").send("80000000").end(),
            fromGreeting("the answer has all feature bits and a request behind it")
                    .send("ffffffff" + "5e000000000000020000000000000000")
                    .end(),
            fromGreeting("a descriptor comes with the answer and none with the CDB")
                    .send("00000000", A)
                    .send(Bytes.request(READ_KEYS))
                    .end(),
            fromGreeting("a descriptor comes with the answer and one with the CDB")
                    .send("00000000", A)
                    .ask(A, READ_KEYS)
                    .end(),
            fromGreeting("answer, CDB and descriptor come as one message")
                    .send("00000000" + "5e000000000000020000000000000000", A)
                    .end(),
            fromGreeting("two descriptors come with the answer")
                    .send("00000000", A, A)
                    .ask(A, READ_KEYS)
                    .end());

    private HandshakeConversations() {}
}
