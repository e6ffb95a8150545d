// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.Decoded;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import java.util.List;
import java.util.Optional;

/** A command for a map: the one place that says which service action is done how. */
public final class MapCommand {
    private MapCommand() {}

    /**
     * The first step of a command.
     *
     * @param memory of that map, for this command alone
     * @param paths of the map, always in the same order; none is no error
     * @param received PERSISTENT RESERVE IN, OUT or CLEANUP; it is not written to
     * @return what to do first; the end, where the command is refused without asking a path
     */
    public static Step begin(MapMemory memory, List<MapPath> paths, ScsiExchange received) {
        return switch (received.opcode()) {
            case Wire.PERSISTENT_RESERVE_IN -> new Reading(memory, paths, received).begin();
            case Wire.CLEANUP -> new CleaningUp(memory, paths, received).begin();
            case Wire.PERSISTENT_RESERVE_OUT ->
                switch (PrOutCommand.decode(received.copyCdb(), received.copyDataOut())) {
                    case Decoded.Refused<PrOutCommand>(Sense sense) -> Action.end(sense);
                    case Decoded.Valid<PrOutCommand>(PrOutCommand command) ->
                        out(memory, paths, received, command).begin();
                };
            default -> Action.end(Sense.INVALID_OPCODE);
        };
    }

    /**
     * Registers paths that came back, if multipathd has not, and finds out which registrations are theirs while they can be asked: a path that
     * goes away before that could not be told from a stranger. Due before a command, and now and then: a path may be away for so short a
     * time that multipathd does not notice.
     *
     * @param memory of that map, as for a command; forgets paths that are none any more
     * @param paths of the map, as for a command
     * @return what to do first; empty where there is nothing to do
     */
    public static Optional<Step> look(MapMemory memory, List<MapPath> paths) {
        // What is added again later may be another nexus, with a name that was free.
        memory.only(paths);
        return memory.missing(paths).isEmpty() && memory.unattended() == 0
                ? Optional.empty()
                : Optional.of(new Looking(memory, paths).begin());
    }

    private static Action out(MapMemory memory, List<MapPath> paths, ScsiExchange received, PrOutCommand command) {
        return switch (command) {
            case PrOutCommand.Register register ->
                register.serviceActionKey().isZero()
                        ? new Unregistering(memory, paths, received, register.key())
                        : new Registering(memory, paths, received, register, register.options());
            case PrOutCommand.RegisterAndIgnoreExistingKey register ->
                register.serviceActionKey().isZero()
                        ? new Unregistering(memory, paths, received, null)
                        : new Registering(memory, paths, received, register, register.options());
            case PrOutCommand.Reserve reserve -> new Reserving(memory, paths, received, reserve);
            case PrOutCommand.Release release -> new Releasing(memory, paths, received, release);
            case PrOutCommand.Preempt _ -> new Preempting(memory, paths, received, command);
            case PrOutCommand.PreemptAndAbort _ -> new Preempting(memory, paths, received, command);
            case PrOutCommand.Clear _ -> new Clearing(memory, paths, received);
            // A registration of one path moved to another host's would leave the others behind.
            case PrOutCommand.RegisterAndMove _ -> new Refusing(memory, paths, received);
            case PrOutCommand.ReplaceLostReservation _ -> new Refusing(memory, paths, received);
        };
    }

    /** {@link PrInCommand}: any path tells. */
    private static final class Reading extends Action {
        Reading(MapMemory memory, List<MapPath> paths, ScsiExchange received) {
            super(memory, paths, received);
        }

        @Override
        Step begin() {
            return askInTurn(paths, receivedCommand(), PathAnswer::isAnswered, answers -> end(answers.deciding()));
        }
    }

    /** CLEAR ends all registrations through any path that has one (SPC-5, 5.14.11.6). */
    private static final class Clearing extends Action {
        Clearing(MapMemory memory, List<MapPath> paths, ScsiExchange received) {
            super(memory, paths, received);
        }

        @Override
        Step begin() {
            return askInTurn(paths, receivedCommand(), PathAnswer::isGood, answers -> {
                Step end = end(answers.deciding());
                return answers.any(PathAnswer::isGood) ? forgotten(end) : end;
            });
        }
    }

    /** What no path of several can do for all. */
    private static final class Refusing extends Action {
        Refusing(MapMemory memory, List<MapPath> paths, ScsiExchange received) {
            super(memory, paths, received);
        }

        @Override
        Step begin() {
            return end(Sense.INVALID_FIELD_IN_CDB);
        }
    }
}
