// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

import io.prhelper.core.scsi.ScsiPort;
import java.util.Optional;

/** A logical unit whose answers are compared with the oracle's; at first nobody is registered and nothing is pending. */
public interface Subject {
    /**
     * What sends commands as this nexus of the {@link Topology}.
     *
     * @param nexus its number, from 0
     * @return a port of this unit; it is handed one command at a time
     */
    ScsiPort port(int nexus);

    /**
     * Makes something that is no command happen to the unit.
     *
     * @param event {@link Operation#LOSE_POWER}, {@link Operation#RESET} or {@link Operation#LOSE_INFORMATION}
     */
    void happen(Operation event);

    /**
     * How what the unit remembers differs from what it should, for those that can look inside.
     *
     * @param expected what it should remember
     * @return a sentence for people; empty where there is no difference, or no look inside
     */
    default Optional<String> differenceFrom(ModelState expected) {
        return Optional.empty();
    }
}
