// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import io.prhelper.core.scsi.Decoded;
import io.prhelper.core.scsi.TransportId;
import java.util.Arrays;

/**
 * PERSISTENT RESERVE OUT (SPC-5, 6.17.1), one class per service action with the fields that it looks at. One that was decoded keeps the
 * bytes it came in; two are equal where their bytes are.
 *
 * <pre>
 *   0     1                2              3 .. 4     5 .. 8                  9
 *   +-----+----------------+--------------+----------+-----------------------+---------+
 *   | 5Fh | service action | scope | type | reserved | parameter list length | control |
 *   +-----+----------------+--------------+----------+-----------------------+---------+
 * </pre>
 */
public abstract sealed class PrOutCommand implements PrCommand {
    /** CDB byte 0. */
    public static final int OPERATION_CODE = 0x5f;

    /** Bytes of the basic parameter list; all lists but two have this length. */
    public static final int BASIC_LIST_LENGTH = PrOutBytes.BASIC_LENGTH;

    final PrOutBytes bytes;

    private PrOutCommand(PrOutBytes bytes) {
        this.bytes = bytes;
    }

    /** {@return which service action the class stands for} */
    public final PrOutAction action() {
        return bytes.action();
    }

    /**
     * RESERVATION KEY.
     *
     * @return the key with which the sender says it is registered; sent, but not looked at by REGISTER AND IGNORE
     *     EXISTING KEY
     */
    public final ReservationKey key() {
        return bytes.key();
    }

    /** {@return SERVICE ACTION RESERVATION KEY, zero where the service action does not look at it} */
    public final ReservationKey serviceActionKey() {
        return switch (action()) {
            case RESERVE, RELEASE, CLEAR -> ReservationKey.ZERO;
            case REGISTER,
                    PREEMPT,
                    PREEMPT_AND_ABORT,
                    REGISTER_AND_IGNORE_EXISTING_KEY,
                    REGISTER_AND_MOVE,
                    REPLACE_LOST_RESERVATION -> bytes.serviceActionKey();
        };
    }

    /** {@return SCOPE and TYPE, zero where the service action does not look at them} */
    public final ScopeAndType scopeAndType() {
        return switch (action()) {
            case REGISTER, CLEAR, REGISTER_AND_IGNORE_EXISTING_KEY, REGISTER_AND_MOVE -> ScopeAndType.NONE;
            case RESERVE, RELEASE, PREEMPT, PREEMPT_AND_ABORT, REPLACE_LOST_RESERVATION -> bytes.scopeAndType();
        };
    }

    @Override
    public final byte[] cdb() {
        return bytes.cdb().clone();
    }

    @Override
    public final byte[] dataOut() {
        return bytes.list().clone();
    }

    /**
     * Decodes CDB and parameter list. Reserved fields, and fields that the service action does not look at, mean nothing, and neither do
     * bytes after the tenth of the CDB and after the list; they are kept. Scope and type are not judged, see {@link ScopeAndType}.
     *
     * @param cdb any bytes, which are copied
     * @param dataOut any bytes, which are copied; those behind the list do not count
     * @return the command, or
     *     <ul>
     *       <li>05/20/00 for another operation code,
     *       <li>05/24/00 for an unknown service action or a CDB of fewer than ten bytes,
     *       <li>05/1A/00 for a list whose length is wrong for the service action, or of which less came than the CDB says,
     *       <li>05/26/00 for SPEC_I_PT with a service action that does not register, and for TransportIDs that are not well formed.
     *     </ul>
     */
    public static Decoded<PrOutCommand> decode(byte[] cdb, byte[] dataOut) {
        return PrOutDecoder.decode(cdb, dataOut);
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof PrOutCommand command
                && Arrays.equals(bytes.cdb(), command.bytes.cdb())
                && Arrays.equals(bytes.list(), command.bytes.list());
    }

    @Override
    public final int hashCode() {
        return 31 * Arrays.hashCode(bytes.cdb()) + Arrays.hashCode(bytes.list());
    }

    /** {@code Reserve[key=0x000000000000000a, serviceActionKey=…, scopeAndType=…]}. */
    @Override
    public String toString() {
        return text("");
    }

    private String text(String more) {
        return getClass().getSimpleName() + "[key=" + key() + ", serviceActionKey=" + serviceActionKey()
                + ", scopeAndType=" + scopeAndType() + more + "]";
    }

    /** Register, change the key, or (service action key 0) unregister (SPC-5, 5.14.7). */
    public static final class Register extends PrOutCommand {
        private final RegisterOptions options;

        /**
         * With what else it asks for.
         *
         * @param key with which the sender is registered; 0 if it is not
         * @param serviceActionKey to be registered with; 0 to unregister
         * @param options bits and TransportIDs of the parameter list
         */
        public Register(ReservationKey key, ReservationKey serviceActionKey, RegisterOptions options) {
            this(PrOutBytes.register(PrOutAction.REGISTER, key, serviceActionKey, options), options);
        }

