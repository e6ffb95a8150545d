// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

/** A limit at which a client is turned away. */
public enum Limit {
    /** {@link Limits#maxConnections}. */
    CONNECTIONS,
    /** What RLIMIT_NOFILE leaves room for, where that is less than {@link Limits#maxConnections}. */
    OPEN_FILES,
    /** {@link Limits#maxPerUser}. */
    PER_USER,
    /** {@link Limits#maxPerPeer}. */
    PER_PEER
}
