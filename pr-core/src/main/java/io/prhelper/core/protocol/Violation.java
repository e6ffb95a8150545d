// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.protocol;

/** What a peer did against the protocol; each closes that connection, with no reply. */
public enum Violation {
    /** Of a client: its answer to the greeting has a bit that the greeting did not have. */
    FEATURE_NOT_OFFERED("the client asked for a feature that was not offered"),
    /** Of a client: what device the command is for can not be known. */
    NO_DESCRIPTOR("the CDB came without a file descriptor"),
    /** Of a client: it can not be known which of them the command is for. */
    TOO_MANY_DESCRIPTORS("the CDB came with more than one file descriptor"),
    /** Of a client: only the two PERSISTENT RESERVE commands and {@link Wire#CLEANUP} are served. */
    UNKNOWN_OPERATION_CODE("the operation code is neither 5Eh, 5Fh nor FFh"),
    /** Of a client: parameter list or allocation length, CDB bytes 7-8, over {@link Wire#MAX_DATA_LENGTH}. */
    DATA_TOO_LONG("the length in the CDB is over 8192"),
    /** Of either end: the rest of a message, or all of one that was due, will not come. */
    ENDED_IN_MESSAGE("the peer closed the connection inside a message"),
    /** Of a helper: a status byte fills the last of the four bytes only. */
    STATUS_TOO_LARGE("the status of the reply is over FFh"),
    /** Of a helper: only PERSISTENT RESERVE IN that ended GOOD has data. */
    SIZE_NOT_ZERO("the reply has data where it may have none"),
    /** Of a helper: more data than CDB bytes 7-8 ask for, or over {@link Wire#MAX_DATA_LENGTH}. */
    SIZE_TOO_LARGE("the reply has more data than the allocation length"),
    /** Of a helper: QEMU looks at those three bytes without asking whether they came. */
    CAPABILITIES_TOO_SHORT("REPORT CAPABILITIES ended GOOD with fewer than 3 bytes");

    private final String sentence;

    Violation(String sentence) {
        this.sentence = sentence;
    }

    /** {@return what happened, for a log: a clause in English without a full stop} */
    public String sentence() {
        return sentence;
    }
}
