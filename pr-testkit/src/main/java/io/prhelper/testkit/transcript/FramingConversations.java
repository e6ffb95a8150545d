// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.transcript;

import static io.prhelper.testkit.transcript.Conversation.conversation;
import static io.prhelper.testkit.transcript.Descriptor.A;
import static io.prhelper.testkit.transcript.Descriptor.A_READ_ONLY;
import static io.prhelper.testkit.transcript.Descriptor.B;
import static io.prhelper.testkit.transcript.Descriptor.NULL_DEVICE;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.protocol.Wire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Where requests begin and end, and how many descriptors come with them. Nobody is registered, before and after. */
final class FramingConversations {
    private static final byte[] NO_LIST = {};
    private static final byte[] READ_KEYS = Bytes.request(new PrInCommand(PrInAction.READ_KEYS, 512));

    /** A conflict in any state of the disk, so that nothing changes: nobody registers with this key. */
    private static final byte[] CONFLICT =
            Bytes.request(new PrOutCommand.Register(new ReservationKey(0x0bad), new ReservationKey(0x0bad)));

    static final List<Conversation> ALL = all();

    private FramingConversations() {}

    private static List<Conversation> all() {
        List<Conversation> all = new ArrayList<>();
        splits(all);
        descriptorCounts(all);
        operationCodes(all);
        lengths(all);
        lists(all);
        ends(all);
        return all;
    }

    private static void splits(List<Conversation> all) {
        for (int at : new int[] {1, 2, 8, 15}) {
            all.add(conversation("the CDB is split after byte " + at + ", the descriptor comes with the first part")
                    .sendSplit(READ_KEYS, at, 1, A)
                    .reply()
                    .end());
            all.add(conversation("the CDB is split after byte " + at + ", the descriptor comes with the second part")
                    .sendSplit(READ_KEYS, at, 2, A)
                    .reply()
                    .end());
        }
        Conversation.Builder bytes = conversation("the CDB comes byte by byte, the descriptor with the last");
        for (int i = 0; i < Wire.CDB_LENGTH - 1; i++) {
            bytes.send(new byte[] {READ_KEYS[i]}).awaitRead();
        }
        all.add(bytes.send(new byte[] {READ_KEYS[Wire.CDB_LENGTH - 1]}, A)
                .reply()
                .end());
        all.add(conversation("two requests are sent before the first reply is read")
                .send(READ_KEYS, A)
                .send(CONFLICT, B)
                .reply()
                .reply()
                .end());
        all.add(conversation("two requests come as one message with one descriptor")
                .send(twice(READ_KEYS), A)
                .reply()
                .end());
    }

    private static void descriptorCounts(List<Conversation> all) {
        all.add(conversation("the CDB comes without a descriptor")
                .send(READ_KEYS)
                .end());
        all.add(conversation("a CDB comes without a descriptor after one with")
                .send(READ_KEYS, A)
                .reply()
                .send(READ_KEYS)
                .end());
        all.add(conversation("the CDB comes with two descriptors")
                .send(READ_KEYS, A, B)
                .end());
        all.add(conversation("the CDB comes with the same descriptor twice")
                .send(READ_KEYS, A, A)
                .end());
        all.add(conversation("the CDB comes with three descriptors")
                .send(READ_KEYS, A, B, NULL_DEVICE)
                .end());
        all.add(conversation("the CDB comes with 253 descriptors")
                .send(READ_KEYS, Collections.nCopies(253, NULL_DEVICE).toArray(Descriptor[]::new))
                .end());
        all.add(conversation("a descriptor comes with each part of a split CDB")
                .send(Arrays.copyOf(READ_KEYS, 8), A)
                .awaitRead()
                .send(Arrays.copyOfRange(READ_KEYS, 8, 16), B)
                .end());
        all.add(conversation("two descriptors come with the first byte of the CDB")
                .send(Arrays.copyOf(READ_KEYS, 1), A, B)
                .end());
    }

    private static void operationCodes(List<Conversation> all) {
        for (int opcode : new int[] {0x00, 0x12, 0x28, 0x56, 0x57, 0x5d, 0x60, 0x7f, 0xfe}) {
            all.add(conversation(String.format("the operation code is %02Xh", opcode))
                    .send(Bytes.cdb(opcode, 0, 0, 0), A)
                    .end());
        }
        all.add(conversation("the operation code is 5Dh, 24 bytes follow")
                .send(Bytes.request(Bytes.cdb(0x5d, 0, 0, 24), new byte[24]), A)
                .end());
        byte[] cleanup = Bytes.cdb(Wire.CLEANUP, 0, 0, 0);
        all.add(conversation("CLEANUP that was not negotiated, for a disk")
                .ask(A, cleanup, NO_LIST)
                .end());
        all.add(conversation("CLEANUP that was not negotiated, for a read-only disk")
                .ask(A_READ_ONLY, cleanup, NO_LIST)
                .end());
        all.add(conversation("CLEANUP without a descriptor").send(cleanup).end());
    }

