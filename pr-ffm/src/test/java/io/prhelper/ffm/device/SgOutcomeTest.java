// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.struct.SgIoHdr;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both tables, row by row, and every value that is in neither. */
final class SgOutcomeTest {
    private static final int STATUS = 64;
    private static final int HOST_STATUS = 68;
    private static final int DRIVER_STATUS = 70;
    private static final int RESID = 72;

    private final ScsiExchange exchange = ScsiExchange.allocate();
    private final SgIoHdr header = new SgIoHdr();

    @BeforeEach
    void aCommandStands() {
        exchange.put(new byte[] {0x5e, 0, 0, 0, 0, 0, 0, 0x20, 0}, new byte[0]);
    }

    private void assertSense(String expected) {
        assertThat(exchange.status()).isEqualTo(ScsiStatus.CHECK_CONDITION.code());
        assertThat(Sense.parse(exchange.copySense())).hasToString(expected);
        assertThat(exchange.transferred()).isZero();
    }

    private void assertStatus(ScsiStatus expected) {
        assertThat(exchange.status()).isEqualTo(expected.code());
        assertThat(exchange.copySense()).containsOnly(0);
        assertThat(exchange.transferred()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "ENODATA, 61, 03/11/00",
        "EREMOTEIO, 121, 04/44/00",
        "ENODEV, 19, 04/44/00",
        "ENOMEDIUM, 123, 02/3A/00",
        "ENOMEM, 12, 04/44/00",
        "EINVAL, 22, 05/24/00",
        "ENOSPC, 28, 07/27/07"
    })
    void anErrnoOfTheTableIsItsSense(String name, int errno, String sense) {
        SgOutcome.failed(exchange, errno);
        assertThat(name).startsWith("E");
        assertSense(sense);
    }

    @Test
    void edomIsTaskSetFull() {
        SgOutcome.failed(exchange, 33);
        assertStatus(ScsiStatus.TASK_SET_FULL);
    }

    @Test
    void ebadeIsAReservationConflict() {
        SgOutcome.failed(exchange, 52);
        assertStatus(ScsiStatus.RESERVATION_CONFLICT);
    }

