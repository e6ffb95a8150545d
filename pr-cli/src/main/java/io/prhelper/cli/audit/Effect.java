// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.audit;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import java.util.List;

/**
 * What a command that ended with GOOD did (SPC-5, 5.14.7 to 5.14.11), as far as the command tells: the device is not asked, since the answer
 * could take a unit attention that is meant for the virtual machine.
 *
 * @param word what it did
 * @param removed keys that it ended, of others or the sender's own
 * @param removedAll whether it ended the registrations of all others, whose keys are not in the command
 */
record Effect(String word, List<ReservationKey> removed, boolean removedAll) {

    /** What that command does where it is GOOD. */
    static Effect of(PrOutCommand command) {
        ReservationKey key = command.key();
        ReservationKey other = command.serviceActionKey();
        return switch (command) {
            case PrOutCommand.Register _ when other.isZero() -> ends("unregisters", key);
            case PrOutCommand.Register _ when key.isZero() || key.equals(other) -> keeps("registers");
            case PrOutCommand.Register _ -> ends("changes key", key);
            // Which key the sender had is not in the command.
            case PrOutCommand.RegisterAndIgnoreExistingKey _ -> keeps(other.isZero() ? "unregisters" : "registers");
            case PrOutCommand.Reserve _ -> keeps("reserves");
            case PrOutCommand.Release _ -> keeps("releases");
            case PrOutCommand.Clear _ -> endsAll("clears");
            // As QEMU does where a machine came with its reservation: the same key on another host.
            case PrOutCommand.Preempt _ when key.equals(other) -> keeps("migrates");
            case PrOutCommand.PreemptAndAbort _ when key.equals(other) -> keeps("preempts itself");
            case PrOutCommand.Preempt _ -> fences(other);
            case PrOutCommand.PreemptAndAbort _ -> fences(other);
            case PrOutCommand.RegisterAndMove move when move.unreg() -> ends("moves", key);
            case PrOutCommand.RegisterAndMove _ -> keeps("moves");
            case PrOutCommand.ReplaceLostReservation _ -> endsAll("replaces");
        };
    }

    /** Key 0 stands for all others where all registrants hold the reservation (SPC-5, 5.14.11.4.3). */
    private static Effect fences(ReservationKey other) {
        return other.isZero() ? endsAll("fences") : ends("fences", other);
    }

    private static Effect keeps(String word) {
        return new Effect(word, List.of(), false);
    }

    private static Effect ends(String word, ReservationKey key) {
        return new Effect(word, List.of(key), false);
    }

    private static Effect endsAll(String word) {
        return new Effect(word, List.of(), true);
    }
}