    private static void lengths(List<Conversation> all) {
        all.add(conversation("READ KEYS with allocation length 8192")
                .ask(A, Bytes.cdb(0x5e, 0, 0, 8192), NO_LIST)
                .end());
        for (int length : new int[] {8193, 0xffff}) {
            all.add(conversation("READ KEYS with allocation length " + length)
                    .send(Bytes.cdb(0x5e, 0, 0, length), A)
                    .end());
            all.add(conversation("PERSISTENT RESERVE OUT with a list of " + length + " bytes, none sent")
                    .send(Bytes.cdb(0x5f, 0, 0, length), A)
                    .end());
        }
        all.add(conversation("PERSISTENT RESERVE OUT with a list of 8193 bytes, all sent")
                .send(Bytes.request(Bytes.cdb(0x5f, 0, 0, 8193), new byte[8193]), A)
                .end());
        for (int length : new int[] {0, 1, 8, 16, 23, 25, 32, 8192}) {
            byte[] list = new byte[length];
            System.arraycopy(CONFLICT, Wire.CDB_LENGTH, list, 0, Math.min(length, 24));
            all.add(conversation("REGISTER with a list of " + length + " bytes")
                    .ask(A, Bytes.cdb(0x5f, 0, 0, length), list)
                    .end());
        }
        byte[] longer = CONFLICT.clone();
        longer[6] = 1;
        all.add(conversation("REGISTER with CDB byte 6 set")
                .send(longer, A)
                .reply()
                .send(READ_KEYS, A)
                .reply()
                .end());
        byte[] longest = CONFLICT.clone();
        longest[5] = (byte) 0xff;
        longest[6] = (byte) 0xff;
        all.add(conversation("REGISTER with CDB bytes 5 and 6 set")
                .send(longest, A)
                .reply()
                .end());
        byte[] reserved = READ_KEYS.clone();
        Arrays.fill(reserved, 2, 7, (byte) 0xff);
        Arrays.fill(reserved, 10, 16, (byte) 0xff);
        all.add(conversation("READ KEYS with reserved bytes set, and those behind the CDB")
                .send(reserved, A)
                .reply()
                .end());
    }

    private static void lists(List<Conversation> all) {
        byte[] cdb = Arrays.copyOf(CONFLICT, Wire.CDB_LENGTH);
        byte[] list = Arrays.copyOfRange(CONFLICT, Wire.CDB_LENGTH, CONFLICT.length);
        all.add(conversation("the list comes after the CDB")
                .send(cdb, A)
                .awaitRead()
                .send(list)
                .reply()
                .end());
        all.add(conversation("the descriptor comes with the second half of the CDB, with the list")
                .sendSplit(CONFLICT, 8, 2, A)
                .reply()
                .end());
        for (int at : new int[] {1, 12, 23}) {
            all.add(conversation("the list is split after byte " + at)
                    .sendSplit(CONFLICT, Wire.CDB_LENGTH + at, 1, A)
                    .reply()
                    .end());
        }
        all.add(conversation("a descriptor comes with the CDB and one with the list")
                .send(cdb, A)
                .awaitRead()
                .send(list, B)
                .reply()
                .send(READ_KEYS, A)
                .reply()
                .end());
        all.add(conversation("a descriptor comes with the CDB and two with the list")
                .send(cdb, A)
                .awaitRead()
                .send(list, B, B)
                .reply()
                .end());
        all.add(conversation("the list is longer than the CDB says, by less than a request")
                .send(Arrays.copyOf(CONFLICT, CONFLICT.length + 6), A)
                .reply()
                .end());
        all.add(conversation("the list is longer than the CDB says, by a request without a descriptor")
                .send(Arrays.copyOf(CONFLICT, CONFLICT.length + 16), A)
                .reply()
                .end());
        all.add(conversation("the list is cut off before its first byte")
                .send(cdb, A)
                .end());
        all.add(conversation("the list is cut off after 23 bytes")
                .send(Arrays.copyOf(CONFLICT, CONFLICT.length - 1), A)
                .end());
    }

    private static void ends(List<Conversation> all) {
        for (int at : new int[] {1, 15}) {
            all.add(conversation("the CDB is cut off after byte " + at)
                    .send(Arrays.copyOf(READ_KEYS, at), A)
                    .end());
        }
        all.add(conversation("the client ends its output after a request, and waits")
                .send(READ_KEYS, A)
                .endOutput()
                .reply()
                .end());
        all.add(conversation("the client ends its output after two requests, and waits")
                .send(READ_KEYS, A)
                .send(CONFLICT, B)
                .endOutput()
                .reply()
                .reply()
                .end());
        all.add(conversation("the client leaves without its reply")
                .send(READ_KEYS, A)
                .leave()
                .end());
        all.add(conversation("the client leaves inside a CDB")
                .send(Arrays.copyOf(READ_KEYS, 9), A)
                .awaitRead()
                .leave()
                .end());
        all.add(conversation("the client leaves inside a list")
                .send(Arrays.copyOf(CONFLICT, 20), A)
                .awaitRead()
                .leave()
                .end());
        all.add(conversation("all that did no harm")
                .send(READ_KEYS, A)
                .reply()
                .send(READ_KEYS, B)
                .reply()
                .end());
    }

    private static byte[] twice(byte[] message) {
        byte[] both = Arrays.copyOf(message, 2 * message.length);
        System.arraycopy(message, 0, both, message.length, message.length);
        return both;
    }
}
