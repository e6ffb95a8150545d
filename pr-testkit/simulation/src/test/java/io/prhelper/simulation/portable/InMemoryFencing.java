// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.portable;

import static io.prhelper.simulation.assertj.PrAssertions.assertThat;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.simulation.disk.SimulatedHelper;
import io.prhelper.simulation.iscsi.IscsiAddress;
import io.prhelper.simulation.iscsi.IscsiNexus;
import io.prhelper.simulation.iscsi.IscsiServer;
import io.prhelper.simulation.target.Failure;
import io.prhelper.simulation.target.Fault;
import io.prhelper.simulation.target.HostStatus;
import io.prhelper.simulation.target.Nexus;
import io.prhelper.simulation.target.SimulatedNexus;
import io.prhelper.simulation.target.SimulatedTarget;
import io.prhelper.simulation.target.TargetConfiguration;
import io.prhelper.simulation.target.TargetProfile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** A whole fencing on targets in memory, and over iSCSI: a program, for a JVM that may not call anything native. */
final class InMemoryFencing {
    private static final ReservationKey A = new ReservationKey(0xa);
    private static final ReservationKey B = new ReservationKey(0xb);
    private static final ReservationType TYPE = ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;
    private static final int WRITE_10 = 0x2a;

    private final ScsiExchange exchange = ScsiExchange.allocate();

    private InMemoryFencing() {}

    /** Without arguments the half that runs anywhere; with one the other half, which is Linux'. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 0) {
            SimulatedHelper.start(TargetConfiguration.strictSpc5()).close();
            return;
        }
        for (TargetProfile profile : TargetProfile.all()) {
            // No preemption there that ends as the standard has it.
            if (!profile.equals(TargetProfile.ISTGT)) {
                new InMemoryFencing().fence(SimulatedTarget.create(TargetConfiguration.of(profile)));
            }
        }
        new InMemoryFencing().overIscsi(SimulatedTarget.create());
        System.out.println("fenced");
    }

    private ScsiExchange execute(Nexus nexus, PrCommand command) {
        exchange.put(command.cdb(), command.dataOut());
        nexus.execute(exchange);
        return exchange;
    }

    private ScsiExchange writes(SimulatedNexus nexus) {
        byte[] cdb = new byte[10];
        cdb[0] = WRITE_10;
        cdb[8] = 1;
        exchange.put(cdb, new byte[512]);
        nexus.execute(exchange);
        return exchange;
    }

    private void fence(SimulatedTarget target) {
        SimulatedNexus alice = target.nexus(new TransportId.Sas(0xa), 0).called("alice");
        SimulatedNexus bob = target.nexus(new TransportId.Sas(0xb), 0).called("bob");
        assertThat(execute(alice, new PrOutCommand.RegisterAndIgnoreExistingKey(A)))
                .endedGood();
        assertThat(execute(bob, new PrOutCommand.RegisterAndIgnoreExistingKey(B)))
                .endedGood();
        assertThat(execute(alice, new PrOutCommand.Reserve(A, TYPE))).endedGood();
        assertThat(writes(bob)).endedGood();
        assertThat(execute(bob, new PrOutCommand.Preempt(B, A, TYPE))).endedGood();
        assertThat(target.unit(0)).isReservedBy(bob, TYPE).hasOnlyKeys(B);
        execute(alice, PrQuery.READ_KEYS.command());
        assertThat(writes(alice)).endedWith(ScsiStatus.RESERVATION_CONFLICT);
        target.inject(Fault.of(new Failure.ReplyLost(HostStatus.TIME_OUT)).atMost(1));
        assertThat(execute(bob, new PrOutCommand.Release(B, TYPE))).endedWith(Sense.COMMAND_TIMEOUT);
        assertThat(target.unit(0)).isNotReserved();
        target.losePower();
    }

    private void overIscsi(SimulatedTarget target) throws IOException {
        try (IscsiServer server = IscsiServer.of(target).start();
                IscsiNexus alice = login(server, "alice");
                IscsiNexus bob = login(server, "bob")) {
            assertThat(execute(alice, new PrOutCommand.RegisterAndIgnoreExistingKey(A)))
                    .endedGood();
            assertThat(execute(bob, new PrOutCommand.RegisterAndIgnoreExistingKey(B)))
                    .endedGood();
            assertThat(execute(alice, new PrOutCommand.Reserve(A, TYPE))).endedGood();
            assertThat(execute(bob, new PrOutCommand.PreemptAndAbort(B, A, TYPE)))
                    .endedGood();
            assertThat(target.unit(0)).hasOnlyKeys(B);
        }
    }

    private static IscsiNexus login(IscsiServer server, String name) throws IOException {
        InetSocketAddress portal = server.portals().getFirst().address();
        String url = "iscsi://127.0.0.1:" + portal.getPort() + "/" + server.targetName() + "/0";
        TransportId.IscsiPort initiator = new TransportId.IscsiPort("iqn.2026-01.example:" + name, 1);
        return IscsiNexus.login(initiator, IscsiAddress.parse(url), Duration.ofSeconds(20));
    }
}
