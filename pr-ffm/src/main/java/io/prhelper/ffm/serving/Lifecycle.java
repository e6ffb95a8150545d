// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

/** How far a server is from its end. Set by the thread that stops it, read by all. */
final class Lifecycle {
    private volatile boolean stopping;
    private volatile boolean finished;

    /** No new requests: connections are closed as soon as they are not busy. */
    boolean isStopping() {
        return stopping;
    }

    /** Workers and keeper end. */
    boolean isFinished() {
        return finished;
    }

    void stop() {
        stopping = true;
    }

    void finish() {
        finished = true;
    }
}
