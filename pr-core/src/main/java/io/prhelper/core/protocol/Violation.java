// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.protocol;

/** What a peer did against the protocol; each closes that connection, with no reply. */
public enum Violation {
    FEATURE_NOT_OFFERED("the client asked for a feature that was not offered"),
    NO_DESCRIPTOR("the CDB came without a file descriptor"),
    TOO_MANY_DESCRIPTORS("the CDB came with more than one file descriptor"),
    UNKNOWN_OPERATION_CODE("the operation code is neither 5Eh, 5Fh nor FFh"),
    DATA_TOO_LONG("the length in the CDB is over 8192"),
    ENDED_IN_MESSAGE("the peer closed the connection inside a message"),
    STATUS_TOO_LARGE("the status of the reply is over FFh"),
    SIZE_NOT_ZERO("the reply has data where it may have none"),
    SIZE_TOO_LARGE("the reply has more data than the allocation length"),
    CAPABILITIES_TOO_SHORT("REPORT CAPABILITIES ended GOOD with fewer than 3 bytes");

    private final String sentence;

    Violation(String sentence) {
        this.sentence = sentence;
    }

    /** What happened, for a log. */
    public String sentence() {
        return sentence;
    }
}
