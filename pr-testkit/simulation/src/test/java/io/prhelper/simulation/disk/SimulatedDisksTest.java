// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.simulation.map.SimulatedMap;
import io.prhelper.simulation.map.SimulatedMultipathd.Version;
import io.prhelper.simulation.target.SimulatedNexus;
import io.prhelper.simulation.target.SimulatedTarget;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class SimulatedDisksTest {
    private static final ReservationKey KEY = new ReservationKey(0xa1);

    private final SimulatedTarget target = SimulatedTarget.create();
    private final SimulatedNexus nexus = target.nexus(new TransportId.Sas(1), 0);
    private final SimulatedDisks disks = new SimulatedDisks();
    private final ScsiExchange exchange = ScsiExchange.allocate();

    @Test
    void cleanUpReachesAMap() throws IOException {
        assertThat(keysAfterCleanUp(SimulatedMap.over(Version.V0_15, nexus))).isZero();
    }

    @Test
    void cleanUpDoesNothingToADisk() throws IOException {
        assertThat(keysAfterCleanUp(nexus)).isOne();
    }

    private int keysAfterCleanUp(ScsiPort port) throws IOException {
        try (OwnedFd disk = disks.open(port)) {
            new PrOutCommand.Register(ReservationKey.ZERO, KEY).putInto(exchange);
            disks.execute(disk.fd(), exchange);
            assertThat(exchange.status()).isZero();
            exchange.put(new byte[] {(byte) Wire.CLEANUP}, new byte[0]);
            disks.execute(disk.fd(), exchange);
            assertThat(exchange.status()).isZero();
        }
        return target.unit(0).snapshot().registrations().size();
    }
}
