// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** The Linux side: SG_IO, Unix sockets with descriptor passing, privileges, and the embeddable helper server. */
// The module of the qualified export is compiled after this one.
@SuppressWarnings("module")
@NullMarked
module io.prhelper.ffm {
    requires transitive io.prhelper.core;
    requires static transitive org.jspecify;
    // For programs that have it: the helper's own image does not.
    requires static jdk.jfr;

    exports io.prhelper.ffm;
    exports io.prhelper.ffm.server;
    exports io.prhelper.ffm.client;
    exports io.prhelper.ffm.daemon;
    exports io.prhelper.ffm.errno;
    exports io.prhelper.ffm.raw to
            io.prhelper.testkit;
}
