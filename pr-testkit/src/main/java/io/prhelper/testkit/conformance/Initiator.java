// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReadReservationData;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.Sense;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One of the two initiators; what it does is named as the standard names it. Pending unit attentions are taken and passed over. */
final class Initiator {
    private final String name;
    private final ScsiPort port;
    private final @Nullable MediaAccess media;
    private final ScsiExchange exchange = ScsiExchange.allocate();

    Initiator(String name, ScsiPort port, @Nullable MediaAccess media) {
        this.name = name;
        this.port = port;
        this.media = media;
    }

    /** REGISTER of one that is not registered. */
    Ended registers(ReservationKey key) {
        return changesItsKey(ReservationKey.ZERO, key);
    }

    Ended changesItsKey(ReservationKey from, ReservationKey to) {
        return sends(new PrOutCommand.Register(from, to));
    }

    Ended unregisters(ReservationKey key) {
        return changesItsKey(key, ReservationKey.ZERO);
    }

    Ended registersIgnoringItsKey(ReservationKey key) {
        return sends(new PrOutCommand.RegisterAndIgnoreExistingKey(key));
    }

    Ended reserves(ReservationKey key, ReservationType type) {
        return sends(new PrOutCommand.Reserve(key, type));
    }

    Ended releases(ReservationKey key, ReservationType type) {
        return sends(new PrOutCommand.Release(key, type));
    }

    Ended clears(ReservationKey key) {
        return sends(new PrOutCommand.Clear(key));
    }

    Ended preempts(ReservationKey key, ReservationKey other, ReservationType type) {
        return sends(new PrOutCommand.Preempt(key, other, type));
    }

    /** READ KEYS, which has to tell all of them. */
    ReadKeysData keys() {
        ReadKeysData data = reads(PrQuery.READ_KEYS);
        Expect.that(data.isWhole(), "READ KEYS of " + name + " does not tell all: " + data);
        return data;
    }

    /** READ KEYS, whatever it tells, by its name: the first sentence that somebody with a wrong path reads. */
    Ended readsKeysPlainly() {
        byte[] cdb = new PrInCommand(PrInAction.READ_KEYS, ScsiExchange.MAX_DATA_LENGTH).cdb();
        return sends("READ KEYS", cdb, new byte[0]);
    }

    private <T extends PrInData> T reads(PrQuery<T> query) {
        return query.decode(sends(query.command()).isGood().data());
    }

    /** READ RESERVATION, which has to tell all of it. */
    Optional<ReadReservationData.Reservation> reservation() {
        ReadReservationData data = reads(PrQuery.READ_RESERVATION);
        Expect.that(data.isWhole(), "READ RESERVATION of " + name + " does not tell all: " + data);
        return data.reservation();
    }

    Ended reads(PrInAction action, int allocationLength) {
        return sends(new PrInCommand(action, allocationLength));
    }

    private Ended sends(PrCommand command) {
        return sends(command.toString(), command.cdb(), command.dataOut());
    }

    Ended sends(String description, byte[] cdb, byte[] dataOut) {
        int status = Attentions.execute(port, exchange, cdb, dataOut);
        return new Ended(description + " of " + name, status, Sense.parse(exchange.copySense()), exchange.copyDataIn());
    }

    /** Expects that the disk lets this initiator read and write, or not. */
    void mayAccess(String situation, boolean read, boolean write) {
        if (media == null) {
            throw new IllegalStateException(Need.MEDIA.lack());
        }
        Expect.equal(name + " reads " + situation, read, media.reads());
        Expect.equal(name + " writes " + situation, write, media.writes());
    }
}