        /**
         * With {@link RegisterOptions#NONE}.
         *
         * @param key with which the sender is registered; 0 if it is not
         * @param serviceActionKey to be registered with; 0 to unregister
         */
        public Register(ReservationKey key, ReservationKey serviceActionKey) {
            this(key, serviceActionKey, RegisterOptions.NONE);
        }

        Register(PrOutBytes bytes, RegisterOptions options) {
            super(bytes);
            this.options = options;
        }

        /** {@return bits and TransportIDs of the parameter list} */
        public RegisterOptions options() {
            return options;
        }

        @Override
        public String toString() {
            return super.text(", options=" + options);
        }
    }

    /** Make a reservation (SPC-5, 5.14.9). */
    public static final class Reserve extends PrOutCommand {
        /**
         * With any codes of scope and type.
         *
         * @param key with which the sender is registered
         * @param scopeAndType SCOPE and TYPE, any codes
         */
        public Reserve(ReservationKey key, ScopeAndType scopeAndType) {
            this(PrOutBytes.basic(PrOutAction.RESERVE, key, ReservationKey.ZERO, scopeAndType));
        }

        /**
         * Of the logical unit.
         *
         * @param key with which the sender is registered
         * @param type of the reservation
         */
        public Reserve(ReservationKey key, ReservationType type) {
            this(key, ScopeAndType.of(type));
        }

        Reserve(PrOutBytes bytes) {
            super(bytes);
        }
    }

    /** Give a reservation up, stay registered (SPC-5, 5.14.11.2). */
    public static final class Release extends PrOutCommand {
        /**
         * With any codes of scope and type.
         *
         * @param key with which the sender is registered
         * @param scopeAndType those of the reservation, else a holder is refused with 05/26/04
         */
        public Release(ReservationKey key, ScopeAndType scopeAndType) {
            this(PrOutBytes.basic(PrOutAction.RELEASE, key, ReservationKey.ZERO, scopeAndType));
        }

        /**
         * Of the logical unit.
         *
         * @param key with which the sender is registered
         * @param type that of the reservation, else a holder is refused with 05/26/04
         */
        public Release(ReservationKey key, ReservationType type) {
            this(key, ScopeAndType.of(type));
        }

        Release(PrOutBytes bytes) {
            super(bytes);
        }
    }

    /** End the reservation and all registrations (SPC-5, 5.14.11.6). */
    public static final class Clear extends PrOutCommand {
        /**
         * With nothing but a key, all that it looks at.
         *
         * @param key with which the sender is registered
         */
        public Clear(ReservationKey key) {
            this(PrOutBytes.basic(PrOutAction.CLEAR, key, ReservationKey.ZERO, ScopeAndType.NONE));
        }

        Clear(PrOutBytes bytes) {
            super(bytes);
        }
    }

    /** Take a reservation over, or remove registrations (SPC-5, 5.14.11.4). */
    public static final class Preempt extends PrOutCommand {
        /**
         * With any codes of scope and type.
         *
         * @param key with which the sender is registered
         * @param serviceActionKey of the registrations to remove; 0 for all others, where all registrants hold
         * @param scopeAndType of the reservation that the sender makes, if it takes one over
         */
        public Preempt(ReservationKey key, ReservationKey serviceActionKey, ScopeAndType scopeAndType) {
            this(PrOutBytes.basic(PrOutAction.PREEMPT, key, serviceActionKey, scopeAndType));
        }

        /**
         * Of the logical unit.
         *
         * @param key with which the sender is registered
         * @param serviceActionKey of the registrations to remove; 0 for all others, where all registrants hold
         * @param type of the reservation that the sender makes, if it takes one over
         */
        public Preempt(ReservationKey key, ReservationKey serviceActionKey, ReservationType type) {
            this(key, serviceActionKey, ScopeAndType.of(type));
        }

        Preempt(PrOutBytes bytes) {
            super(bytes);
        }
    }

    /** {@link Preempt}, and the tasks of the removed ports are aborted (SPC-5, 5.14.11.5). */
    public static final class PreemptAndAbort extends PrOutCommand {
        /**
         * With any codes of scope and type.
         *
         * @param key with which the sender is registered
         * @param serviceActionKey of the registrations to remove; 0 for all others, where all registrants hold
         * @param scopeAndType of the reservation that the sender makes, if it takes one over
         */
        public PreemptAndAbort(ReservationKey key, ReservationKey serviceActionKey, ScopeAndType scopeAndType) {
            this(PrOutBytes.basic(PrOutAction.PREEMPT_AND_ABORT, key, serviceActionKey, scopeAndType));
        }

        /**
         * Of the logical unit.
         *
         * @param key with which the sender is registered
         * @param serviceActionKey of the registrations to remove; 0 for all others, where all registrants hold
         * @param type of the reservation that the sender makes, if it takes one over
         */
        public PreemptAndAbort(ReservationKey key, ReservationKey serviceActionKey, ReservationType type) {
            this(key, serviceActionKey, ScopeAndType.of(type));
        }

