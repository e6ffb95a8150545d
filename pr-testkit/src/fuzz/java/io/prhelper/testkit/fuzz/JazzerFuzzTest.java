// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** The targets as Jazzer runs them, one at a time. */
final class JazzerFuzzTest {
    private static final String LONG = "5m";

    @FuzzTest(maxDuration = LONG)
    void requests(byte[] data) {
        FuzzTarget.REQUESTS.run(data);
    }

    @FuzzTest(maxDuration = LONG)
    void replies(byte[] data) {
        FuzzTarget.REPLIES.run(data);
    }

    @FuzzTest(maxDuration = LONG)
    void transportIds(byte[] data) {
        FuzzTarget.TRANSPORT_IDS.run(data);
    }

    @FuzzTest(maxDuration = LONG)
    void responses(byte[] data) {
        FuzzTarget.RESPONSES.run(data);
    }

    @FuzzTest(maxDuration = LONG)
    void commands(byte[] data) {
        FuzzTarget.COMMANDS.run(data);
    }

    @FuzzTest(maxDuration = LONG)
    void decoders(byte[] data) {
        FuzzTarget.DECODERS.run(data);
    }

    @FuzzTest(maxDuration = LONG)
    void sequences(byte[] data) {
        FuzzTarget.SEQUENCES.run(data);
    }
}
