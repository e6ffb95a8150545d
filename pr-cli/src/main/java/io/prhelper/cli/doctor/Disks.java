// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.doctor;

import io.prhelper.cli.sight.PrReader;
import io.prhelper.cli.sight.Words;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReadFullStatusData;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReportCapabilitiesData;
import io.prhelper.core.scsi.Sense;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What disks say of themselves. */
interface Disks {
    /** For a device to answer one question. */
    Duration PATIENCE = Duration.ofSeconds(10);

    /** SPC-5, 4.4: the sense key. */
    int UNIT_ATTENTION = 0x6;

    /** A target tells one after the other. */
    int MOST_ATTENTIONS = 10;

    /**
     * Asks a disk; nothing is changed.
     *
     * @throws IOException if it can not be opened; the message says why
     */
    Said ask(Path node) throws IOException;

    /**
     * What it answered to each question.
     *
     * @param attentions unit attentions that came instead, and are told nobody else now
     */
    record Said(
            PrOutcome<ReportCapabilitiesData> capabilities,
            PrOutcome<ReadKeysData> keys,
            PrOutcome<ReadFullStatusData> fullStatus,
            List<String> attentions) {}

    /** Puts the questions. */
    static Said ask(PrReader disk) throws IOException {
        List<String> attentions = new ArrayList<>();
        PrOutcome<ReadKeysData> keys = disk.ask(PrQuery.READ_KEYS);
        while (keys instanceof PrOutcome.CheckCondition<ReadKeysData>(Sense sense)
                && sense.key() == UNIT_ATTENTION
                && attentions.size() < MOST_ATTENTIONS) {
            attentions.add(Words.of(keys));
            keys = disk.ask(PrQuery.READ_KEYS);
        }
        return new Said(disk.ask(PrQuery.REPORT_CAPABILITIES), keys, disk.ask(PrQuery.READ_FULL_STATUS), attentions);
    }

    /** Disks of this host. */
    static Disks real() {
        PrReader.Opener opener = PrReader.opener(null, PATIENCE);
        return node -> {
            try (PrReader disk = opener.open(node)) {
                return ask(disk);
            }
        };
    }
}
