// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

import io.prhelper.core.scsi.ScsiPort;
import java.util.Optional;

/** A logical unit whose answers are compared with the oracle's; at first nobody is registered and nothing is pending. */
public interface Subject {
    /** What sends commands as this nexus of the {@link Topology}. */
    ScsiPort port(int nexus);

    /** Makes something happen to the unit: {@link Operation#LOSE_POWER} and what follows it. */
    void happen(Operation event);

    /** How what the unit remembers differs from {@code expected}, for those that can look inside; else nothing. */
    default Optional<String> differenceFrom(ModelState expected) {
        return Optional.empty();
    }
}
