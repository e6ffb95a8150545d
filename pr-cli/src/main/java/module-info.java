// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** The {@code qemu-pr-helper} command. */
@NullMarked
module io.prhelper.cli {
    requires io.prhelper.ffm;
    requires io.prhelper.simulation;
    requires io.prhelper.testkit;
    requires info.picocli;
    requires tools.jackson.core;
    requires static org.jspecify;
}
