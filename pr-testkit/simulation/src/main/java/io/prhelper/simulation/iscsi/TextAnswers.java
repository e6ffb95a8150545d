// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.iscsi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Text requests (RFC 7143, 6.2 and 11.10): SendTargets (appendix C); a long answer goes out piece by piece, as the initiator asks for them. */
final class TextAnswers {

    /** Bytes of text in several requests of which one answer is made. */
    private static final int LONGEST_TEXT = 8192;

    /** Tells the requests that go on with a text from new ones. */
    private static final int GOES_ON = 0x7465_7874;

    private final ServerConnection connection;
    private final ServerLogin login;
    private final ByteArrayOutputStream asked = new ByteArrayOutputStream();
    private byte[] answer = new byte[0];
    private int sent;

    TextAnswers(ServerConnection connection, ServerLogin login) {
        this.connection = connection;
        this.login = login;
    }

    /**
     * Answers a request.
     *
     * @throws ProtocolException if the text is too long or no text
     */
    void answer(Pdu request) throws IOException {
        if (request.word(Pdu.At.TRANSFER_TAG) == Pdu.NO_TAG) {
            asked.reset();
            answer = new byte[0];
            sent = 0;
        }
        if (asked.size() + request.data().length > LONGEST_TEXT) {
            throw new ProtocolException("more than " + LONGEST_TEXT + " bytes of text");
        }
        asked.writeBytes(request.data());
        if ((request.flags() & Pdu.CONTINUE) != 0) {
            send(request, new byte[0], 0, GOES_ON);
            return;
        }
        if (asked.size() > 0) {
            answer = answers(LoginText.decode(asked.toByteArray()));
            asked.reset();
            sent = 0;
        }
        int length = Math.min(answer.length - sent, login.negotiation().initiatorSegment());
        byte[] part = Arrays.copyOfRange(answer, sent, sent + length);
        sent += length;
        boolean more = sent < answer.length;
        // F answers F only.
        boolean over = !more && request.isFinal();
        send(request, part, more ? Pdu.CONTINUE : over ? Pdu.FINAL : 0, over ? Pdu.NO_TAG : GOES_ON);
    }

    private void send(Pdu request, byte[] text, int flags, int tag) throws IOException {
        connection.answer(request, Pdu.of(Pdu.Opcode.TEXT_RESPONSE, flags, text).with(Pdu.At.TRANSFER_TAG, tag));
    }

    private byte[] answers(Map<String, String> said) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        String which = said.get("SendTargets");
        if (which != null) {
            text.writeBytes(targets(which).getBytes(StandardCharsets.UTF_8));
        }
        Map<String, String> others = new LinkedHashMap<>(said);
        others.remove("SendTargets");
        Map<String, String> answers = new LinkedHashMap<>();
        others.forEach((key, value) -> answers.put(key, "NotUnderstood"));
        text.writeBytes(LoginText.encode(answers));
        return text.toByteArray();
    }

    /** The target for {@code All}, for its name, and in a normal session for no name; a key comes once for each address. */
    private String targets(String which) {
        IscsiServer server = connection.server();
        String name = server.targetName();
        boolean meant = which.equals(login.isDiscovery() ? "All" : "") || which.equals(name);
        StringBuilder text = new StringBuilder();
        if (meant) {
            text.append("TargetName=").append(name).append('\0');
            for (IscsiServer.Portal portal : server.portals()) {
                text.append("TargetAddress=").append(reachable(portal)).append('\0');
            }
        }
        return text.toString();
    }

    /** A portal on any address is named by the one that this initiator came through. */
    private IscsiServer.Portal reachable(IscsiServer.Portal portal) {
        return portal.address().getAddress().isAnyLocalAddress()
                ? new IscsiServer.Portal(
                        new InetSocketAddress(
                                connection.socket().getLocalAddress(),
                                portal.address().getPort()),
                        portal.targetPort())
                : portal;
    }
}
