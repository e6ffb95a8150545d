// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.sight;

import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReadFullStatusData;
import io.prhelper.core.pr.ReadFullStatusData.Registration;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReadReservationData;
import io.prhelper.core.pr.ReportCapabilitiesData;
import io.prhelper.core.pr.ReservationKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a logical unit says of its registrations and its reservation, asked through one path.
 *
 * @param keys READ KEYS
 * @param reservation READ RESERVATION
 * @param fullStatus READ FULL STATUS
 * @param capabilities REPORT CAPABILITIES
 * @param notices what else was met: unit attentions that ended with a query, and what contradicts itself
 */
public record UnitState(
        PrOutcome<ReadKeysData> keys,
        PrOutcome<ReadReservationData> reservation,
        PrOutcome<ReadFullStatusData> fullStatus,
        PrOutcome<ReportCapabilitiesData> capabilities,
        List<String> notices) {
    /** A port has a unit attention for each thing that happened; more than this is no answer. */
    private static final int MOST_ATTENTIONS = 8;

    /** How often all is asked again because somebody changed it meanwhile. */
    private static final int ROUNDS = 3;

    /**
     * Asks.
     *
     * @throws IOException if nobody knows how a query ended
     */
    public static UnitState read(PrReader reader) throws IOException {
        List<String> notices = new ArrayList<>();
        PrOutcome<ReportCapabilitiesData> capabilities = ask(reader, PrQuery.REPORT_CAPABILITIES, notices);
        UnitState state = round(reader, capabilities, notices);
        for (int i = 1; i < ROUNDS && !state.isOfOneMoment(); i++) {
            state = round(reader, capabilities, notices);
        }
        if (!state.isOfOneMoment()) {
            notices.add("registrations change while they are read: the answers are of different moments");
        } else if (state.disagreement().isPresent()) {
            notices.add(state.disagreement().get());
        }
        return new UnitState(state.keys, state.reservation, state.fullStatus, capabilities, List.copyOf(notices));
    }

    private static UnitState round(
            PrReader reader, PrOutcome<ReportCapabilitiesData> capabilities, List<String> notices) throws IOException {
        return new UnitState(
                ask(reader, PrQuery.READ_KEYS, notices),
                ask(reader, PrQuery.READ_RESERVATION, notices),
                ask(reader, PrQuery.READ_FULL_STATUS, notices),
                capabilities,
                List.of());
    }

    /** A unit attention ends the query it meets, and is gone for everybody who uses this path: it is told. */
    static <T extends PrInData> PrOutcome<T> ask(PrReader reader, PrQuery<T> query, List<String> notices)
            throws IOException {
        PrOutcome<T> outcome = reader.ask(query);
        for (int i = 0; i < MOST_ATTENTIONS && Words.isAttention(outcome); i++) {
            notices.add("unit attention " + Words.of(outcome) + " was pending for this host, and is taken now");
            outcome = reader.ask(query);
        }
        return outcome;
    }

    private static <T extends PrInData> Optional<T> good(PrOutcome<T> outcome) {
        return outcome instanceof PrOutcome.Good<T>(T data) ? Optional.of(data) : Optional.empty();
    }

    /** READ KEYS, if it ended GOOD. */
    public Optional<ReadKeysData> goodKeys() {
        return good(keys);
    }

    /** READ RESERVATION, if it ended GOOD. */
    public Optional<ReadReservationData> goodReservation() {
        return good(reservation);
    }

    /** READ FULL STATUS, if it ended GOOD. */
    public Optional<ReadFullStatusData> goodFullStatus() {
        return good(fullStatus);
    }

    /** REPORT CAPABILITIES, if it ended GOOD. */
    public Optional<ReportCapabilitiesData> goodCapabilities() {
        return good(capabilities);
    }

    /** PRGENERATION; empty where nothing tells it. */
    public OptionalLong generation() {
        return goodKeys()
                .map(data -> OptionalLong.of(data.generation()))
                .or(() -> goodReservation().map(data -> OptionalLong.of(data.generation())))
                .orElse(OptionalLong.empty());
    }

    /** Whether nobody registered or was removed between the answers. */
    private boolean isOfOneMoment() {
        return List.of(
                                goodKeys().map(ReadKeysData::generation),
                                goodReservation().map(ReadReservationData::generation),
                                goodFullStatus().map(ReadFullStatusData::generation))
                        .stream()
                        .flatMap(Optional::stream)
                        .distinct()
                        .count()
                <= 1;
    }

    /** What READ KEYS and READ FULL STATUS of the same generation do not agree in. */
    private Optional<String> disagreement() {
        if (goodKeys().isEmpty() || goodFullStatus().isEmpty()) {
            return Optional.empty();
        }
        ReadKeysData listed = goodKeys().get();
        ReadFullStatusData full = goodFullStatus().get();
        List<ReservationKey> one = listed.keys().stream().sorted().toList();
        List<ReservationKey> other =
                full.registrations().stream().map(Registration::key).sorted().toList();
        return listed.isWhole() && full.isWhole() && !one.equals(other)
                ? Optional.of("READ KEYS tells " + one.size() + " registrations " + one + ", READ FULL STATUS "
                        + other.size() + " " + other)
                : Optional.empty();
    }

    /** Whether all four queries ended GOOD and nothing of the answers is missing; READ FULL STATUS and REPORT CAPABILITIES may be unknown. */
    public boolean isWhole() {
        return goodKeys().filter(PrInData::isWhole).isPresent()
                && goodReservation().filter(PrInData::isWhole).isPresent()
                && (Words.isUnknownCommand(fullStatus)
                        || goodFullStatus().filter(PrInData::isWhole).isPresent())
                && (Words.isUnknownCommand(capabilities)
                        || goodCapabilities().filter(PrInData::isWhole).isPresent());
    }

    /** What to say where the unit answers none of it: the way READ KEYS ended. */
    public Optional<String> refusal() {
        return keys.isGood() || reservation.isGood()
                ? Optional.empty()
                : Optional.of("READ KEYS ended " + Words.of(keys));
    }

    /** Whether two paths tell the same: generation, keys and reservation. */
    public boolean agreesWith(UnitState other) {
        return goodKeys().equals(other.goodKeys()) && goodReservation().equals(other.goodReservation());
    }
}
