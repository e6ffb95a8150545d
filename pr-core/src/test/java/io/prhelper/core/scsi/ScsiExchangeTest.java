// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.scsi;

import static io.prhelper.core.scsi.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScsiExchangeTest {
    private static final byte[] NO_SENSE_BYTES = new byte[ScsiExchange.SENSE_LENGTH];

    private final ScsiExchange exchange = ScsiExchange.allocate();

    @Test
    void aShortCdbIsPaddedWithZeros() {
        exchange.put(hex("ff".repeat(16)), new byte[0]);
        exchange.put(hex("5f e1 05 0000 0000 0018 00"), hex("0102"));
        assertThat(exchange.copyCdb()).isEqualTo(hex("5fe10500000000001800 000000000000"));
        assertThat(exchange.opcode()).isEqualTo(0x5f);
        assertThat(exchange.serviceAction()).isEqualTo(0x01);
        assertThat(exchange.cdb(1)).isEqualTo(0xe1);
        assertThat(exchange.dataOutLength()).isEqualTo(2);
        assertThat(exchange.copyDataOut()).isEqualTo(hex("0102"));
        assertThat(exchange.dataOut(1)).isEqualTo(2);
    }

    @Test
    void aCdbOfOneByteIsACdb() {
        exchange.put(hex("5e"), new byte[0]);
        assertThat(exchange.copyCdb()).isEqualTo(hex("5e" + Bytes.zeros(15)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 17})
    void aCdbHasOneToSixteenBytes(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> exchange.put(new byte[length], new byte[0]))
                .withMessageContaining(String.valueOf(length));
    }

    @Test
    void dataOutFitsUpTo8192Bytes() {
        exchange.put(new byte[16], new byte[8192]);
        assertThat(exchange.copyDataOut()).hasSize(8192);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> exchange.put(new byte[16], new byte[8193]))
                .withMessageContaining("8193");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 8193})
    void dataInOutOfRangeIsNamed(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> exchange.end(0, length))
                .withMessageContaining(String.valueOf(length));
    }

    @Test
    void dataInThatIsTooLongIsRefused() {
        exchange.good(new byte[8192]);
        assertThat(exchange.transferred()).isEqualTo(8192);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> exchange.good(new byte[8193]))
                .withMessageContaining("8193");
    }

    @Test
    void thereIsRoomForMoreDataInWhereItIsAskedFor() {
        assertThat(exchange.room()).isEqualTo(8192);
        ScsiExchange large = ScsiExchange.allocate(20_000);
        assertThat(large.room()).isEqualTo(20_000);
        byte[] data = new byte[20_000];
        Arrays.fill(data, (byte) 0xee);
        large.good(data);
        assertThat(large.copyDataIn()).isEqualTo(data);
        large.clearDataIn(19_999);
        Arrays.fill(data, 0, 19_999, (byte) 0);
        assertThat(large.copyDataIn()).isEqualTo(data);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> large.good(new byte[20_001]))
                .withMessageContaining("20001");
    }

    @Test
    void checkConditionCarriesItsSenseAndNothingElse() {
        dirtySense();
        exchange.checkCondition(Sense.INVALID_FIELD_IN_CDB);
        assertThat(exchange.status()).isEqualTo(0x02);
        assertThat(exchange.transferred()).isZero();
        assertThat(exchange.copySense()).isEqualTo(hex("70 00 05 00000000 0a 00000000 24 00" + Bytes.zeros(96 - 14)));
    }

    @Test
    void senseThatTheDeviceWroteStaysWithCheckCondition() {
        dirtySense();
        exchange.end(0x02, 0);
        assertThat(exchange.copySense()).containsOnly(0xee);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CHECK_CONDITION")
    void senseThatTheDeviceWroteDoesNotSurviveAnotherStatus(ScsiStatus status) {
        dirtySense();
        exchange.end(status);
        assertThat(exchange.status()).isEqualTo(status.code());
        assertThat(exchange.copySense()).isEqualTo(NO_SENSE_BYTES);
    }

    @Test
    void nothingOfAnEarlierCommandIsLeftWhenTheNextBegins() {
        exchange.good(new byte[40]);
        dirtySense();
        exchange.end(0x02, 8);
        exchange.begin(24);
        assertThat(exchange.status()).isZero();
        assertThat(exchange.transferred()).isZero();
        assertThat(exchange.dataOutLength()).isEqualTo(24);
        assertThat(exchange.copySense()).isEqualTo(NO_SENSE_BYTES);
    }

    /** As where a kernel wrote it, and the command then failed otherwise. */
    @Test
    void senseThatWasWrittenPastTheExchangeIsForgottenOnDemand() {
        dirtySense();
        exchange.forgetSense();
        assertThat(exchange.copySense()).isEqualTo(NO_SENSE_BYTES);
        assertThat(exchange.hasEnded()).isFalse();
    }

    @Test
    void aStatusIsItsLastByte() {
        exchange.end(-1, 0);
        assertThat(exchange.status()).isEqualTo(0xff);
    }

    @Test
    void dataInIsClearedAsFarAsAsked() {
        exchange.answer().put(ScsiExchange.DATA_IN_OFFSET - 1, hex("11 22 33 44"));
        exchange.clearDataIn(2);
        byte[] left = new byte[4];
        exchange.answer().get(ScsiExchange.DATA_IN_OFFSET - 1, left);
        assertThat(left).isEqualTo(hex("11 00 00 44"));
        exchange.clearDataIn(8192);
        assertThat(exchange.answer().get(ScsiExchange.DATA_IN_OFFSET + 2)).isZero();
    }

    @Test
    void goodTellsHowMuchTheDeviceWrote() {
        exchange.end(ScsiStatus.BUSY);
        exchange.good(24);
        assertThat(exchange.status()).isZero();
        assertThat(exchange.transferred()).isEqualTo(24);
    }

    @Test
    void dataInIsCopiedAsFarAsTransferred() {
        exchange.good(hex("010203"));
        assertThat(exchange.copyDataIn()).isEqualTo(hex("010203"));
    }

    @ParameterizedTest
    @CsvSource({"8207, 8296", "8208, 8295"})
    void buffersThatAreTooSmallAreRefused(int command, int answer) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScsiExchange(ByteBuffer.allocate(command), ByteBuffer.allocate(answer)))
                .withMessageContaining(command + " and " + answer);
    }

    @Test
    void theCallersBuffersAreSharedFromTheirStartAndBigEndian() {
        ByteBuffer command = ByteBuffer.allocate(ScsiExchange.COMMAND_CAPACITY).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer answer =
                ByteBuffer.allocateDirect(ScsiExchange.ANSWER_CAPACITY).order(ByteOrder.LITTLE_ENDIAN);
        command.position(5).limit(9);
        ScsiExchange over = new ScsiExchange(command, answer);
        over.put(hex("5e01"), new byte[0]);
        over.answer().putInt(0, 0x01020304);
        assertThat(command.get(1)).isEqualTo((byte) 1);
        assertThat(answer.get(0)).isEqualTo((byte) 1);
        assertThat(command.position()).isEqualTo(5);
    }

    private void dirtySense() {
        for (int i = 0; i < ScsiExchange.SENSE_LENGTH; i++) {
            exchange.answer().put(ScsiExchange.SENSE_OFFSET + i, (byte) 0xee);
        }
    }
}
