// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.assertj;

import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReadFullStatusData;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReadReservationData;
import io.prhelper.core.pr.ReportCapabilitiesData;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.pr.ScopeAndType;
import io.prhelper.core.scsi.Sense;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class OutcomeAssertTest {
    private static final ReservationKey A = new ReservationKey(0xa);
    private static final ReservationKey B = new ReservationKey(0xb);
    private static final PrOutcome<?> CONFLICT = new PrOutcome.Conflict<>();
    private static final PrOutcome<?> REFUSED = new PrOutcome.CheckCondition<>(Sense.INVALID_FIELD_IN_CDB);
    private static final PrOutcome<?> KEYS = good(new ReadKeysData(7, List.of(A, B)));
    private static final ReservationType TYPE = ReservationType.WRITE_EXCLUSIVE;
    private static final PrOutcome<?> RESERVED = good(
            new ReadReservationData(8, Optional.of(new ReadReservationData.Reservation(A, ScopeAndType.of(TYPE)))));

    private static PrOutcome<?> good(PrInData data) {
        return new PrOutcome.Good<>(data);
    }

    private static void fails(String message, ThrowingCallable sentence) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(sentence).withMessageContaining(message);
    }

    @Test
    void sentencesThatHoldPass() {
        assertThat(KEYS).isGood().hasOnlyKeys(B, A).hasGeneration(7);
        assertThat(good(new ReadKeysData(0, List.of()))).hasNoKeys();
        assertThat(CONFLICT).isConflict();
        assertThat(REFUSED).isCheckCondition(Sense.INVALID_OPCODE, Sense.INVALID_FIELD_IN_CDB);
        assertThat(RESERVED).hasReservation(A, TYPE).hasGeneration(8);
        assertThat(good(new ReadReservationData(0, Optional.empty()))).hasNoReservation();
        assertThat(good(new ReadFullStatusData(9, List.of()))).hasGeneration(9);
    }

    @Test
    void sentencesThatDoNotHoldSayWhatIsTrue() {
        fails(
                "Expected GOOD but the command ended RESERVATION CONFLICT",
                () -> assertThat(CONFLICT).isGood());
        fails(
                "Expected RESERVATION CONFLICT but the command ended GOOD",
                () -> assertThat(KEYS).isConflict());
        fails("ended CHECK CONDITION 05/24/00", () -> assertThat(REFUSED).isCheckCondition(Sense.INVALID_OPCODE));
        fails("but there are [" + A + ", " + B + "]", () -> assertThat(KEYS).hasOnlyKeys(A));
        fails("Expected no reservation but there is", () -> assertThat(RESERVED).hasNoReservation());
        fails("Expected Reservation", () -> assertThat(RESERVED).hasReservation(B, TYPE));
        fails("Expected generation 1 but it is 7", () -> assertThat(KEYS).hasGeneration(1));
    }

    @Test
    void nothingIsNeverSaidOfAnAnswerThatWasCutOff() {
        byte[] held = RESERVED.data(ReadReservationData.class).encode();
        fails(
                "Expected no reservation but there is a reservation whose details did not come",
                () -> assertThat(good(ReadReservationData.decode(Arrays.copyOf(held, 16))))
                        .hasNoReservation());
        fails(
                "Expected Reservation[key=" + A
                        + ", scopeAndType=ScopeAndType[scopeCode=0, typeCode=1]] but there is a "
                        + "reservation whose details did not come",
                () -> assertThat(good(ReadReservationData.decode(Arrays.copyOf(held, 16))))
                        .hasReservation(A, TYPE));
        fails(
                "Expected no reservation but there is an answer that does not say",
                () -> assertThat(good(ReadReservationData.decode(Arrays.copyOf(held, 7))))
                        .hasNoReservation());
        fails(
                "Expected no reservation but there is an answer that does not say",
                () -> assertThat(good(
                                PrQuery.READ_RESERVATION.withAllocationLength(8).decode(new byte[8])))
                        .hasNoReservation());

        byte[] keys = KEYS.data(ReadKeysData.class).encode();
        fails(
                "Expected keys [] but not all of the answer came: [], and 2 more",
                () -> assertThat(good(ReadKeysData.decode(Arrays.copyOf(keys, 8))))
                        .hasNoKeys());
        fails(
                "Expected keys [" + A + "] but not all of the answer came: [" + A + "], and 1 more",
                () -> assertThat(good(ReadKeysData.decode(Arrays.copyOf(keys, 16))))
                        .hasOnlyKeys(A));
        fails(
                "Expected keys [] but not all of the answer came: [], and perhaps more",
                () -> assertThat(good(ReadKeysData.decode(new byte[0]))).hasNoKeys());
        fails(
                "Expected keys [] but not all of the answer came: [], and perhaps more",
                () -> assertThat(good(PrQuery.READ_KEYS.withAllocationLength(8).decode(new byte[8])))
                        .hasNoKeys());
        fails(
                "Expected generation 0 but it is not in it",
                () -> assertThat(good(ReadKeysData.decode(new byte[3]))).hasGeneration(0));
        assertThat(good(ReadKeysData.decode(Arrays.copyOf(keys, 4)))).hasGeneration(7);
    }

    @Test
    void dataThatIsNotThereFailsTheSentence() {
        PrOutcome<?> capabilities =
                good(new ReportCapabilitiesData(false, false, false, false, false, false, 0, false, Set.of()));
        fails(
                "Expected generation 1 but it is not in it",
                () -> assertThat(capabilities).hasGeneration(1));
        fails("Expected ReadKeysData", () -> assertThat(RESERVED).hasNoKeys());
        fails(
                "Expected ReadKeysData",
                () -> assertThat(new PrOutcome.Good<>(PrOutcome.Nothing.NOTHING))
                        .hasNoKeys());
        fails("Expected GOOD", () -> assertThat(CONFLICT).hasNoReservation());
    }
}
