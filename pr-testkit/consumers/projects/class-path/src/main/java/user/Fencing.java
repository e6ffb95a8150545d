// SPDX-License-Identifier: Apache-2.0
package user;

import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.pr.TakeOver;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.DevicePort;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.ffm.client.UnansweredException;
import io.prhelper.ffm.server.HelperServer;
import io.prhelper.ffm.server.UnixListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/** A helper whose disks are this program's own, and a client of it. */
public final class Fencing {
    private Fencing() {}

    /** A disk that refuses everything, which is enough to see that commands get there. */
    private static final DevicePort REFUSES = (int fd, ScsiExchange exchange) ->
            exchange.checkCondition(Sense.INVALID_OPCODE);

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("user");
        Path socket = folder.resolve("s");
        try (HelperServer server = HelperServer.on(UnixListener.bind(socket.toString(), OptionalInt.of(0600)))
                        .device(REFUSES)
                        .start();
                HelperClient client = HelperClient.connect(socket, Duration.ofSeconds(20));
                OwnedFd disk = OwnedFd.inMemory("disk")) {
            TakeOver take = TakeOver.reservation(new ReservationKey(7), ReservationType.WRITE_EXCLUSIVE);
            TakeOver.Result result = take.run(command -> client.execute(disk.fd(), command));
            check(result instanceof TakeOver.Failed failed && failed.outcome().toString().contains("05/20/00"), result);
            try {
                client.execute(999_999, new byte[] {0x5e, 0, 0, 0, 0, 0, 0, 0, 8, 0}, new byte[0]);
                check(false, "an answer for a descriptor that is not open");
            } catch (UnansweredException unanswered) {
                check(unanswered.errno().orElse(0) == 9 && client.isOpen(), unanswered);
            }
            check(server.connections() == 1, server.connections());
        }
        Files.delete(folder);
    }

    private static void check(boolean right, Object what) {
        if (!right) {
            throw new AssertionError(what.toString());
        }
    }
}
