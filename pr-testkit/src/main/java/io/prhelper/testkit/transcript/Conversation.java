// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.transcript;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.protocol.Wire;
import io.prhelper.testkit.transcript.Step.Turn;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * What a client says on one connection. After the steps the player ends its output and reads until the connection ends, so that nothing
 * which the helper sends goes unseen.
 *
 * @param name a sentence, unique in a list
 * @param steps after the helper's greeting
 */
public record Conversation(String name, List<Step> steps) {
    /** Takes a copy. */
    public Conversation {
        steps = List.copyOf(steps);
    }

    /** A conversation from the greeting on. */
    static Builder fromGreeting(String name) {
        return new Builder(name);
    }

    /** A conversation after a handshake that asks for no features. */
    static Builder conversation(String name) {
        return fromGreeting(name).send(new byte[Wire.FEATURES_LENGTH]);
    }

    /** Collects steps. */
    static final class Builder {
        private static final int ROOM = 1024;

        private final String name;
        private final List<Step> steps = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
        }

        Builder send(byte[] bytes, Descriptor... descriptors) {
            steps.add(new Step.Send(ByteBuffer.wrap(bytes), List.of(descriptors)));
            return this;
        }

        Builder send(String hex, Descriptor... descriptors) {
            return send(HexFormat.of().parseHex(hex), descriptors);
        }

        /** The parts of a message, each sent when the one before has been read; the descriptor goes with one of them. */
        Builder sendSplit(byte[] message, int at, int partWithDescriptor, Descriptor descriptor) {
            byte[] first = Arrays.copyOf(message, at);
            byte[] second = Arrays.copyOfRange(message, at, message.length);
            return (partWithDescriptor == 1 ? send(first, descriptor) : send(first))
                    .awaitRead()
                    .send(second, partWithDescriptor == 2 ? new Descriptor[] {descriptor} : new Descriptor[0]);
        }

        Builder awaitRead() {
            steps.add(Turn.AWAIT_READ);
            return this;
        }

        Builder reply() {
            steps.add(Turn.AWAIT_REPLY);
            return this;
        }

        Builder endOutput() {
            steps.add(Turn.END_OUTPUT);
            return this;
        }

        Builder leave() {
            steps.add(Turn.LEAVE);
            return this;
        }

        /** A well-formed request, and its reply. */
        Builder ask(Descriptor descriptor, PrCommand command) {
            return send(Bytes.request(command), descriptor).reply();
        }

        /** A request that no type describes, and its reply. */
        Builder ask(Descriptor descriptor, byte[] cdb, byte[] list) {
            return send(Bytes.request(cdb, list), descriptor).reply();
        }

        /** All there is to see of the disk. */
        Builder look(Descriptor through) {
            for (PrInAction action : PrInAction.values()) {
                ask(through, new PrInCommand(action, ROOM));
            }
            return this;
        }

        Conversation end() {
            return new Conversation(name, steps);
        }
    }
}
