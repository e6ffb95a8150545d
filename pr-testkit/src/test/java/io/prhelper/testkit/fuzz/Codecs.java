// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.Received;
import io.prhelper.core.scsi.Decoded;
import io.prhelper.core.scsi.TransportId;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/** Decoders: they never throw, and what they understood is the same after being encoded and decoded again. */
final class Codecs {
    private static final int CDB_LENGTH = 10;

    private Codecs() {}

    static void transportIds(byte[] data) {
        assertThat(TransportId.of(data).encode()).hasSize(TransportId.of(data).length());
        if (TransportId.decodeList(data) instanceof Decoded.Valid<List<TransportId>>(List<TransportId> ids)) {
            ByteArrayOutputStream encoded = new ByteArrayOutputStream();
            ids.forEach(id -> encoded.writeBytes(id.encode()));
            assertThat(TransportId.decodeList(encoded.toByteArray())).isEqualTo(Decoded.valid(ids));
        }
    }

    static void responses(byte[] data) {
        for (PrInAction action : PrInAction.values()) {
            Received<? extends PrInData> received = PrInData.decode(action, data);
            assertThat(received.received()).isEqualTo(data.length);
            PrInData understood = received.data();
            assertThat(PrInData.decode(action, understood.encode()).data()).isEqualTo(understood);
        }
    }

    static void commands(byte[] data) {
        byte[] cdb = Arrays.copyOf(data, Math.min(data.length, CDB_LENGTH));
        byte[] list = Arrays.copyOfRange(data, cdb.length, data.length);
        if (PrCommand.decode(cdb, list) instanceof Decoded.Valid<PrCommand>(PrCommand command)) {
            assertThat(PrCommand.decode(command.cdb(), command.dataOut())).isEqualTo(Decoded.valid(command));
        }
    }
}
