// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class PrOutcomeTest {
    private static final ReadKeysData KEYS = new ReadKeysData(3, List.of(new ReservationKey(1)));

    static final List<Arguments> QUERIES = List.of(
            Arguments.of(PrQuery.READ_KEYS, KEYS),
            Arguments.of(PrQuery.READ_RESERVATION, new ReadReservationData(4, Optional.empty())),
            Arguments.of(
                    PrQuery.REPORT_CAPABILITIES,
                    new ReportCapabilitiesData(true, false, true, false, true, false, 1, true, Set.of())),
            Arguments.of(PrQuery.READ_FULL_STATUS, new ReadFullStatusData(5, List.of())));

    private static final PrOutcome<PrOutcome.Nothing> NOTHING = new PrOutcome.Good<>(PrOutcome.Nothing.NOTHING);

    private final ScsiExchange exchange = ScsiExchange.allocate();

    @Test
    void goodCarriesWhatWasRead() {
        new PrInCommand(PrInAction.READ_KEYS, 8192).putInto(exchange);
        exchange.good(KEYS.encode());
        PrOutcome<?> outcome = PrOutcome.of(exchange);
        assertThat(outcome).isEqualTo(new PrOutcome.Good<>(KEYS));
        assertThat(outcome).hasToString("GOOD");
        assertThat(outcome.isGood()).isTrue();
        assertThat(outcome.data(ReadKeysData.class)).isEqualTo(KEYS);
    }

    @Test
    void goodCarriesNoMoreThanWasTransferred() {
        new PrInCommand(PrInAction.READ_KEYS, 8192).putInto(exchange);
        exchange.good(Arrays.copyOf(KEYS.encode(), 12));
        ReadKeysData data = PrOutcome.of(exchange).data(ReadKeysData.class);
        assertThat(data.keys()).isEmpty();
        assertThat(data.missingKeys()).hasValue(1);
    }

    @Test
    void aQueryKnowsWhatItReads() {
        PrQuery.READ_KEYS.command().putInto(exchange);
        exchange.good(KEYS.encode());
        PrOutcome<ReadKeysData> outcome = PrOutcome.of(exchange, PrQuery.READ_KEYS);
        assertThat(outcome).isEqualTo(PrOutcome.of(exchange));
        assertThat(keysOf(outcome)).isEqualTo(KEYS.keys());
        exchange.end(ScsiStatus.RESERVATION_CONFLICT);
        assertThat(keysOf(PrOutcome.of(exchange, PrQuery.READ_KEYS))).isEmpty();
        exchange.checkCondition(Sense.INVALID_OPCODE);
        assertThat(keysOf(PrOutcome.of(exchange, PrQuery.READ_KEYS))).containsExactly(new ReservationKey(0x20));
        exchange.end(ScsiStatus.BUSY);
        assertThat(keysOf(PrOutcome.of(exchange, PrQuery.READ_KEYS))).containsExactly(new ReservationKey(0x08));
    }

    /** All ways to end, without a cast or a default. */
    private static List<ReservationKey> keysOf(PrOutcome<ReadKeysData> outcome) {
        return switch (outcome) {
            case PrOutcome.Good(var data) -> data.keys();
            case PrOutcome.Conflict() -> List.of();
            case PrOutcome.CheckCondition(Sense sense) -> List.of(new ReservationKey(sense.asc()));
            case PrOutcome.Other(int status) -> List.of(new ReservationKey(status));
        };
    }

    @ParameterizedTest
    @FieldSource("QUERIES")
    void aQueryAsksForAllThatAHelperPassesOn(PrQuery<?> query, PrInData data) {
        assertThat(query.command()).isEqualTo(new PrInCommand(data.action(), 8192));
        assertThat(query.decode(data.encode())).isEqualTo(data);
    }

    @Test
    void anAnswerThatIsNotWholeIsAskedForAgainWhereMoreCanBeHad() {
        PrQuery<ReadKeysData> some = PrQuery.READ_KEYS.withAllocationLength(8);
        assertThat(some.command()).isEqualTo(new PrInCommand(PrInAction.READ_KEYS, 8));
        PrOutcome<ReadKeysData> cut = new PrOutcome.Good<>(some.decode(Arrays.copyOf(KEYS.encode(), 8)));
        assertThat(some.again(cut, 8192).map(PrQuery::command)).contains(PrQuery.READ_KEYS.command());
        assertThat(some.again(cut, 8)).isEmpty();
        assertThat(some.again(new PrOutcome.Good<>(KEYS), 8192)).isEmpty();
        assertThat(some.again(new PrOutcome.Conflict<>(), 8192)).isEmpty();
    }

    /** Targets that announce only what they send (SPDK) say nothing about more. */
    @Test
    void whatWasAskedForTellsWhetherThereMayBeMore() {
        exchange.put(new PrInCommand(PrInAction.READ_KEYS, 16).cdb(), new byte[0]);
        exchange.good(KEYS.encode());
        assertThat(PrOutcome.of(exchange).data(ReadKeysData.class).isWhole()).isFalse();
        exchange.put(new PrInCommand(PrInAction.READ_KEYS, 24).cdb(), new byte[0]);
        exchange.good(KEYS.encode());
        assertThat(PrOutcome.of(exchange).data(ReadKeysData.class).isWhole()).isTrue();
    }

    @Test
    void dataOfAnotherKindIsNamedByItsOutcome() {
        new PrInCommand(PrInAction.READ_KEYS, 8192).putInto(exchange);
        exchange.good(KEYS.encode());
        PrOutcome<?> keys = PrOutcome.of(exchange);
        assertThatIllegalStateException()
                .isThrownBy(() -> keys.data(ReadFullStatusData.class))
                .withMessage("no ReadFullStatusData: the command ended GOOD");
        exchange.end(ScsiStatus.BUSY);
        PrOutcome<?> busy = PrOutcome.of(exchange);
        assertThatIllegalStateException()
                .isThrownBy(() -> busy.data(ReadKeysData.class))
                .withMessage("no ReadKeysData: the command ended BUSY (08h)");
    }

    @Test
    void commandsThatReadNothingKnownHaveNoData() {
        new PrOutCommand.Clear(new ReservationKey(1)).putInto(exchange);
        exchange.good(8);
        PrOutcome<?> cleared = PrOutcome.of(exchange);
        assertThat(cleared).isEqualTo(NOTHING);
        assertThatIllegalStateException().isThrownBy(() -> cleared.data(ReadKeysData.class));
        exchange.put(new byte[] {0x5e, 0x04, 0, 0, 0, 0, 0, 0, 8, 0}, new byte[0]);
        exchange.good(8);
        assertThat(PrOutcome.of(exchange)).isEqualTo(NOTHING);
    }

    @Test
    void checkConditionCarriesItsSense() {
        exchange.checkCondition(Sense.INVALID_OPCODE);
        PrOutcome<?> outcome = PrOutcome.of(exchange);
        assertThat(outcome).isEqualTo(new PrOutcome.CheckCondition<>(Sense.INVALID_OPCODE));
        assertThat(outcome).hasToString("CHECK CONDITION 05/20/00");
        assertThat(outcome.isGood()).isFalse();
    }

    @Test
    void aConflictIsAConflict() {
        exchange.end(ScsiStatus.RESERVATION_CONFLICT);
        assertThat(PrOutcome.of(exchange)).isEqualTo(new PrOutcome.Conflict<>()).hasToString("RESERVATION CONFLICT");
    }

    @ParameterizedTest
    @CsvSource({
        "4, CONDITION MET (04h)",
        "8, BUSY (08h)",
        "40, TASK SET FULL (28h)",
        "48, ACA ACTIVE (30h)",
        "64, TASK ABORTED (40h)",
        "254, status (FEh)"
    })
    void anyOtherStatusIsKeptAsItIs(int status, String description) {
        exchange.end(status, 0);
        PrOutcome<?> outcome = PrOutcome.of(exchange);
        assertThat(outcome).isEqualTo(new PrOutcome.Other<>(status));
        assertThat(outcome).hasToString(description);
        assertThat(outcome.isGood()).isFalse();
    }
}