    @Test
    void everyOtherErrnoIsAnAbortedCommand() {
        Predicate<Integer> inTable = Arrays.asList(33, 52, 61, 121, 19, 123, 12, 22, 28)::contains;
        for (int errno = 1; errno <= 4095; errno++) {
            SgOutcome.failed(exchange, errno);
            assertThat(exchange.status()).as("errno %d", errno).isNotZero();
            if (!inTable.test(errno)) {
                assertSense("0B/00/06");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NO_CONNECT, 0x01, 0B/05/00",
        "TIME_OUT, 0x03, 0B/2E/02",
        "BAD_TARGET, 0x04, 0B/08/00",
        "ABORT, 0x05, 0B/2F/02",
        "RESET, 0x08, 06/29/00",
        "TRANSPORT_DISRUPTED, 0x0e, 0B/29/07",
        "TARGET_FAILURE, 0x10, 04/44/00",
        "ALLOC_FAILURE, 0x12, 07/27/07",
        "MEDIUM_ERROR, 0x13, 03/11/00"
    })
    void aHostStatusOfTheTableIsItsSense(String name, int hostStatus, String sense) {
        header.buffer().putShort(HOST_STATUS, (short) hostStatus);
        SgOutcome.completed(exchange, header, 8192);
        assertThat(name).isNotEmpty();
        assertSense(sense);
    }

    @Test
    void aBusyBusIsBusy() {
        header.buffer().putShort(HOST_STATUS, (short) 0x02);
        SgOutcome.completed(exchange, header, 8192);
        assertStatus(ScsiStatus.BUSY);
    }

    @Test
    void aNexusFailureIsAReservationConflict() {
        header.buffer().putShort(HOST_STATUS, (short) 0x11);
        SgOutcome.completed(exchange, header, 8192);
        assertStatus(ScsiStatus.RESERVATION_CONFLICT);
    }

    @Test
    void everyOtherHostStatusIsACommunicationFailureAndNoneIsGood() {
        Predicate<Integer> inTable =
                Map.of(1, 1, 2, 1, 3, 1, 4, 1, 5, 1, 8, 1, 0x0e, 1, 0x10, 1, 0x11, 1, 0x12, 1)::containsKey;
        for (int hostStatus = 1; hostStatus <= 0xffff; hostStatus++) {
            // As the kernel leaves it: the device's status byte says GOOD where the command never reached it.
            header.buffer().put(STATUS, (byte) 0);
            header.buffer().putShort(HOST_STATUS, (short) hostStatus);
            SgOutcome.completed(exchange, header, 8192);
            assertThat(exchange.status()).as("host status %x", hostStatus).isNotZero();
            assertThat(exchange.transferred()).isZero();
            if (!inTable.test(hostStatus) && hostStatus != 0x13) {
                assertSense("0B/08/00");
            }
        }
    }

    @Test
    void theHostStatusCountsBeforeDriverAndDevice() {
        header.buffer().putShort(HOST_STATUS, (short) 0x01);
        header.buffer().putShort(DRIVER_STATUS, (short) 0x06);
        header.buffer().put(STATUS, (byte) 0x18);
        SgOutcome.completed(exchange, header, 8192);
        assertSense("0B/05/00");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x06, 0x0e, 0x01, 0x02, 0x03, 0x04, 0x05, 0x07, 0x46})
    void aDriverStatusWithAnErrorIsBusy(int driverStatus) {
        header.buffer().putShort(DRIVER_STATUS, (short) driverStatus);
        SgOutcome.completed(exchange, header, 8192);
        assertStatus(ScsiStatus.BUSY);
    }

    @Test
    void theDriverStatusThatAnnouncesSenseLeavesTheDevicesAnswer() {
        byte[] sense = new byte[96];
        sense[0] = 0x70;
        sense[2] = 0x06;
        sense[12] = 0x2a;
        sense[13] = 0x03;
        sense[95] = 0x55;
        exchange.answer().put(ScsiExchange.SENSE_OFFSET, sense);
        header.buffer().putShort(DRIVER_STATUS, (short) 0x08);
        header.buffer().put(STATUS, (byte) 0x02);
        SgOutcome.completed(exchange, header, 8192);
        assertThat(exchange.status()).isEqualTo(ScsiStatus.CHECK_CONDITION.code());
        assertThat(exchange.copySense()).isEqualTo(sense);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x04, 0x08, 0x18, 0x28, 0x30, 0x40, 0x22, 0xff})
    void theDevicesOwnStatusPassesThroughWithoutSense(int status) {
        exchange.answer().put(ScsiExchange.SENSE_OFFSET, (byte) 0x70);
        header.buffer().put(STATUS, (byte) status);
        SgOutcome.completed(exchange, header, 8192);
        assertThat(exchange.status()).isEqualTo(status);
        assertThat(exchange.copySense()).containsOnly(0);
    }

    @ParameterizedTest
    @CsvSource({"0, 8192", "8192, 0", "8184, 8", "1, 8191", "-1, 8192", "-2147483648, 8192", "8193, 0", "2147483647, 0"
    })
    void transferredIsWhatWasOfferedWithoutTheResidueInBounds(int resid, int transferred) {
        header.buffer().putInt(RESID, resid);
        SgOutcome.completed(exchange, header, 8192);
        assertThat(exchange.transferred()).isEqualTo(transferred);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 24, -24})
    void dataOutTransfersNothingIn(int resid) {
        header.buffer().putInt(RESID, resid);
        SgOutcome.completed(exchange, header, 0);
        assertThat(exchange.transferred()).isZero();
        assertThat(exchange.status()).isZero();
    }
}
