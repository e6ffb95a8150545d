// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.load;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.simulation.disk.SimulatedDisks;
import io.prhelper.testkit.load.Client.Reply;
import io.prhelper.simulation.target.SimulatedNexus;
import io.prhelper.simulation.target.SimulatedTarget;
import java.io.IOException;

/** Simulated disks that refuse: one is reserved by somebody else, others end every command in a bad way. */
final class Conflicts implements AutoCloseable {
    private static final ReservationKey OURS = new ReservationKey(0xa);
    private static final ReservationKey OTHER = new ReservationKey(0xb);
    private static final ReservationType TYPE = ReservationType.WRITE_EXCLUSIVE;

    private final OwnedFd reserved;
    private final OwnedFd busy;
    private final OwnedFd broken;
    private final OwnedFd deep;

    Conflicts(SimulatedDisks disks) throws IOException {
        SimulatedTarget target = SimulatedTarget.create();
        SimulatedNexus other = target.nexus(new TransportId.Sas(0xb), 0);
        execute(other, new PrOutCommand.RegisterAndIgnoreExistingKey(OTHER));
        execute(other, new PrOutCommand.Reserve(OTHER, TYPE));
        SimulatedNexus ours = target.nexus(new TransportId.Sas(0xa), 0);
        execute(ours, new PrOutCommand.RegisterAndIgnoreExistingKey(OURS));
        reserved = disks.open(ours);
        busy = disks.open(exchange -> exchange.end(ScsiStatus.TASK_SET_FULL));
        broken = disks.open(exchange -> {
            throw new IllegalStateException("made up");
        });
        deep = disks.open(Conflicts::overflow);
    }

    private static void execute(ScsiPort port, PrOutCommand command) {
        ScsiExchange exchange = ScsiExchange.allocate();
        command.putInto(exchange);
        port.execute(exchange);
    }

    private static void overflow(ScsiExchange exchange) {
        throw new StackOverflowError("made up");
    }

    void addTo(Mistakes mistakes) {
        Reply conflict = new Reply(ScsiStatus.RESERVATION_CONFLICT.code(), 0, 0);
        add(mistakes, new PrOutCommand.Reserve(OURS, TYPE), conflict);
        add(mistakes, new PrOutCommand.Release(new ReservationKey(0xc), TYPE), conflict);
        add(mistakes, new PrOutCommand.Register(OTHER, OURS), conflict);
        add(
                mistakes,
                new PrOutCommand.Preempt(OURS, ReservationKey.ZERO, TYPE),
                Mistakes.sense(Sense.INVALID_FIELD_IN_PARAMETER_LIST));
        mistakes.wanted(
                Client.READ_KEYS, Mistakes.NOTHING, busy.fd(), new Reply(ScsiStatus.TASK_SET_FULL.code(), 0, 0));
        mistakes.wanted(Client.READ_KEYS, Mistakes.NOTHING, broken.fd(), Mistakes.sense(Sense.IO_PROCESS_TERMINATED));
        // An Error ends the connection.
        mistakes.fatal(Client.READ_KEYS, Mistakes.NOTHING, deep.fd());
    }

    private void add(Mistakes mistakes, PrOutCommand command, Reply wanted) {
        mistakes.wanted(command.cdb(), command.dataOut(), reserved.fd(), wanted);
    }

    @Override
    public void close() {
        reserved.close();
        busy.close();
        broken.close();
        deep.close();
    }
}
