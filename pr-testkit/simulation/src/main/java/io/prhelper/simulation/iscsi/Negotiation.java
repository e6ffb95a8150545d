// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.iscsi;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a target agrees on with an initiator, key by key (RFC 7143, 6 and 13). Until a key is negotiated its default holds. The target asks for
 * nothing but that data comes in order and in small segments; all else is as the initiator wants it, as far as the target can.
 */
final class Negotiation {
    /** Bytes of the longest data segment that the target takes: what a command of a simulated unit has room for. */
    static final int LONGEST_SEGMENT = 8192;

    private static final int LONGEST_BURST = 16_384;
    private static final int LEAST_LENGTH = 512;
    private static final int GREATEST_LENGTH = 0xff_ffff;
    private static final int GREATEST_NUMBER = 0xffff;
    private static final String REJECT = "Reject";
    private static final String NOT_UNDERSTOOD = "NotUnderstood";

    private int initiatorSegment = 8192;
    private int maxBurst = 262_144;
    private int firstBurst = 65_536;
    private boolean initialR2t = true;
    private boolean immediateData = true;
    private boolean headerDigest;
    private boolean dataDigest;

    /** Bytes of the longest data segment that the initiator takes. */
    int initiatorSegment() {
        return initiatorSegment;
    }

    /** Bytes of data in a sequence, the most there may be. */
    int maxBurst() {
        return maxBurst;
    }

    /** Bytes of unsolicited data of a command, the most there may be. */
    int firstBurst() {
        return Math.min(firstBurst, maxBurst);
    }

    /** Whether no Data-Out may come without an R2T. */
    boolean initialR2t() {
        return initialR2t;
    }

    /** Whether data may come with a command. */
    boolean immediateData() {
        return immediateData;
    }

    boolean headerDigest() {
        return headerDigest;
    }

    boolean dataDigest() {
        return dataDigest;
    }

    /**
     * Takes in what the initiator says, and adds what is to be answered.
     *
     * @throws LoginRefusedException if a declared value can not be
     */
    void answer(Map<String, String> said, Map<String, String> answers) throws LoginRefusedException {
        for (Map.Entry<String, String> pair : said.entrySet()) {
            String answer = answer(pair.getKey(), pair.getValue());
            if (answer != null) {
                answers.put(pair.getKey(), answer);
            }
        }
    }

    private @Nullable String answer(String key, String value) throws LoginRefusedException {
        return switch (key) {
            // Declared, and looked at elsewhere where anybody does.
            case "InitiatorName", "InitiatorAlias", "TargetName", "SessionType" -> null;
            case "AuthMethod" -> authMethod(value);
            case "MaxRecvDataSegmentLength" -> declareSegment(value);
            case "HeaderDigest" -> {
                String chosen = digest(value);
                headerDigest = chosen.equals("CRC32C");
                yield chosen;
            }
            case "DataDigest" -> {
                String chosen = digest(value);
                dataDigest = chosen.equals("CRC32C");
                yield chosen;
            }
            case "InitialR2T" -> {
                // Yes where either end wants it.
                initialR2t = !value.equals("No");
                yield answerOf(value);
            }
            case "ImmediateData" -> {
                // Yes where both ends want it.
                immediateData = value.equals("Yes");
                yield answerOf(value);
            }
            case "MaxBurstLength" -> {
                int length = lesser(value, LEAST_LENGTH, GREATEST_LENGTH, LONGEST_BURST);
                maxBurst = length < 0 ? maxBurst : length;
                yield text(length);
            }
            case "FirstBurstLength" -> {
                int length = lesser(value, LEAST_LENGTH, GREATEST_LENGTH, LONGEST_SEGMENT);
                firstBurst = length < 0 ? firstBurst : length;
                yield text(length);
            }
            case "MaxConnections", "MaxOutstandingR2T" -> text(lesser(value, 1, GREATEST_NUMBER, 1));
            case "ErrorRecoveryLevel" -> text(lesser(value, 0, 2, 0));
            case "DefaultTime2Retain" -> text(lesser(value, 0, 3600, 0));
            // The greater of the two, and ours is 0.
            case "DefaultTime2Wait" -> text(lesser(value, 0, 3600, 3600));
            case "iSCSIProtocolLevel" -> text(lesser(value, 0, 31, 1));
            case "DataPDUInOrder", "DataSequenceInOrder" -> isBoolean(value) ? "Yes" : REJECT;
            // Of RFC 3720, and gone.
            case "IFMarker", "OFMarker" -> isBoolean(value) ? "No" : REJECT;
            case "TaskReporting" -> choose(value, List.of("RFC3720"));
            default -> NOT_UNDERSTOOD;
        };
    }

    private static String authMethod(String value) throws LoginRefusedException {
        String chosen = choose(value, List.of("None"));
        if (chosen.equals(REJECT)) {
            throw new LoginRefusedException(
                    LoginRefusedException.NOT_AUTHENTICATED, "it wants AuthMethod=" + value + " where there is None");
        }
        return chosen;
    }

    private @Nullable String declareSegment(String value) throws LoginRefusedException {
        int length = lesser(value, LEAST_LENGTH, GREATEST_LENGTH, GREATEST_LENGTH);
        if (length < 0) {
            throw new LoginRefusedException(
                    LoginRefusedException.INITIATOR_ERROR, "no MaxRecvDataSegmentLength: " + value);
        }
        initiatorSegment = length;
        return null;
    }

    private static String digest(String value) {
        return choose(value, List.of("None", "CRC32C"));
    }

    /** The first of a list that is one of ours (RFC 7143, 6.2.1). */
    private static String choose(String list, List<String> ours) {
        for (String one : list.split(",", -1)) {
            if (ours.contains(one)) {
                return one;
            }
        }
        return REJECT;
    }

    private static String answerOf(String value) {
        return isBoolean(value) ? value : REJECT;
    }

    private static boolean isBoolean(String value) {
        return value.equals("Yes") || value.equals("No");
    }

    /** The lesser of what was said and what the target wants, -1 where what was said is no number in the range. */
    private static int lesser(String value, int lowest, int highest, int ours) {
        try {
            int number = LoginText.number(value);
            return number < lowest || number > highest ? -1 : Math.min(number, ours);
        } catch (NumberFormatException none) {
            return -1;
        }
    }

    private static String text(int number) {
        return number < 0 ? REJECT : Integer.toString(number);
    }
}
