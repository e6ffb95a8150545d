// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import io.prhelper.core.pr.ReadReservationData.Reservation;
import io.prhelper.core.scsi.Sense;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Takes a logical unit over in one call: register, see who holds it, reserve or preempt, and look whether that is so. Each host needs a key
 * of its own.
 *
 * <pre>{@code
 * switch (TakeOver.reservation(own, WRITE_EXCLUSIVE_REGISTRANTS_ONLY).run(disk::execute)) {
 *     case TakeOver.Taken taken -> mount();
 *     case TakeOver.Lost lost -> standBy(lost.holder());
 *     case TakeOver.Fenced _, TakeOver.Registered _, TakeOver.Failed _ -> alarm();
 * }
 * }</pre>
 *
 * <p>It goes by what the unit says afterwards, so it can be run again at any time, and has to be where the sender throws: then nobody knows
 * whether a command was executed. Of several hosts that do it at once, one ends as {@link Taken} and keeps it; others may have been that in
 * between. Unit attentions are taken and passed over.
 */
public final class TakeOver {
    /** How often it begins anew where another initiator is in between. */
    public static final int ATTEMPTS = 10;

    /** So many unit attentions are passed over for a command: each event of another initiator leaves one. */
    private static final int ATTENTIONS = 32;

    private static final int UNIT_ATTENTION = 0x6;

    private final Aim aim;
    private final ReservationKey own;
    private final ReservationKey victim;
    private final ReservationType type;
    private final boolean aborting;

    /** What is wanted. */
    private enum Aim {
        RESERVATION,
        FENCE,
        MIGRATION
    }

    private TakeOver(Aim aim, ReservationKey own, ReservationKey victim, ReservationType type, boolean aborting) {
        this.aim = aim;
        this.own = own;
        this.victim = victim;
        this.type = type;
        this.aborting = aborting;
    }

    /** What came of it, and what that means for the data. */
    public sealed interface Result {
        /**
         * Whether this initiator may write, as far as the unit said.
         *
         * @return false also where nobody knows
         */
        boolean mayWrite();
    }

    /**
     * This initiator holds the reservation. Whoever is not registered can not write from the moment of the command on, and of commands under
     * way only with {@link TakeOver#aborting} none is executed after it.
     *
     * @param reservation what it holds
     * @param removed the holder's key that was preempted, zero for all registrants; empty where nobody else held
     */
    public record Taken(Reservation reservation, Optional<ReservationKey> removed) implements Result {
        @Override
        public boolean mayWrite() {
            return true;
        }
    }

    /**
     * The victim is not registered, and somebody holds a reservation: the victim can not write.
     *
     * @param reservation what keeps it off
     * @param wasRegistered whether it was this call that removed it
     * @param mayWrite whether this initiator, which is registered, may: not where another one holds for itself alone
     */
    public record Fenced(Reservation reservation, boolean wasRegistered, boolean mayWrite) implements Result {}

    /**
     * A migration found no reservation of the key to move: this initiator is registered, and so may the one be from which the machine came,
     * until that one unregisters.
     *
     * @param reservation of another key, or of all registrants; empty where there is none
     * @param mayWrite whether this initiator may: not where another one holds for itself alone
     */
    public record Registered(Optional<Reservation> reservation, boolean mayWrite) implements Result {}

    /**
     * Another initiator took it meanwhile, or again and again. This one may have been cut off in the middle of a write: what it has in
     * memory is not to be written.
     *
     * @param holder what another one holds; empty where that can not be told
     */
    public record Lost(Optional<Reservation> holder) implements Result {
        @Override
        public boolean mayWrite() {
            return false;
        }
    }

    /**
     * The unit did not do it. With sense key 0Bh a helper or transport says that nobody knows whether it did; GOOD stands here for an answer
     * that was cut off. The registration may be there.
     *
     * @param command the command that ended so
     * @param outcome how
     */
    public record Failed(PrCommand command, PrOutcome<?> outcome) implements Result {
        @Override
        public boolean mayWrite() {
            return false;
        }
    }

    /**
     * Makes this initiator the holder, whoever holds now. Registrations of others stay, but for those with the holder's key; where all
     * registrants hold, all others are removed. Where the own key holds, with this type and so that registrants may write, nothing is
     * taken from other ports of this host.
     *
     * @param own this initiator's key, not zero
     * @param type of the reservation to be held
     * @return what {@link #run} does
     * @throws IllegalArgumentException if the key is zero
     */
    public static TakeOver reservation(ReservationKey own, ReservationType type) {
        return new TakeOver(Aim.RESERVATION, notZero(own), own, type, false);
    }

