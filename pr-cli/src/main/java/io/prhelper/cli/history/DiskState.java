// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import io.prhelper.cli.sight.PrReader;
import io.prhelper.cli.sight.Words;
import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReadFullStatusData;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReadReservationData;
import io.prhelper.core.scsi.Sense;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a disk says of itself now.
 *
 * @param node through which it was asked
 * @param problem why it was not, or nothing can be made of its answer; empty where all is well
 * @param generation PRGENERATION
 * @param registrations all there are
 * @param reservationKey key of the reservation, empty where there is none
 * @param type its type, SPC's name
 * @param attentions unit attentions that came instead of an answer, and are told nobody else now
 */
record DiskState(
        String node,
        String problem,
        long generation,
        List<Registered> registrations,
        String reservationKey,
        String type,
        List<String> attentions) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int UNIT_ATTENTION = 0x6;
    private static final int MOST_ATTENTIONS = 10;

    /**
     * One registration.
     *
     * @param key as {@code 0x} and 16 digits
     * @param port the initiator port, or empty where the disk does not tell
     * @param holds whether it holds the reservation
     */
    record Registered(String key, String port, boolean holds) {}

    private static DiskState failed(String node, String problem, List<String> attentions) {
        return new DiskState(node, problem, 0, List.of(), "", "", attentions);
    }

    /** Asks the disk behind a node of this host. */
    static DiskState ask(Path node) {
        try (PrReader reader = PrReader.opener(null, PATIENCE).open(node)) {
            return ask(node.toString(), reader);
        } catch (IOException closed) {
            return failed(node.toString(), String.valueOf(closed.getMessage()), List.of());
        }
    }

    /** Asks an open disk. */
    static DiskState ask(String node, PrReader reader) throws IOException {
        List<String> attentions = new ArrayList<>();
        PrOutcome<ReadKeysData> keys = ask(reader, PrQuery.READ_KEYS, attentions);
        PrOutcome<ReadReservationData> held = ask(reader, PrQuery.READ_RESERVATION, attentions);
        if (!(keys instanceof PrOutcome.Good<ReadKeysData>(ReadKeysData list))) {
            return failed(node, "READ KEYS: " + Words.of(keys), attentions);
        }
        if (!(held instanceof PrOutcome.Good<ReadReservationData>(ReadReservationData reservation))) {
            return failed(node, "READ RESERVATION: " + Words.of(held), attentions);
        }
        List<Registered> registered = new ArrayList<>();
        if (ask(reader, PrQuery.READ_FULL_STATUS, attentions)
                instanceof PrOutcome.Good<ReadFullStatusData>(ReadFullStatusData status)) {
            status.registrations()
                    .forEach(one -> registered.add(
                            new Registered(one.key().toString(), Words.of(one.transportId()), one.holder())));
        } else {
            list.keys().forEach(key -> registered.add(new Registered(key.toString(), "", false)));
        }
        String key = reservation.reservation().map(one -> one.key().toString()).orElse("");
        String type = reservation
                .reservation()
                .map(one -> one.scopeAndType()
                        .type()
                        .map(known -> known.name().replace('_', ' '))
                        .orElse("type " + one.scopeAndType().typeCode()))
                .orElse("");
        return new DiskState(node, "", list.generation(), registered, key, type, attentions);
    }

    private static <T extends PrInData> PrOutcome<T> ask(PrReader reader, PrQuery<T> query, List<String> attentions)
            throws IOException {
        PrOutcome<T> outcome = reader.ask(query);
        while (outcome instanceof PrOutcome.CheckCondition<T>(Sense sense)
                && sense.key() == UNIT_ATTENTION
                && attentions.size() < MOST_ATTENTIONS) {
            attentions.add(Words.of(outcome));
            outcome = reader.ask(query);
        }
        return outcome;
    }
}
