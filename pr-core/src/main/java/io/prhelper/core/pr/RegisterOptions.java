// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import io.prhelper.core.scsi.TransportId;
import java.util.List;

/**
 * What REGISTER and REGISTER AND IGNORE EXISTING KEY can be asked for besides the keys (SPC-5, 6.17.3, byte 20 of the parameter list).
 *
 * @param aptpl Activate Persist Through Power Loss, bit 0
 * @param allTgPt All Target Ports, bit 2: register on every target port
 * @param specIPt Specify Initiator Ports, bit 3: also register the ports that {@code transportIds} names
 * @param transportIds empty unless {@code specIPt}
 */
public record RegisterOptions(boolean aptpl, boolean allTgPt, boolean specIPt, List<TransportId> transportIds) {
    /** No bit set. */
    public static final RegisterOptions NONE = new RegisterOptions(false, false, false, List.of());

    /**
     * Checks that TransportIDs come with SPEC_I_PT only.
     *
     * @throws IllegalArgumentException naming them, if they come without
     */
    public RegisterOptions {
        transportIds = List.copyOf(transportIds);
        if (!specIPt && !transportIds.isEmpty()) {
            throw new IllegalArgumentException("TransportIDs without SPEC_I_PT: " + transportIds);
        }
    }

    /** {@return the same with APTPL set} */
    public RegisterOptions withAptpl() {
        return new RegisterOptions(true, allTgPt, specIPt, transportIds);
    }

    /** {@return the same with ALL_TG_PT set} */
    public RegisterOptions withAllTgPt() {
        return new RegisterOptions(aptpl, true, specIPt, transportIds);
    }

    /**
     * The same with SPEC_I_PT set.
     *
     * @param ports to be registered too, in place of those named before; none is no error
     * @return with these ports
     */
    public RegisterOptions withTransportIds(List<TransportId> ports) {
        return new RegisterOptions(aptpl, allTgPt, true, ports);
    }
}
