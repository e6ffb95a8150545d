// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** The test kit: a simulated SCSI target, a conformance suite for any helper, and assertions. */
@NullMarked
module io.prhelper.testkit {
    requires transitive io.prhelper.core;
    requires transitive io.prhelper.ffm;
    requires transitive io.prhelper.simulation;
    requires static org.assertj.core;
    requires static org.junit.jupiter.api;
    requires static transitive org.jspecify;

    exports io.prhelper.testkit.comparison;
    exports io.prhelper.testkit.conformance;
    exports io.prhelper.testkit.junit;
    exports io.prhelper.testkit.oracle;
    exports io.prhelper.testkit.transcript;
}