        PreemptAndAbort(PrOutBytes bytes) {
            super(bytes);
        }
    }

    /** {@link Register} whatever the sender's key is. */
    public static final class RegisterAndIgnoreExistingKey extends PrOutCommand {
        private final RegisterOptions options;

        /**
         * With what it asks for.
         *
         * @param key sent, not looked at
         * @param serviceActionKey to be registered with; 0 to unregister
         * @param options bits and TransportIDs of the parameter list
         */
        public RegisterAndIgnoreExistingKey(
                ReservationKey key, ReservationKey serviceActionKey, RegisterOptions options) {
            this(
                    PrOutBytes.register(PrOutAction.REGISTER_AND_IGNORE_EXISTING_KEY, key, serviceActionKey, options),
                    options);
        }

        /**
         * With {@link RegisterOptions#NONE}, and key 0 where none is looked at.
         *
         * @param serviceActionKey to be registered with; 0 to unregister
         */
        public RegisterAndIgnoreExistingKey(ReservationKey serviceActionKey) {
            this(ReservationKey.ZERO, serviceActionKey, RegisterOptions.NONE);
        }

        RegisterAndIgnoreExistingKey(PrOutBytes bytes, RegisterOptions options) {
            super(bytes);
            this.options = options;
        }

        /** {@return bits and TransportIDs of the parameter list} */
        public RegisterOptions options() {
            return options;
        }

        @Override
        public String toString() {
            return super.text(", options=" + options);
        }
    }

    /** Register another port and make it the holder (SPC-5, 5.14.8). */
    public static final class RegisterAndMove extends PrOutCommand {
        private final TransportId destination;

        /**
         * With all that it says.
         *
         * @param key with which the sender, the holder, is registered
         * @param serviceActionKey the key the other port is registered with
         * @param unreg unregister the sender
         * @param aptpl Activate Persist Through Power Loss
         * @param relativeTargetPort through which the other port is registered, 0 to FFFFh
         * @param destination the other port, in the spelling that the device knows
         * @throws IllegalArgumentException if the relative target port is out of range
         */
        public RegisterAndMove(
                ReservationKey key,
                ReservationKey serviceActionKey,
                boolean unreg,
                boolean aptpl,
                int relativeTargetPort,
                TransportId destination) {
            this(
                    PrOutBytes.move(key, serviceActionKey, unreg, aptpl, checkedPort(relativeTargetPort), destination),
                    destination);
        }

        RegisterAndMove(PrOutBytes bytes, TransportId destination) {
            super(bytes);
            this.destination = destination;
        }

        private static int checkedPort(int relativeTargetPort) {
            if (relativeTargetPort < 0 || relativeTargetPort > 0xffff) {
                throw new IllegalArgumentException(
                        "a relative target port identifier is 0 to 65535, not " + relativeTargetPort);
            }
            return relativeTargetPort;
        }

        /** {@return UNREG: whether the sender is to be unregistered} */
        public boolean unreg() {
            return bytes.moveUnreg();
        }

        /** {@return whether Activate Persist Through Power Loss is set} */
        public boolean aptpl() {
            return bytes.moveAptpl();
        }

        /** {@return identifier of the target port through which the other port is registered, 0 to FFFFh} */
        public int relativeTargetPort() {
            return bytes.moveRelativeTargetPort();
        }

        /** {@return the other port, as the list spells it} */
        public TransportId destination() {
            return destination;
        }

        @Override
        public String toString() {
            return super.text(", unreg=" + unreg() + ", aptpl=" + aptpl() + ", relativeTargetPort="
                    + relativeTargetPort() + ", destination=" + destination);
        }
    }

    /** Start anew after the device lost its reservation information (SPC-5, 5.14.11.7). */
    public static final class ReplaceLostReservation extends PrOutCommand {
        /**
         * With any codes of scope and type.
         *
         * @param key to be 0: any other is a conflict
         * @param serviceActionKey with which the sender is registered then
         * @param scopeAndType of the reservation that it holds then
         */
        public ReplaceLostReservation(ReservationKey key, ReservationKey serviceActionKey, ScopeAndType scopeAndType) {
            this(PrOutBytes.basic(PrOutAction.REPLACE_LOST_RESERVATION, key, serviceActionKey, scopeAndType));
        }

        /**
         * Of the logical unit, with the key 0 that it takes.
         *
         * @param serviceActionKey with which the sender is registered then
         * @param type of the reservation that it holds then
         */
        public ReplaceLostReservation(ReservationKey serviceActionKey, ReservationType type) {
            this(ReservationKey.ZERO, serviceActionKey, ScopeAndType.of(type));
        }

        ReplaceLostReservation(PrOutBytes bytes) {
            super(bytes);
        }
    }
}
