// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import io.prhelper.cli.history.History.Holding;
import io.prhelper.cli.history.History.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Where the trails and the disk differ: what the trails lack, and what became of the disk without a helper. */
final class Comparison {
    private Comparison() {}

    /** A sentence for each difference, or one that there is none. */
    static List<String> of(History history, DiskState disk) {
        List<String> sentences = new ArrayList<>();
        Set<String> onDisk = new TreeSet<>();
        disk.registrations().forEach(one -> onDisk.add(one.key()));
        Set<String> told = new TreeSet<>();
        for (Registration one : history.registered()) {
            told.add(one.key());
            if (!onDisk.contains(one.key())) {
                sentences.add("The registration " + one.key() + " of " + one.party() + " is not there any more.");
            }
        }
        for (String key : onDisk) {
            if (!told.contains(key)) {
                sentences.add("The registration " + key + " is in no trail: another host's, or older.");
            }
        }
        Holding held = history.held();
        String key = held == null ? "" : held.key();
        if (history.isReservationKnown()
                && (disk.type().isEmpty() != (held == null)
                        || (held != null && !held.isAllRegistrants() && !key.equals(disk.reservationKey())))) {
            sentences.add("The reservation is another one than the trails tell.");
        }
        return sentences.isEmpty() ? List.of("It agrees with the trails.") : sentences;
    }
}
