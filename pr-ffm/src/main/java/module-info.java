// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** The Linux side: SG_IO, Unix sockets with descriptor passing, privileges, and the embeddable helper server. */
@NullMarked
module io.prhelper.ffm {
    requires transitive io.prhelper.core;
    requires static transitive org.jspecify;

    exports io.prhelper.ffm;
}
