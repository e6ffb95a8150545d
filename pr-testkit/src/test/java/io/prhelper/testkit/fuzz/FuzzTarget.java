// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.fuzz;

/** What is done with bytes that mean nothing, or nearly something; each throws an {@link AssertionError} where a rule is broken. */
enum FuzzTarget {
    /** Bytes and descriptors that a helper receives. */
    REQUESTS("requests", Frames::toServer),

    /** Bytes that a client receives. */
    REPLIES("replies", Frames::toClient),

    /** TransportIDs, one and a list. */
    TRANSPORT_IDS("transportIds", Codecs::transportIds),

    /** PERSISTENT RESERVE IN data. */
    RESPONSES("responses", Codecs::responses),

    /** PERSISTENT RESERVE commands. */
    COMMANDS("commands", Codecs::commands),

    /** All decoders: what they do not refuse is encoded to the bytes that they read. */
    DECODERS("decoders", Codecs::decoders),

    /** Commands and events of several initiators: the simulated target against the oracle. */
    SEQUENCES("sequences", Sequences::compare);

    private final String method;

    @SuppressWarnings("ImmutableEnumChecker") // a reference to a static method
    private final Body body;

    /** What is done. */
    @FunctionalInterface
    interface Body {
        void run(byte[] data);
    }

    FuzzTarget(String method, Body body) {
        this.method = method;
        this.body = body;
    }

    void run(byte[] data) {
        body.run(data);
    }

    /** The folder of its bytes, and the method that Jazzer calls. */
    String method() {
        return method;
    }
}
