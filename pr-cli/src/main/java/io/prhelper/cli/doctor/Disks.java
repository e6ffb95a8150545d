// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.doctor;

import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReadFullStatusData;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReportCapabilitiesData;
import io.prhelper.ffm.client.ScsiDevice;
import java.io.IOException;
import java.nio.file.Path;

/** What disks say of themselves. */
interface Disks {
    /**
     * Asks a disk; nothing is changed.
     *
     * @throws IOException if it can not be opened; the message says why
     */
    Said ask(Path node) throws IOException;

    /** What it answered to each question. */
    record Said(
            PrOutcome<ReportCapabilitiesData> capabilities,
            PrOutcome<ReadKeysData> keys,
            PrOutcome<ReadFullStatusData> fullStatus) {}

    /** Something that queries can be put to. */
    interface Queried {
        /** Puts one. */
        <T extends PrInData> PrOutcome<T> execute(PrQuery<T> query);
    }

    /** Puts the questions. */
    static Said ask(Queried disk) {
        PrOutcome<ReadKeysData> keys = disk.execute(PrQuery.READ_KEYS);
        if (keys instanceof PrOutcome.CheckCondition) {
            // A unit attention that waits for this host's port is told once, whoever asks.
            keys = disk.execute(PrQuery.READ_KEYS);
        }
        return new Said(disk.execute(PrQuery.REPORT_CAPABILITIES), keys, disk.execute(PrQuery.READ_FULL_STATUS));
    }

    /** Disks of this host. */
    static Disks real() {
        return node -> {
            try (ScsiDevice device = ScsiDevice.open(node)) {
                return ask(device::execute);
            }
        };
    }
}
