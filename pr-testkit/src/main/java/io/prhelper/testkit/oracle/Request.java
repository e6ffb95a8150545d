// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.TransportId;
import java.util.List;

/** One step of a sequence: a command of a nexus, or something that happens to the logical unit. */
public sealed interface Request {
    /** {@return what the rules know it as} */
    Operation operation();

    /** A request that is a command. */
    sealed interface Command extends Request {
        /** {@return who sends it, a number of the {@link Topology}} */
        int nexus();

        /**
         * Puts the command into an exchange.
         *
         * @param exchange any; its command and data out are replaced
         */
        void putInto(ScsiExchange exchange);
    }

    /**
     * PERSISTENT RESERVE OUT, all fields as they are sent, right or wrong.
     *
     * @param nexus from 0 on
     * @param serviceAction 0 to 1Fh
     * @param key RESERVATION KEY, 64 bits
     * @param serviceActionKey SERVICE ACTION RESERVATION KEY, 64 bits
     * @param scopeAndType CDB byte 2, 0 to FFh
     * @param aptpl in the basic list bit 0 of byte 20, in that of REGISTER AND MOVE of byte 17
     * @param allTgPt bit 2 of byte 20 of the basic list
     * @param attachment what follows the first 24 bytes of the list
     * @param lengthError bytes more (zeros) or fewer than the list should have, at most all of them
     */
    record Out(
            int nexus,
            int serviceAction,
            long key,
            long serviceActionKey,
            int scopeAndType,
            boolean aptpl,
            boolean allTgPt,
            Attachment attachment,
            int lengthError)
            implements Command {
        private static final int UNKNOWN = Operation.REPLACE_LOST.code() + 1;
        private static final Operation[] OPERATIONS = Operation.values();

        /** Checks the ranges. */
        public Out {
            check(nexus >= 0, "a nexus is numbered from 0 on", nexus);
            check(serviceAction >= 0 && serviceAction <= 0x1f, "a service action is 0 to 31", serviceAction);
            check(scopeAndType >= 0 && scopeAndType <= 0xff, "scope and type are 0 to 255", scopeAndType);
            check(lengthError >= -OutEncoder.rightLength(attachment), "not so many bytes fewer", lengthError);
        }

        /**
         * A well-formed command with a basic list.
         *
         * @param nexus from 0 on
         * @param operation from {@link Operation#REGISTER} to {@link Operation#UNKNOWN_OUT}
         * @param key RESERVATION KEY
         * @param serviceActionKey SERVICE ACTION RESERVATION KEY
         * @param scopeAndType CDB byte 2, 0 to FFh
         * @return the command, without APTPL, ALL_TG_PT and SPEC_I_PT
         * @throws IllegalArgumentException if the operation is another one, or a number is out of range
         */
        public static Out basic(int nexus, Operation operation, long key, long serviceActionKey, int scopeAndType) {
            check(operation.compareTo(Operation.UNKNOWN_OUT) <= 0, "an action of PERSISTENT RESERVE OUT", operation);
            return new Out(
                    nexus,
                    operation.code(),
                    key,
                    serviceActionKey,
                    scopeAndType,
                    false,
                    false,
                    new Attachment.None(),
                    0);
        }

        @Override
        public Operation operation() {
            return serviceAction >= UNKNOWN ? Operation.UNKNOWN_OUT : OPERATIONS[serviceAction];
        }

        @Override
        public void putInto(ScsiExchange exchange) {
            OutEncoder.put(this, exchange);
        }
    }

    /** What a parameter list has behind its first 24 bytes. */
    sealed interface Attachment {
        /** Nothing. */
        record None() implements Attachment {}

        /**
         * SPEC_I_PT and these ports.
         *
         * @param ports TransportIDs in their order, known to the target or not; none is possible
         */
        record Ports(List<TransportId> ports) implements Attachment {
            /** Copies the list. */
            public Ports {
                ports = List.copyOf(ports);
            }
        }

