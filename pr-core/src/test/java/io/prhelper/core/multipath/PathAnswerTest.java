// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import org.junit.jupiter.api.Test;

/** How a command ended on a path. */
final class PathAnswerTest {
    @Test
    void anAnswerEndsAnExchangeAsThePathDid() {
        ScsiExchange exchange = ScsiExchange.allocate();
        exchange.put(new byte[6], new byte[0]);
        exchange.good(new byte[] {1, 2});
        PathAnswer good = PathAnswer.of(exchange, PathAnswer.Reach.ANSWERED);
        exchange.begin(0);
        PathAnswer.of(Sense.INVALID_OPCODE, PathAnswer.Reach.ANSWERED).putInto(exchange);
        assertThat(PathAnswer.of(exchange, PathAnswer.Reach.ANSWERED)).hasToString("CHECK CONDITION (02h) 05/20/00");
        exchange.begin(0);
        good.putInto(exchange);
        assertThat(exchange.copyDataIn()).containsExactly(1, 2);
        assertThat(exchange.copySense()).containsOnly(0);
        assertThat(good).hasToString("GOOD (00h)");
        PathAnswer.of(ScsiStatus.BUSY).putInto(exchange);
        assertThat(exchange.status()).isEqualTo(ScsiStatus.BUSY.code());
    }
}
