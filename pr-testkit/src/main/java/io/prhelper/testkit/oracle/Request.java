// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.TransportId;
import java.util.List;

/** One step of a sequence: a command of a nexus, or something that happens to the logical unit. */
public sealed interface Request {
    /** What the rules know it as. */
    Operation operation();

    /** A request that is a command. */
    sealed interface Command extends Request {
        /** Who sends it, a number of the {@link Topology}. */
        int nexus();

        /** Puts the command into an exchange. */
        void putInto(ScsiExchange exchange);
    }

    /**
     * PERSISTENT RESERVE OUT, all fields as they are sent, right or wrong.
     *
     * @param serviceAction 0 to 1Fh
     * @param scopeAndType CDB byte 2
     * @param aptpl in the basic list bit 0 of byte 20, in that of REGISTER AND MOVE of byte 17
     * @param allTgPt bit 2 of byte 20 of the basic list
     * @param attachment what follows the first 24 bytes of the list
     * @param lengthError bytes more (zeros) or fewer than the list should have
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

        /** A well-formed command with a basic list. */
        public static Out basic(int nexus, Operation operation, long key, long serviceActionKey, int scopeAndType) {
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

        /** SPEC_I_PT and these ports. */
        record Ports(List<TransportId> ports) implements Attachment {
            /** Copies the list. */
            public Ports {
                ports = List.copyOf(ports);
            }
        }

        /** Where REGISTER AND MOVE moves to. */
        record Destination(TransportId initiator, int targetPort, boolean unreg) implements Attachment {}
    }

    /**
     * PERSISTENT RESERVE IN.
     *
     * @param serviceAction 0 to 1Fh
     * @param allocationLength 0 to FFFFh
     */
    record In(int nexus, int serviceAction, int allocationLength) implements Command {
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
     * @param operation from {@link Operation#READ} to {@link Operation#UNIT_RELEASE}
     * @param wide in its longer form: READ(16), WRITE(16), RESERVE(10), RELEASE(10)
     */
    record Other(int nexus, Operation operation, boolean wide) implements Command {
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
                case UNIT_RELEASE -> 0x57;
                default -> throw new IllegalArgumentException(operation + " has no longer form");
            };
        }
    }

    /**
     * No command: power, a reset, a defect.
     *
     * @param operation from {@link Operation#LOSE_POWER} on
     */
    record Event(Operation operation) implements Request {}
}
