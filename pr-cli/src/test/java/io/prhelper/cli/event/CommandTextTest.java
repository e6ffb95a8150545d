// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import org.junit.jupiter.api.Test;

class CommandTextTest {
    @Test
    void whatIsReadIsNamed() {
        PrInCommand command = new PrInCommand(PrInAction.READ_KEYS, 8192);
        assertThat(CommandText.of(command.cdb(), command.dataOut()))
                .isEqualTo("PERSISTENT RESERVE IN READ KEYS for 8192 bytes [5e000000000000200000]");
    }

    @Test
    void whoFencesWhomIsNamed() {
        PrOutCommand command = new PrOutCommand.Preempt(
                new ReservationKey(0x1), new ReservationKey(0x2), ReservationType.WRITE_EXCLUSIVE);
        assertThat(CommandText.of(command.cdb(), command.dataOut()))
                .isEqualTo("PERSISTENT RESERVE OUT PREEMPT key 0x0000000000000001 service action key 0x0000000000000002"
                        + " type WRITE EXCLUSIVE [5f040100000000001800]");
    }

    @Test
    void aCdbAloneIsNamed() {
        assertThat(CommandText.of(new PrInCommand(PrInAction.READ_FULL_STATUS, 8192).cdb()))
                .isEqualTo("PERSISTENT RESERVE IN READ FULL STATUS [5e030000000000200000]");
        assertThat(CommandText.of(new byte[] {0x5f, (byte) 0xe5, 0, 0, 0, 0, 0, 0, 24, 0}))
                .isEqualTo("PERSISTENT RESERVE OUT PREEMPT AND ABORT [5fe50000000000001800]");
        assertThat(CommandText.of(new byte[] {0x5f, 0x1f, 0, 0, 0, 0, 0, 0, 24, 0}))
                .isEqualTo("PERSISTENT RESERVE OUT service action 1Fh [5f1f0000000000001800]");
    }

    @Test
    void whatMeansNothingIsShownAsBytes() {
        assertThat(CommandText.of(new byte[] {0x5e, 0x1f, 0, 0, 0, 0, 0, 0, 0, 0}, new byte[0]))
                .isEqualTo("command that means nothing (05/24/00) [5e1f0000000000000000]");
    }
}