    /**
     * What a fencing agent does: removes the victim's registration, and sees to it that there is a reservation that keeps it off.
     *
     * @param own this initiator's key, not zero
     * @param victim the other's key, not zero and not the same
     * @param type of the reservation where there is none, or the victim holds one
     * @return what {@link #run} does
     * @throws IllegalArgumentException if a key is zero, or both are the same
     */
    public static TakeOver fence(ReservationKey own, ReservationKey victim, ReservationType type) {
        if (own.equals(victim)) {
            throw new IllegalArgumentException("own and victim have the same key " + own);
        }
        return new TakeOver(Aim.FENCE, notZero(own), notZero(victim), type, false);
    }

    /**
     * What the destination of a live migration does: registers the machine's key on this host, and moves a reservation that the machine
     * holds through the host where it came from, whose registration ends by that. For when the machine has stopped there.
     *
     * @param key the machine's key, on both hosts, not zero
     * @return what {@link #run} does
     * @throws IllegalArgumentException if the key is zero
     */
    public static TakeOver migration(ReservationKey key) {
        return new TakeOver(Aim.MIGRATION, notZero(key), key, ReservationType.WRITE_EXCLUSIVE, false);
    }

    private static ReservationKey notZero(ReservationKey key) {
        if (key.equals(ReservationKey.ZERO)) {
            throw new IllegalArgumentException("key 0 means none");
        }
        return key;
    }

    /**
     * The same with PREEMPT AND ABORT, after which no command is under way of those that lost their registration.
     *
     * @return what {@link #run} does
     */
    public TakeOver aborting() {
        return new TakeOver(aim, own, victim, type, true);
    }

    /**
     * Does it.
     *
     * @param <E> what the sender throws
     * @param sender sends commands to the logical unit, as this initiator
     * @return what came of it, by what the unit said last
     * @throws E what the sender throws: nobody knows, and it has to be run again
     */
    public <E extends Exception> Result run(PrSender<E> sender) throws E {
        try {
            return new Attempt<>(sender).run();
        } catch (Stop stopped) {
            return stopped.result;
        }
    }

    /** Ends what is under way with this result; a value, without a trace. */
    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Failed result;

