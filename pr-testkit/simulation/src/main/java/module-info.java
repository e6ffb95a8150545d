// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** A simulated SCSI target, disks of it behind real descriptors, a demonstration, and assertions about it. */
@NullMarked
module io.prhelper.simulation {
    requires transitive io.prhelper.core;
    requires transitive io.prhelper.ffm;
    requires static org.assertj.core;
    requires static transitive org.jspecify;

    exports io.prhelper.simulation.assertj;
    exports io.prhelper.simulation.demo;
    exports io.prhelper.simulation.disk;
    exports io.prhelper.simulation.iscsi;
    exports io.prhelper.simulation.map;
    exports io.prhelper.simulation.target;
}
