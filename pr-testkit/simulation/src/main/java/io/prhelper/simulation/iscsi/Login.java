// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.iscsi;

import static io.prhelper.simulation.iscsi.LoginStage.FULL_FEATURE;
import static io.prhelper.simulation.iscsi.LoginStage.OPERATIONAL;
import static io.prhelper.simulation.iscsi.LoginStage.SECURITY;
import static io.prhelper.simulation.iscsi.LoginStage.leave;

import io.prhelper.core.scsi.TransportId;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** An initiator's login (RFC 7143, 6): without authentication, one connection, error recovery level 0. */
final class Login {
    /** CmdSN of the first command after it. */
    static final int FIRST_COMMAND_NUMBER = 1;

    private static final int MOST_ROUNDS = 10;
    private static final int DEFAULT_LONGEST_DATA = 8192;
    private static final int DEFAULT_FIRST_BURST = 65536;
    private static final int ISID_SHIFT = 16;

    private final PduChannel channel;
    private final int longestData;
    private final Map<String, String> answers = new HashMap<>();
    private int expectedStatusNumber;

    Login(PduChannel channel, int longestData) {
        this.channel = channel;
        this.longestData = longestData;
    }

    LoginResult run(TransportId.IscsiPort initiator, String target) throws IOException {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("InitiatorName", initiator.name());
        text.put("TargetName", target);
        text.put("SessionType", "Normal");
        text.put("AuthMethod", "None");
        int stage = SECURITY;
        for (int round = 0; stage != FULL_FEATURE; round++) {
            if (round == MOST_ROUNDS) {
                throw new ProtocolException("the login of " + initiator.name() + " to " + target + " has no end");
            }
            int next = say(initiator.isid(), stage, text);
            text.clear();
            if (next == OPERATIONAL && stage == SECURITY) {
                text.putAll(offers());
            }
            stage = next;
        }
        return new LoginResult(
                number("MaxRecvDataSegmentLength", DEFAULT_LONGEST_DATA),
                "No".equals(answers.get("ImmediateData"))
                        ? 0
                        : Math.min(
                                number("FirstBurstLength", DEFAULT_FIRST_BURST),
                                number("MaxRecvDataSegmentLength", DEFAULT_LONGEST_DATA)),
                number("TargetPortalGroupTag", 0),
                expectedStatusNumber);
    }

    private Map<String, String> offers() {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("HeaderDigest", "None");
        text.put("DataDigest", "None");
        text.put("MaxRecvDataSegmentLength", Integer.toString(longestData));
        text.put("InitialR2T", "Yes");
        text.put("ImmediateData", "Yes");
        text.put("FirstBurstLength", "65536");
        text.put("MaxBurstLength", "262144");
        text.put("MaxOutstandingR2T", "1");
        text.put("MaxConnections", "1");
        text.put("ErrorRecoveryLevel", "0");
        text.put("DefaultTime2Wait", "2");
        text.put("DefaultTime2Retain", "0");
        return text;
    }

    /** One request and its answer; the stage that follows. */
    private int say(long isid, int stage, Map<String, String> text) throws IOException {
        int wanted = stage == SECURITY ? OPERATIONAL : FULL_FEATURE;
        Pdu request = Pdu.of(Pdu.Opcode.LOGIN | Pdu.IMMEDIATE, leave(stage, wanted), LoginText.encode(text));
        request.header().putLong(Pdu.At.ISID, isid << ISID_SHIFT);
        channel.write(request.with(Pdu.At.COMMAND_NUMBER, FIRST_COMMAND_NUMBER)
                .with(Pdu.At.EXPECTED_STATUS_NUMBER, expectedStatusNumber));
        Pdu answer = channel.read();
        if (answer.opcode() != Pdu.Opcode.LOGIN_RESPONSE) {
            throw new ProtocolException("no answer to a login: " + answer.kind());
        }
        int status = answer.word(Pdu.At.STATUS_CLASS) >>> 16;
        if (status != 0) {
            throw new ProtocolException(String.format("the target refuses the login, status %04xh", status));
        }
        expectedStatusNumber = answer.word(Pdu.At.STATUS_NUMBER) + 1;
        answers.putAll(LoginText.decode(answer.data()));
        return answer.isFinal() ? LoginStage.next(answer) : stage;
    }

    private int number(String key, int otherwise) throws ProtocolException {
        String value = answers.get(key);
        try {
            return value == null ? otherwise : LoginText.number(value);
        } catch (NumberFormatException wrong) {
            throw new ProtocolException("the target says " + key + '=' + value);
        }
    }
}
