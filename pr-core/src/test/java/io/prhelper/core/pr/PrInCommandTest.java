// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import static io.prhelper.core.scsi.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.prhelper.core.scsi.Decoded;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrInCommandTest {
    @ParameterizedTest
    @CsvSource({
        "READ_KEYS, 8192, 5e00 0000000000 2000 00",
        "READ_RESERVATION, 24, 5e01 0000000000 0018 00",
        "REPORT_CAPABILITIES, 0, 5e02 0000000000 0000 00",
        "READ_FULL_STATUS, 65535, 5e03 0000000000 ffff 00"
    })
    void encodesAndDecodes(PrInAction action, int allocationLength, String cdb) {
        PrInCommand command = new PrInCommand(action, allocationLength);
        assertThat(command.cdb()).isEqualTo(hex(cdb));
        assertThat(command.dataOut()).isEmpty();
        assertThat(PrInCommand.decode(hex(cdb))).isEqualTo(Decoded.valid(command));
        assertThat(command)
                .hasToString("PrInCommand[action=" + action + ", allocationLength=" + allocationLength + ", cdb="
                        + cdb.replace(" ", "") + "]");
    }

    @ParameterizedTest
    @EnumSource
    void aCdbThatIsCutOffIsRefused(PrInAction action) {
        byte[] cdb = new PrInCommand(action, 1).cdb();
        assertThat(PrInCommand.decode(new byte[0])).isEqualTo(Decoded.refused(Sense.INVALID_OPCODE));
        for (int length = 1; length < cdb.length; length++) {
            assertThat(PrInCommand.decode(Arrays.copyOf(cdb, length)))
                    .isEqualTo(Decoded.refused(Sense.INVALID_FIELD_IN_CDB));
        }
    }

    @Test
    void unknownServiceActionsAreRefused() {
        byte[] cdb = new PrInCommand(PrInAction.READ_KEYS, 8).cdb();
        for (int code = 4; code < 0x20; code++) {
            cdb[1] = (byte) code;
            assertThat(PrInCommand.decode(cdb)).isEqualTo(Decoded.refused(Sense.INVALID_FIELD_IN_CDB));
        }
    }

    @Test
    void reservedBitsMeanNothingAndAreKept() {
        PrInCommand plain = new PrInCommand(PrInAction.READ_RESERVATION, 24);
        for (String cdb : List.of("5ee1 ffffffffff 0018 ff", "5e01 0000000000 0018 00 ffffffffffff")) {
            PrInCommand command = PrInCommand.decode(hex(cdb)).orElseThrow();
            assertThat(command.action()).isEqualTo(plain.action());
            assertThat(command.allocationLength()).isEqualTo(24);
            assertThat(command.cdb()).isEqualTo(hex(cdb));
            assertThat(command).isNotEqualTo(plain).doesNotHaveSameHashCodeAs(plain);
        }
        assertThat(plain).isNotEqualTo(plain.cdb()).hasSameHashCodeAs(new PrInCommand(PrInAction.READ_RESERVATION, 24));
        plain.cdb()[0] = 0;
        assertThat(plain.cdb()).isEqualTo(hex("5e01 0000000000 0018 00"));
    }

    @Test
    void operationCodesTellTheCommandsApart() {
        for (int code = 0; code < 0x100; code++) {
            byte[] cdb = new byte[16];
            cdb[0] = (byte) code;
            Decoded<PrCommand> expected = switch (code) {
                case 0x5e -> PrInCommand.decode(cdb).map(command -> command);
                case 0x5f -> Decoded.refused(Sense.PARAMETER_LIST_LENGTH_ERROR);
                default -> Decoded.refused(Sense.INVALID_OPCODE);
            };
            assertThat(PrCommand.decode(cdb, new byte[0])).isEqualTo(expected);
        }
        assertThat(PrCommand.decode(new byte[0], new byte[0])).isEqualTo(Decoded.refused(Sense.INVALID_OPCODE));
        assertThat(PrInCommand.decode(new byte[0])).isEqualTo(Decoded.refused(Sense.INVALID_OPCODE));
        assertThat(PrInCommand.decode(new byte[16])).isEqualTo(Decoded.refused(Sense.INVALID_OPCODE));
    }

    @Test
    void aCommandGoesIntoAnExchangeAndOutAgain() {
        ScsiExchange exchange = ScsiExchange.allocate();
        PrInCommand command = new PrInCommand(PrInAction.READ_FULL_STATUS, 512);
        command.putInto(exchange);
        assertThat(exchange.dataOutLength()).isZero();
        assertThat(PrCommand.decode(exchange)).isEqualTo(Decoded.valid(command));
        exchange.command().put(15, (byte) 1);
        assertThat(PrCommand.decode(exchange).orElseThrow().cdb())
                .as("more than padding")
                .isEqualTo(exchange.copyCdb());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536})
    void theAllocationLengthHasTwoBytes(int allocationLength) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PrInCommand(PrInAction.READ_KEYS, allocationLength))
                .withMessageContaining(String.valueOf(allocationLength));
    }
}
