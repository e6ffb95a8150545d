// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.scsi;

/**
 * What executes commands as one initiator of one logical unit: a disk behind SG_IO, a multipath map, a simulated I_T nexus.
 *
 * <p>It reads the CDB and data out of the exchange and ends it with {@link ScsiExchange#end}, {@link ScsiExchange#good} or
 * {@link ScsiExchange#checkCondition}. A command that may not have reached the device never ends GOOD.
 */
@FunctionalInterface
public interface ScsiPort {
    /**
     * Executes one command; returns when it has ended. It may block for as long as the device does.
     *
     * @param exchange with a command that stands complete in it; has ended when this returns
     */
    void execute(ScsiExchange exchange);
}
