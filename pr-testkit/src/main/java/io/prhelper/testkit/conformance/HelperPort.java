// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.ffm.client.HelperClient;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An initiator behind a helper: the commands go through a connection, with a descriptor of the disk. */
final class HelperPort implements ScsiPort {
    private final HelperClient client;
    private final int disk;

    HelperPort(HelperClient client, int disk) {
        this.client = client;
        this.disk = disk;
    }

    @Override
    public void execute(ScsiExchange exchange) {
        try {
            ScsiExchange reply = client.execute(disk, exchange.copyCdb(), exchange.copyDataOut());
            exchange.answer()
                    .put(
                            ScsiExchange.SENSE_OFFSET,
                            reply.answer(),
                            ScsiExchange.SENSE_OFFSET,
                            ScsiExchange.SENSE_LENGTH + reply.transferred());
            exchange.end(reply.status(), reply.transferred());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