        /**
         * Where REGISTER AND MOVE moves to.
         *
         * @param initiator TransportID, known to the target or not
         * @param targetPort RELATIVE TARGET PORT IDENTIFIER, 0 to FFFFh
         * @param unreg UNREG: the sender is to be unregistered
         */
        record Destination(TransportId initiator, int targetPort, boolean unreg) implements Attachment {}
    }

    /**
     * PERSISTENT RESERVE IN.
     *
     * @param nexus from 0 on
     * @param serviceAction 0 to 1Fh
     * @param allocationLength 0 to FFFFh
     */
    record In(int nexus, int serviceAction, int allocationLength) implements Command {
        /** Checks the ranges. */
        public In {
            check(nexus >= 0, "a nexus is numbered from 0 on", nexus);
            check(serviceAction >= 0 && serviceAction <= 0x1f, "a service action is 0 to 31", serviceAction);
            check(allocationLength >= 0 && allocationLength <= 0xffff, "an allocation length", allocationLength);
        }

        private static final Operation[] OPERATIONS = {
            Operation.READ_KEYS, Operation.READ_RESERVATION, Operation.REPORT_CAPABILITIES, Operation.READ_FULL_STATUS
        };

        @Override
        public Operation operation() {
            return serviceAction < OPERATIONS.length ? OPERATIONS[serviceAction] : Operation.UNKNOWN_IN;
        }

        @Override
        public void putInto(ScsiExchange exchange) {
            byte[] cdb = new byte[10];
            cdb[0] = 0x5e;
            cdb[1] = (byte) serviceAction;
            cdb[7] = (byte) (allocationLength >>> 8);
            cdb[8] = (byte) allocationLength;
            exchange.put(cdb, new byte[0]);
        }
    }

    /**
     * Any other command, for one block where it is about blocks.
     *
     * @param nexus from 0 on
     * @param operation from {@link Operation#READ} to {@link Operation#UNIT_RELEASE}
     * @param wide in its longer form: READ(16), WRITE(16), RESERVE(10), RELEASE(10)
     */
    record Other(int nexus, Operation operation, boolean wide) implements Command {
        /** Checks the ranges. */
        public Other {
            check(nexus >= 0, "a nexus is numbered from 0 on", nexus);
            check(
                    operation.compareTo(Operation.READ) >= 0 && operation.compareTo(Operation.UNIT_RELEASE) <= 0,
                    "another command",
                    operation);
            check(!wide || hasLongerForm(operation), "a command with a longer form", operation);
        }

        /**
         * Tells the commands that have a longer form.
         *
         * @param operation any
         * @return true for READ, WRITE, and SPC-2 RESERVE and RELEASE
         */
        public static boolean hasLongerForm(Operation operation) {
            return switch (operation) {
                case READ, WRITE, UNIT_RESERVE, UNIT_RELEASE -> true;
                default -> false;
            };
        }

        @Override
        public void putInto(ScsiExchange exchange) {
            byte[] cdb = new byte[ScsiExchange.CDB_LENGTH];
            cdb[0] = (byte) (wide ? wideCode() : operation.code());
            switch (operation) {
                case READ, WRITE -> cdb[wide ? 13 : 8] = 1;
                case INQUIRY, REQUEST_SENSE -> cdb[4] = 36;
                case REPORT_LUNS -> cdb[9] = 16;
                default -> {}
            }
            exchange.put(cdb, operation == Operation.WRITE ? new byte[512] : new byte[0]);
        }

        private int wideCode() {
            return switch (operation) {
                case READ -> 0x88;
                case WRITE -> 0x8a;
                case UNIT_RESERVE -> 0x56;
                default -> 0x57;
            };
        }
    }

    /**
     * No command: power, a reset, a defect.
     *
     * @param operation from {@link Operation#LOSE_POWER} on
     */
    record Event(Operation operation) implements Request {
        /** Checks the range. */
        public Event {
            check(operation.compareTo(Operation.LOSE_POWER) >= 0, "what is no command", operation);
        }
    }

    private static void check(boolean condition, String expected, Object actual) {
        if (!condition) {
            throw new IllegalArgumentException(expected + ", not " + actual);
        }
    }
}
