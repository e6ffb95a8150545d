// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.comparison;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.testkit.oracle.Operation;
import io.prhelper.testkit.oracle.Request;
import java.util.ArrayList;
import java.util.List;

/** One of the two units: the nexuses of the topology, and one more that only looks. Its commands are those of one thread. */
abstract class Side {
    /** More unit attentions than any target has for a port at once. */
    private static final int MOST_ATTENTIONS = 16;

    /** For all that an allocation length of two bytes can ask for. */
    private static final int ROOM = 1 << 16;

    private static final int WHOLE = ScsiExchange.MAX_DATA_LENGTH;

    private final ScsiExchange exchange = ScsiExchange.allocate(ROOM);
    private long firstGeneration;

    /** How many nexuses there are, with the one that only looks, which is the last. */
    abstract int nexuses();

    abstract ScsiPort port(int nexus);

    /** Nobody registered, nothing reserved, nothing pending. */
    abstract void restart();

    final int observer() {
        return nexuses() - 1;
    }

    /** PRGENERATION counts from here on. */
    final void countFrom(long generation) {
        firstGeneration = generation;
    }

    final Answer ask(Request.Command request) {
        return Answer.of(request, send(request), firstGeneration);
    }

    /** Sends it; the exchange is that of the next command, too. */
    final ScsiExchange send(Request.Command request) {
        request.putInto(exchange);
        port(request.nexus()).execute(exchange);
        return exchange;
    }

    /**
     * What every port finds: the attentions of each, which are taken, and what PERSISTENT RESERVE IN reports.
     *
     * @param attentive whether all ports hear of what is pending; else only the one that looks
     */
    final List<Answer> look(boolean attentive) {
        List<Answer> answers = new ArrayList<>();
        for (int nexus = attentive ? 0 : observer(); nexus < nexuses(); nexus++) {
            listen(nexus, answers);
        }
        for (Operation operation :
                List.of(Operation.READ_KEYS, Operation.READ_RESERVATION, Operation.READ_FULL_STATUS)) {
            answers.add(ask(new Request.In(observer(), operation.code(), WHOLE)));
        }
        return answers;
    }

    final void listen(int nexus, List<Answer> answers) {
        for (int i = 0; i < MOST_ATTENTIONS; i++) {
            Answer answer = ask(new Request.Other(nexus, Operation.TEST_UNIT_READY, false));
            answers.add(answer);
            if (answer.status() != ScsiStatus.CHECK_CONDITION.code()) {
                return;
            }
        }
    }
}
