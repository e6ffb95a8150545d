// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.iscsi;

import static io.prhelper.simulation.iscsi.LoginStage.FULL_FEATURE;
import static io.prhelper.simulation.iscsi.LoginStage.OPERATIONAL;

import io.prhelper.core.scsi.TransportId;
import java.io.ByteArrayOutputStream;
import java.net.ProtocolException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The login phase of a connection as the target sees it (RFC 7143, 6.3 and 11.12): one answer for each request. Security stage with
 * AuthMethod None, or straight to the operational stage.
 */
final class ServerLogin {
    private static final int VERSION_MINIMUM = 3;

    /** Bytes of text in several requests of which one answer is made. */
    private static final int LONGEST_TEXT = 16_384;

    private final String targetName;
    private final int targetPort;
    private final Negotiation negotiation = new Negotiation();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private int stage = -1;
    private String initiatorName = "";
    private boolean discovery;
    private boolean declared;
    private long isid;
    private int tsih;
    private int connectionId;

    ServerLogin(String targetName, int targetPort) {
        this.targetName = targetName;
        this.targetPort = targetPort;
    }

    boolean isDone() {
        return stage == FULL_FEATURE;
    }

    Negotiation negotiation() {
        return negotiation;
    }

    /** Whether the session is for finding targets. */
    boolean isDiscovery() {
        return discovery;
    }

    /** The session handle that the initiator named, 0 for a new session. */
    int tsih() {
        return tsih;
    }

    int connectionId() {
        return connectionId;
    }

    /** The initiator port. */
    TransportId.IscsiPort initiator() {
        return new TransportId.IscsiPort(initiatorName, isid);
    }

    /**
     * The answer to a request, still without the numbers of the connection.
     *
     * @throws LoginRefusedException if the initiator is to be told that it can not get in
     * @throws ProtocolException if it does not even try to
     */
    Pdu answer(Pdu request) throws LoginRefusedException, ProtocolException {
        if (request.opcode() != Pdu.Opcode.LOGIN) {
            throw new ProtocolException(request.kind() + " before the login was over");
        }
        begin(request);
        if (text.size() + request.data().length > LONGEST_TEXT) {
            throw refusal("more than " + LONGEST_TEXT + " bytes of text");
        }
        text.writeBytes(request.data());
        boolean more = (request.flags() & Pdu.CONTINUE) != 0;
        if (more && request.isFinal()) {
            throw refusal("text goes on, and the stage ends");
        }
        Map<String, String> answers = more ? Map.of() : negotiate();
        byte[] answer = LoginText.encode(answers);
        if (answer.length > Negotiation.LONGEST_SEGMENT) {
            throw refusal("more keys than can be answered");
        }
        return Pdu.of(Pdu.Opcode.LOGIN_RESPONSE, move(request), answer);
    }

    private static LoginRefusedException refusal(String reason) {
        return new LoginRefusedException(LoginRefusedException.INITIATOR_ERROR, reason);
    }

    private void begin(Pdu request) throws LoginRefusedException {
        int current = LoginStage.current(request);
        long port = request.header().getLong(Pdu.At.ISID) >>> 16;
        if (request.unsigned(VERSION_MINIMUM) > 0) {
            throw new LoginRefusedException(
                    LoginRefusedException.UNSUPPORTED_VERSION,
                    "version " + request.unsigned(VERSION_MINIMUM) + " at least, where there is 0");
        }
        if (stage < 0) {
            stage = current;
            isid = port;
            tsih = request.header().getShort(Pdu.At.TSIH) & 0xffff;
            connectionId = request.header().getShort(20) & 0xffff;
        }
        if (current != stage || current > OPERATIONAL || isid != port) {
            throw refusal("stage " + current + " of session " + Long.toHexString(port) + ", where it is stage " + stage
                    + " of session " + Long.toHexString(isid));
        }
    }

    private Map<String, String> negotiate() throws LoginRefusedException {
        Map<String, String> said;
        try {
            said = LoginText.decode(text.toByteArray());
        } catch (ProtocolException wrong) {
            throw refusal(String.valueOf(wrong.getMessage()));
        }
        text.reset();
        Map<String, String> answers = new LinkedHashMap<>();
        if (initiatorName.isEmpty()) {
            introduce(said);
            if (!discovery) {
                answers.put("TargetPortalGroupTag", Integer.toString(targetPort));
            }
        }
        negotiation.answer(said, answers);
        if (stage == OPERATIONAL && !declared) {
            declared = true;
            answers.put("MaxRecvDataSegmentLength", Integer.toString(Negotiation.LONGEST_SEGMENT));
        }
        return answers;
    }

    /** The first text says who wants to get in, and where. */
    private void introduce(Map<String, String> said) throws LoginRefusedException {
        String name = said.getOrDefault("InitiatorName", "");
        String type = said.getOrDefault("SessionType", "Normal");
        String target = said.get("TargetName");
        discovery = type.equals("Discovery");
        if (!discovery && !type.equals("Normal")) {
            throw new LoginRefusedException(LoginRefusedException.NO_SUCH_SESSION_TYPE, "SessionType=" + type);
        }
        if (name.isEmpty() || (target == null && !discovery)) {
            throw new LoginRefusedException(
                    LoginRefusedException.MISSING_PARAMETER, "no " + (name.isEmpty() ? "InitiatorName" : "TargetName"));
        }
        if (!discovery && !targetName.equals(target)) {
            throw new LoginRefusedException(
                    LoginRefusedException.NOT_FOUND, "no target \"" + target + "\", it is " + targetName);
        }
        try {
            initiatorName = new TransportId.IscsiPort(name, isid).name();
        } catch (IllegalArgumentException wrong) {
            throw refusal(String.valueOf(wrong.getMessage()));
        }
    }

    /** The flags of the answer: the stage that the request ends is left. */
    private int move(Pdu request) throws LoginRefusedException {
        if (!request.isFinal()) {
            return LoginStage.stay(stage);
        }
        int current = stage;
        int next = LoginStage.next(request);
        if (next <= stage || (next != OPERATIONAL && next != FULL_FEATURE)) {
            throw refusal("from stage " + stage + " to stage " + next);
        }
        if (initiatorName.isEmpty()) {
            throw new LoginRefusedException(LoginRefusedException.MISSING_PARAMETER, "no InitiatorName");
        }
        stage = next;
        return LoginStage.leave(current, next);
    }
}
