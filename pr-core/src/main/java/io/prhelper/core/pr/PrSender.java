// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

/**
 * Sends PERSISTENT RESERVE commands to one logical unit, as one initiator: a client of a helper with an open disk, a disk of this host, a
 * simulated nexus.
 *
 * @param <E> what it throws where nobody knows how a command ended
 */
@FunctionalInterface
public interface PrSender<E extends Exception> {
    /**
     * Sends one command and waits for its end.
     *
     * @param command the command
     * @return how it ended
     * @throws E if nobody knows; it may have been executed
     */
    PrOutcome<?> send(PrCommand command) throws E;
}
