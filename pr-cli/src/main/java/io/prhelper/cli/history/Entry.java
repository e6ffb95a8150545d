// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import java.time.Instant;
import java.util.List;

/**
 * One command of a trail. Texts are single lines; what the trail does not tell is empty.
 *
 * @param time when it ended, by its host's clock
 * @param pid of the client, or 0
 * @param program of the client: its executable, else its name
 * @param action SPC's name of the service action
 * @param key RESERVATION KEY, as {@code 0x} and 16 digits
 * @param actionKey SERVICE ACTION RESERVATION KEY, likewise
 * @param type SPC's name of the type
 * @param status SPC's name of the status
 * @param decision what the helper decided: {@code EXECUTED}, or why the device was not asked
 * @param removed keys of registrations that it ended
 * @param removedAll it ended those of all others
 * @param unregister of REGISTER AND MOVE
 * @param to the initiator ports that it names
 */
record Entry(
        Instant time,
        Party party,
        long pid,
        String program,
        Device device,
        String action,
        String key,
        String actionKey,
        String type,
        String status,
        String sense,
        String decision,
        List<String> removed,
        boolean removedAll,
        boolean unregister,
        List<String> to) {

    /** No registration, or the end of one. */
    static final String NO_KEY = "0x0000000000000000";

    /**
     * A device as a host sees it.
     *
     * @param host the host's node name
     * @param number {@code 8:16}
     * @param kind the helper's word, such as {@code disk}
     * @param node a path there, or empty
     * @param wwid its name wherever it is seen, or empty
     */
    record Device(String host, String number, String kind, String node, String wwid) {
        /** {@code 8:16@node1}. */
        String place() {
            return number + "@" + host;
        }
    }

    boolean isGood() {
        return status.equals("GOOD");
    }

    /** Whether the device was asked. */
    boolean isExecuted() {
        return decision.isEmpty() || decision.equals("EXECUTED");
    }

    /** {@code RESERVATION CONFLICT}, {@code CHECK CONDITION 06/2A/03}, or why the device was not asked. */
    String ending() {
        String said = sense.isEmpty() ? status : status + " " + sense;
        return isExecuted() ? said : said + " from the helper (" + decision + ")";
    }
}
