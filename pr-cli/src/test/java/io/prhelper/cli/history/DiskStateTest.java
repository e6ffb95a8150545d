// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.cli.sight.PrReader;
import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.Sense;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.simulation.target.SimulatedTarget;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The disk beside the trails. */
final class DiskStateTest {
    private static final ReservationType TYPE = ReservationType.WRITE_EXCLUSIVE;

    private final SimulatedTarget target = SimulatedTarget.create();
    private final ScsiPort alice = target.nexus(new TransportId.Sas(0xa), 0);
    private final ScsiPort bob = target.nexus(new TransportId.Sas(0xb), 0);

    private static void execute(ScsiPort port, PrOutCommand command) {
        ScsiExchange exchange = ScsiExchange.allocate();
        command.putInto(exchange);
        port.execute(exchange);
        assertThat(exchange.status()).isZero();
    }

    private static DiskState ask(ScsiPort port) throws IOException {
        return DiskState.ask("/dev/sdb", new PrReader() {
            @Override
            public <T extends PrInData> PrOutcome<T> ask(PrQuery<T> query) {
                ScsiExchange exchange = ScsiExchange.allocate();
                exchange.put(query.command().cdb(), query.command().dataOut());
                port.execute(exchange);
                return PrOutcome.of(exchange, query);
            }

            @Override
            public void close() {}
        });
    }

    @Test
    void whatItSaysIsComparedWithTheTrails() throws Exception {
        execute(alice, new PrOutCommand.Register(ReservationKey.ZERO, new ReservationKey(0xa)));
        execute(alice, new PrOutCommand.Reserve(new ReservationKey(0xa), TYPE));
        DiskState disk = ask(alice);
        assertThat(disk.problem()).isEmpty();
        assertThat(disk.registrations())
                .containsExactly(new DiskState.Registered(Written.key("a"), "SAS 00:00:00:00:00:00:00:0a", true));
        assertThat(disk.type()).isEqualTo("WRITE EXCLUSIVE");
        History same = Replay.of(Written.entries("node1/web1 REGISTER 0 a", "node1/web1 RESERVE a 0 WRITE_EXCLUSIVE"));
        assertThat(Comparison.of(same, disk)).containsExactly("It agrees with the trails.");
        History other = Replay.of(Written.entries("node1/web1 REGISTER 0 b", "node1/web1 RESERVE b 0 WRITE_EXCLUSIVE"));
        assertThat(Comparison.of(other, disk))
                .containsExactly(
                        "The registration 0x000000000000000b of web1 on node1 is not there any more.",
                        "The registration 0x000000000000000a is in no trail: another host's, or older.",
                        "The reservation is another one than the trails tell.");
    }

    @Test
    void aUnitAttentionThatItTakesIsTold() throws Exception {
        execute(alice, new PrOutCommand.Register(ReservationKey.ZERO, new ReservationKey(0xa)));
        execute(bob, new PrOutCommand.Register(ReservationKey.ZERO, new ReservationKey(0xb)));
        execute(bob, new PrOutCommand.Clear(new ReservationKey(0xb)));
        DiskState disk = ask(alice);
        assertThat(disk.attentions()).containsExactly("CHECK CONDITION 06/2A/03 (reservations preempted)");
        assertThat(disk.registrations()).isEmpty();
        assertThat(disk.type()).isEmpty();
    }

    @Test
    void aDiskThatDoesNotAnswerIsNamed() throws Exception {
        ScsiPort none = exchange -> exchange.checkCondition(Sense.INVALID_OPCODE);
        assertThat(ask(none).problem()).startsWith("READ KEYS: CHECK CONDITION 05/20/00");
        assertThat(DiskState.ask(Path.of("/dev/null")).problem()).contains("/dev/null");
        assertThat(DiskState.ask(Path.of("/no/such")).problem()).contains("/no/such");
    }
}
