// SPDX-License-Identifier: Apache-2.0
package user;

import static io.prhelper.core.pr.ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.TakeOver;
import io.prhelper.core.scsi.Decoded;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.ffm.Policy;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.ffm.client.ScsiDevice;
import io.prhelper.ffm.client.UnansweredException;
import io.prhelper.ffm.server.HelperServer;
import io.prhelper.ffm.server.UnixListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/** The examples of the documents, as they stand there. */
public abstract class Examples {
    private final ReservationKey own = new ReservationKey(0xa);
    private final ReservationKey victim = new ReservationKey(0xb);
    private final ReservationKey machine = new ReservationKey(0xc);

    Examples() {}

    abstract void show(Object what);

    abstract void writeTo(ScsiDevice disk);

    abstract void standBy(String why);

    abstract void report(String sentence);

    void serve() throws IOException, InterruptedException {
        try (HelperServer server =
                HelperServer.on(UnixListener.bind("/run/vm1/pr-helper.sock", OptionalInt.of(0600))).start()) {
            server.join();
        }
    }

    void serveByARule(UnixListener listener, int tenant) throws IOException, InterruptedException {
        Policy policy = Policy.DEFAULTS.withRule(request -> request.peer().uid() == tenant
                || PrCommand.decode(bytes(request.cdb()), bytes(request.dataOut()))
                        instanceof Decoded.Valid<PrCommand>(PrCommand command) && !(command instanceof PrOutCommand));
        try (HelperServer server = HelperServer.on(listener).policy(policy).start()) {
            server.join();
        }
    }

    private static byte[] bytes(java.nio.ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    void ask(Path socket, int disk) throws IOException {
        try (HelperClient client = HelperClient.connect(socket, Duration.ofSeconds(20))) {
            switch (client.execute(disk, PrQuery.READ_KEYS)) {
                case PrOutcome.Good(var keys) -> show(keys.keys());
                case PrOutcome.Conflict() -> show("another initiator's reservation");
                case PrOutcome.CheckCondition(var sense) -> show(sense);
                case PrOutcome.Other(int status) -> show(ScsiStatus.describe(status));
            }
        } catch (UnansweredException unanswered) {
            show(unanswered.sent() == UnansweredException.Sent.ALL ? "it may have been executed" : "it was not executed");
        }
    }

    void takeOver() throws IOException {
        try (ScsiDevice disk = ScsiDevice.open(Path.of("/dev/sdb"))) {
            switch (TakeOver.reservation(own, WRITE_EXCLUSIVE_REGISTRANTS_ONLY).run(disk::execute)) {
                case TakeOver.Taken taken -> writeTo(disk);
                case TakeOver.Lost lost -> standBy("held by " + lost.holder());
                case TakeOver.Failed failed -> standBy(failed.command() + " ended " + failed.outcome());
                case TakeOver.Fenced fenced -> throw new AssertionError("asked for a reservation");
                case TakeOver.Registered registered -> throw new AssertionError("asked for a reservation");
            }
        }
    }

    void fence(HelperClient client, int disk) throws IOException {
        TakeOver.Result result = TakeOver.fence(own, victim, WRITE_EXCLUSIVE_REGISTRANTS_ONLY)
                .aborting()
                .run(command -> client.execute(disk, command));
        report(result instanceof TakeOver.Fenced ? "off" : "still on: " + result);
    }

    void migrate(HelperClient client, int disk) throws IOException {
        TakeOver.Result result =
                TakeOver.migration(machine).run(command -> client.execute(disk, command));
        report(result.mayWrite() ? "the machine can go on" : "the machine must stay stopped: " + result);
    }
}