        Stop(PrCommand command, PrOutcome<?> outcome) {
            super(null, null, false, false);
            result = new Failed(command, outcome);
        }
    }

    /** One run, with one sender. */
    private final class Attempt<E extends Exception> {
        private final PrSender<E> sender;
        private boolean found;
        private Optional<ScopeAndType> moving = Optional.empty();

        Attempt(PrSender<E> sender) {
            this.sender = sender;
        }

        Result run() throws E {
            Optional<Reservation> held = Optional.empty();
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                mustEnd(new PrOutCommand.RegisterAndIgnoreExistingKey(own));
                held = reservation();
                Optional<Result> result = switch (aim) {
                    case RESERVATION -> take(held);
                    case FENCE -> fence(held);
                    case MIGRATION -> move(held);
                };
                if (result.isPresent()) {
                    return result.get();
                }
            }
            return new Lost(held);
        }

        /** Empty where another initiator was faster. */
        private Optional<Result> take(Optional<Reservation> held) throws E {
            if (type.admitsRegistrants() && held.equals(Optional.of(new Reservation(own, ScopeAndType.of(type))))) {
                // Perhaps through another path of this host, whose registration a preemption would end.
                return Optional.of(look(Optional.empty()));
            }
            Optional<ReservationKey> other = held.map(Reservation::key).filter(key -> !key.equals(own));
            boolean done = other.isPresent() ? accepted(preempt(other.get(), type)) : reserve(held.isPresent());
            return done ? Optional.of(look(other)) : Optional.empty();
        }

        /** The own key may hold through another port or with another type: then it may not reserve, but preempt itself. */
        private boolean reserve(boolean held) throws E {
            return accepted(new PrOutCommand.Reserve(own, type)) || (held && accepted(preempt(own, type)));
        }

        private Result look(Optional<ReservationKey> preempted) throws E {
            Optional<Reservation> held = reservation();
            boolean holds = held.isPresent()
                    && (held.get().key().equals(own) || isOf(held.get(), ReservationType::isAllRegistrants))
                    && isRegistered(own);
            return holds ? new Taken(held.get(), preempted) : new Lost(held);
        }

        private Optional<Result> fence(Optional<Reservation> held) throws E {
            if (held.isEmpty()) {
                accepted(new PrOutCommand.Reserve(own, type));
                return Optional.empty();
            }
            if (isRegistered(victim)) {
                found = true;
                accepted(preempt(victim, type));
            }
            Optional<Reservation> now = reservation();
            return now.isEmpty() || isRegistered(victim) || !isRegistered(own)
                    ? Optional.empty()
                    : Optional.of(new Fenced(now.get(), found, mayWrite(now.get())));
        }

        private Optional<Result> move(Optional<Reservation> held) throws E {
            if (held.isPresent() && held.get().key().equals(own)) {
                return moveOwn(held.get().scopeAndType());
            }
            if (held.isEmpty() && moving.isPresent()) {
                // Some targets end what several ports of one key hold, and the preemption with a conflict.
                return accepted(new PrOutCommand.Reserve(own, moving.get()))
                        ? Optional.of(look(Optional.of(own)))
                        : Optional.empty();
            }
            return isRegistered(own)
                    ? Optional.of(new Registered(held, held.isEmpty() || mayWrite(held.get())))
                    : Optional.empty();
        }

        private Optional<Result> moveOwn(ScopeAndType same) throws E {
            moving = Optional.of(same);
            // The holder may reserve again what it holds (SPC-5, 5.14.9); the same key through another port may not.
            if (accepted(new PrOutCommand.Reserve(own, same))) {
                return Optional.of(look(Optional.empty()));
            }
            return accepted(preempt(own, same)) ? Optional.of(look(Optional.of(own))) : Optional.empty();
        }

        private boolean mayWrite(Reservation held) {
            return held.key().equals(own) || isOf(held, ReservationType::admitsRegistrants);
        }

        private PrOutCommand preempt(ReservationKey other, ReservationType wanted) {
            return preempt(other, ScopeAndType.of(wanted));
        }

        private PrOutCommand preempt(ReservationKey other, ScopeAndType wanted) {
            return aborting
                    ? new PrOutCommand.PreemptAndAbort(own, other, wanted)
                    : new PrOutCommand.Preempt(own, other, wanted);
        }

        private Optional<Reservation> reservation() throws E {
            PrInCommand command = PrQuery.READ_RESERVATION.command();
            ReadReservationData data = answer(command, ReadReservationData.class);
            if (!data.isWhole()) {
                throw new Stop(command, new PrOutcome.Good<>(data));
            }
            return data.reservation();
        }

        private boolean isRegistered(ReservationKey key) throws E {
            PrInCommand command = PrQuery.READ_KEYS.command();
            ReadKeysData data = answer(command, ReadKeysData.class);
            boolean came = data.keys().contains(key);
            if (!came && !data.isWhole()) {
                throw new Stop(command, new PrOutcome.Good<>(data));
            }
            return came;
        }

        private <D extends PrInData> D answer(PrInCommand command, Class<D> data) throws E {
            return mustEnd(command).data(data);
        }

        private PrOutcome<?> mustEnd(PrCommand command) throws E {
            PrOutcome<?> outcome = send(command);
            if (!outcome.isGood()) {
                throw new Stop(command, outcome);
            }
            return outcome;
        }

        /** False on a conflict: the unit is not as it was seen to be. */
        private boolean accepted(PrOutCommand command) throws E {
            PrOutcome<?> outcome = send(command);
            if (outcome instanceof PrOutcome.Conflict || noneToPreempt(command, outcome)) {
                return false;
            }
            if (!outcome.isGood()) {
                throw new Stop(command, outcome);
            }
            return true;
        }

        /** Key 0 is for a reservation of all registrants: where there is none any more, it is an error (SPC-5, 5.14.11.4). */
        private boolean noneToPreempt(PrOutCommand command, PrOutcome<?> outcome) {
            return command.serviceActionKey().equals(ReservationKey.ZERO)
                    && command.action() != PrOutAction.RESERVE
                    && outcome.equals(new PrOutcome.CheckCondition<>(Sense.INVALID_FIELD_IN_PARAMETER_LIST));
        }

        private PrOutcome<?> send(PrCommand command) throws E {
            PrOutcome<?> outcome = sender.send(command);
            for (int i = 0; i < ATTENTIONS && isAttention(outcome); i++) {
                outcome = sender.send(command);
            }
            return outcome;
        }

        private static boolean isAttention(PrOutcome<?> outcome) {
            return outcome instanceof PrOutcome.CheckCondition<?>(Sense sense) && sense.key() == UNIT_ATTENTION;
        }
    }

    private static boolean isOf(Reservation held, Predicate<ReservationType> kind) {
        return held.scopeAndType().type().filter(kind).isPresent();
    }
}
