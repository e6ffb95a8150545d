// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import io.prhelper.core.scsi.Decoded;
import io.prhelper.core.scsi.TransportId;

/**
 * PERSISTENT RESERVE OUT (SPC-5, 6.17.1), one record per service action with the fields that it looks at.
 *
 * <pre>
 *   0     1                2              3 .. 4     5 .. 8                  9
 *   +-----+----------------+--------------+----------+-----------------------+---------+
 *   | 5Fh | service action | scope | type | reserved | parameter list length | control |
 *   +-----+----------------+--------------+----------+-----------------------+---------+
 * </pre>
 */
public sealed interface PrOutCommand extends PrCommand {
    /** CDB byte 0. */
    int OPERATION_CODE = 0x5f;

    /** Bytes of the basic parameter list; all lists but two have this length. */
    int BASIC_LIST_LENGTH = PrOutList.BASIC_LENGTH;

    PrOutAction action();

    /** RESERVATION KEY: the key with which the sender says it is registered. */
    ReservationKey key();

    /** SERVICE ACTION RESERVATION KEY, zero where the service action does not look at it. */
    default ReservationKey serviceActionKey() {
        return ReservationKey.ZERO;
    }

    /** SCOPE and TYPE, zero where the service action does not look at them. */
    default ScopeAndType scopeAndType() {
        return ScopeAndType.NONE;
    }

    @Override
    default byte[] cdb() {
        return PrOutList.cdb(this);
    }

    @Override
    default byte[] dataOut() {
        return PrOutList.encode(this);
    }

    /**
     * Decodes CDB and parameter list. Reserved fields, and fields that the service action does not look at, are ignored, and so are
     * bytes after the tenth of the CDB and after the list; scope and type are not judged, see {@link ScopeAndType}.
     *
     * @return the command, or
     *     <ul>
     *       <li>05/20/00 for another operation code,
     *       <li>05/24/00 for an unknown service action or a CDB of fewer than ten bytes,
     *       <li>05/1A/00 for a list whose length is wrong for the service action, or of which less came than the CDB says,
     *       <li>05/26/00 for SPEC_I_PT with a service action that does not register, and for TransportIDs that are not well formed.
     *     </ul>
     */
    static Decoded<PrOutCommand> decode(byte[] cdb, byte[] dataOut) {
        return PrOutDecoder.decode(cdb, dataOut);
    }

    /** Register, change the key, or (service action key 0) unregister (SPC-5, 5.14.7). */
    record Register(ReservationKey key, ReservationKey serviceActionKey, RegisterOptions options)
            implements PrOutCommand {
        public Register(ReservationKey key, ReservationKey serviceActionKey) {
            this(key, serviceActionKey, RegisterOptions.NONE);
        }

        @Override
        public PrOutAction action() {
            return PrOutAction.REGISTER;
        }
    }

    /** Make a reservation (SPC-5, 5.14.9). */
    record Reserve(ReservationKey key, ScopeAndType scopeAndType) implements PrOutCommand {
        public Reserve(ReservationKey key, ReservationType type) {
            this(key, ScopeAndType.of(type));
        }

        @Override
        public PrOutAction action() {
            return PrOutAction.RESERVE;
        }
    }

    /** Give a reservation up, stay registered (SPC-5, 5.14.11.2). */
    record Release(ReservationKey key, ScopeAndType scopeAndType) implements PrOutCommand {
        public Release(ReservationKey key, ReservationType type) {
            this(key, ScopeAndType.of(type));
        }

        @Override
        public PrOutAction action() {
            return PrOutAction.RELEASE;
        }
    }

    /** End the reservation and all registrations (SPC-5, 5.14.11.6). */
    record Clear(ReservationKey key) implements PrOutCommand {
        @Override
        public PrOutAction action() {
            return PrOutAction.CLEAR;
        }
    }

    /** Take a reservation over, or remove registrations (SPC-5, 5.14.11.4). */
    record Preempt(ReservationKey key, ReservationKey serviceActionKey, ScopeAndType scopeAndType)
            implements PrOutCommand {
        public Preempt(ReservationKey key, ReservationKey serviceActionKey, ReservationType type) {
            this(key, serviceActionKey, ScopeAndType.of(type));
        }

        @Override
        public PrOutAction action() {
            return PrOutAction.PREEMPT;
        }
    }

    /** {@link Preempt}, and the tasks of the removed ports are aborted (SPC-5, 5.14.11.5). */
    record PreemptAndAbort(ReservationKey key, ReservationKey serviceActionKey, ScopeAndType scopeAndType)
            implements PrOutCommand {
        public PreemptAndAbort(ReservationKey key, ReservationKey serviceActionKey, ReservationType type) {
            this(key, serviceActionKey, ScopeAndType.of(type));
        }

        @Override
        public PrOutAction action() {
            return PrOutAction.PREEMPT_AND_ABORT;
        }
    }

    /**
     * {@link Register} whatever the sender's key is.
     *
     * @param key sent, not looked at
     */
    record RegisterAndIgnoreExistingKey(ReservationKey key, ReservationKey serviceActionKey, RegisterOptions options)
            implements PrOutCommand {
        public RegisterAndIgnoreExistingKey(ReservationKey serviceActionKey) {
            this(ReservationKey.ZERO, serviceActionKey, RegisterOptions.NONE);
        }

        @Override
        public PrOutAction action() {
            return PrOutAction.REGISTER_AND_IGNORE_EXISTING_KEY;
        }
    }

    /**
     * Register another port and make it the holder (SPC-5, 5.14.8).
     *
     * @param serviceActionKey the key the other port is registered with
     * @param unreg unregister the sender
     * @param aptpl Activate Persist Through Power Loss
     * @param relativeTargetPort through which the other port is registered, 0 to FFFFh
     * @param destination the other port
     */
    record RegisterAndMove(
            ReservationKey key,
            ReservationKey serviceActionKey,
            boolean unreg,
            boolean aptpl,
            int relativeTargetPort,
            TransportId destination)
            implements PrOutCommand {
        /** Checks the range. */
        public RegisterAndMove {
            if (relativeTargetPort < 0 || relativeTargetPort > 0xffff) {
                throw new IllegalArgumentException(
                        "a relative target port identifier is 0 to 65535, not " + relativeTargetPort);
            }
        }

        @Override
        public PrOutAction action() {
            return PrOutAction.REGISTER_AND_MOVE;
        }
    }

    /** Start anew after the device lost its reservation information (SPC-5, 5.14.11.7). */
    record ReplaceLostReservation(ReservationKey key, ReservationKey serviceActionKey, ScopeAndType scopeAndType)
            implements PrOutCommand {
        public ReplaceLostReservation(ReservationKey serviceActionKey, ReservationType type) {
            this(ReservationKey.ZERO, serviceActionKey, ScopeAndType.of(type));
        }

        @Override
        public PrOutAction action() {
            return PrOutAction.REPLACE_LOST_RESERVATION;
        }
    }
}
