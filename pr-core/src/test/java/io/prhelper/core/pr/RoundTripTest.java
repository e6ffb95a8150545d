// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.scsi.Decoded;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoundTripTest {
    private static final int ROUNDS = 20_000;

    @Test
    void commandsAreDecodedAsEncoded() {
        RandomCommands source = new RandomCommands(new Random(5));
        for (int i = 0; i < ROUNDS; i++) {
            PrCommand command = source.command();
            assertThat(PrCommand.decode(command.cdb(), command.dataOut())).isEqualTo(Decoded.valid(command));
        }
    }

    @Test
    void dataIsDecodedAsEncoded() {
        RandomCommands source = new RandomCommands(new Random(7));
        for (int i = 0; i < ROUNDS; i++) {
            PrInData data = source.data();
            byte[] bytes = data.encode();
            assertThat(PrInData.decode(data.action(), bytes)).isEqualTo(data);
            assertThat(data.isWhole()).isTrue();
        }
    }
}
